// SPDX-License-Identifier: Apache-2.0
#include "server/app/journal_keeper.h"

#include "server/sequencer/fold.h"
#include "shared/wire/state_codec.h"
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

using test::RunningServer;

Outcome done(App& app, Command command)
{
    Submission submission;
    submission.command = std::move(command);
    submission.actor.user = UserId { "system" };
    submission.actor.roles = { SystemRole::ComplianceOfficer };
    submission.actor.system = true;
    const auto outcome = app.journals->main().execute(std::move(submission));
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    return outcome.ok() ? outcome.value() : Outcome {};
}

ReportAlerts alerts(std::uint64_t count, Timestamp at)
{
    ReportAlerts report { SourceId { "prometheus" }, {} };
    for (std::uint64_t i = 0; i < count; ++i) {
        AlertReport alert;
        alert.labels = { { "alertname", "Down" }, { "instance", std::to_string(i) } };
        alert.started_at = at;
        report.alerts.push_back(std::move(alert));
    }
    return report;
}

std::string wire_of(App& app)
{
    return state_to_wire(*app.journals->main().state());
}

}

TEST(JournalKeeperTest, AStopLeavesASnapshotThatTheNextStartUses)
{
    RunningServer server;
    done(server.app(), SetSource { { .id = SourceId { "prometheus" }, .kind = SourceKind::PrometheusApi } });
    done(server.app(), alerts(JournalKeeper::kEntriesPerLastSnapshot, server.clock().now()));
    const std::string before = wire_of(server.app());
    EXPECT_EQ(server.app().snapshots->newest_seq(kMainJournal), 0U);
    server.restart();
    EXPECT_GT(server.app().snapshots->newest_seq(kMainJournal), JournalKeeper::kEntriesPerLastSnapshot);
    EXPECT_EQ(wire_of(server.app()), before);
    const auto refolded = fold_journal(*server.app().store, kMainJournal);
    ASSERT_TRUE(refolded.ok());
    EXPECT_EQ(state_to_wire(refolded.value()), before);
}

TEST(JournalKeeperTest, AnErasureTakesTheSnapshotsWithIt)
{
    RunningServer server;
    LogIncident log;
    log.title = "Names a person";
    const std::uint64_t logged = done(server.app(), log).first_seq;
    const auto [state, head] = server.app().journals->main().published();
    ASSERT_TRUE(server.app().snapshots->store(kMainJournal, *state, head).ok());
    done(server.app(), EraseText { .seq = logged, .legal_basis = "Asked for by the person." });
    // One that was being written meanwhile.
    ASSERT_TRUE(server.app().snapshots->store(kMainJournal, *state, head).ok());
    server.app().keeper->forget(kMainJournal);
    EXPECT_TRUE(eventually([&] { return server.app().snapshots->newest_seq(kMainJournal) == 0; }));
}

TEST(JournalKeeperTest, AStormLeavesWorkForLaterButNotWithoutEndAndNotToTheNextStart)
{
    const auto quiet = JournalKeeper::slack_of(JournalKeeper::kStorm, false);
    const auto storm = JournalKeeper::slack_of(JournalKeeper::kStorm + 1, false);
    EXPECT_EQ(quiet.snapshot, JournalKeeper::kEntriesPerSnapshot);
    EXPECT_GT(storm.timeline, quiet.timeline);
    EXPECT_LE(std::max(storm.timeline, storm.snapshot), JournalKeeper::kStormLeaves);
    const auto stop = JournalKeeper::slack_of(JournalKeeper::kStormLeaves, true);
    EXPECT_EQ(stop.snapshot, JournalKeeper::kEntriesPerLastSnapshot);
}

}
