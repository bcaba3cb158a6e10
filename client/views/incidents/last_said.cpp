// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/last_said.h"

#include "client/language/text.h"
#include "client/views/incident_order.h"
#include "shared/domain/formulas/last_update.h"
#include "shared/domain/formulas/release_note.h"

#include <algorithm>

namespace watchfloor {
namespace {

// A release without a second person is written down with the update itself; what was decided stands before it.
bool comes_with_update(const IncidentLog& log, const Entry& note)
{
    const Entry* before = log.entry(note.head.seq - 1);
    return before != nullptr && is_release_of(note, *before);
}

bool is_corrected(const IncidentLog& log, std::uint64_t seq)
{
    return std::any_of(log.entries().begin(), log.entries().end(), [&](const Entry& entry) {
        const auto* note = std::get_if<NoteAdded>(&entry.payload);
        return note != nullptr && note->supersedes == seq;
    });
}

const Entry* last_decision(const IncidentLog& log)
{
    const Entry* last = nullptr;
    for (const Entry& entry : log.entries()) {
        const auto* note = std::get_if<NoteAdded>(&entry.payload);
        if (note != nullptr && note->note_kind == NoteKind::Decision
            && (last == nullptr || entry.head.occurred_at >= last->head.occurred_at) && !comes_with_update(log, entry)
            && !is_corrected(log, entry.head.seq)) {
            last = &entry;
        }
    }
    return last;
}

// "19:18", or with its day where that is another than today.
std::string said_at(Timestamp at, const ViewInput& input)
{
    const Timestamp now = input.as_of();
    const int offset = input.zone.offset_at(at);
    return format_date(at, offset) == format_date(now, offset) ? site_time(at, input.zone).substr(0, 5)
                                                               : past_date_and_clock(at, now, offset);
}

std::string in_one_line(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::string decision_line(const ViewInput& input, const IncidentLog& log)
{
    if (const Entry* last = last_decision(log)) {
        return in_one_line(tr(Text::LastDecision, said_at(last->head.occurred_at, input),
            user_name(input.state, last->head.actor), std::get<NoteAdded>(last->payload).note));
    }
    return std::string(tr(log.loaded() ? Text::LastDecisionNone : Text::LastDecisionUnread));
}

}

std::vector<std::string> last_said(const ViewInput& input, const Incident& incident, const IncidentLog& log)
{
    const bool major = incident.declared() || incident.major == MajorState::StoodDown;
    const StatusUpdate* told = last_update(incident, UpdateAudience::Customers);
    std::vector<std::string> lines;
    if (major || last_decision(log) != nullptr) {
        lines.push_back(decision_line(input, log));
    }
    if (told != nullptr) {
        lines.push_back(in_one_line(tr(Text::CustomersTold, said_at(told->published_at, input), told->text)));
    } else if (major) {
        lines.emplace_back(tr(Text::CustomersToldNothing));
    }
    return lines;
}

}
