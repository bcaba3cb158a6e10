// SPDX-License-Identifier: Apache-2.0
#include "server/auth/refusal_counter.h"
#include "server/auth/sign_in_throttle.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::seconds;

TEST(SignInThrottleTest, DoublesTheWaitAndNeverLocks)
{
    SignInThrottle throttle;
    Timestamp now { 1'000'000 };
    for (int i = 0; i < SignInThrottle::kFreeTries; ++i) {
        throttle.failed("a", "1", now);
        EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
    }
    throttle.failed("a", "1", now);
    EXPECT_EQ(throttle.wait("a", "2", now), seconds { 1 });
    throttle.failed("a", "1", now);
    EXPECT_EQ(throttle.wait("a", "2", now), seconds { 2 });
    EXPECT_EQ(throttle.wait("b", "1", now), seconds { 2 });
    EXPECT_EQ(throttle.wait("b", "2", now).count(), 0);
    for (int i = 0; i < 100; ++i) {
        throttle.failed("a", "1", now);
    }
    EXPECT_EQ(throttle.wait("a", "2", now), SignInThrottle::kLongestForAccount);
    EXPECT_EQ(throttle.wait("b", "1", now), SignInThrottle::kLongestForAddress);
    EXPECT_EQ(throttle.wait("a", "2", now + seconds { 30 }).count(), 0);
}

TEST(SignInThrottleTest, ForgetsAfterASuccessAndAfterAWhile)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    for (int i = 0; i < 10; ++i) {
        throttle.failed("a", "1", now);
    }
    throttle.succeeded("a", "1");
    EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
    for (int i = 0; i < 10; ++i) {
        throttle.failed("a", "1", now);
    }
    const Timestamp later = now + SignInThrottle::kForgottenAfter + seconds { 1 };
    throttle.failed("a", "1", later);
    EXPECT_EQ(throttle.wait("a", "1", later).count(), 0);
}

TEST(RefusalCounterTest, RecordsTheFirstAtOnceAndCountsTheRest)
{
    RefusalCounter counter;
    const Timestamp now { 1'000'000 };
    const auto first = counter.note("a", "1", now);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->count, 1);
    EXPECT_FALSE(counter.note("a", "1", now));
    EXPECT_FALSE(counter.note("a", "1", now));
    EXPECT_TRUE(counter.note("a", "2", now));
    EXPECT_TRUE(counter.take(now + seconds { 59 }).empty());
    const auto counted = counter.take(now + seconds { 60 });
    ASSERT_EQ(counted.size(), 1u);
    EXPECT_EQ(counted[0].count, 2);
    EXPECT_EQ(counted[0].address, "1");
    EXPECT_TRUE(counter.note("a", "1", now + seconds { 61 }));
}

TEST(RefusalCounterTest, BoundsWhatStrangersCanWrite)
{
    RefusalCounter counter;
    const Timestamp now { 1'000'000 };
    std::size_t recorded = 0;
    for (int i = 0; i < 1'000; ++i) {
        recorded += counter.note("account-" + std::to_string(i), "1", now) ? 1U : 0U;
    }
    EXPECT_EQ(recorded, RefusalCounter::kFirstsPerMinute);
    const auto counted = counter.take(now + RefusalCounter::kInterval);
    ASSERT_EQ(counted.size(), 1u);
    EXPECT_EQ(counted[0].count, 1'000 - static_cast<std::int64_t>(recorded));
}

}
}
