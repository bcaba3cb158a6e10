// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

namespace watchfloor {

// The window, of those approved before they began, that covers one of the services at that time;
// the smallest id where there are several, none where there is none.
WindowId window_at(const State& state, const std::vector<ServiceId>& services, Timestamp at);

// The same for an alert: by its service, or by the labels of an asset the window lists.
WindowId muting_window(const State& state, const Alert& alert, Timestamp at);

// Whether every label given is on the alert; an empty match is none.
bool labels_match(const Labels& match, const Labels& labels);

}
