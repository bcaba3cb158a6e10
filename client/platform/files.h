// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// Gives the user a file to keep. Web: a download, which the browser tells of. Natively in ~/Downloads, or where there
// is none in the home folder, beside what is called so already. Where it lies, for people; nothing: it could not be
// written. `name` holds letters, digits, dots and dashes.
std::optional<std::string> save_file(std::string_view name, std::string_view text);

// Whether there is a dialog to print with: the browser's, which then asks the window's content for its paper. It opens
// once this frame is over.
bool open_print_dialog();

// A file that the user chose, or dropped onto the window. No more of it is read than kMostOfAFile.
struct ChosenFile {
    std::string name {};
    std::string text {};
};
inline constexpr std::size_t kMostOfAFile = 4 * 1024 * 1024;

// Whether there is a dialog to choose one in: the browser's. Natively one is dropped.
bool can_choose_file();
// Opens that dialog, while an input is being handled.
void choose_file();
// By whoever reads it: it waits until it is taken, or until another takes its place.
void offer_file(ChosenFile file);
std::optional<ChosenFile> take_chosen_file();
// Natively: reads what was dropped and offers it; what cannot be read is offered as nothing.
void offer_file_at(const std::string& path);

}
