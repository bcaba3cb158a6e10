// SPDX-License-Identifier: Apache-2.0
#include "server/live/live_hub.h"

#include "tests/server/live/sse_client.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>
#include <thread>

namespace watchfloor {
namespace {

using namespace std::chrono_literals;
using test::NumberedSource;
using test::SseClient;

class LiveHubTest : public testing::Test {
protected:
    void open(LiveHubOptions options = {}, std::uint64_t head = 0)
    {
        hub_ = std::make_unique<LiveHub>(source_, std::move(options));
        hub_->open_journal("main", "journal-1", head);
        hub_->open_journal("drill-1", "journal-2", 0);
    }

    void publish_one_by_one(std::uint64_t from, std::uint64_t to)
    {
        for (auto seq = from; seq <= to; ++seq) {
            hub_->publish("main", seq, seq);
        }
    }

    // Every seq from `first` to `last`, once and in order, as that key sees them.
    static void expect_entries(SseClient& client, std::uint64_t first, std::uint64_t last, const std::string& key)
    {
        for (auto seq = first; seq <= last; ++seq) {
            const auto event = client.next("entry");
            ASSERT_TRUE(event.has_value()) << "at " << seq;
            ASSERT_EQ(event->id, std::to_string(seq));
            ASSERT_EQ(event->data, "main/" + key + "/" + std::to_string(seq));
        }
    }

    NumberedSource source_;
    std::unique_ptr<LiveHub> hub_;
};

TEST_F(LiveHubTest, BeginsWithTheClock)
{
    open({ .utc_millis = [] { return std::int64_t { 1'700'000'000'123 }; } }, 7);
    SseClient client { *hub_, { .after = 7 } };
    const auto event = client.next();
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->name, "clock");
    EXPECT_EQ(event->id, "7");
    EXPECT_EQ(event->data,
        "{\"time\":\"2023-11-14T22:13:20.123Z\",\"utc_millis\":1700000000123,\"head\":7,\"journal\":\"journal-1\"}");
    EXPECT_TRUE(client.head().starts_with("HTTP/1.1 200 OK\r\n"));
    for (const auto* part : { "Content-Type: text/event-stream\r\n", "Cache-Control: no-store\r\n",
             "X-Accel-Buffering: no\r\n", "retry: " }) {
        EXPECT_NE(client.head().find(part), std::string::npos) << part;
    }
}

TEST_F(LiveHubTest, RepeatsTheClock)
{
    open({ .clock_interval = 100ms }, 7);
    SseClient client { *hub_, { .visibility_key = "k", .after = 3 } };
    const auto first = client.next("clock");
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->id, "3") << "not the head: what lies between is still to come";
    for (int i = 0; i < 4; ++i) {
        const auto clock = client.next("clock");
        ASSERT_TRUE(clock.has_value());
        EXPECT_EQ(clock->id, "") << "a viewer that is behind would skip entries";
    }
}

