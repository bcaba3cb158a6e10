// SPDX-License-Identifier: Apache-2.0
// Heartbeats from their delivery to the alert that says that one is missed.
#include "server/posix/descriptor.h"
#include "shared/domain/decide/heartbeats.h"
#include "tests/server/timers/timer_fixture.h"

#include <array>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class HeartbeatsTest : public TimerFixture {
protected:
    static Labels labels_of(const char* cluster) { return { { "alertname", "Watchdog" }, { "cluster", cluster } }; }

    // Every line of the log that says so of this cluster's heartbeat.
    static std::ptrdiff_t logged(const std::string& log, std::string_view event, const char* cluster)
    {
        const std::string line = "\"event\":\"" + std::string(event)
            + "\",\"journal\":\"main\",\"source\":\"alertmanager\",\"heartbeat\":\"Watchdog{cluster=\\\"" + cluster
            + "\\\"}\",\"heartbeat_id\":\"" + heartbeat_short_id(SourceId { "alertmanager" }, labels_of(cluster))
            + "\"}";
        std::ptrdiff_t lines = 0;
        for (std::size_t at = log.find(line); at != std::string::npos; at = log.find(line, at + 1)) {
            ++lines;
        }
        return lines;
    }

    void deliver(const char* cluster, bool fires = true)
    {
        Delivery delivery;
        delivery.source = kSource;
        delivery.kind = SourceKind::Alertmanager;
        AlertReport report;
        report.labels = labels_of(cluster);
        report.started_at = clock_.now();
        if (!fires) {
            report.ended_at = clock_.now();
        }
        delivery.batch.alerts.push_back(std::move(report));
        ASSERT_TRUE(intake_->take(*sequencer_, std::move(delivery)).ok());
    }

    // So often that the interval is learnt.
    void live(std::initializer_list<const char*> clusters, Millis interval, int times = 4)
    {
        for (int i = 0; i < times; ++i) {
            pass(i == 0 ? Millis { 0 } : interval);
            for (const char* cluster : clusters) {
                deliver(cluster);
            }
            driver_->tick();
        }
    }

    void pass(Millis time)
    {
        clock_.pass(time);
        driver_->tick();
    }

    void set(const Source& source)
    {
        Submission submission;
        submission.command = SetSource { source };
        submission.actor.system = true;
        ASSERT_TRUE(sequencer_->execute(std::move(submission)).ok());
        driver_->tick();
    }

    Source source() const { return *sequencer_->state()->sources.find(kSource); }
    bool missed(const char* cluster) const { return is_missed(source(), heartbeat_id(kSource, labels_of(cluster))); }

    // What the alert about it says; empty where it does not fire.
    std::string said(const char* cluster) const
    {
        const auto state = sequencer_->state();
        const Alert* alert = state->alerts.find(heartbeat_id(kSource, labels_of(cluster)));
        return alert != nullptr && alert->state == AlertState::Firing ? std::string(alert->annotations.at("summary"))
                                                                      : std::string {};
    }

    const SourceId kSource { "alertmanager" };
};

TEST_F(HeartbeatsTest, TheDeathOfOneOfTwoSendersIsSaidWhileTheOtherLives)
{
    live({ "north", "south" }, minutes { 1 });
    const Timestamp last = clock_.now();
    for (int i = 0; i < 3; ++i) {
        pass(minutes { 1 });
        deliver("south");
    }
    EXPECT_FALSE(missed("north"));
    pass(Millis { 1 });
    EXPECT_TRUE(missed("north"));
    EXPECT_FALSE(missed("south"));
    EXPECT_FALSE(source().lost);
    EXPECT_EQ(said("north"), missed_heartbeat_summary(kSource, labels_of("north"), last, false, clock_.now()));
    EXPECT_EQ(ledger_->of(kSource).gaps, 1);
    const std::uint64_t head = sequencer_->head().seq;
    driver_->tick();
    EXPECT_EQ(sequencer_->head().seq, head) << "it is said once";
    deliver("north");
    driver_->tick();
    EXPECT_FALSE(missed("north"));
    EXPECT_EQ(said("north"), "");
}

TEST_F(HeartbeatsTest, OneThatRepeatsEveryFourHoursIsNotMissedBetween)
{
    deliver("north");
    pass(hours { 12 });
    EXPECT_FALSE(missed("north")) << "of one delivery nothing follows";
    live({ "north" }, hours { 4 });
    const std::uint64_t head = sequencer_->head().seq;
    pass(hours { 12 });
    EXPECT_FALSE(missed("north"));
    EXPECT_EQ(sequencer_->head().seq, head) << "what is learnt is not recorded";
    pass(Millis { 1 });
    EXPECT_TRUE(missed("north"));
}

TEST_F(HeartbeatsTest, OneThatIsSaidToBeOverIsMissedAtOnce)
{
    deliver("north");
    driver_->tick();
    const Timestamp last = clock_.now();
    pass(minutes { 1 });
    deliver("north", false);
    driver_->tick();
    EXPECT_TRUE(missed("north")) << "though its interval is not known";
    EXPECT_EQ(said("north"), missed_heartbeat_summary(kSource, labels_of("north"), last, true, clock_.now()));
    start();
    driver_->tick();
    EXPECT_TRUE(missed("north")) << "also after a start";
    deliver("north");
    driver_->tick();
    EXPECT_FALSE(missed("north"));
}

