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
    KeyScope scope = KeyScope::Everywhere;
};

// All keys and what they mean, and the form in which they are changed. What is changed is kept in this profile.
class KeysPanel {
public:
    void open_or_close() { open_ = !open_; }
    // Those that mean something in this program, in the order in which they are listed, of one scope after the other.
    using Actions = std::vector<NamedAction> (*)();
    void draw(Actions actions);

private:
    void draw_form(const std::vector<NamedAction>& actions);
    void draw_found(const std::vector<const NamedAction*>& found, bool moved);
    void draw_chosen(const NamedAction& named);
    void change(const NamedAction& named);

    bool open_ = false;
    bool changing_ = false;
    std::string filter_ {};
    int chosen_ = 0;       // of those that the filter leaves
    bool editing_ = false; // its keys
    bool to_keys_ = false; // the keyboard goes there in this frame
    bool to_filter_ = false;
    std::string keys_ {};
    bool refused_ = false;
};

}
