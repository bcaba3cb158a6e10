// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <string_view>

namespace watchfloor {

// Whether the part occurs in the text, letters of the English alphabet in either case.
bool contains_folded(std::string_view text, std::string_view part);

// What a person means by a filter: the words occur in the alert's name, in its service's names, in what monitoring says
// of it or in one of its labels. The same on a console, which holds the worst alerts, and on the server, which has all.
bool alert_matches(const State& state, const Alert& alert, std::string_view words);

}