TEST_F(HeartbeatsTest, WhatAPersonSaysCountsAndNotWhatWasLearnt)
{
    deliver("north");
    set(with_heartbeat(source(), labels_of("north"), 60, false));
    pass(seconds { 180 } + Millis { 1 });
    EXPECT_TRUE(missed("north")) << "nothing is learnt yet";
    set(with_heartbeat(source(), labels_of("north"), 3'600, false));
    EXPECT_FALSE(missed("north")) << "it is in time";
    pass(hours { 3 });
    EXPECT_TRUE(missed("north"));
    set(with_heartbeat(source(), labels_of("north"), 3'600, true));
    EXPECT_FALSE(missed("north")) << "it is expected no more";
    pass(hours { 48 });
    EXPECT_FALSE(missed("north"));
}

TEST_F(HeartbeatsTest, OneThatIsNoHeartbeatAnyMoreIsForgotten)
{
    live({ "north" }, minutes { 1 });
    pass(minutes { 4 });
    ASSERT_TRUE(missed("north"));
    Source none = source();
    none.heartbeats.emplace();
    set(none);
    driver_->tick();
    EXPECT_FALSE(missed("north"));
    EXPECT_EQ(said("north"), "");
    EXPECT_TRUE(ledger_->of(kSource).heartbeats.empty());
}

TEST_F(HeartbeatsTest, TheLogNamesItInWordsAndByTheIdOfItsAlert)
{
    std::array<int, 2> ends {};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const Descriptor reading { ends[0] };
    const Descriptor writing { ends[1] };
    Log log { writing.number() };
    driver_ = std::make_unique<TimerDriver>(*store_, *sequencer_, *ledger_, nullptr, clock_, &log);
    live({ "north", "south" }, minutes { 1 });
    pass(minutes { 4 });
    ASSERT_TRUE(missed("north"));
    const auto state = sequencer_->state();
    const Alert* alert = state->alerts.find(heartbeat_id(kSource, labels_of("north")));
    ASSERT_NE(alert, nullptr);
    EXPECT_EQ(alert->labels.at("heartbeat_id"), heartbeat_short_id(kSource, labels_of("north")));
    deliver("north");
    driver_->tick();
    Source none = source();
    none.heartbeats.emplace();
    set(none);
    driver_->tick();
    ASSERT_FALSE(missed("south"));
    std::string said(16'384, '\0');
    said.resize(static_cast<std::size_t>(::read(reading.number(), said.data(), said.size())));
    EXPECT_EQ(logged(said, "heartbeat_missed", "north"), 1) << said;
    EXPECT_EQ(logged(said, "heartbeat_regained", "north"), 1) << said;
    EXPECT_EQ(logged(said, "heartbeat_regained", "south"), 1) << "though nobody knows its labels any more: " << said;
}

TEST_F(HeartbeatsTest, OurOwnOutageIsNoMissedHeartbeatAndAStartIsNoSignOfLife)
{
    live({ "north", "south" }, minutes { 1 });
    for (int i = 0; i < 4; ++i) {
        pass(minutes { 1 });
        deliver("south");
    }
    driver_->tick();
    ASSERT_TRUE(missed("north"));
    clock_.pass(hours { 1 });
    start();
    pass(minutes { 3 });
    EXPECT_FALSE(missed("south"));
    EXPECT_TRUE(missed("north"));
    pass(Millis { 1 });
    EXPECT_TRUE(missed("south"));
}

TEST_F(HeartbeatsTest, WhatIsMissedIsWrittenDownWithWhatIsKnownOfIt)
{
    deliver("north");
    driver_->tick();
    deliver("north", false);
    driver_->tick();
    SourceLedger stored { *store_ };
    ASSERT_TRUE(stored.load(JournalId { "main" }, { kSource }).ok());
    ASSERT_EQ(stored.of(kSource).heartbeats.size(), 1U);
    EXPECT_TRUE(stored.of(kSource).heartbeats[0].ended_at);
}

TEST_F(HeartbeatsTest, AnExerciseKeepsNoAccounts)
{
    const auto drill = Sequencer::open(*store_, JournalId { "drill-1" }, JournalPurpose::Drill, clock_);
    ASSERT_TRUE(drill.ok());
    deliver("north");
    TimerDriver(*store_, *drill.value(), *ledger_, nullptr, clock_).tick();
    driver_->tick();
    SourceLedger stored { *store_ };
    ASSERT_TRUE(stored.load(JournalId { "main" }, { kSource }).ok());
    EXPECT_EQ(stored.of(kSource).deliveries, 1);
}

TEST_F(HeartbeatsTest, AClockThatIsSetMissesNoneAndTeachesNothing)
{
    live({ "north" }, minutes { 1 });
    for (const Millis leap : { Millis { hours { 5 } }, -Millis { hours { 5 } } }) {
        clock_.step(leap);
        driver_->tick();
        EXPECT_FALSE(missed("north"));
        pass(minutes { 1 });
        deliver("north");
        driver_->tick();
        EXPECT_EQ(ledger_->of(kSource).heartbeats.at(0).learnt_seconds, 60);
    }
}

}
}
