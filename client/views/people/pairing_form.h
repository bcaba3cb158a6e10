// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/people/wall_place_form.h"
#include "client/views/view.h"

#include <string>

namespace watchfloor {

// Lets a display in that shows a code: the code, a name, who sees it and from how far, how large it is.
class PairingForm {
public:
    void open();
    // True once, when the server has taken it.
    [[nodiscard]] bool draw(const ViewInput& input, Intents& intents);

private:
    void send_approval(Intents& intents);

    std::string code_ {};
    std::string name_ {};
    int audience_ = 0;
    WallPlaceForm place_ {};
    bool approving_ = false;  // the server has not answered yet
    bool code_again_ = false; // this field gets the keyboard, and so the other
    bool to_name_ = false;
    bool accepted_ = false;
    std::string refusal_ {};
};

}
