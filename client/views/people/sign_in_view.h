// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/wire/requests/sessions.h"

#include <string>

namespace watchfloor {

// Signs a person in by name and password or by a one-time link (`?link=` in the address, or
// pasted), or pairs a wall: shows the code that a signed-in user approves, and waits for that.
class SignInView {
public:
    SignInView(Transport& transport, bool wall) : transport_(transport), wall_(wall) { }

    // True once, when somebody is signed in or the wall was paired.
    bool draw();

private:
    void draw_form();
    void draw_pairing();
    void send_sign_in(const SignInRequest& asked);
    void redeem_link(const std::string& link);
    void submit();
    void ask_for_code();
    void poll_pairing();

    Transport& transport_;
    bool wall_;
    bool done_ = false;
    bool busy_ = false;
    bool link_tried_ = false;
    std::string name_ {};
    std::string password_ {};
    std::string link_ {};
    std::string error_ {};
    bool by_link_ = false;    // what the error is about
    bool type_again_ = false; // the field that was refused gets the keyboard
    std::string code_ {};
    std::string pairing_secret_ {};
    // In seconds of ImGui's clock.
    double next_step_at_ = 0;
};

// The token in a one-time link: "http://host/sign-in/abc" and "abc" both give "abc".
std::string link_token(const std::string& link);

}
