// SPDX-License-Identifier: Apache-2.0
#include "server/auth/refusal_counter.h"
#include "server/auth/sign_in_throttle.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::seconds;

TEST(SignInThrottleTest, DoublesTheWaitOfAnAddressAtAnAccountAndNeverLocks)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    for (int i = 0; i < SignInThrottle::kFreeTries; ++i) {
        throttle.failed("a", "1", now);
        EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
    }
    for (const int expected : { 1, 2, 4, 8 }) {
        throttle.failed("a", "1", now);
        EXPECT_EQ(throttle.wait("a", "1", now), seconds { expected });
    }
    EXPECT_EQ(throttle.wait("a", "2", now).count(), 0) << "the account from elsewhere";
    EXPECT_EQ(throttle.wait("b", "1", now).count(), 0) << "others from there";
    EXPECT_EQ(throttle.wait("a", "1", now + Millis { 7'999 }), Millis { 1 });
    EXPECT_EQ(throttle.wait("a", "1", now + seconds { 8 }), Millis { 0 });
    EXPECT_EQ(throttle.wait("a", "1", now + seconds { 9 }), Millis { 0 });
    EXPECT_EQ(throttle.wait("a", "1", now - seconds { 900 }), seconds { 8 }) << "no longer, though the clock went back";
    for (int i = 0; i < 100; ++i) {
        throttle.failed("a", "1", now);
    }
    EXPECT_EQ(throttle.wait("a", "1", now), SignInThrottle::kLongestForAddress);
}

TEST(SignInThrottleTest, BoundsAnAddressThatTriesManyAccounts)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    for (int i = 0; i < SignInThrottle::kFreeTriesOfAddress; ++i) {
        EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
        throttle.failed(std::to_string(i), "1", now);
    }
    EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
    throttle.failed("another", "1", now);
    EXPECT_EQ(throttle.wait("a", "1", now), seconds { 1 });
    EXPECT_EQ(throttle.wait("a", "2", now).count(), 0);
    for (int i = 0; i < 20; ++i) {
        throttle.failed("another " + std::to_string(i), "1", now);
    }
    EXPECT_EQ(throttle.wait("a", "1", now), SignInThrottle::kLongestForAddress);
}

TEST(SignInThrottleTest, BoundsHowOftenAnAccountIsTriedFromAllOverTheWorld)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    throttle.succeeded("a", "desk", now);
    for (int i = 0; i < SignInThrottle::kFreeTriesOfAccount; ++i) {
        EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
        throttle.failed("a", "stranger " + std::to_string(i), now);
    }
    EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
    throttle.failed("a", "one more", now);
    EXPECT_EQ(throttle.wait("a", "1", now), seconds { 1 });
    EXPECT_EQ(throttle.wait("b", "1", now).count(), 0);
    for (int i = 0; i < 20; ++i) {
        throttle.failed("a", "one more " + std::to_string(i), now);
    }
    EXPECT_EQ(throttle.wait("a", "1", now), SignInThrottle::kLongestForAccount);
    EXPECT_EQ(throttle.wait("a", "desk", now).count(), 0);
}

TEST(SignInThrottleTest, AnAddressThatSignedInIsExempt)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    throttle.succeeded("a", "1", now);
    for (int i = 0; i < SignInThrottle::kKnownTries; ++i) {
        throttle.failed("a", "1", now);
        throttle.failed("b", "1", now);
    }
    EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
    EXPECT_EQ(throttle.wait("b", "1", now), SignInThrottle::kLongestForAddress);
    throttle.failed("a", "1", now);
    EXPECT_EQ(throttle.wait("a", "1", now), seconds { 1 }) << "but not for ever so many";
    throttle.succeeded("a", "1", now);
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        throttle.failed("a", "1", now + SignInThrottle::kKnownFor - Millis { 1 });
    }
    EXPECT_EQ(throttle.wait("a", "1", now + SignInThrottle::kKnownFor - Millis { 1 }).count(), 0);
    EXPECT_GT(throttle.wait("a", "1", now + SignInThrottle::kKnownFor).count(), 0) << "nor for ever";
}

