// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/unsent_words.h"

#include <utility>
#include <vector>

namespace watchfloor {
namespace {

struct Words {
    std::string screen {};
    std::string form {};
    ImGuiID field = 0;
    std::string text {};
};

std::string written_on;
std::vector<Words> all_words; // as many as there are fields

}

bool words_unsent()
{
    return !all_words.empty();
}

void forget_words()
{
    all_words.clear();
}

void write_on_screen(std::string screen)
{
    written_on = std::move(screen);
}

void note_words(std::string_view form, ImGuiID field, std::string_view text, bool typed)
{
    const auto same = [&](const Words& words) { return words.field == field && words.screen == written_on; };
    const bool blank = text.find_first_not_of(" \n\t") == std::string_view::npos;
    if (!typed || blank) {
        std::erase_if(all_words, [&](const Words& words) { return same(words) && (blank || words.text != text); });
        return;
    }
    std::erase_if(all_words, same);
    all_words.push_back({ written_on, std::string { form }, field, std::string { text } });
}

void forget_words_of(std::string_view form)
{
    std::erase_if(all_words, [&](const Words& words) { return words.form == form && words.screen == written_on; });
}

}
