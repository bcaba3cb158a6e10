// SPDX-License-Identifier: Apache-2.0
#include "client/replica/alert_refill.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const Timestamp kStart { 1'790'000'000'000 };
constexpr std::chrono::seconds kEvery { 20 };

AlertId alert_of(int number)
{
    return AlertId { "a" + std::to_string(number) };
}

class AlertRefillTest : public testing::Test {
protected:
    // A room in which so many fire, of which the first few are held.
    AlertRefillTest() { load(8, 20); }

    void load(int held, int firing)
    {
        state_ = {};
        for (int i = 0; i < held; ++i) {
            state_.alerts.set(alert_of(i), { .id = alert_of(i) });
        }
        state_.firing = firing;
        refill_.loaded(state_);
    }

    template<typename Payload>
    void happens(Payload payload)
    {
        Entry entry;
        entry.payload = std::move(payload);
        refill_.follow(state_, entry);
    }

    // The first so many that are held end.
    void end(int count)
    {
        for (int i = 0; i < count; ++i) {
            Alert alert = *state_.alerts.find(alert_of(i));
            alert.state = AlertState::Resolved;
            state_.alerts.set(alert_of(i), alert);
            --state_.firing;
            happens(AlertResolved { .alert = alert_of(i) });
        }
    }

    bool due(Millis later = Millis::zero()) { return refill_.due(state_, kStart + later); }

    State state_ {};
    AlertRefill refill_ {};
};

TEST_F(AlertRefillTest, IsDueOnceFewerThanHalfAreLeftWhileOthersFire)
{
    EXPECT_FALSE(due()) << "nothing happened";
    end(4);
    EXPECT_FALSE(due()) << "half of them still fire";
    end(5);
    EXPECT_TRUE(due());
    EXPECT_FALSE(due(kEvery)) << "nothing happened since";
}

TEST_F(AlertRefillTest, AlertsThatAreMutedAreNotAmongThoseLeft)
{
    for (int i = 0; i < 5; ++i) {
        Alert alert = *state_.alerts.find(alert_of(i));
        alert.muted_by = WindowId { "MW-1" };
        state_.alerts.set(alert_of(i), alert);
        happens(AlertChanged { .alert = alert_of(i) });
    }
    EXPECT_TRUE(due());
}

TEST_F(AlertRefillTest, IsNeverDueWhileAllThatFireAreHeld)
{
    load(8, 8);
    end(7);
    EXPECT_FALSE(due());
}

TEST_F(AlertRefillTest, IsDueWhenSomethingBefallsOneThatIsNotHeld)
{
    const auto missed = [](auto payload) {
        payload.alert = AlertId { "elsewhere" };
        return payload;
    };
    happens(missed(AlertChanged {}));
    EXPECT_TRUE(due());
    happens(missed(AlertAcknowledged {}));
    EXPECT_TRUE(due(kEvery));
    happens(missed(AlertLinked {}));
    EXPECT_TRUE(due(2 * kEvery));
    happens(missed(AlertResolved {}));
    EXPECT_FALSE(due(3 * kEvery)) << "that one is shown no more than before";
}

TEST_F(AlertRefillTest, WhatWasMissedIsMissedUntilItIsFetched)
{
    happens(AlertAcknowledged { .alert = AlertId { "elsewhere" } });
    happens(AlertAcknowledged { .alert = alert_of(1) });
    happens(ServiceSet {});
    EXPECT_TRUE(due());
    happens(AlertAcknowledged { .alert = alert_of(1) });
    EXPECT_FALSE(due(kEvery)) << "it was fetched";
}

TEST_F(AlertRefillTest, IsDueAtMostOnceInTwentySeconds)
{
    end(5);
    ASSERT_TRUE(due());
    happens(AlertAcknowledged { .alert = AlertId { "elsewhere" } });
    EXPECT_FALSE(due(kEvery - Millis { 1 }));
    EXPECT_TRUE(due(kEvery));
}

TEST_F(AlertRefillTest, IsNotDueWhileOneThatWasFetchedWaits)
{
    end(5);
    ASSERT_TRUE(due());
    State fetched;
    fetched.seq = 7;
    refill_.take(fetched);
    happens(AlertAcknowledged { .alert = AlertId { "elsewhere" } });
    EXPECT_FALSE(due(kEvery));
    ASSERT_TRUE(refill_.ready(7));
    EXPECT_TRUE(due(kEvery));
}

TEST_F(AlertRefillTest, IsReadyOnceTheConsoleIsAsFar)
{
    EXPECT_FALSE(refill_.ready(100));
    State fetched;
    fetched.seq = 7;
    refill_.take(fetched);
    EXPECT_FALSE(refill_.ready(6));
    const auto ready = refill_.ready(7);
    ASSERT_TRUE(ready);
    EXPECT_EQ(ready->seq, 7U);
    EXPECT_FALSE(refill_.ready(7)) << "given once";
    refill_.take(fetched);
    EXPECT_TRUE(refill_.ready(8));
}

TEST_F(AlertRefillTest, ALoadForgetsWhatWasFetchedAndMissedBefore)
{
    happens(AlertAcknowledged { .alert = AlertId { "elsewhere" } });
    refill_.take({});
    load(8, 20);
    EXPECT_FALSE(refill_.ready(100));
    EXPECT_FALSE(due());
    happens(AlertAcknowledged { .alert = alert_of(1) });
    EXPECT_FALSE(due());
}

}
}
