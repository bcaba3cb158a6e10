// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/keys/keymap.h"

#include <string>
#include <vector>

namespace watchfloor {

// An action and what it is called: "Go to view Capacity".
struct NamedAction {
    Action action {};
    std::string meaning {};
};

// All keys and what they mean, and the form in which they are changed. What is changed is kept in this profile.
class KeysPanel {
public:
    void open_or_close() { open_ = !open_; }
    // Those that mean something in this program, in the order in which they are listed.
    using Actions = std::vector<NamedAction> (*)();
    void draw(Actions actions);

private:
    void draw_form(const std::vector<NamedAction>& actions);

    bool open_ = false;
    bool changing_ = false;
    int chosen_ = -1;
    std::string keys_ {};
    bool refused_ = false;
};

}
