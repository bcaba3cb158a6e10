// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/stood_down.h"

#include "client/language/text.h"

#include <algorithm>
#include <vector>

namespace watchfloor {
namespace {

// So many logs are read only to say so.
constexpr std::size_t kMostRead = 3;

// The last one; null where none is among them.
const EntryHead* stand_down_in(const std::vector<Entry>& entries, const IncidentId& id)
{
    const auto at = std::find_if(entries.rbegin(), entries.rend(), [&](const Entry& entry) {
        const auto* moved = std::get_if<MajorMoved>(&entry.payload);
        return moved != nullptr && moved->incident == id && moved->to == MajorState::StoodDown;
    });
    return at == entries.rend() ? nullptr : &at->head;
}

}

void say_who_stood_down(const ViewInput& input, BoardRows& rows)
{
    const bool calm = rows.alerts == 0 && rows.hidden_incidents == 0
        && std::all_of(rows.incidents.begin(), rows.incidents.end(), [](const IncidentRow& row) { return row.over; });
    std::size_t read = 0;
    for (IncidentRow& row : rows.incidents) {
        const Incident* incident = input.state.incidents.find(row.id);
        if (incident == nullptr || incident->major != MajorState::StoodDown) {
            continue;
        }
        const EntryHead* head = stand_down_in(input.replica.recent_entries(), row.id);
        if (head == nullptr && calm && !input.frozen && read < kMostRead) {
            ++read;
            head = stand_down_in(input.replica.incident_log(row.id).entries(), row.id);
        }
        if (head != nullptr) {
            const Millis ago = input.as_of() - head->recorded_at;
            row.stood_down = tr(Text::StoodDownBy, format_duration(ago.count()), user_name(input.state, head->actor));
        }
    }
}

}
