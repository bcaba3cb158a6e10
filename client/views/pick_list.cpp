// SPDX-License-Identifier: Apache-2.0
#include "client/views/pick_list.h"

#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/domain/contains.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/alert_search.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kMostPicks = 40; // of a thousand nobody scrolls for one

}

std::vector<Pick> shown_picks(
    const std::vector<Pick>& all, const std::vector<std::string>& chosen, std::string_view words)
{
    std::vector<Pick> shown;
    for (const Pick& pick : all) {
        if (contains(chosen, pick.id) || contains_folded(pick.name, words) || contains_folded(pick.id, words)) {
            shown.push_back(pick);
        }
    }
    sort_stably(shown, [&](const Pick& a, const Pick& b) {
        const bool first = contains(chosen, a.id);
        return first != contains(chosen, b.id) ? first : a.name != b.name ? a.name < b.name : a.id < b.id;
    });
    return shown;
}

void PickList::clear()
{
    chosen_.clear();
    words_.clear();
}

void PickList::turn(const std::string& id)
{
    const auto at = std::find(chosen_.begin(), chosen_.end(), id);
    if (at != chosen_.end()) {
        chosen_.erase(at);
    } else {
        chosen_.push_back(id);
    }
}

void PickList::draw(Text title, const std::vector<Pick>& all, ImVec2 size)
{
    begin_area(tr(title), size);
    const bool entered = text_field(tr(title), words_,
        { .hint = tr(Text::PickHint), .max_characters = kMaxName, .take_focus = std::exchange(next_, false) })
                             .committed;
    const std::vector<Pick> shown = shown_picks(all, chosen_, words_);
    if (all.empty()) {
        label(tr(Text::PickNone), { .colour = Colour::Secondary, .wrap = true });
    }
    const auto left
        = std::find_if(shown.begin(), shown.end(), [&](const Pick& pick) { return !contains(chosen_, pick.id); });
    std::string turned = entered && !is_blank(words_) && left != shown.end() ? left->id : std::string();
    if (!turned.empty()) {
        words_.clear();
        next_ = true;
    }
    // What is chosen is all shown, however much it is.
    const std::size_t most = std::min(shown.size(), kMostPicks + static_cast<std::size_t>(left - shown.begin()));
    for (std::size_t i = 0; i < most; ++i) {
        const Pick& pick = shown[i];
        bool on = contains(chosen_, pick.id);
        if (toggle(pick.name + "##" + pick.id, on)) {
            turned = pick.id;
        }
    }
    if (most < shown.size()) {
        label(tr(Text::More, std::to_string(shown.size() - most)), { .colour = Colour::Secondary });
    }
    if (!turned.empty()) {
        turn(turned);
    }
    end_area();
}

}
