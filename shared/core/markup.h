// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace watchfloor {

// As text between tags, or in a quoted attribute, of HTML and XML: never markup, whoever wrote it. Characters below a
// space that XML has no place for are left out; tabs and line breaks stay.
std::string escape_markup(std::string_view text);

}