TEST_F(LiveHubTest, CatchesUpFromTheJournalInBoundedSlices)
{
    open({}, 5'000);
    SseClient client { *hub_, { .visibility_key = "all", .after = 123 } };
    expect_entries(client, 124, 5'000, "all");
    EXPECT_LE(source_.largest_slice.load(), kLiveSliceEntries);
    hub_->publish("main", 5'001, 7'000);
    expect_entries(client, 5'001, 7'000, "all");
    EXPECT_LE(source_.largest_slice.load(), kLiveSliceEntries);
}

TEST_F(LiveHubTest, ResumesWithoutGapOrDuplicateWhilePublishing)
{
    constexpr std::uint64_t kLast = 20'000;
    open({ .ring_batches = 16, .ring_bytes = 64 * 1024 });
    std::thread sequencer { [this] { publish_one_by_one(1, kLast); } };
    std::uint64_t last_id = 0;
    // Each visit reads a little and leaves in the middle; the next one resumes by its last id.
    while (last_id < kLast) {
        SseClient client { *hub_, { .journal_id = "journal-1", .visibility_key = "all", .after = last_id } };
        const auto until = std::min(kLast, last_id + 1'337);
        expect_entries(client, last_id + 1, until, "all");
        ASSERT_FALSE(HasFatalFailure());
        last_id = until;
    }
    sequencer.join();
    EXPECT_TRUE(eventually([this] { return hub_->viewer_count() == 0; }));
}

TEST_F(LiveHubTest, WhoComesWhereNobodyViewedBeginsWithTheHeadOfNow)
{
    open();
    for (std::uint64_t before = 0; before < 200; before += 40) {
        hub_->publish("main", before + 1, before + 38);
        hub_->publish("main", before + 39, before + 40);
        {
            SseClient client { *hub_, { .visibility_key = "k" } };
            const auto clock = client.next("clock");
            ASSERT_TRUE(clock.has_value());
            EXPECT_NE(clock->data.find("\"head\":" + std::to_string(before + 40) + ","), std::string::npos)
                << clock->data;
        }
        ASSERT_TRUE(eventually([this] { return hub_->viewer_count() == 0; }));
    }
}

TEST_F(LiveHubTest, ShowsEachVisibilityKeyItsOwnFrames)
{
    open();
    SseClient room { *hub_, { .visibility_key = "room" } };
    SseClient visitor { *hub_, { .visibility_key = "visitor" } };
    SseClient other_visitor { *hub_, { .visibility_key = "visitor" } };
    ASSERT_TRUE(room.next("clock") && visitor.next("clock") && other_visitor.next("clock"));
    hub_->publish("main", 1, 10);
    expect_entries(room, 1, 10, "room");
    expect_entries(visitor, 1, 10, "visitor");
    expect_entries(other_visitor, 1, 10, "visitor");
    EXPECT_TRUE(eventually([this] { return hub_->metrics().renders == 2; }));
}

TEST_F(LiveHubTest, KeepsJournalsApart)
{
    open();
    SseClient main { *hub_, { .visibility_key = "k" } };
    SseClient drill { *hub_, { .journal = "drill-1", .visibility_key = "k" } };
    ASSERT_TRUE(main.next("clock") && drill.next("clock"));
    hub_->publish("drill-1", 1, 1);
    hub_->publish("main", 1, 1);
    EXPECT_EQ(drill.next("entry")->data, "drill-1/k/1");
    EXPECT_EQ(main.next("entry")->data, "main/k/1");
}

TEST_F(LiveHubTest, BroadcastsToThoseWhoMaySeeIt)
{
    open();
    SseClient room { *hub_, { .visibility_key = "room" } };
    SseClient visitor { *hub_, { .visibility_key = "visitor" } };
    ASSERT_TRUE(room.next("clock") && visitor.next("clock"));
    hub_->broadcast(
        "main", "sample", "{\"cpu\":1}", [](const Viewer& viewer) { return viewer.visibility_key == "room"; });
    hub_->broadcast("main", "sample", "two\nlines\revent: forged");
    const auto first = room.next();
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->name, "sample");
    EXPECT_EQ(first->data, "{\"cpu\":1}");
    EXPECT_EQ(first->id, "");
    EXPECT_EQ(visitor.next()->data, "two\nlines\nevent: forged");
}

TEST_F(LiveHubTest, ProclaimsToAllJournalsAndToWhoeverComesLater)
{
    open();
    SseClient main { *hub_, {} };
    SseClient drill { *hub_, { .journal = "drill-1" } };
    ASSERT_TRUE(main.next("clock") && drill.next("clock"));
    hub_->proclaim("health", "bad");
    for (auto* client : { &main, &drill }) {
        const auto event = client->next();
        ASSERT_TRUE(event.has_value());
        EXPECT_EQ(event->name + " " + event->data + event->id, "health bad");
    }
    hub_->proclaim("health", "good");
    SseClient later { *hub_, {} };
    EXPECT_EQ(later.next()->name, "clock");
    EXPECT_EQ(later.next()->data, "good");
    EXPECT_EQ(main.next()->data, "good");
}

TEST_F(LiveHubTest, ProclaimsLessToThoseOutside)
{
    open();
    const auto outside = [](const Viewer& viewer) { return viewer.visibility_key == "wall visitor"; };
    SseClient within { *hub_, { .visibility_key = "staff" } };
    SseClient visitor { *hub_, { .visibility_key = "wall visitor" } };
    ASSERT_TRUE(within.next("clock") && visitor.next("clock"));
    hub_->proclaim("health", "/srv/data is full", "full", outside);
    EXPECT_EQ(within.next()->data, "/srv/data is full");
    EXPECT_EQ(visitor.next()->data, "full");
    SseClient later { *hub_, { .visibility_key = "wall visitor" } };
    EXPECT_EQ(later.next()->name, "clock");
    EXPECT_EQ(later.next()->data, "full");
}

TEST(LiveHubProclaimTest, TellsWhoWasBehindOnceItHasCaughtUp)
{
    NumberedSource source { 2'000 };
    LiveHub hub { source, { .clock_interval = 100ms, .send_buffer_bytes = 16 * 1024 } };
    hub.open_journal("main", "journal-1", 0);
    SseClient client { hub, { .visibility_key = "k" }, 4'096 };
    ASSERT_TRUE(client.next("clock"));
    hub.publish("main", 1, 500); // far more than the buffers take
    ASSERT_TRUE(eventually([&] { return hub.metrics().lag_entries > 0; }));
    hub.proclaim("health", "bad");
    const auto told = client.next("health");
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->data, "bad");
}

TEST_F(LiveHubTest, AsksForAResyncWhereACursorDoesNotFit)
{
    open({ .clock_interval = 100ms }, 10);
    SseClient ahead { *hub_, { .after = 11 } };
    SseClient foreign { *hub_, { .journal_id = "journal-9", .after = 3 } };
    const auto other = foreign.next("resync");
    ASSERT_TRUE(other.has_value());
    EXPECT_EQ(other->data, "{\"reason\":\"other_journal\",\"head\":10,\"journal\":\"journal-1\"}");
    EXPECT_TRUE(foreign.wait_for_close());
    const auto too_far = ahead.next("resync");
    ASSERT_TRUE(too_far.has_value());
    EXPECT_NE(too_far->data.find("cursor_ahead"), std::string::npos);
    EXPECT_TRUE(ahead.wait_for_close());
    EXPECT_EQ(hub_->metrics().resyncs, 2U);
    EXPECT_EQ(other->id, "10@journal-1");
    EXPECT_EQ(too_far->id, "10");
    // Whoever comes back with that stays.
    SseClient again { *hub_, { .journal_id = "journal-1", .visibility_key = "k", .after = 10 } };
    ASSERT_TRUE(again.next("clock").has_value());
    hub_->publish("main", 11, 11);
    expect_entries(again, 11, 11, "k");
    EXPECT_EQ(hub_->metrics().resyncs, 2U);
}

TEST_F(LiveHubTest, WaitsAMomentForWhatIsAboutToBePublished)
{
    open({ .clock_interval = 100ms }, 10);
    SseClient client { *hub_, { .visibility_key = "k", .after = 11 } };
    ASSERT_TRUE(client.next("clock").has_value());
    hub_->publish("main", 11, 12);
    expect_entries(client, 12, 12, "k");
}

TEST_F(LiveHubTest, ResyncsThoseWhoseVisibilityChanged)
{
    open();
    SseClient changed { *hub_, { .visibility_key = "old" } };
    SseClient unchanged { *hub_, { .visibility_key = "same" } };
    ASSERT_TRUE(changed.next("clock") && unchanged.next("clock"));
    hub_->resync([](const Viewer& viewer) { return viewer.visibility_key == "old"; });
    hub_->publish("main", 1, 1);
    const auto event = changed.next();
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->name, "resync");
    EXPECT_FALSE(changed.next().has_value());
    EXPECT_EQ(unchanged.next("entry")->id, "1");
}

TEST_F(LiveHubTest, AnEntryThatChangesSightEndsTheStreamOfWhoHoldsWhatWasBefore)
{
    open({}, 10);
    source_.sight_changes_at = 12;
    SseClient holds { *hub_, { .visibility_key = "k", .after = 10 } };
    SseClient begins { *hub_, { .visibility_key = "k", .after = 0 } };
    ASSERT_TRUE(holds.next("clock") && begins.next("clock"));
    expect_entries(begins, 1, 10, "k");
    hub_->publish("main", 11, 12);
    for (SseClient* client : { &holds, &begins }) {
        const auto event = client->next("resync");
        ASSERT_TRUE(event.has_value());
        EXPECT_EQ(event->id, "12") << "who comes back goes on behind it";
        EXPECT_TRUE(client->wait_for_close());
    }
    SseClient empty { *hub_, { .visibility_key = "k", .after = 0 } };
    expect_entries(empty, 1, 12, "k");
    SseClient loaded_since { *hub_, { .visibility_key = "k", .after = 12 } };
    hub_->publish("main", 13, 13);
    expect_entries(loaded_since, 13, 13, "k");
    expect_entries(empty, 13, 13, "k");
}

TEST_F(LiveHubTest, WhoSeesOtherwiseThanBeforeIsToldAtOnce)
{
    open({}, 10);
    SseClient client { *hub_, { .visibility_key = "k", .after = 10, .sees_otherwise = true, .sight = "now" } };
    const auto told = client.next("resync");
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->id, "10@@now");
    EXPECT_TRUE(client.wait_for_close());
}

TEST_F(LiveHubTest, ClosesTheStreamsOfARevokedSession)
{
    open();
    SseClient revoked { *hub_, { .visibility_key = "k", .session_id = "one" } };
    SseClient kept { *hub_, { .visibility_key = "k", .session_id = "two" } };
    ASSERT_TRUE(revoked.next("clock") && kept.next("clock"));
    hub_->disconnect("one");
    hub_->publish("main", 1, 1);
    const auto told = revoked.next();
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->name, "resync");
    EXPECT_NE(told->data.find("session_ended"), std::string::npos);
    EXPECT_FALSE(revoked.next().has_value());
    EXPECT_EQ(kept.next("entry")->id, "1");
    EXPECT_EQ(hub_->viewer_count(), 1U);
    EXPECT_EQ(hub_->metrics().closed_revoked, 1U);
}

