// SPDX-License-Identifier: Apache-2.0
#include "client/app/real_room_words.h"

#include "client/language/text.h"
#include "client/views/incident_order.h"
#include "client/widgets/controls/shown_severity.h"

#include <vector>

namespace watchfloor {
namespace {

// "SEV1 3, SEV2 1"
std::string declared_ranks(const RoomSummary& room)
{
    std::vector<Rank> ranks;
    for (const RoomMajor& major : room.majors) {
        Incident declared;
        declared.severity = major.severity;
        ranks.push_back(rank_of(declared));
    }
    return counts_by_rank(ranks);
}

}

RealRoomWords real_room_words(const RoomSummary& room)
{
    const std::int64_t fires = room.alerts_firing.value_or(0);
    const std::int64_t are_open = room.incidents_open.value_or(0);
    const std::string firing = std::to_string(fires);
    const std::string open = std::to_string(are_open);
    if (!room.majors.empty()) {
        const std::string ranks = declared_ranks(room);
        return { Severity::Critical,
            room.alerts_firing ? tr(Text::RealRoomMajorsFire, ranks, firing, open) : tr(Text::RealRoomMajors, ranks) };
    }
    if (!room.alerts_firing) {
        return { Severity::Unknown, std::string(tr(Text::RealRoomUnknown)) };
    }
    if (fires > 0) {
        const Severity worst = shown_severity(room.worst.value_or(AlertSeverity::Unknown));
        return { worst, tr(Text::RealRoomFires, firing, severity_name(worst), open) };
    }
    if (are_open > 0) {
        return { Severity::Major, tr(Text::RealRoomIncidents, open) };
    }
    return { Severity::Normal, std::string(tr(Text::RealRoomCalm)), false };
}

}