TEST(SignInThrottleTest, ASuccessForgivesWhatWasMistypedThereAndNothingElse)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    for (int i = 0; i < SignInThrottle::kFreeTriesOfAddress; ++i) {
        throttle.failed("a", "1", now);
    }
    throttle.forgive("a", "2");
    EXPECT_GT(throttle.wait("a", "1", now).count(), 0);
    throttle.failed("b", "1", now);
    EXPECT_GT(throttle.wait("c", "1", now).count(), 0);
    throttle.forgive("a", "1");
    EXPECT_EQ(throttle.wait("a", "1", now).count(), 0);
    EXPECT_EQ(throttle.wait("c", "1", now).count(), 0);
    // An account of one's own does not wash off what one does to others'.
    for (int i = 0; i < SignInThrottle::kFreeTriesOfAddress; ++i) {
        throttle.failed("victim " + std::to_string(i), "1", now);
        throttle.succeeded("own", "1", now);
    }
    EXPECT_GT(throttle.wait("c", "1", now).count(), 0);
    // Forgiven is not known.
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        throttle.failed("a", "3", now);
    }
    throttle.forgive("a", "3");
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        throttle.failed("a", "3", now);
    }
    EXPECT_GT(throttle.wait("a", "3", now).count(), 0);
}

TEST(SignInThrottleTest, ASuccessForgivesTheAccountElsewhereToo)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    for (int i = 0; i <= SignInThrottle::kFreeTriesOfAccount; ++i) {
        throttle.failed("a", "1", now);
    }
    EXPECT_GT(throttle.wait("a", "2", now).count(), 0);
    throttle.forgive("a", "1");
    EXPECT_EQ(throttle.wait("a", "2", now).count(), 0);
}

TEST(SignInThrottleTest, TakesASubscribersAddressesOfIpv6ForOne)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        throttle.failed("a", "2001:db8:1:2::" + std::to_string(i), now);
    }
    EXPECT_GT(throttle.wait("a", "2001:DB8:1:2:ffff::9", now).count(), 0);
    EXPECT_EQ(throttle.wait("a", "2001:db8:1:3::1", now).count(), 0);
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        throttle.failed("b", "::ffff:192.0.2.1", now);
    }
    EXPECT_EQ(throttle.wait("b", "::ffff:192.0.2.2", now).count(), 0);
    EXPECT_EQ(throttle.wait("b", "::1", now).count(), 0);
}

TEST(SignInThrottleTest, KnowsTheLatestAddressesOfAnAccountAndTellsThemOnce)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    for (std::size_t i = 0; i <= SignInThrottle::kMaxKnown; ++i) {
        throttle.succeeded("a", std::to_string(i), now);
    }
    throttle.succeeded("a", "1", now);
    const auto known = throttle.take_known();
    ASSERT_EQ(known.size(), 1U);
    ASSERT_EQ(known.at("a").size(), SignInThrottle::kMaxKnown);
    EXPECT_EQ(known.at("a").front().network, "2") << "0 was the oldest, and 1 came again";
    EXPECT_EQ(known.at("a").back().network, "1");
    EXPECT_TRUE(throttle.take_known().empty());
    SignInThrottle after_restart;
    after_restart.load_known("a", known.at("a"));
    EXPECT_TRUE(after_restart.take_known().empty());
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        after_restart.failed("a", "1", now);
        after_restart.failed("a", "0", now);
    }
    EXPECT_EQ(after_restart.wait("a", "1", now).count(), 0);
    EXPECT_GT(after_restart.wait("a", "0", now).count(), 0);
}

