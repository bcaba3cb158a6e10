// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/room_summary.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

void put(
    State& state, const char* id, AlertSeverity severity, AlertState in = AlertState::Firing, const char* muted_by = "")
{
    Alert alert;
    alert.id = AlertId { id };
    alert.severity = severity;
    alert.state = in;
    alert.muted_by = WindowId { muted_by };
    state.alerts.set(alert.id, alert);
}

TEST(RoomSummaryTest, CountsWhatFiresAndWhatIsOpen)
{
    State state;
    state.seq = 77;
    put(state, "a", AlertSeverity::Minor);
    put(state, "b", AlertSeverity::Major);
    put(state, "c", AlertSeverity::Info);
    put(state, "muted", AlertSeverity::Critical, AlertState::Firing, "MW-1");
    put(state, "over", AlertSeverity::Critical, AlertState::Resolved);
    for (std::size_t i = 0; i < EnumTexts<IncidentState>::texts.size(); ++i) {
        Incident incident;
        incident.id = IncidentId { "INC-" + std::to_string(i) };
        incident.state = static_cast<IncidentState>(i);
        state.incidents.set(incident.id, incident);
    }
    const RoomSummary summary = room_summary(state);
    EXPECT_EQ(summary.alerts_firing, 3);
    EXPECT_EQ(summary.incidents_open, 7) << "all but the closed and the cancelled one";
    EXPECT_EQ(summary.worst, AlertSeverity::Major);
    EXPECT_EQ(summary.seq, 77U);
}

TEST(RoomSummaryTest, WhatNobodyUnderstoodIsWorseThanWhatIsHarmless)
{
    State state;
    put(state, "a", AlertSeverity::Info);
    put(state, "b", AlertSeverity::Unknown);
    EXPECT_EQ(room_summary(state).worst, AlertSeverity::Unknown);
    put(state, "c", AlertSeverity::Minor);
    EXPECT_EQ(room_summary(state).worst, AlertSeverity::Minor);
}

TEST(RoomSummaryTest, NamesTheMajorsTheWorstFirst)
{
    State state;
    state.services.set(
        ServiceId { "pay" }, { .id = ServiceId { "pay" }, .name = "pay-api", .public_name = "Payments" });
    const auto add = [&](const char* id, IncidentSeverity severity, std::int64_t started, MajorState major) {
        Incident incident;
        incident.id = IncidentId { id };
        incident.severity = severity;
        incident.started_at = Timestamp { started };
        incident.major = major;
        incident.services = { ServiceId { "pay" }, ServiceId { "net" } };
        state.incidents.set(incident.id, incident);
    };
    add("INC-1", IncidentSeverity::Sev2, 5, MajorState::Declared);
    add("INC-2", IncidentSeverity::Sev1, 9, MajorState::Declared);
    add("INC-3", IncidentSeverity::Sev1, 1, MajorState::Proposed);
    add("INC-4", IncidentSeverity::Sev2, 3, MajorState::Declared);
    const RoomSummary summary = room_summary(state);
    ASSERT_EQ(summary.majors.size(), 3U);
    EXPECT_EQ(summary.majors[0].id.text, "INC-2");
    EXPECT_EQ(summary.majors[1].id.text, "INC-4") << "of two as bad the older one";
    EXPECT_EQ(summary.majors[2].id.text, "INC-1");
    EXPECT_EQ(summary.majors[0].services, (std::vector<std::string> { "Payments", "net" }));
}

TEST(RoomSummaryTest, AQuietRoomHasNoWorstAlert)
{
    State state;
    put(state, "muted", AlertSeverity::Critical, AlertState::Firing, "MW-1");
    const RoomSummary summary = room_summary(state);
    EXPECT_EQ(summary.alerts_firing, 0);
    EXPECT_EQ(summary.worst, std::nullopt);
}

}
}
