// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/closed_list.h"

#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"

#include <array>

namespace watchfloor {
namespace {

Timestamp ended_at(const Incident& incident)
{
    return incident.closed_at.value_or(incident.logged_at);
}

bool draw_closed_row(const ViewInput& input, const Incident& incident, int index)
{
    const Timestamp at = ended_at(incident);
    const std::string when = format_date_and_clock(at, input.zone.offset_at(at));
    const std::string services = service_names(input.state, incident.services);
    const std::string rank { rank_code(rank_of(incident)) };
    const std::string state = state_text(incident.state);
    const bool activated = begin_row(index,
        { .label = incident.id.text + ", " + rank + ", " + incident.title + ", " + services + ", " + state + " " + when,
            .position = index + 1 })
                               .activated;
    rank_mark(rank_of(incident));
    next_cell();
    label(incident.id.text + "  " + incident.title, { .face = Face::Medium, .decorative = true });
    next_cell();
    label(services, { .decorative = true });
    next_cell();
    label(state, { .colour = Colour::Secondary, .decorative = true });
    next_cell();
    label(when, { .decorative = true });
    next_cell();
    label(format_duration((incident.restored_at.value_or(at) - incident.started_at).count()),
        { .width = available_width(), .align_right = true, .decorative = true });
    end_row();
    return activated;
}

}

std::vector<const Incident*> closed_incidents(const State& state)
{
    std::vector<const Incident*> closed;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        if (!incident.open()) {
            closed.push_back(&incident);
        }
    });
    sort_stably(closed, [](const Incident* a, const Incident* b) { return ended_at(*a) > ended_at(*b); });
    return closed;
}

void ClosedList::draw(const ViewInput& input, Intents& intents)
{
    if (!open_ || !begin_modal("closed", { .title = tr(Text::ClosedTitle), .width = 1200 })) {
        return;
    }
    const auto closed = closed_incidents(input.state);
    const Incident* chosen = nullptr;
    const std::array<Column, 6> columns { Column { tr(Text::ColumnRank), -9 }, Column { tr(Text::ColumnIncident), 4 },
        Column { tr(Text::ColumnService), 2 }, Column { tr(Text::ColumnState), -12 },
        Column { tr(Text::ColumnEnded), -21 }, Column { tr(Text::ColumnLasted), -12, true } };
    if (closed.empty()) {
        empty_state({ .icon = kIconHistory, .title = tr(Text::ClosedNone), .next = tr(Text::ClosedNote) });
    } else if (begin_table("closed rows", columns,
                   { .label = tr(Text::ClosedTitle), .total_rows = static_cast<int>(closed.size()) })) {
        for (std::size_t i = 0; i < closed.size(); ++i) {
            chosen = draw_closed_row(input, *closed[i], static_cast<int>(i)) ? closed[i] : chosen;
        }
        end_table();
        gap(2);
        label(tr(Text::ClosedNote), { .colour = Colour::Secondary, .wrap = true });
    }
    open_ = end_modal() == ModalOutcome::Open && chosen == nullptr;
    if (chosen != nullptr) {
        intents.emplace_back(go_to("/incidents/" + chosen->id.text));
    }
}

}