TEST(SignInThrottleTest, WhoSignsInFromVeryManyNetworksKeepsTheDesk)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    throttle.succeeded("a", "192.0.2.1", now);
    throttle.succeeded("a", "198.51.100.1", now);
    for (std::size_t i = 0; i < 2 * SignInThrottle::kMaxKnown; ++i) {
        throttle.succeeded("a", "2001:db8:1:" + std::to_string(i) + "::1", now);
    }
    const auto known = throttle.take_known().at("a");
    ASSERT_EQ(known.size(), SignInThrottle::kMaxKnown);
    EXPECT_EQ(known[0].network, "192.0.2.1");
    EXPECT_EQ(known[1].network, "198.51.100.1");
    EXPECT_EQ(known[2].network, "2001:0db8:0001:0018::/64") << "the oldest of the others went";
    EXPECT_EQ(known.back().network, "2001:0db8:0001:0031::/64");
}

TEST(SignInThrottleTest, CountsOnForHalfAnHourToTheMoment)
{
    const Timestamp now { 1'000'000 };
    const auto wait_after = [&](Millis pause) {
        SignInThrottle throttle;
        for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
            throttle.failed("a", "1", now);
        }
        throttle.failed("a", "1", now + pause);
        return throttle.wait("a", "1", now + pause);
    };
    EXPECT_EQ(wait_after(SignInThrottle::kForgottenAfter), seconds { 2 });
    EXPECT_EQ(wait_after(SignInThrottle::kForgottenAfter + Millis { 1 }), seconds { 0 });
}

TEST(SignInThrottleTest, BoundsWhoHasManyAddressesOfANeighbourhood)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    throttle.succeeded("colleague", "192.0.2.250", now);
    for (int i = 0; i < SignInThrottle::kFreeTriesOfSite; ++i) {
        EXPECT_EQ(throttle.wait("a", "192.0.2.200", now).count(), 0);
        throttle.failed(std::to_string(i), "192.0.2." + std::to_string(i), now);
    }
    EXPECT_EQ(throttle.wait("a", "192.0.2.200", now).count(), 0);
    throttle.failed("one more", "192.0.2.100", now);
    EXPECT_EQ(throttle.wait("a", "192.0.2.200", now), seconds { 1 });
    EXPECT_EQ(throttle.wait("a", "192.0.3.200", now).count(), 0);
    EXPECT_EQ(throttle.wait("colleague", "192.0.2.250", now).count(), 0);
    EXPECT_EQ(throttle.wait("a", "192.0.2.250", now).count(), 0) << "where somebody signed in lately";
    for (int i = 0; i < 20; ++i) {
        throttle.failed("another " + std::to_string(i), "192.0.2.1" + std::to_string(10 + i), now);
    }
    EXPECT_EQ(throttle.wait("a", "192.0.2.200", now), SignInThrottle::kLongestForAccount);
    for (int i = 0; i <= SignInThrottle::kFreeTriesOfSite; ++i) {
        throttle.failed("b", "2001:db8:1:" + std::to_string(i) + "::1", now);
        throttle.forgive("b", "2001:db8:1:" + std::to_string(i) + "::1");
    }
    EXPECT_EQ(throttle.wait("a", "2001:db8:1:ffff::1", now).count(), 0) << "what is forgiven is forgiven there too";
}

