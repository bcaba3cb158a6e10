// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <memory>
#include <string>
#include <string_view>

namespace watchfloor {

// The part of a path that names its screen: "/capacity/disk" → "/capacity"; of one incident "incident".
std::string screen_of(const Location& location);
std::unique_ptr<View> make_screen(std::string_view screen);

}
