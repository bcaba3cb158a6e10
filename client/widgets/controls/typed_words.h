// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace watchfloor {

// What is typed over an open list that has no field of its own, to find one in it: one list is open at a time.
struct TypedWords {
    std::string words {};
    bool steers = false; // the arrows were used since: Enter means what they lead to, not the first that is left
};

// Takes what this frame brings; call it within the open list's window, where no field has the keyboard. Empty again
// whenever a list appears; Backspace takes back the last character.
TypedWords& take_typed_words();

}
