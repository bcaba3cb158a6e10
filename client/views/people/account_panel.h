// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

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
    }
    // Draws while open. What is returned was asked for now; everywhere only once it was confirmed.
    SignOut draw(const ViewInput& input, Intents& intents);

private:
    void draw_person(const ViewInput& input);
    void draw_walls(const ViewInput& input, Intents& intents);
    void draw_password(Intents& intents);
    SignOut draw_sign_out();

    bool open_ = false;
    bool everywhere_asked_ = false;
    std::string code_ {};
    std::string wall_name_ {};
    int audience_ = 0;
    std::string old_password_ {};
    std::string new_password_ {};
};

// POST /api/v1/walls: lets a display in that shows this code.
Send approve_wall(const std::string& code, const std::string& name, WallAudience audience);
// All walls at once.
Send switch_walls(WallAudience audience);

}
