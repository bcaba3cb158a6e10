// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/closed_list.h"

#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/incident_order.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/domain/numbering.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

bool draw_closed_row(const ViewInput& input, const Incident& incident, int index)
{
    const Timestamp at = ended_at(incident);
    const std::string when = past_date_and_clock(at, input.as_of(), input.zone.offset_at(at));
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
    label(lasted_words(incident), { .width = available_width(), .align_right = true, .decorative = true });
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

IncidentId incident_typed(std::string_view words)
{
    std::string id;
    for (const char c : words) {
        if (c != ' ') {
            id.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        }
    }
    id = id.find_first_not_of("0123456789") == std::string::npos ? "INC-" + id : id;
    const bool of_incident = id.starts_with("INC-") || id.starts_with("SEC-");
    const std::int64_t number = of_incident && id.rfind('-') == 3 ? number_in(id) : 0;
    return IncidentId { number > 0 ? id.substr(0, 4) + std::to_string(number) : std::string() };
}

IncidentId ClosedList::draw_rows(const ViewInput& input)
{
    auto closed = closed_incidents(input.state);
    for (const Incident& old : input.replica.past().closed()) {
        if (!input.state.incidents.contains(old.id)) {
            closed.push_back(&old);
        }
    }
    if (closed.empty()) {
        label(tr(Text::ClosedNone), { .face = Face::Medium, .wrap = true });
        return {};
    }
    const std::array<Column, 6> columns { Column { tr(Text::ColumnRank), -9, false, tr(Text::MeaningRank) },
        Column { tr(Text::ColumnIncident), 4 }, Column { tr(Text::ColumnService), 2 },
        Column { tr(Text::ColumnState), -12 }, Column { tr(Text::ColumnEnded), -21, false, tr(Text::MeaningEnded) },
        Column { tr(Text::ColumnLasted), -12, true, tr(Text::MeaningLasted) } };
    const float height = std::min(static_cast<float>(closed.size()) * row_height() + table_header_height() + 1,
        ImGui::GetIO().DisplaySize.y * 0.5F);
    const Incident* chosen = nullptr;
    if (begin_table("closed rows", columns,
            { .label = tr(Text::ClosedTitle), .total_rows = static_cast<int>(closed.size()), .height = height })) {
        for (std::size_t i = 0; i < closed.size(); ++i) {
            chosen = draw_closed_row(input, *closed[i], static_cast<int>(i)) ? closed[i] : chosen;
        }
        end_table();
    }
    return chosen == nullptr ? IncidentId {} : chosen->id;
}

// The way to what is not in the list: its next page, or a number.
IncidentId ClosedList::draw_older(const ViewInput& input)
{
    const PastIncidents& past = input.replica.past();
    const bool asks = !past.asking() && !input.frozen;
    gap(2);
    const std::string trouble = past.trouble().empty() ? std::string() : tr(Text::ClosedNotRead, past.trouble());
    label(past.asking()        ? tr(Text::ClosedAsking)
            : !trouble.empty() ? std::string_view { trouble }
                               : tr(past.more() ? Text::ClosedNote : Text::ClosedAll),
        { .colour = trouble.empty() ? Colour::Secondary : Colour::Major, .wrap = true });
    gap(1);
    if (past.more()
        && button(tr(Text::ClosedOlder),
            { .icon = kIconHistory,
                .enabled = asks,
                .why_disabled = tr(input.frozen ? Text::WhyFrozen : Text::ClosedAsking) })) {
        input.replica.ask_older_incidents();
    }
    const FieldResult field = text_field(tr(Text::ClosedNumber), number_,
        { .hint = tr(Text::ClosedNumberHint),
            .error = wrong_ ? tr(Text::ClosedNumberWrong) : std::string_view {},
            .max_characters = kMaxShortField,
            .width = grid(80),
            .autofocus = true });
    wrong_ = wrong_ && !field.changed;
    if (!field.committed) {
        return {};
    }
    IncidentId typed = incident_typed(number_);
    wrong_ = typed.empty();
    return typed;
}

void ClosedList::draw(const ViewInput& input, Intents& intents)
{
    if (!open_ || !begin_modal("closed", { .title = tr(Text::ClosedTitle), .width = 1200 })) {
        return;
    }
    IncidentId chosen = draw_rows(input);
    if (IncidentId typed = draw_older(input); !typed.empty()) {
        chosen = std::move(typed);
    }
    open_ = end_modal() == ModalOutcome::Open && chosen.empty();
    if (!open_) {
        number_.clear();
        wrong_ = false;
    }
    if (!chosen.empty()) {
        intents.emplace_back(go_to("/incidents/" + chosen.text));
    }
}

}
