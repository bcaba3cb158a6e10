// SPDX-License-Identifier: Apache-2.0
#include "server/sources/source_ledger.h"

#include "server/journal/sqlite_store.h"
#include "shared/domain/decide/heartbeats.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/forwarding_store.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <limits>

namespace watchfloor {
namespace {

TEST(SourceLedgerTest, AddsUpAndOutlivesTheProcess)
{
    const TemporaryFolder folder;
    auto store = SqliteStore::open(folder / "journal.db", {});
    ASSERT_TRUE(store.ok());
    const SourceId source { "prometheus" };
    const JournalId journal { "main" };
    SourceCounts delivery;
    delivery.source = source;
    delivery.last_delivery_at = { 5'000 };
    delivery.deliveries = 1;
    delivery.received = 10;
    delivery.duplicate = 4;
    {
        SourceLedger ledger { *store.value() };
        ledger.add(delivery);
        delivery.last_delivery_at = { 4'000 };
        ledger.add(delivery);
        ledger.add_gap(source);
        ledger.flush(journal);
    }
    SourceLedger ledger { *store.value() };
    ASSERT_TRUE(ledger.load(journal, { source }).ok());
    const SourceCounts counts = ledger.of(source);
    EXPECT_EQ(counts.deliveries, 2);
    EXPECT_EQ(counts.received, 20);
    EXPECT_EQ(counts.duplicate, 8);
    EXPECT_EQ(counts.gaps, 1);
    EXPECT_EQ(counts.last_delivery_at, Timestamp { 5'000 });
}

TEST(SourceLedgerTest, NoCountTurnsOverWhateverASenderSaysOfItself)
{
    const TemporaryFolder folder;
    auto store = SqliteStore::open(folder / "journal.db", {});
    ASSERT_TRUE(store.ok());
    SourceLedger ledger { *store.value() };
    SourceCounts delivery;
    delivery.source = SourceId { "prometheus" };
    delivery.truncated = std::numeric_limits<std::int64_t>::max() - 1;
    ledger.add(delivery);
    ledger.add(delivery);
    EXPECT_EQ(ledger.of(delivery.source).truncated, std::numeric_limits<std::int64_t>::max());
}

TEST(SourceLedgerTest, ADeliveryAfterTheClockWasSetBackIsTheLast)
{
    const TemporaryFolder folder;
    auto store = SqliteStore::open(folder / "journal.db", {});
    ASSERT_TRUE(store.ok());
    SourceLedger ledger { *store.value() };
    SourceCounts delivery;
    delivery.source = SourceId { "prometheus" };
    delivery.last_delivery_at = { 9'000'000 };
    ledger.add(delivery);
    delivery.last_delivery_at = {};
    ledger.add(delivery);
    delivery.last_delivery_at = { 9'000'000 - 60'000 };
    ledger.add(delivery);
    EXPECT_EQ(ledger.of(delivery.source).last_delivery_at, Timestamp { 9'000'000 });
    delivery.last_delivery_at = { 9'000'000 - 60'001 };
    ledger.add(delivery);
    EXPECT_EQ(ledger.of(delivery.source).last_delivery_at, delivery.last_delivery_at);
}

// A store that refuses to write when told to, and counts what it was asked.
class RefusingStore final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;
    Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras) override
    {
        ++appends;
        values += extras.remembered.size();
        return refuses ? Error { ErrorCode::Unavailable, "The disk is full." }
                       : ForwardingStore::append(journal, entries, extras);
    }

    bool refuses = false;
    int appends = 0;
    std::size_t values = 0;
};

class SourceLedgerStoreTest : public testing::Test {
protected:
    SourceLedgerStoreTest()
    {
        auto opened = SqliteStore::open(folder_ / "journal.db", {});
        VERIFY(opened.ok());
        sqlite_ = std::move(opened).value();
        store_ = std::make_unique<RefusingStore>(*sqlite_);
    }

    static SourceCounts delivery(const SourceId& source) { return { source, { 5'000 }, 1, 20, 3, 4, 5, 6, 0, 7 }; }

    SourceCounts stored(const SourceId& source)
    {
        SourceLedger ledger { *sqlite_ };
        VERIFY(ledger.load(kJournal, { source }).ok());
        return ledger.of(source);
    }

    const JournalId kJournal { "main" };
    const SourceId kFirst { "a" };
    const SourceId kSecond { "b" };
    TemporaryFolder folder_;
    std::unique_ptr<SqliteStore> sqlite_;
    std::unique_ptr<RefusingStore> store_;
};

TEST_F(SourceLedgerStoreTest, AddsUpEveryCountOfItsSource)
{
    SourceLedger ledger { *store_ };
    ledger.add(delivery(kFirst));
    ledger.add(delivery(kFirst));
    ledger.add_gap(kFirst);
    ledger.add(delivery(kSecond));
    EXPECT_EQ(
        to_json_text(ledger.of(kFirst)), to_json_text(SourceCounts { kFirst, { 5'000 }, 2, 40, 6, 8, 10, 12, 1, 14 }));
    EXPECT_EQ(to_json_text(ledger.of(kSecond)), to_json_text(delivery(kSecond)));
    EXPECT_EQ(to_json_text(ledger.of(SourceId { "c" })), to_json_text(SourceCounts { SourceId { "c" } }));
    ASSERT_EQ(ledger.all().size(), 2U);
    EXPECT_EQ(ledger.all()[1].source, kSecond);
    ledger.flush(kJournal);
    EXPECT_EQ(to_json_text(stored(kFirst)), to_json_text(ledger.of(kFirst)));
    EXPECT_EQ(to_json_text(stored(kSecond)), to_json_text(ledger.of(kSecond)));
    SourceLedger other { *sqlite_ };
    ASSERT_TRUE(other.load(JournalId { "drill-1" }, { kFirst }).ok());
    EXPECT_EQ(other.of(kFirst).deliveries, 0) << "another journal has its own";
}

class HeartbeatsOfALedgerTest : public SourceLedgerStoreTest {
protected:
    // Fires after that time, by the clock and by how much time passed.
    bool beat(Millis after, const Labels& labels = kWatchdog)
    {
        passed_ += after;
        return ledger_.note_heartbeat(kFirst, labels, true, Timestamp { 1'000'000 } + passed_, passed_);
    }
    bool ends(Millis after)
    {
        passed_ += after;
        return ledger_.note_heartbeat(kFirst, kWatchdog, false, Timestamp { 1'000'000 } + passed_, passed_);
    }
    HeartbeatSeen seen() const { return ledger_.of(kFirst).heartbeats.at(0); }

    inline static const Labels kWatchdog { { "alertname", "Watchdog" }, { "cluster", "north" } };
    SourceLedger ledger_ { *store_ };
    Millis passed_ {};
};

TEST_F(HeartbeatsOfALedgerTest, AnIntervalIsLearntFromSeveralNeverFromOne)
{
    EXPECT_TRUE(beat(Millis { 0 }));
    for (int i = 0; i < 2; ++i) {
        beat(std::chrono::hours { 4 });
        EXPECT_EQ(seen().learnt_seconds, 0);
    }
    beat(std::chrono::hours { 4 });
    EXPECT_EQ(seen().learnt_seconds, 4 * 3'600);
    EXPECT_EQ(seen().intervals, (std::vector<std::int64_t> { 14'400, 14'400, 14'400 }));
    EXPECT_EQ(seen().id, heartbeat_id(kFirst, kWatchdog));
}

TEST_F(HeartbeatsOfALedgerTest, APairThatBeganTogetherIsNoRhythm)
{
    beat(Millis { 0 });
    for (const int seconds : { 2, 58, 2 }) {
        beat(std::chrono::seconds { seconds });
    }
    EXPECT_EQ(seen().learnt_seconds, 58);
}

TEST_F(HeartbeatsOfALedgerTest, WhatComesEveryTwoSecondsIsNotMissedAfterSix)
{
    beat(Millis { 0 });
    for (const int seconds : { 2, 2, 3 }) {
        beat(std::chrono::seconds { seconds });
    }
    EXPECT_EQ(seen().learnt_seconds, kMinHeartbeatSeconds);
    for (int i = 0; i < 2; ++i) {
        beat(std::chrono::seconds { kMinHeartbeatSeconds + 1 });
    }
    EXPECT_EQ(seen().learnt_seconds, kMinHeartbeatSeconds + 1);
}

TEST_F(HeartbeatsOfALedgerTest, NeitherOneOutageNorAPairOfSendersIsTakenForTheRhythm)
{
    beat(Millis { 0 });
    for (int i = 0; i < 4; ++i) {
        beat(std::chrono::seconds { 58 });
        beat(std::chrono::seconds { 2 });
        beat(Millis { 400 }); // the same once more
    }
    EXPECT_EQ(seen().learnt_seconds, 58);
    EXPECT_EQ(seen().intervals.size(), 8U) << "what comes twice is one";
    beat(std::chrono::hours { 2 });
    EXPECT_EQ(seen().learnt_seconds, 58);
    beat(std::chrono::hours { 2 });
    EXPECT_EQ(seen().learnt_seconds, 7'200) << "what comes again is a habit";
    for (std::size_t i = 0; i < SourceLedger::kMaxIntervals; ++i) {
        beat(std::chrono::seconds { 30 });
    }
    EXPECT_EQ(seen().learnt_seconds, 30) << "and is forgotten";
    EXPECT_EQ(seen().intervals.size(), SourceLedger::kMaxIntervals);
}

TEST_F(HeartbeatsOfALedgerTest, WhatIsOverIsNoSignOfLifeAndTeachesNothing)
{
    EXPECT_TRUE(ends(Millis { 0 }));
    EXPECT_TRUE(ledger_.of(kFirst).heartbeats.empty()) << "nothing was known of it";
    beat(std::chrono::minutes { 1 });
    const Timestamp fired = seen().last_at;
    ends(std::chrono::minutes { 1 });
    const auto over = seen().ended_at;
    ends(std::chrono::minutes { 1 });
    EXPECT_EQ(seen().ended_at, over);
    EXPECT_EQ(seen().last_at, fired);
    beat(std::chrono::minutes { 1 });
    EXPECT_FALSE(seen().ended_at);
    EXPECT_TRUE(seen().intervals.empty());
}

TEST_F(HeartbeatsOfALedgerTest, EachLabelSetIsOneUntilTooManyCame)
{
    for (std::size_t i = 0; i < SourceLedger::kMaxHeartbeats; ++i) {
        EXPECT_TRUE(beat(Millis { 0 }, { { "alertname", "Watchdog" }, { "cluster", std::to_string(i) } }));
    }
    EXPECT_FALSE(beat(Millis { 0 }, { { "alertname", "Watchdog" }, { "cluster", "one more" } }));
    EXPECT_TRUE(beat(Millis { 0 }, { { "alertname", "Watchdog" }, { "cluster", "7" } }));
    EXPECT_EQ(ledger_.of(kFirst).heartbeats.size(), SourceLedger::kMaxHeartbeats);
    ledger_.forget_heartbeat(kFirst, heartbeat_id(kFirst, { { "alertname", "Watchdog" }, { "cluster", "7" } }));
    EXPECT_EQ(ledger_.of(kFirst).heartbeats.size(), SourceLedger::kMaxHeartbeats - 1);
    EXPECT_TRUE(beat(Millis { 0 }, { { "alertname", "Watchdog" }, { "cluster", "one more" } }));
}

TEST_F(HeartbeatsOfALedgerTest, OneWithMoreLabelsThanAreKeptIsNone)
{
    const std::size_t rest = SourceLedger::kMaxHeartbeatLabels - std::string_view("alertnameWatchdoga").size();
    EXPECT_TRUE(beat(Millis { 0 }, { { "alertname", "Watchdog" }, { "a", std::string(rest, 'x') } }));
    EXPECT_FALSE(beat(Millis { 0 }, { { "alertname", "Watchdog" }, { "a", std::string(rest + 1, 'x') } }));
}

TEST_F(HeartbeatsOfALedgerTest, WhatWasLearntOutlivesTheProcessAndItsOutageTeachesNothing)
{
    for (int i = 0; i < 4; ++i) {
        beat(std::chrono::minutes { 1 });
    }
    ledger_.flush(kJournal);
    EXPECT_EQ(to_json_text(stored(kFirst)), to_json_text(ledger_.of(kFirst)));
    SourceLedger again { *store_ };
    ASSERT_TRUE(again.load(kJournal, { kFirst }).ok());
    again.note_heartbeat(kFirst, kWatchdog, true, Timestamp { 90'000'000 }, Millis { 5 });
    EXPECT_EQ(again.of(kFirst).heartbeats.at(0).intervals, seen().intervals);
    EXPECT_EQ(again.of(kFirst).heartbeats.at(0).last_at, Timestamp { 90'000'000 });
}

TEST_F(SourceLedgerStoreTest, WritesWhatChangedAndTriesAgainWhatCouldNotBeWritten)
{
    SourceLedger ledger { *store_ };
    ledger.flush(kJournal);
    EXPECT_EQ(store_->appends, 0) << "nothing changed";
    ledger.add(delivery(kFirst));
    store_->refuses = true;
    ledger.flush(kJournal);
    EXPECT_EQ(store_->appends, 1);
    store_->refuses = false;
    ledger.flush(kJournal);
    EXPECT_EQ(stored(kFirst).deliveries, 1);
    ledger.flush(kJournal);
    EXPECT_EQ(store_->appends, 2);
    ledger.add_gap(kSecond);
    ledger.flush(kJournal);
    EXPECT_EQ(store_->values, 3U) << "only the source that changed";
    EXPECT_EQ(stored(kSecond).gaps, 1);

    SourceLedger again { *store_ };
    ASSERT_TRUE(again.load(kJournal, { kFirst, kSecond }).ok());
    again.flush(kJournal);
    EXPECT_EQ(store_->appends, 3) << "what was read is written already";
    again.add(delivery(kFirst));
    again.flush(kJournal);
    EXPECT_EQ(stored(kFirst).deliveries, 2);
}

}
}
