// SPDX-License-Identifier: Apache-2.0
// Moves of incidents, and incidents in each state.
#pragma once

#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

#include <string>
#include <utility>

namespace watchfloor {

inline MoveIncident move(const IncidentId& id, IncidentState to, std::string note = "because")
{
    return MoveIncident { .incident = id, .to = to, .note = std::move(note) };
}

inline MoveIncident hold(const Room& room, const IncidentId& id)
{
    MoveIncident command = move(id, IncidentState::OnHold, "Ada answers tomorrow.");
    command.hold_reason = HoldReason::AwaitingUser;
    command.resume_review_at = room.now + hours { 20 };
    return command;
}

inline MoveIncident mitigate(const Room& room, const IncidentId& id)
{
    MoveIncident command = move(id, IncidentState::Mitigated, "Traffic goes to the second site; checked.");
    command.mitigated_at = room.now;
    return command;
}

inline IncidentId triaged(Room& room)
{
    const IncidentId id = room.log_incident();
    room.done(ClassifyIncident { .incident = id, .category = "network" }, room.desk);
    room.done(move(id, IncidentState::Triaged), room.desk);
    return id;
}

inline IncidentId in_state(Room& room, IncidentState state)
{
    const IncidentId id = state == IncidentState::New || state == IncidentState::Cancelled ? room.log_incident()
        : state == IncidentState::Triaged                                                  ? triaged(room)
                                                                                           : room.investigated();
    if (state == IncidentState::OnHold) {
        room.done(hold(room, id), room.resolver);
    } else if (state == IncidentState::Mitigated) {
        room.done(mitigate(room, id), room.resolver);
    } else if (state == IncidentState::Cancelled) {
        room.done(move(id, IncidentState::Cancelled), room.manager);
    } else if (state == IncidentState::InReview) {
        room.done(ClassifyIncident { .incident = id, .security_relevant = true }, room.resolver);
        MoveIncident resolution = room.resolution(id);
        resolution.contained_at = room.now;
        room.done(resolution, room.resolver);
    } else if (state == IncidentState::Resolved || state == IncidentState::Closed) {
        room.done(room.resolution(id), room.resolver);
    }
    if (state == IncidentState::Closed) {
        room.done(ClassifyIncident { .incident = id,
                      .category = "network",
                      .impact = Level::Low,
                      .urgency = Level::Low,
                      .security_relevant = false,
                      .personal_data = PersonalData::No },
            room.resolver);
        MoveIncident closing = move(id, IncidentState::Closed);
        closing.user_confirmed = true;
        room.done(closing, room.desk);
    }
    EXPECT_EQ(room.incident(id).state, state);
    return id;
}

}
