// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"

#include <imgui.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchfloor {

// One that can be chosen; the name is what people know it by.
struct Pick {
    std::string id {};
    std::string name {};
};

// Those to show: what is chosen first, then by name, of all others those whose name or id has these words.
std::vector<Pick> shown_picks(
    const std::vector<Pick>& all, const std::vector<std::string>& chosen, std::string_view words);

// Several of many, by switches: typing narrows them, and Enter there chooses the first that is left.
class PickList {
public:
    void clear();
    void choose(std::vector<std::string> ids) { chosen_ = std::move(ids); }
    void draw(Text title, const std::vector<Pick>& all, ImVec2 size);
    // By id, in the order in which they were chosen; also what there is no more.
    const std::vector<std::string>& chosen() const { return chosen_; }

private:
    void turn(const std::string& id);

    std::vector<std::string> chosen_ {};
    std::string words_ {};
    bool next_ = false; // one was chosen by Enter: the field has the keyboard again
};

}
