// SPDX-License-Identifier: Apache-2.0
#include "client/app/running_drills.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/widgets/controls/panels.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

// Those that are over stay for ever, and the newest are looked for.
constexpr std::size_t kMostOver = 3;

std::string drill_words(const JournalSummary& drill)
{
    return drill.title.empty() ? drill.journal.text : drill.journal.text + ", " + drill.title;
}

Location board_of(const JournalSummary& drill)
{
    Location place { "/", {} };
    place.set("journal", drill.journal.text);
    return place;
}

}

bool sees_drills(const ViewInput& input)
{
    const auto& me = input.replica.me();
    return me && !me->wall && sees_the_room(input);
}

std::optional<std::string> draw_running_drills(const ViewInput& input)
{
    if (input.replica.exercise() || input.frozen || !sees_drills(input)) {
        return std::nullopt;
    }
    std::optional<std::string> chosen;
    const std::vector<JournalSummary>& running = input.replica.drills().running();
    for (const JournalSummary& drill : running) {
        const bool first = &drill == &running.front();
        if (input.location.path == "/") {
            const std::string key = first ? keys_of(Action::RealRoom) : std::string();
            const std::string words = tr(Text::DrillRuns, drill_words(drill));
            const bool clicked = banner("drill/" + drill.journal.text,
                { .severity = Severity::Maintenance,
                    .text = key.empty() ? words : words + "  " + tr(Text::DrillKey, key),
                    .button = tr(Text::DrillGo),
                    .urgent = false });
            chosen = clicked ? drill.journal.text : chosen;
        }
        if (first && pressed(Action::RealRoom)) {
            chosen = drill.journal.text;
        }
    }
    return chosen;
}

void add_palette_drills(std::vector<PaletteHit>& hits, const ViewInput& input)
{
    if (!sees_drills(input)) {
        return;
    }
    Drills& drills = input.replica.drills();
    const std::string exercise(tr(Text::Exercise));
    const std::string why_not(input.frozen ? tr(Text::WhyFrozen) : std::string_view {});
    for (const JournalSummary& drill : drills.running()) {
        if (drill.journal.text != input.replica.journal()) {
            hits.push_back(palette_place(tr(Text::PaletteGoToDrill, drill_words(drill)), exercise, board_of(drill)));
        }
        if (!rehearses(input)) {
            continue;
        }
        PaletteHit end = palette_place(tr(Text::PaletteEndDrill, drill_words(drill)), exercise, {});
        end.key = "drill-end:" + drill.journal.text;
        end.goes = false;
        end.why_not = why_not;
        end.asks = tr(Text::PaletteEndDrillAsk);
        end.drill = DrillWish { DrillWish::Act::End, drill.journal.text };
        hits.push_back(std::move(end));
    }
    const std::vector<ScenarioSummary> offered
        = rehearses(input) ? drills.scenarios() : std::vector<ScenarioSummary> {};
    for (const ScenarioSummary& scenario : offered) {
        PaletteHit start = palette_place(tr(Text::PaletteStartDrill, scenario.title), exercise, {});
        start.key = "drill-start:" + scenario.id;
        start.goes = false;
        start.why_not = why_not;
        start.also = tr(Text::AlsoDrill);
        start.drill = DrillWish { DrillWish::Act::Start, scenario.id };
        hits.push_back(std::move(start));
    }
    const std::vector<JournalSummary>& over = drills.over();
    for (std::size_t i = 0; i < std::min(over.size(), kMostOver); ++i) {
        if (over[i].journal.text != input.replica.journal()) {
            hits.push_back(
                palette_place(tr(Text::PaletteDrillOver, over[i].journal.text), exercise, board_of(over[i])));
            hits.back().only_found = true;
        }
    }
}

}
