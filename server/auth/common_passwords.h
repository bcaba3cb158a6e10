// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace watchfloor {

// The most common passwords in small letters, separated by commas, as a package of the distribution
// lists them; empty where the program was built without it.
std::string_view common_passwords_text();

}
