// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/people/pairing_form.h"
#include "client/views/view.h"
#include "shared/wire/requests/walls.h"

#include <string>

namespace watchfloor {

enum class SignOut { No, Here, Everywhere };

// Who is signed in, their password, and the wall displays: approve one by its code, and show
// visitors' view on all of them.
class AccountPanel {
public:
    void open()
    {
        open_ = true;
        everywhere_asked_ = false;
        room_asked_ = false;
        pairing_.open();
        changing_ = false;
        password_refusal_.clear();
    }
    // Draws while open. What is returned was asked for now; everywhere only once it was confirmed.
    SignOut draw(const ViewInput& input, Intents& intents);

private:
    void draw_person(const ViewInput& input);
    void draw_walls(const ViewInput& input, Intents& intents);
    bool draw_room_question(const ViewInput& input);
    void draw_password(Intents& intents);
    void send_password(Intents& intents);
    SignOut draw_sign_out();

    bool open_ = false;
    bool everywhere_asked_ = false;
    bool room_asked_ = false;    // whether all walls are to show the room again
    bool show_question_ = false; // once, wherever the dialog is scrolled to
    PairingForm pairing_ {};
    std::string old_password_ {};
    std::string new_password_ {};
    bool changing_ = false;       // the server has not answered yet
    bool password_again_ = false; // this field gets the keyboard
    bool new_refused_ = false;    // which of the two the refusal is about
    std::string password_refusal_ {};
};

// POST /api/v1/walls: lets a display in that shows this code.
Send approve_wall(const ApproveRequest& asked);
// All walls at once.
Send switch_walls(WallAudience audience);

}
