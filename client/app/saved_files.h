// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "shared/wire/entries/record_wire.h"

namespace watchfloor {

// Saves them as a file. Returns what to say of it.
Say save_rows(const SaveRows& asked, const ViewInput& input);

// Of everybody the room knows.
std::vector<SavedName> saved_names(const State& state);

// Opens the browser's dialog; where there is none saves the screen's paper as a file, or a picture of a screen without
// one. What to say of it; nothing: that comes later, or by the browser.
std::optional<Say> print_screen(const View& view, const ViewInput& input);

}
