// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/apply.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>

namespace watchfloor {
namespace {

std::int64_t counted(const State& state)
{
    std::int64_t count = 0;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) { count += counts_as_firing(alert) ? 1 : 0; });
    return count;
}

AlertReport report_of(unsigned number, Timestamp at)
{
    AlertReport report;
    report.labels = { { "alertname", "Down" }, { "instance", std::to_string(number) }, { "service", "shop" } };
    report.annotations = { { "summary", "since " + format_timestamp(at) } };
    report.started_at = at;
    return report;
}

struct ByHand {
    std::array<std::int64_t, 5> firing {};
    std::int64_t acknowledged = 0;
    std::int64_t muted = 0;
    std::int64_t lately = 0;
    std::map<IncidentId, std::int64_t> of_incidents {};
};

ByHand counted_by_hand(const State& state, Timestamp now)
{
    ByHand by_hand;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        const bool muted = !alert.muted_by.empty();
        by_hand.lately += !muted && alert.started_at.millis / 10'000 > (now - kNewAlertSpan).millis / 10'000 ? 1 : 0;
        by_hand.muted += muted && alert.state == AlertState::Firing ? 1 : 0;
        if (counts_as_firing(alert)) {
            ++by_hand.firing[static_cast<std::size_t>(alert.severity)];
            by_hand.acknowledged += alert.acknowledged_at ? 1 : 0;
            if (!alert.incident.empty()) {
                ++by_hand.of_incidents[alert.incident];
            }
        }
    });
    return by_hand;
}

// What the fold has counted is what is there.
bool agrees(const State& state, Timestamp now)
{
    const ByHand by_hand = counted_by_hand(state, now);
    ByHand kept;
    for (std::size_t i = 0; i < kept.firing.size(); ++i) {
        kept.firing[i] = state.tally.firing(static_cast<AlertSeverity>(i));
    }
    state.tally.of_incidents().for_each(
        [&](const IncidentId& id, std::int64_t count) { kept.of_incidents[id] = count; });
    return kept.firing == by_hand.firing && state.tally.acknowledged() == by_hand.acknowledged
        && state.tally.muted() == by_hand.muted && state.tally.began_lately(now) == by_hand.lately
        && kept.of_incidents == by_hand.of_incidents;
}

// Fires, changes, mutes, acknowledges, ends and revives alerts, a step a minute.
Command next_command(Room& room, std::mt19937& random)
{
    const unsigned number = static_cast<unsigned>(random() % 12);
    AlertReport report = report_of(number, room.now - minutes { random() % 5 });
    const AlertId id = alert_id("site", report.labels);
    switch (random() % 9) {
    case 0:
    case 1:
    case 2:
        return ReportAlerts { .source = SourceId { "prometheus" },
            .alerts = { report, report_of(number + 1, room.now) } };
    case 3:
    case 4:
        report.ended_at = room.now;
        return ReportAlerts { .source = SourceId { "webhook" }, .alerts = { report } };
    case 5:
        return LapseAlerts { .alerts = { id } };
    case 6:
        return AcknowledgeAlert { .alert = id };
    case 7:
        return LinkAlert { .incident = room.log_incident(), .alert = id };
    default: {
        const auto planned = room.done(PlanWindow { .title = "work",
                                           .services = { ServiceId { "shop" } },
                                           .from = room.now + seconds { 30 },
                                           .to = room.now + minutes { 3 } },
            room.planner);
        return MoveWindow { .window = WindowId { planned.created }, .to = WindowState::Approved };
    }
    }
}

void fold(State& state, const Decision& decision, Timestamp now)
{
    for (const Draft& draft : decision.entries) {
        Entry entry;
        entry.head.seq = state.seq + 1;
        entry.head.recorded_at = now;
        entry.payload = draft.payload;
        apply(state, entry);
    }
}

}

TEST(ApplyAlertsTest, AConsoleThatHoldsFewCountsAllThatFire)
{
    for (unsigned seed = 1; seed <= 30; ++seed) {
        std::mt19937 random(seed);
        Room room;
        State console = room.state;
        for (int step = 0; step < 120; ++step) {
            room.pass(minutes { 1 });
            const Command command = next_command(room, random);
            if (const auto decision = room.when(command, room.manager); decision.ok()) {
                room.done(command, room.manager);
                fold(console, decision.value(), room.now);
            } else if (const auto by_system = room.when(command, kSystem); by_system.ok()) {
                room.done(command, kSystem);
                fold(console, by_system.value(), room.now);
            }
            if (random() % 10 == 0) {
                console.alerts = {}; // as when the working set was cut
                console.tally = {};
            }
            ASSERT_TRUE(agrees(room.state, room.now)) << "seed " << seed << " step " << step;
            ASSERT_TRUE(console.alerts.empty() || agrees(console, room.now)) << "seed " << seed << " step " << step;
            ASSERT_EQ(room.state.firing, counted(room.state)) << "seed " << seed << " step " << step;
            ASSERT_EQ(console.firing, room.state.firing) << "seed " << seed << " step " << step;
            console.alerts.for_each([&](const AlertId&, const Alert& alert) {
                EXPECT_EQ(alert.name, "Down") << "known by halves, seed " << seed << " step " << step;
            });
        }
    }
}

}