// Else whoever tries from very many addresses makes their own first tries forgotten.
TEST(SignInThrottleTest, WhereThereAreTooManyToRememberStrangersShareACountAndNobodyIsForgotten)
{
    SignInThrottle throttle;
    const Timestamp now { 1'000'000 };
    throttle.succeeded("a", "desk", now);
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        throttle.failed("first", "first", now);
    }
    for (std::size_t i = 1; i < SignInThrottle::kMaxTracked; ++i) {
        throttle.failed(std::to_string(i), std::to_string(i), now);
    }
    for (int i = 0; i < SignInThrottle::kFreeTriesBeyond; ++i) {
        throttle.failed("new " + std::to_string(i), "new " + std::to_string(i), now);
    }
    EXPECT_EQ(throttle.wait("stranger", "stranger", now).count(), 0);
    throttle.failed("one more", "one more", now);
    EXPECT_EQ(throttle.wait("stranger", "stranger", now), seconds { 1 });
    EXPECT_EQ(throttle.wait("first", "first", now), seconds { 1 });
    EXPECT_EQ(throttle.wait("7", "7", now).count(), 0);
    for (int i = 0; i < SignInThrottle::kFreeTries; ++i) {
        throttle.failed("7", "7", now);
    }
    EXPECT_EQ(throttle.wait("7", "7", now), seconds { 1 }) << "who is remembered counts for themselves";
    for (int i = 0; i < 20; ++i) {
        throttle.failed("another " + std::to_string(i), "another " + std::to_string(i), now);
    }
    EXPECT_EQ(throttle.wait("stranger", "stranger", now), SignInThrottle::kLongestForAccount) << "slower, not shut out";
    EXPECT_EQ(throttle.wait("a", "desk", now).count(), 0);
    EXPECT_EQ(throttle.wait("b", "desk", now).count(), 0) << "where anybody signed in lately";
    for (int i = 0; i <= SignInThrottle::kKnownTries; ++i) {
        throttle.failed("a", "desk", now);
    }
    EXPECT_EQ(throttle.wait("a", "desk", now), seconds { 1 }) << "what is tried there is remembered all the same";
    const Timestamp later = now + SignInThrottle::kForgottenAfter + Millis { 1 };
    throttle.failed("late", "late", later);
    EXPECT_EQ(throttle.wait("stranger", "stranger", later).count(), 0);
    throttle.failed("late", "late", later);
    throttle.failed("late", "late", later);
    throttle.failed("late", "late", later);
    EXPECT_EQ(throttle.wait("late", "late", later), seconds { 1 }) << "there is room again";
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
    EXPECT_TRUE(counter.take(now).empty());
    EXPECT_TRUE(counter.take(now + seconds { 59 }).empty());
    const auto counted = counter.take(now + seconds { 60 });
    ASSERT_EQ(counted.size(), 1u);
    EXPECT_EQ(counted[0].count, 2);
    EXPECT_EQ(counted[0].address, "1");
    EXPECT_TRUE(counter.note("a", "1", now + seconds { 61 }));
}

TEST(RefusalCounterTest, TellsAtOnceWhatWasCountedByAClockThatWasSetBack)
{
    RefusalCounter counter;
    const Timestamp now { 1'000'000 };
    counter.note("a", "1", now);
    counter.note("a", "1", now);
    EXPECT_EQ(counter.take(now - Millis { 1 }).size(), 1u);
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

TEST(RefusalCounterTest, TellsEveryPairAndWhatFoundNoRoomApart)
{
    RefusalCounter counter;
    const Timestamp now { 1'000'000 };
    for (std::size_t i = 0; i < RefusalCounter::kFirstsPerMinute; ++i) {
        ASSERT_TRUE(counter.note("account-" + std::to_string(i), "1", now + Millis { 5 }));
    }
    EXPECT_FALSE(counter.note("beyond", "1", now + seconds { 30 }));
    EXPECT_FALSE(counter.note("account-3", "1", now + seconds { 30 }));
    EXPECT_TRUE(counter.take(now + RefusalCounter::kInterval + Millis { 4 }).empty());
    const auto counted = counter.take(now + RefusalCounter::kInterval + Millis { 5 });
    ASSERT_EQ(counted.size(), 2U);
    EXPECT_EQ(counted[0].account, "account-3");
    EXPECT_EQ(counted[0].count, 1);
    EXPECT_EQ(counted[1].account + counted[1].address, "");
    EXPECT_EQ(counted[1].count, 1);
    EXPECT_TRUE(counter.take(now + 2 * RefusalCounter::kInterval + Millis { 5 }).empty());
    // A quiet while counts for nothing: the next minute begins with the next refusal.
    const Timestamp later = now + std::chrono::hours { 1 };
    ASSERT_TRUE(counter.note("a", "1", later));
    EXPECT_FALSE(counter.note("a", "1", later));
    EXPECT_TRUE(counter.take(later + RefusalCounter::kInterval - Millis { 1 }).empty());
    EXPECT_EQ(counter.take(later + RefusalCounter::kInterval).size(), 1U);
}

}
}
