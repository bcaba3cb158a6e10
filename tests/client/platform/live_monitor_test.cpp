// SPDX-License-Identifier: Apache-2.0
#include "client/platform/live_monitor.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::milliseconds;

class LiveMonitorTest : public testing::Test {
protected:
    LiveMonitor monitor_;
    LiveMonitor::Instant now_ { std::chrono::hours { 1 } };
};

TEST_F(LiveMonitorTest, SilenceTurnsAnOpenStreamToLostOnce)
{
    monitor_.connecting(now_);
    monitor_.opened(now_);
    EXPECT_FALSE(monitor_.check_silence(now_ + kLiveSilence - milliseconds { 1 }));
    EXPECT_EQ(monitor_.status().state, LiveState::Open);
    EXPECT_TRUE(monitor_.check_silence(now_ + kLiveSilence));
    EXPECT_EQ(monitor_.status().state, LiveState::Lost);
    EXPECT_EQ(monitor_.status().last_heard, now_);
    EXPECT_FALSE(monitor_.check_silence(now_ + 2 * kLiveSilence));
}

TEST_F(LiveMonitorTest, EverySignOfLifeCounts)
{
    monitor_.connecting(now_);
    monitor_.opened(now_);
    monitor_.heard(now_ + milliseconds { 11'000 });
    EXPECT_FALSE(monitor_.check_silence(now_ + milliseconds { 20'000 }));
}

TEST_F(LiveMonitorTest, AFirstConnectionThatNeverOpensIsLostToo)
{
    monitor_.connecting(now_);
    EXPECT_EQ(monitor_.status().state, LiveState::Connecting);
    EXPECT_TRUE(monitor_.check_silence(now_ + kLiveSilence));
}

TEST_F(LiveMonitorTest, StaysLostWhileReconnectingAndCountsAttempts)
{
    monitor_.connecting(now_);
    monitor_.opened(now_);
    const auto lost_at = now_ + milliseconds { 3000 };
    monitor_.lost(lost_at);
    monitor_.connecting(lost_at + milliseconds { 500 });
    monitor_.lost(lost_at + milliseconds { 900 });
    EXPECT_EQ(monitor_.status().state, LiveState::Lost);
    EXPECT_EQ(monitor_.status().since, lost_at);
    EXPECT_EQ(monitor_.status().failed_attempts, 2);
    monitor_.opened(lost_at + milliseconds { 2000 });
    EXPECT_EQ(monitor_.status().state, LiveState::Open);
    EXPECT_EQ(monitor_.status().failed_attempts, 0);
}

TEST_F(LiveMonitorTest, AClosedStreamIsNeverLost)
{
    monitor_.connecting(now_);
    monitor_.opened(now_);
    monitor_.closed(now_);
    monitor_.lost(now_);
    EXPECT_FALSE(monitor_.check_silence(now_ + 2 * kLiveSilence));
    EXPECT_EQ(monitor_.status().state, LiveState::Closed);
}

TEST(ReconnectDelayTest, DoublesToALimitAndJittersByHalf)
{
    EXPECT_EQ(reconnect_delay(0, 0), milliseconds { 500 });
    EXPECT_EQ(reconnect_delay(1, 0), milliseconds { 1000 });
    EXPECT_EQ(reconnect_delay(4, 0), milliseconds { 8000 });
    EXPECT_EQ(reconnect_delay(100, 0), milliseconds { 8000 });
    for (int random = 0; random <= 65535; random += 4369) {
        const auto delay = reconnect_delay(10, static_cast<std::uint16_t>(random));
        EXPECT_GT(delay, milliseconds { 3999 });
        EXPECT_LE(delay, milliseconds { 8000 });
    }
}

TEST(ReconnectDelayTest, TakesAwayUpToHalf)
{
    EXPECT_EQ(reconnect_delay(2, 0), milliseconds { 2000 });
    EXPECT_EQ(reconnect_delay(3, 0), milliseconds { 4000 });
    EXPECT_EQ(reconnect_delay(5, 0), milliseconds { 8000 });
    EXPECT_EQ(reconnect_delay(-3, 0), milliseconds { 500 });
    EXPECT_EQ(reconnect_delay(1, 32'768), milliseconds { 750 });
    EXPECT_EQ(reconnect_delay(1, 65'535), milliseconds { 501 });
    EXPECT_EQ(reconnect_delay(4, 65'535), milliseconds { 4001 });
}

TEST_F(LiveMonitorTest, TellsSinceWhenItIsAsItIs)
{
    monitor_.connecting(now_);
    EXPECT_EQ(monitor_.status().since, now_);
    monitor_.opened(now_ + milliseconds { 100 });
    EXPECT_EQ(monitor_.status().since, now_ + milliseconds { 100 });
    monitor_.heard(now_ + milliseconds { 500 });
    EXPECT_EQ(monitor_.status().since, now_ + milliseconds { 100 }) << "still open";
    EXPECT_EQ(monitor_.status().last_heard, now_ + milliseconds { 500 });
    EXPECT_TRUE(monitor_.check_silence(now_ + milliseconds { 500 } + kLiveSilence));
    EXPECT_EQ(monitor_.status().since, now_ + milliseconds { 500 } + kLiveSilence);
    EXPECT_EQ(monitor_.status().failed_attempts, 1) << "silence is a failure too";
    monitor_.heard(now_ + milliseconds { 60'000 });
    EXPECT_EQ(monitor_.status().state, LiveState::Open) << "a sign of life is enough";
    EXPECT_EQ(monitor_.status().failed_attempts, 0);
}

TEST_F(LiveMonitorTest, AStreamThatIsOpenedAnewHasItsTimeToOpen)
{
    monitor_.connecting(now_);
    monitor_.opened(now_);
    monitor_.closed(now_ + milliseconds { 1 });
    const auto later = now_ + 10 * kLiveSilence;
    monitor_.connecting(later);
    EXPECT_EQ(monitor_.status().state, LiveState::Connecting);
    EXPECT_FALSE(monitor_.check_silence(later + kLiveSilence - milliseconds { 1 }));
    monitor_.connecting(later + milliseconds { 500 });
    EXPECT_TRUE(monitor_.check_silence(later + kLiveSilence)) << "it was connecting already";
}

}
}
