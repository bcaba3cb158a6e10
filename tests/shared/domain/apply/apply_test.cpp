// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/apply.h"

#include "shared/domain/apply/working_set.h"
#include "shared/domain/state/state.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::hours;

constexpr Timestamp kNow { 1'772'442'000'000 }; // a whole hour
const Timestamp kHorizon = kNow - kWorkingSetAge;

template<typename Map, typename Entity>
void put(Map& map, const char* id, Entity entity)
{
    entity.id.text = id;
    map.set(entity.id, entity);
}

template<typename Map>
std::vector<std::string> ids_of(const Map& map)
{
    std::vector<std::string> ids;
    map.for_each([&](const auto& id, const auto&) { ids.push_back(id.text); });
    std::sort(ids.begin(), ids.end());
    return ids;
}

using IdTexts = std::vector<std::string>;

// Everything of a kind that stays, and next to it what is one millisecond or one condition away and goes.
State state_at_the_horizon()
{
    const Timestamp old = kHorizon - Millis { 1 };
    State state;
    put(state.incidents, "at the horizon", Incident { .state = IncidentState::Closed, .closed_at = kHorizon });
    put(state.incidents, "old", Incident { .state = IncidentState::Closed, .closed_at = old });
    put(state.incidents, "old, cancelled", Incident { .state = IncidentState::Cancelled, .closed_at = old });
    put(state.incidents, "open", Incident { .state = IncidentState::Resolved, .closed_at = old });
    put(state.incidents, "closed at no time", Incident { .state = IncidentState::Closed });
    put(state.alerts, "at the horizon", Alert { .state = AlertState::Resolved, .ended_at = kHorizon });
    put(state.alerts, "old", Alert { .state = AlertState::Resolved, .ended_at = old });
    put(state.alerts, "firing", Alert { .state = AlertState::Firing, .ended_at = old });
    put(state.changes, "at the horizon", Change { .at = kHorizon });
    put(state.changes, "old", Change { .at = old });
    put(state.windows, "at the horizon", MaintenanceWindow { .from = old, .to = kHorizon });
    put(state.windows, "old", MaintenanceWindow { .from = old, .to = old });
    put(state.windows, "unconfirmed", MaintenanceWindow { .from = old, .to = old, .alone_at = old });
    const auto order = [](WorkOrderState in, Timestamp planned, std::optional<Timestamp> ended) {
        return WorkOrder { .planned_end = planned, .actual_end = ended, .state = in };
    };
    put(state.work_orders, "at the horizon", order(WorkOrderState::ReturnedToService, old, kHorizon));
    put(state.work_orders, "old", order(WorkOrderState::ReturnedToService, kNow, old));
    put(state.work_orders, "old, cancelled", order(WorkOrderState::Cancelled, old, std::nullopt));
    put(state.work_orders, "cancelled", order(WorkOrderState::Cancelled, kHorizon, std::nullopt));
    put(state.work_orders, "under way", order(WorkOrderState::Inspection, old, std::nullopt));
    put(state.work_orders, "deferred", order(WorkOrderState::Deferred, old, old));
    const auto token = [](bool revoked, std::optional<Timestamp> expires) {
        return Token { .expires_at = expires, .revoked = revoked };
    };
    put(state.tokens, "at the horizon", token(true, kHorizon));
    put(state.tokens, "old", token(true, old));
    put(state.tokens, "old, not revoked", token(false, old));
    put(state.tokens, "revoked for ever", token(true, std::nullopt));
    return state;
}

void expect_trimmed(const State& state)
{
    EXPECT_EQ(ids_of(state.incidents), (IdTexts { "at the horizon", "closed at no time", "open" }));
    EXPECT_EQ(ids_of(state.alerts), (IdTexts { "at the horizon", "firing" }));
    EXPECT_EQ(ids_of(state.changes), (IdTexts { "at the horizon" }));
    EXPECT_EQ(ids_of(state.windows), (IdTexts { "at the horizon", "unconfirmed" }));
    EXPECT_EQ(ids_of(state.work_orders), (IdTexts { "at the horizon", "cancelled", "deferred", "under way" }));
    EXPECT_EQ(ids_of(state.tokens), (IdTexts { "at the horizon", "old, not revoked", "revoked for ever" }));
}

TEST(TrimWorkingSetTest, DropsWhatIsOverForLongerThanADay)
{
    State state = state_at_the_horizon();
    trim_working_set(state, kNow);
    expect_trimmed(state);
}

TEST(TrimWorkingSetTest, ARestrictedIncidentStaysHoweverOldItIs)
{
    State state;
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.state = IncidentState::Closed;
    incident.restricted = true;
    incident.closed_at = kHorizon - hours { 48 };
    state.incidents.set(incident.id, incident);
    trim_working_set(state, kNow);
    EXPECT_TRUE(state.incidents.contains(incident.id)) << "what was written before the restriction would open";
}

void fold(State& state, Timestamp recorded, std::uint64_t seq)
{
    Entry entry;
    entry.head.seq = seq;
    entry.head.recorded_at = recorded;
    entry.payload = WallsSwitched { .audience = WallAudience::Visitor };
    apply(state, entry);
}

TEST(ApplyTest, TrimsWithTheFirstEntryOfEachHour)
{
    State state = state_at_the_horizon();
    state.seq = 1;
    state.as_of = kNow;
    fold(state, kNow + hours { 1 } - Millis { 1 }, 2);
    EXPECT_EQ(state.incidents.size(), 5U) << "still the same hour";
    state = state_at_the_horizon();
    state.seq = 1;
    state.as_of = kNow - Millis { 1 };
    fold(state, kNow, 2);
    expect_trimmed(state);
    State fresh = state_at_the_horizon();
    fold(fresh, kNow, 1);
    EXPECT_EQ(fresh.incidents.size(), 5U) << "the first entry of all has nothing to look back on";
}

TEST(ApplyTest, ItsTimeNeverGoesBack)
{
    State state;
    fold(state, kNow, 7);
    EXPECT_EQ(state.seq, 7U);
    EXPECT_EQ(state.as_of, kNow);
    fold(state, kNow - hours { 2 }, 8);
    EXPECT_EQ(state.seq, 8U);
    EXPECT_EQ(state.as_of, kNow);
    apply_stub(state, 9);
    EXPECT_EQ(state.seq, 9U);
    EXPECT_EQ(state.as_of, kNow);
}

}
}
