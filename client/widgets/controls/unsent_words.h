// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

namespace watchfloor {

// What somebody typed and nothing took yet: of a field on a screen until it is emptied or the program writes into it, of
// one in a form until the form is done with. Filters, searches and passwords do not count. Whoever throws the program's
// memory away asks for it first.
bool words_unsent();
void forget_words();
// The same field holds other words on each screen: which one is drawn from here on.
void write_on_screen(std::string screen);

// For fields and forms, as they are drawn. `form` is empty outside of one.
void note_words(std::string_view form, ImGuiID field, std::string_view text, bool typed);
void forget_words_of(std::string_view form);

}
