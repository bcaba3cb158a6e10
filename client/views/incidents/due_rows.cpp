// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/due_rows.h"

#include "client/language/text.h"
#include "client/views/capacity/time_to_limit.h"
#include "client/views/deadlines.h"

namespace watchfloor {
namespace {

constexpr Millis kDueWithin = std::chrono::hours { 24 };

// Where it is answered, if on this screen.
std::optional<PanelKind> answered_in(const Deadline& deadline)
{
    if (deadline.clock) {
        return *deadline.clock == ClockKind::NextUpdate ? PanelKind::Update : PanelKind::Move;
    }
    if (!deadline.alarm) {
        return std::nullopt;
    }
    switch (*deadline.alarm) {
    case Alarm::CommandUncertain:
        return PanelKind::TakeCommand;
    case Alarm::DeclarationUnratified:
        return PanelKind::Ratify;
    case Alarm::ProposalUndecided:
    case Alarm::CriticalServiceDown:
        return PanelKind::Declare;
    case Alarm::HoldEnded:
        return PanelKind::Move;
    case Alarm::TargetBreached:
    case Alarm::CommandRegained:
        break;
    }
    return std::nullopt;
}

void add_capacity(std::vector<DueRow>& rows, const ViewInput& input, const Incident& incident)
{
    input.state.resources.for_each([&](const ResourceId& id, const CapacityResource& resource) {
        if (!concerns(incident, resource.services)) {
            return;
        }
        // As the wall says it: two screens that name two times are believed by nobody.
        if (const auto limit = time_to_limit(input, resource); limit && limit->early <= kDueWithin) {
            rows.push_back({ .at = input.as_of() + limit->early,
                .what = std::string(tr(Text::DueFull)),
                .which = resource.name.empty() ? id.text : resource.name,
                .place = "/capacity/" + id.text });
        }
    });
}

}

std::vector<DueRow> due_rows(const ViewInput& input, const Incident& incident)
{
    std::vector<DueRow> rows;
    if (!incident.open()) {
        return rows;
    }
    const Timestamp now = input.as_of();
    for (const Deadline& deadline : deadlines_of(input.state, incident, now)) {
        rows.push_back({ .at = deadline.at,
            .what = deadline.what,
            .which = deadline.which,
            .why = deadline.why,
            .opens = answered_in(deadline),
            .place = deadline.window ? "/maintenance" : "" });
    }
    // Behind what is known, because it is reckoned: so the first of this list is what the board names.
    add_capacity(rows, input, incident);
    for (DueRow& row : rows) {
        row.overdue = row.at < now;
        row.left = time_left(row.at, now);
    }
    return rows;
}

}