TEST_F(LiveHubTest, ClosesAViewerWhoseJournalCannotBeRead)
{
    open({}, 3);
    source_.broken = true;
    SseClient client { *hub_, { .after = 0 } };
    EXPECT_TRUE(client.wait_for_close());
}

TEST_F(LiveHubTest, EndsStreamsCleanlyWhenStopped)
{
    open();
    SseClient client { *hub_, { .visibility_key = "k" } };
    ASSERT_TRUE(client.next("clock").has_value());
    hub_->publish("main", 1, 3);
    expect_entries(client, 1, 3, "k");
    hub_->stop();
    EXPECT_TRUE(client.wait_for_close());
    SseClient late { *hub_, {} };
    EXPECT_TRUE(late.wait_for_close());
}

TEST_F(LiveHubTest, RefusesMoreViewersThanItMayHave)
{
    open({ .max_viewers = 1 });
    SseClient first { *hub_, {} };
    ASSERT_TRUE(first.next("clock").has_value());
    SseClient second { *hub_, {} };
    EXPECT_TRUE(second.wait_for_close());
    EXPECT_EQ(hub_->viewer_count(), 1U);
}

TEST_F(LiveHubTest, OneSiteTakesNotAllPlacesAndKeepsNobodyOut)
{
    open({ .max_viewers = 4, .max_viewers_of_site = 3 });
    const auto is_let_in = [](SseClient& client) { return client.next("clock").has_value(); };
    SseClient first { *hub_, { .site = "many" } };
    SseClient second { *hub_, { .site = "many" } };
    SseClient third { *hub_, { .site = "many" } };
    ASSERT_TRUE(is_let_in(first) && is_let_in(second) && is_let_in(third));
    SseClient fourth { *hub_, { .site = "many" } };
    EXPECT_TRUE(fourth.wait_for_close());
    SseClient other { *hub_, { .site = "other" } };
    ASSERT_TRUE(is_let_in(other));
    SseClient late { *hub_, { .site = "late" } };
    EXPECT_TRUE(is_let_in(late)) << "where all are taken, whose site has most makes room";
    EXPECT_TRUE(third.wait_for_close()) << "the newest of it";
    SseClient latest { *hub_, { .site = "late" } };
    EXPECT_TRUE(latest.wait_for_close()) << "two have one place each, and one has two";
    EXPECT_EQ(hub_->viewer_count(), 4U);
    hub_->publish("main", 1, 1);
    for (SseClient* stays : { &first, &second, &other, &late }) {
        EXPECT_TRUE(stays->next("entry").has_value());
    }
}

