// SPDX-License-Identifier: Apache-2.0
#include "server/app/state_snapshots.h"

#include "server/journal/sqlite_store.h"
#include "server/sequencer/fold.h"
#include "server/sequencer/sequencer.h"
#include "shared/wire/state_codec.h"
#include "tests/support/fake_clock.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <gtest/gtest.h>
#include <random>

namespace watchfloor {
namespace {

class StateSnapshotsTest : public testing::Test {
protected:
    void SetUp() override
    {
        auto store = SqliteStore::open(folder_ / "journal.db", {});
        ASSERT_TRUE(store.ok()) << store.error().message;
        store_ = std::move(store).value();
        auto sequencer = Sequencer::open(*store_, kMain, JournalPurpose::Main, clock_);
        ASSERT_TRUE(sequencer.ok()) << sequencer.error().message;
        sequencer_ = std::move(sequencer).value();
        done(SetSource { { .id = SourceId { "prometheus" }, .kind = SourceKind::PrometheusApi } });
    }

    StateSnapshots snapshots() { return { *store_, folder_ / "snapshots", nullptr }; }

    void done(Command command)
    {
        Submission submission;
        submission.command = std::move(command);
        submission.actor.user = UserId { "system" };
        submission.actor.roles = { SystemRole::ComplianceOfficer };
        submission.actor.system = true;
        const auto outcome = sequencer_->execute(std::move(submission));
        ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    }

    // Something happens: an alert fires, changes or ends, or an incident is logged.
    void step(std::mt19937& random)
    {
        clock_.pass(std::chrono::minutes { 20 });
        if (random() % 4 == 0) {
            LogIncident log;
            log.title = "Incident of " + std::to_string(random() % 100);
            done(log);
            return;
        }
        AlertReport report;
        report.labels = { { "alertname", "Down" }, { "instance", std::to_string(random() % 7) } };
        report.annotations = { { "summary", std::to_string(random()) } };
        report.started_at = clock_.now();
        if (random() % 3 == 0) {
            report.ended_at = clock_.now();
        }
        done(ReportAlerts { SourceId { "prometheus" }, { report } });
    }

    void store_snapshot()
    {
        const auto [state, head] = sequencer_->published();
        const auto stored = snapshots().store(kMain, *state, head);
        ASSERT_TRUE(stored.ok()) << stored.error().message;
    }

    std::string refolded()
    {
        const auto state = fold_journal(*store_, kMain);
        EXPECT_TRUE(state.ok());
        return state_to_wire(state.value());
    }

    std::string started()
    {
        const auto state = snapshots().start(kMain);
        EXPECT_TRUE(state.ok()) << state.error().message;
        return state.ok() ? state_to_wire(state.value()) : std::string {};
    }

    std::filesystem::path newest_file()
    {
        std::filesystem::path newest;
        for (const auto& file : std::filesystem::directory_iterator { folder_ / "snapshots" }) {
            newest = std::max(newest, file.path());
        }
        return newest;
    }

    // A snapshot whose content says which one was used: no journal folds to it.
    void store_marked(const JournalHead& head)
    {
        State marked = *sequencer_->state();
        marked.next_change = 4711;
        ASSERT_TRUE(snapshots().store(kMain, marked, head).ok());
    }

    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> sequencer_;
};

}

TEST_F(StateSnapshotsTest, ASnapshotAndTheEntriesAfterItGiveWhatAllEntriesGive)
{
    for (unsigned seed = 1; seed <= 8; ++seed) {
        std::mt19937 random(seed);
        for (int i = 0; i < 40; ++i) {
            if (random() % 9 == 0) {
                store_snapshot();
                ASSERT_EQ(started(), refolded());
            }
            step(random);
        }
        EXPECT_EQ(started(), refolded()) << "seed " << seed;
    }
}

TEST_F(StateSnapshotsTest, TheNewestIsUsed)
{
    store_marked(sequencer_->head());
    EXPECT_NE(started().find("\"next_change\":4711"), std::string::npos) << "else the tests below show nothing";
    EXPECT_EQ(snapshots().newest_seq(kMain), sequencer_->head().seq);
}

TEST_F(StateSnapshotsTest, ADamagedOneIsPassedOver)
{
    store_marked(sequencer_->head());
    {
        std::fstream file { newest_file(), std::ios::binary | std::ios::in | std::ios::out };
        file.seekp(-2, std::ios::end);
        file.put('!');
    }
    EXPECT_EQ(started(), refolded());
    std::filesystem::resize_file(newest_file(), 20);
    EXPECT_EQ(started(), refolded());
    std::filesystem::resize_file(newest_file(), 0);
    EXPECT_EQ(started(), refolded());
}

TEST_F(StateSnapshotsTest, OneOfAnotherHistoryIsPassedOver)
{
    JournalHead other = sequencer_->head();
    other.hash[0] ^= 1;
    store_marked(other);
    EXPECT_EQ(started(), refolded());
    store_marked({ sequencer_->head().seq + 10, sequencer_->head().hash });
    EXPECT_EQ(started(), refolded()) << "beyond the journal's head";
}

TEST_F(StateSnapshotsTest, OneThatIsNoStateIsPassedOver)
{
    SnapshotFiles files { folder_ / "snapshots" };
    ASSERT_TRUE(files.put(kMain, { sequencer_->head(), kFoldVersion, R"({"alerts":7})" }).ok());
    EXPECT_EQ(started(), refolded());
    ASSERT_TRUE(files.put(kMain, { sequencer_->head(), kFoldVersion + 1, state_to_wire(*sequencer_->state()) }).ok());
    EXPECT_EQ(started(), refolded());
}

TEST_F(StateSnapshotsTest, NoneIsUsedThatHoldsWhatWasErasedSince)
{
    LogIncident log;
    log.title = "Names a person";
    done(log);
    const std::uint64_t logged = sequencer_->head().seq;
    const auto [state, head] = sequencer_->published();
    done(EraseText { .seq = logged, .legal_basis = "Asked for by the person." });
    // As if it had been written a moment after the erasure removed the others.
    ASSERT_TRUE(snapshots().store(kMain, *state, head).ok());
    EXPECT_EQ(started().find("Names a person"), std::string::npos);
    EXPECT_EQ(started(), refolded());
}

}
