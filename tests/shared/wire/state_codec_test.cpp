// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/state_codec.h"

#include "shared/wire/json/canonical_reader.h"
#include "tests/shared/wire/filled.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

template<typename Key, typename Entity>
void fill_map(PersistentMap<Key, Entity>& map, bool backwards)
{
    constexpr int kCount = 40;
    for (int i = 0; i < kCount; ++i) {
        const int seed = backwards ? kCount - 1 - i : i;
        Entity entity {};
        Filler filler(seed * 1000);
        Entity::fields(filler, entity);
        entity.id = Key { "id-" + std::to_string(seed) };
        map.set(entity.id, entity);
    }
}

State full_state(bool backwards)
{
    State state;
    state.journal = JournalId { "main" };
    state.purpose = JournalPurpose::Drill;
    state.seq = 12'345;
    state.as_of = Timestamp { 1'767'322'800'123 };
    state.walls = WallAudience::Visitor;
    state.next_incident = 43;
    state.firing = 7;
    fill_map(state.users, backwards);
    fill_map(state.tokens, backwards);
    fill_map(state.services, backwards);
    fill_map(state.sources, backwards);
    fill_map(state.bridges, backwards);
    fill_map(state.changes, backwards);
    fill_map(state.alerts, backwards);
    fill_map(state.incidents, backwards);
    fill_map(state.resources, backwards);
    fill_map(state.assets, backwards);
    fill_map(state.work_orders, backwards);
    fill_map(state.windows, backwards);
    return state;
}

}

TEST(StateCodecTest, AFullStateComesBackWhole)
{
    const std::string wire = state_to_wire(full_state(false));
    EXPECT_TRUE(is_canonical(wire));
    const auto back = state_from_wire(wire);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(state_to_wire(back.value()), wire);
    EXPECT_EQ(back.value().incidents.size(), 40U);
    EXPECT_EQ(back.value().next_incident, 43);
}

TEST(StateCodecTest, EveryNumberOfTheRoomComesBack)
{
    State state;
    state.seq = 2;
    state.firing = 3;
    state.next_incident = 4;
    state.next_restricted = 5;
    state.next_change = 6;
    state.next_work_order = 7;
    state.next_window = 8;
    state.as_of = Timestamp { 9 };
    state.walls = WallAudience::Visitor;
    const auto back = state_from_wire(state_to_wire(state));
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back.value().seq, 2U);
    EXPECT_EQ(back.value().firing, 3);
    EXPECT_EQ(back.value().next_incident, 4);
    EXPECT_EQ(back.value().next_restricted, 5);
    EXPECT_EQ(back.value().next_change, 6);
    EXPECT_EQ(back.value().next_work_order, 7);
    EXPECT_EQ(back.value().next_window, 8);
    EXPECT_EQ(back.value().as_of, (Timestamp { 9 }));
    EXPECT_EQ(back.value().walls, WallAudience::Visitor);
}

TEST(StateCodecTest, AnEmptyStateComesBack)
{
    const auto back = state_from_wire(state_to_wire(State {}));
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(state_to_wire(back.value()), state_to_wire(State {}));
}

TEST(StateCodecTest, TheDigestDoesNotDependOnHistory)
{
    State state = full_state(true);
    EXPECT_EQ(state_digest(state), state_digest(full_state(false)));
    for (int i = 0; i < 200; ++i) {
        Alert alert;
        alert.id = AlertId { "passing-" + std::to_string(i) };
        state.alerts.set(alert.id, alert);
    }
    EXPECT_NE(state_digest(state), state_digest(full_state(false)));
    for (int i = 0; i < 200; ++i) {
        state.alerts.erase(AlertId { "passing-" + std::to_string(i) });
    }
    EXPECT_EQ(state_digest(state), state_digest(full_state(false)));
}

TEST(StateCodecTest, RefusesWhatItWouldNotWrite)
{
    const std::string wire = state_to_wire(full_state(false));
    const std::vector<std::pair<std::string, std::string>> damages {
        { "{\"alerts\"", "{ \"alerts\"" },
        { "\"purpose\":\"drill\"", "\"purpose\":\"dill\"" },
        { "\"purpose\":\"drill\",", "" },
        { "\"seq\":12345", "\"seq\":12345.0" },
        { "\"id\":\"id-3\"", "\"id\":\"id-4\"" },
        { "\"id\":\"id-3\",", "" },
        { "\"next_incident\"", "\"next_incidemt\"" },
    };
    for (const auto& [what, with] : damages) {
        std::string damaged = wire;
        ASSERT_NE(damaged.find(what), std::string::npos) << what;
        damaged.replace(damaged.find(what), what.size(), with);
        EXPECT_FALSE(state_from_wire(damaged).ok()) << with;
    }
    EXPECT_FALSE(state_from_wire("").ok());
    EXPECT_FALSE(state_from_wire(wire + "\n").ok());
    EXPECT_FALSE(state_from_wire(std::string_view(wire).substr(0, wire.size() - 1)).ok());
}

}