TEST_F(LiveHubTest, WhoLeftTakesNoPlaceOfItsSite)
{
    open({ .max_viewers_of_site = 2, .max_walls_of_site = 1 });
    SseClient stays { *hub_, { .site = "here" } };
    ASSERT_TRUE(stays.next("clock").has_value());
    for (int i = 0; i < 3; ++i) {
        SseClient client { *hub_, { .site = "here", .kept_track_of = true } };
        ASSERT_TRUE(client.next("clock").has_value()) << i;
        hub_->resync([](const Viewer& viewer) { return viewer.kept_track_of; });
        ASSERT_TRUE(client.wait_for_close());
        ASSERT_TRUE(eventually([this] { return hub_->viewer_count() == 1; }));
    }
}

TEST_F(LiveHubTest, ASitesWallsAreFewerThanItsPeople)
{
    open({ .max_walls_of_site = 1 });
    SseClient wall { *hub_, { .site = "here", .kept_track_of = true } };
    ASSERT_TRUE(wall.next("clock").has_value());
    SseClient another { *hub_, { .site = "here", .kept_track_of = true } };
    EXPECT_TRUE(another.wait_for_close());
    SseClient person { *hub_, { .site = "here" } };
    EXPECT_TRUE(person.next("clock").has_value());
    SseClient elsewhere { *hub_, { .site = "there", .kept_track_of = true } };
    EXPECT_TRUE(elsewhere.next("clock").has_value());
}

