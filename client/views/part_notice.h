// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/keys/keymap.h"

#include <string_view>

namespace watchfloor {

// Nobody takes a part of what there is for the whole of it: says in a line what is shown, with the button and the key for
// all. True where the button was pressed.
bool part_notice(std::string_view words, std::string_view show_all, Action key);

}
