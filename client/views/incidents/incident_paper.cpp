// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/incident_paper.h"

#include "client/language/text.h"
#include "client/views/board/alert_things.h"
#include "client/views/board/board_rows.h"
#include "client/views/incidents/incident_rows.h"
#include "client/widgets/controls/shown_severity.h"

#include <array>

namespace watchfloor {
namespace {

std::string duty_on_paper(const DutyRow& row, const SiteZone& zone, const Incident& incident)
{
    if (row.holder.empty()) {
        return std::string(tr(Text::PaperVacant));
    }
    for (const DutyHeld& one : incident.duties) {
        if (one.duty == row.duty) {
            return tr(Text::PaperSince, row.holder, paper_time(one.since, zone));
        }
    }
    return row.holder;
}

std::vector<std::pair<std::string, std::string>> head_of(
    const ViewInput& input, const Incident& incident, const IncidentLog& log)
{
    const Headline shown
        = incident_headline(input.state, incident, input.as_of(), input.zone, stood_down_at(incident, log));
    const auto named = [](Text name, std::string value) {
        return std::pair { std::string(tr(name)), std::move(value) };
    };
    const auto at = [&](Text name, std::optional<Timestamp> when) { return named(name, paper_time(when, input.zone)); };
    const bool over = !impact_goes_on(incident);
    std::vector<std::pair<std::string, std::string>> head { named(Text::ColumnState, shown.state + shown.marks),
        named(Text::FieldSeverity, shown.rank), named(Text::PlanServices, shown.services),
        { shown.major, shown.major.empty() ? std::string() : paper_time(incident.declared_at, input.zone) },
        at(Text::PaperOpened, incident.logged_at), at(Text::PaperBegan, incident.started_at),
        at(Text::PaperEnded, over ? std::optional { ended_at(incident) } : std::nullopt),
        at(Text::PaperClosed, incident.closed_at), named(Text::FieldHeadline, shown.headline),
        named(Text::BridgeTitle, shown.bridge) };
    for (const DutyRow& row : shown.duties) {
        if (shown.needs_commander || !row.holder.empty()) {
            head.emplace_back(row.name, duty_on_paper(row, input.zone, incident));
        }
    }
    return head;
}

PaperTable entries_of(const ViewInput& input, const IncidentLog& log)
{
    PaperTable table { std::string(tr(Text::PaperEntries)), {}, {}, std::string(tr(Text::PaperNone)) };
    for (const Text column : { Text::PaperNumber, Text::ColumnWhen, Text::PaperRecorded, Text::ColumnEntryKind,
             Text::ColumnAuthor, Text::ColumnEntry }) {
        table.columns.emplace_back(tr(column));
    }
    for (const EntryRow& row : entry_rows(input.state, log.entries(), TimeOrder::Occurred)) {
        const std::string marks = entry_marks(row);
        table.rows.push_back(
            { std::to_string(row.seq), paper_time(row.occurred_at, input.zone), paper_time(row.recorded_at, input.zone),
                row.kind, row.author, (marks.empty() ? marks : "[" + marks + "] ") + row.text });
    }
    return table;
}

std::string alert_times(const Alert& alert, const SiteZone& zone)
{
    return alert.ended_at && alert.state != AlertState::Firing
        ? tr(Text::PaperOver, paper_time(alert.started_at, zone), paper_time(alert.ended_at, zone))
        : tr(Text::PaperFiring, paper_time(alert.started_at, zone));
}

PaperTable alerts_of(const ViewInput& input, const Incident& incident)
{
    PaperTable table { std::string(tr(Text::LaneAlerts)), {}, {}, std::string(tr(Text::AlertsNoneLinked)) };
    for (const Text column : { Text::FieldSeverity, Text::ColumnWhat, Text::ColumnService, Text::ColumnWhen }) {
        table.columns.emplace_back(tr(column));
    }
    for (const AlertId& id : incident.alerts) {
        const Alert* alert = input.state.alerts.find(id);
        if (alert == nullptr) {
            table.rows.push_back({ {}, id.text, {}, {} }); // gone from the working set: its entries name it
            continue;
        }
        const std::array<const Alert*, 1> alone { alert };
        const std::string thing = alert_things(alone).front().words;
        table.rows.push_back({ std::string(severity_code(shown_severity(alert->severity))),
            alert->name + (thing.empty() ? "" : " " + thing), alert_service(input.state, *alert),
            alert_times(*alert, input.zone) });
    }
    return table;
}

}

Paper incident_paper(const ViewInput& input, const Incident& incident, const IncidentLog& log)
{
    Paper paper;
    paper.title = incident.id.text + "  " + incident.title;
    paper.head = head_of(input, incident, log);
    paper.tables = { entries_of(input, log), alerts_of(input, incident) };
    if (!log.loaded()) {
        paper.notes.emplace_back(tr(Text::PaperLoading));
    }
    return paper;
}

}