TEST(LiveHubStallTest, ClosesANonReaderAndSparesTheOthers)
{
    constexpr std::uint64_t kEntries = 4'000;
    NumberedSource source { 1'000 };
    LiveHub hub { source, { .stall_limit = 500ms, .send_buffer_bytes = 16 * 1024 } };
    hub.open_journal("main", "journal-1", 0);
    SseClient stalled { hub, { .visibility_key = "k" }, 4'096 };
    SseClient reader { hub, { .visibility_key = "k" } };
    ASSERT_TRUE(reader.next("clock").has_value());
    std::uint64_t seen = 0;
    std::uint64_t published = 0;
    const bool closed = eventually([&] {
        if (published < kEntries) {
            hub.publish("main", published + 1, published + 10);
            published += 10;
        }
        EXPECT_TRUE(reader.receive_some());
        for (const auto& event : reader.take_received()) {
            if (event.name == "entry") {
                EXPECT_EQ(event.id, std::to_string(++seen));
            }
        }
        return hub.metrics().closed_slow == 1 && seen == kEntries;
    });
    EXPECT_TRUE(closed);
    EXPECT_TRUE(eventually([&hub] { return hub.viewer_count() == 1; }));
}

TEST(LiveHubScaleTest, GivesAThousandViewersEveryFrameExactlyOnce)
{
    constexpr std::uint64_t kViewers = 1'000;
    constexpr std::uint64_t kEntries = 200;
    NumberedSource source;
    LiveHub hub { source, {} };
    hub.open_journal("main", "journal-1", 0);
    std::vector<std::unique_ptr<SseClient>> clients;
    for (std::uint64_t i = 0; i < kViewers; ++i) {
        clients.push_back(std::make_unique<SseClient>(hub, Viewer { .visibility_key = "k" }));
    }
    ASSERT_TRUE(eventually([&] { return hub.viewer_count() == kViewers; }));
    std::thread sequencer { [&hub] {
        for (std::uint64_t seq = 1; seq <= kEntries; ++seq) {
            hub.publish("main", seq, seq);
        }
    } };
    std::vector<std::uint64_t> seen(kViewers, 0);
    const bool complete = eventually(
        [&] {
            std::uint64_t done = 0;
            for (std::size_t i = 0; i < kViewers; ++i) {
                EXPECT_TRUE(clients[i]->receive_some());
                for (const auto& event : clients[i]->take_received()) {
                    if (event.name == "entry") {
                        EXPECT_EQ(event.id, std::to_string(++seen[i]));
                    }
                }
                done += seen[i] == kEntries ? 1U : 0U;
            }
            return done == kViewers;
        },
        30s);
    sequencer.join();
    EXPECT_TRUE(complete);
    clients.clear();
    EXPECT_TRUE(eventually([&] { return hub.viewer_count() == 0; }));
}

}
}
