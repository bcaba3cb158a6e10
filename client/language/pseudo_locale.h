// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace watchfloor {

// English as a language that does not exist: accented, and at least 40 % longer. What shows plain English on such a
// screen was never in the catalogue; what is cut or crowded there will be so in German. Placeholders stay.
std::string pseudo_text(std::string_view english);

}
