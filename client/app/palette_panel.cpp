// SPDX-License-Identifier: Apache-2.0
#include "client/app/palette_panel.h"

#include "client/app/running_drills.h"
#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/mirror/mirror.h"
#include "client/views/drill_sends.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr int kPaletteRows = 12;
constexpr Millis kPaletteHeld { 250 };

}

void PalettePanel::draw(const ViewInput& input, Views views, Intents& intents)
{
    // Behind an open modal no key means anything: what was chosen is pressed in the frame after it.
    if (const auto action = std::exchange(action_, std::nullopt)) {
        press(*action);
    }
    if (const std::string journal = std::exchange(*begun_, {}); !journal.empty()) {
        GoTo go = go_to("/");
        go.location.set("journal", journal);
        intents.emplace_back(std::move(go));
    }
    // Where the screen has nothing of its own to search, finding is finding a place.
    const bool finds = input.location.path != "/" && pressed(Action::Find);
    if (pressed(Action::Palette) || finds) {
        open_ = true;
        filter_.clear();
        chosen_ = 0;
        asked_.clear();
        ranked_.clear();
        here_ = { actions_meant(), actions_refused() };
        fill(input, views);
    }
    if (!open_ || !begin_modal("palette", { .title = tr(Text::ActionPalette), .width = 720 })) {
        return;
    }
    const FieldResult field = text_field(tr(Text::ActionFilter), filter_,
        { .hint = tr(Text::PaletteHint),
            .show_label = false,
            .autofocus = true,
            .take_focus = std::exchange(types_on_, false) });
    if (input.now < filled_at_ || input.now - filled_at_ >= kPaletteHeld) {
        fill(input, views);
    }
    if (field.changed) {
        chosen_ = 0;
        ranked_ = ranked_palette(all_, filter_, uses_);
    }
    draw_hits(input, field.committed, intents);
    open_ = end_modal() == ModalOutcome::Open && open_;
}

// Not in each frame: hundreds of names are compared. Nor once for all: what somebody may no longer see must not stay.
// What is marked stays marked wherever it stands then.
void PalettePanel::fill(const ViewInput& input, Views views)
{
    const auto marked = static_cast<std::size_t>(chosen_);
    const std::string key = marked < ranked_.size() ? ranked_[marked].key : std::string();
    filled_at_ = input.now;
    all_.clear();
    add_palette_commands(all_, input, here_);
    const std::vector<PaletteHit> of_navigation = views();
    all_.insert(all_.end(), of_navigation.begin(), of_navigation.end());
    add_palette_places(all_, input);
    add_palette_drills(all_, input);
    add_commands_elsewhere(all_, input, here_);
    add_palette_entries(all_, input);
    ranked_ = ranked_palette(all_, filter_, uses_);
    const auto again = std::find_if(
        ranked_.begin(), ranked_.end(), [&](const PaletteHit& hit) { return !key.empty() && hit.key == key; });
    chosen_ = again == ranked_.end() ? chosen_ : static_cast<int>(again - ranked_.begin());
}

// What ends something for others is asked once, in its own row.
bool PalettePanel::ask_once_more(const PaletteHit& hit)
{
    if (hit.asks.empty() || asked_ == hit.key) {
        return false;
    }
    asked_ = hit.key;
    types_on_ = true;
    mirror().announce(hit.asks, true);
    request_frame();
    return true;
}

void PalettePanel::carry_out(const ViewInput& input, const PaletteHit& hit, Intents& intents)
{
    action_ = hit.action;
    if (hit.goes) {
        intents.emplace_back(GoTo { hit.place, false });
    }
    if (hit.drill && hit.drill->act == DrillWish::Act::Start) {
        intents.emplace_back(start_drill(
            input.replica, hit.drill->name, [begun = begun_](const std::string& journal) { *begun = journal; }));
    } else if (hit.drill) {
        intents.emplace_back(end_drill(input.replica, hit.drill->name));
    }
}

void PalettePanel::draw_hits(const ViewInput& input, bool entered, Intents& intents)
{
    const int count = static_cast<int>(ranked_.size());
    chosen_ = std::clamp(chosen_ + choice_step(), 0, std::max(0, count - 1));
    if (ranked_.empty()) {
        label(tr(Text::PaletteNothing), { .colour = Colour::Secondary, .wrap = true });
    }
    const int first = std::max(0, chosen_ - kPaletteRows / 2);
    for (int i = first; i < std::min(count, first + kPaletteRows); ++i) {
        const PaletteHit& hit = ranked_[static_cast<std::size_t>(i)];
        const bool chosen = i == chosen_;
        const ListRow row { .title = hit.title,
            .detail = asked_ == hit.key ? hit.asks : hit.why_not,
            .right = hit.right,
            .selected = chosen,
            .position = i + 1,
            .set_size = count,
            .enabled = hit.why_not.empty() };
        const bool taken = list_row(i, row).activated || (chosen && entered);
        if (!taken || !row.enabled || ask_once_more(hit)) {
            continue;
        }
        carry_out(input, hit, intents);
        uses_.used(hit.key);
        used_ = true;
        open_ = false;
        request_frame();
    }
}

std::optional<std::string> PalettePanel::take_uses()
{
    return std::exchange(used_, false) ? std::optional { uses_.text() } : std::nullopt;
}

}
