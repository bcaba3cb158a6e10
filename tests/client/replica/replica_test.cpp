// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/state_codec.h"
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class ReplicaTest : public testing::Test {
protected:
    std::size_t asked(std::string_view tag) const
    {
        return static_cast<std::size_t>(std::count_if(transport().sent.begin(), transport().sent.end(),
            [&](const HttpRequest& request) { return request.tag == tag; }));
    }

    FakeTransport& transport() { return console_.transport; }
    const FakeTransport& transport() const { return console_.transport; }
    Replica& replica() { return console_.replica; }
    Room& room() { return console_.room; }

    void open() { console_.open(room().resolver); }

    // As a paired wall of the room's kind sees it.
    void open_as_wall()
    {
        auto usual = transport().answer;
        transport().answer = [usual](const HttpRequest& request) {
            if (request.path != "/api/v1/me") {
                return usual(request);
            }
            MeAnswer me;
            me.kind = "wall";
            me.wall = WallAudience::Room;
            return HttpResponse { .status = 200, .body = to_json_text(me) };
        };
        open();
    }

    // An alert that fires for an hour, so many times.
    void flap(int times)
    {
        for (int i = 0; i < times; ++i) {
            console_.fire("Flapping", "shop");
            room().pass(hours { 1 });
            resolve("Flapping");
        }
    }

    // A frame, and the answers to what it asked for.
    void frame()
    {
        transport().poll();
        replica().update();
        transport().poll();
        replica().update();
    }

    // The working set as the server cuts it: only these alerts.
    void answer_state_with(std::vector<AlertId> alerts)
    {
        auto usual = transport().answer;
        transport().answer = [this, usual, alerts = std::move(alerts)](const HttpRequest& request) {
            if (!request.path.starts_with("/api/v1/state")) {
                return usual(request);
            }
            State cut = room().state;
            cut.alerts = {};
            for (const AlertId& id : alerts) {
                cut.alerts.set(id, *room().state.alerts.find(id));
            }
            StateFrame frame;
            frame.journal_identity = "identity";
            return HttpResponse { .status = 200, .body = state_answer_to_wire(frame, cut) };
        };
    }

    void resolve(const std::string& name)
    {
        AlertReport report;
        report.labels = { { "alertname", name }, { "service", "shop" }, { "severity", "critical" } };
        report.started_at = report.ended_at.emplace(room().now);
        console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    }

    // An entry as the server would send it, of this seq.
    std::string entry_of(std::uint64_t seq, int version = 0, std::string kind = {})
    {
        Entry entry;
        entry.head.seq = seq;
        entry.payload = ServiceSet { { .id = ServiceId { "late" } } };
        SealedEntry sealed = seal_entry(entry.head, entry.payload, EntrySalts {}, replica().history().hash());
        if (version > 0) {
            entry.head.kind = std::move(kind);
            entry.head.version = version;
            sealed.head->bytes = to_json_text(entry.head);
        }
        return entry_to_wire(sealed, Sight::Whole);
    }

    ConsoleRoom console_ {};
};

}

TEST_F(ReplicaTest, FollowsTheStreamFromWhereItsStateStands)
{
    room().log_incident();
    open();
    EXPECT_EQ(replica().link(), Link::Live);
    EXPECT_EQ(transport().live_options.after, room().state.seq);
    EXPECT_EQ(replica().state().seq, room().state.seq);
    console_.fire("Down", "shop");
    EXPECT_EQ(replica().state().seq, room().state.seq);
    EXPECT_EQ(replica().state().alerts.size(), 1U);
}

TEST_F(ReplicaTest, TakesAnEntryOnceAndNeverAnOlderOne)
{
    open();
    const std::uint64_t seq = replica().state().seq;
    const std::string entry = entry_of(seq + 1);
    transport().live("entry", entry);
    ASSERT_TRUE(replica().state().services.contains(ServiceId { "late" }));
    const std::size_t entries = replica().recent_entries().size();
    transport().live("entry", entry);
    transport().live("entry", entry_of(1));
    EXPECT_EQ(replica().state().seq, seq + 1);
    EXPECT_EQ(replica().recent_entries().size(), entries);
    EXPECT_EQ(replica().link(), Link::Live);
    EXPECT_EQ(asked("me"), 1U) << "what is known already is no hole";
    EXPECT_EQ(asked("state"), 1U);
}

TEST_F(ReplicaTest, LoadsAfreshWhenAnEntryIsMissing)
{
    open();
    const State before = replica().state();
    transport().live("entry", entry_of(before.seq + 2));
    EXPECT_EQ(replica().state().seq, before.seq) << "nothing is folded across a gap";
    EXPECT_TRUE(replica().loaded()) << "the picture stays";
    frame();
    EXPECT_EQ(asked("state"), 2U);
    EXPECT_EQ(replica().link(), Link::Live);
}

TEST_F(ReplicaTest, MovesOnOverWhatItMayNotSee)
{
    open();
    const std::uint64_t seq = replica().state().seq;
    SealedEntry stub;
    stub.seq = seq + 1;
    transport().live("entry", entry_to_wire(stub, Sight::Stub));
    EXPECT_EQ(replica().state().seq, seq + 1);
    transport().live("entry", entry_of(seq + 2));
    EXPECT_TRUE(replica().state().services.contains(ServiceId { "late" }));
}

TEST_F(ReplicaTest, KeepsItsLastPictureWhenAnEntryIsOfANewerKind)
{
    open();
    const std::uint64_t seq = replica().state().seq;
    transport().live("entry", entry_of(seq + 1, 99, "service.set"));
    EXPECT_EQ(replica().link(), Link::UpdateNeeded);
    transport().live("entry", entry_of(seq + 1));
    EXPECT_EQ(replica().state().seq, seq) << "never skipped over";
}

TEST_F(ReplicaTest, LoadsAfreshWhenToldTo)
{
    open();
    transport().live("resync", R"({"reason":"visibility_changed","head":1,"journal":"identity"})");
    EXPECT_TRUE(replica().loaded());
    frame();
    EXPECT_EQ(asked("me"), 2U);
    EXPECT_EQ(asked("state"), 2U);
}

TEST_F(ReplicaTest, FreezesWithoutALinkAndGoesOnWithTheSameState)
{
    open();
    const std::uint64_t seq = replica().state().seq;
    transport().state = LiveState::Lost;
    frame();
    EXPECT_EQ(replica().link(), Link::Frozen);
    EXPECT_TRUE(replica().loaded());
    transport().state = LiveState::Open;
    transport().live("entry", entry_of(seq + 1));
    EXPECT_EQ(replica().link(), Link::Live);
    EXPECT_EQ(replica().state().seq, seq + 1);
    EXPECT_EQ(asked("state"), 1U) << "resuming loads nothing again";
}

TEST_F(ReplicaTest, FindsOutThatItWasSignedOutWhileAway)
{
    open();
    auto usual = transport().answer;
    transport().answer = [usual](const HttpRequest& request) {
        return request.path == "/api/v1/me" ? HttpResponse { .status = 401 } : usual(request);
    };
    transport().state = LiveState::Lost;
    transport().failed_attempts = 2;
    room().pass(seconds { 4 });
    frame();
    EXPECT_EQ(replica().link(), Link::SignedOut);
    EXPECT_FALSE(replica().loaded());
}

// The switch falls between the two answers: what it is and what it sees are asked for once more.
TEST_F(ReplicaTest, AWallThatIsSwitchedWhileItLoadsIsWhatItSees)
{
    WallAudience audience = WallAudience::Visitor;
    auto usual = transport().answer;
    transport().answer = [&](const HttpRequest& request) {
        HttpResponse response = usual(request);
        if (request.path == "/api/v1/me") {
            MeAnswer me;
            me.kind = "wall";
            me.wall = audience;
            me.sight = to_string(audience);
            response.body = to_json_text(me);
            audience = WallAudience::Room;
        } else if (request.path.starts_with("/api/v1/state")) {
            StateFrame frame;
            frame.journal_identity = "identity";
            frame.sight = to_string(audience);
            response.body = state_answer_to_wire(frame, room().state);
        }
        return response;
    };
    open();
    frame();
    EXPECT_EQ(replica().link(), Link::Live);
    EXPECT_TRUE(transport().live_options.path.ends_with("sight=room")) << transport().live_options.path;
    ASSERT_TRUE(replica().me());
    EXPECT_EQ(replica().me()->wall, WallAudience::Room);
    EXPECT_EQ(asked("state"), 2U);
}

TEST_F(ReplicaTest, DropsAnswersToAnEarlierStart)
{
    open();
    room().log_incident();
    replica().start("drill-1");
    replica().start("main");
    for (int i = 0; i < 4; ++i) {
        frame();
    }
    EXPECT_EQ(replica().journal(), "main");
    EXPECT_EQ(replica().state().incidents.size(), 1U);
    EXPECT_EQ(asked("state"), 2U);
}

TEST_F(ReplicaTest, CountsTheAlertsItDoesNotHold)
{
    const AlertId shown = console_.fire("Shown", "shop");
    console_.fire("One", "shop");
    console_.fire("Two", "shop");
    answer_state_with({ shown });
    open();
    EXPECT_EQ(replica().state().firing, 3);
    resolve("One");
    EXPECT_EQ(replica().state().firing, 2);
    console_.fire("New", "shop");
    EXPECT_EQ(replica().state().firing, 3);
    EXPECT_EQ(replica().state().alerts.size(), 2U) << "an alert known by halves is not shown";
}

TEST_F(ReplicaTest, FetchesTheNextWorstWhenTheShownOnesEnd)
{
    const AlertId one = console_.fire("One", "shop");
    const AlertId two = console_.fire("Two", "shop");
    const AlertId three = console_.fire("Three", "shop");
    const auto whole = transport().answer;
    answer_state_with({ one, two });
    open();
    room().pass(minutes { 1 });
    resolve("One");
    resolve("Two");
    transport().answer = whole;
    replica().update();
    console_.fire("Between", "shop"); // while the answer is on its way
    frame();
    EXPECT_EQ(asked("refill"), 1U);
    EXPECT_EQ(replica().state().seq, room().state.seq);
    EXPECT_EQ(state_digest(replica().state()), state_digest(room().state));
    EXPECT_NE(replica().state().alerts.find(three), nullptr);
    EXPECT_EQ(asked("state"), 1U);
}

TEST_F(ReplicaTest, FoldsOntoAWorkingSetWhatCameSinceIt)
{
    const AlertId one = console_.fire("One", "shop");
    const AlertId other = console_.fire("Other", "shop");
    const auto whole = transport().answer;
    answer_state_with({ one });
    open();
    room().pass(minutes { 1 });
    console_.done(AcknowledgeAlert { .alert = other }, room().resolver);
    const State then = room().state;
    transport().answer = [then](const HttpRequest&) {
        StateFrame frame;
        frame.journal_identity = "identity";
        return HttpResponse { .status = 200, .body = state_answer_to_wire(frame, then) };
    };
    replica().update();
    resolve("Other");
    const AlertId late = console_.fire("Late", "shop");
    frame();
    EXPECT_EQ(asked("refill"), 1U);
    EXPECT_NE(replica().state().alerts.find(late), nullptr);
    EXPECT_EQ(state_digest(replica().state()), state_digest(room().state));
}

TEST_F(ReplicaTest, TriesAgainWhenTheTimelineDidNotLoad)
{
    auto usual = transport().answer;
    bool fails = true;
    console_.fire("Down", "shop");
    transport().answer = [&](const HttpRequest& request) {
        return fails && request.tag == "timeline" ? HttpResponse { .status = 503 } : usual(request);
    };
    open();
    EXPECT_EQ(replica().timeline().size(), 0U);
    fails = false;
    frame();
    EXPECT_EQ(asked("timeline"), 1U);
    room().pass(seconds { 3 });
    frame();
    EXPECT_EQ(asked("timeline"), 2U);
    EXPECT_EQ(replica().timeline().size(), 1U);
}

// Events may wait for the clock's next tick: the time they tell is that of their arrival.
TEST_F(ReplicaTest, AClockThatWaitedIsNotLate)
{
    open();
    const Timestamp told = room().now + Millis { 60'000 };
    transport().live("clock",
        R"({"head":1,"journal":"identity","time":")" + format_timestamp(told) + R"(","utc_millis":)"
            + std::to_string(told.millis) + "}",
        std::chrono::milliseconds { 700 });
    EXPECT_GE(replica().now(), told + Millis { 700 });
    EXPECT_LT(replica().now(), told + Millis { 5'000 });
    EXPECT_LT(replica().heard_at(), told + Millis { 500 });
}

// A lane that shows what happened until now must not leave out what has just arrived.
TEST_F(ReplicaTest, WhatArrivedIsNeverInTheFuture)
{
    open();
    const auto told = [&](Timestamp time) {
        transport().live("clock",
            R"({"head":1,"journal":"identity","time":")" + format_timestamp(time) + R"(","utc_millis":)"
                + std::to_string(time.millis) + "}");
    };
    told(room().now - Millis { 80 });
    ASSERT_LT(replica().now(), room().now);
    console_.fire("Down", "shop");
    EXPECT_EQ(replica().now(), room().now);
    // Set back by an hour it is right, and the entries were early.
    told(room().now - Millis { 3'600'000 });
    console_.fire("Slow", "shop");
    EXPECT_LE(replica().now(), room().now - Millis { 3'599'000 });
}

TEST_F(ReplicaTest, TheSourcesAreAskedForOnlyWhileSomebodyReadsThem)
{
    open();
    frame();
    const std::size_t at_start = asked("sources");
    room().now = room().now + std::chrono::seconds { 10 };
    frame();
    EXPECT_EQ(asked("sources"), at_start);
    static_cast<void>(replica().sources());
    frame();
    EXPECT_EQ(asked("sources"), at_start + 1);
}

TEST_F(ReplicaTest, AWallKeepsADayOfItsTimeline)
{
    open_as_wall();
    frame();
    flap(2600);
    EXPECT_LT(replica().timeline().size(), 1300U);
    EXPECT_GE(replica().timeline().size(), 24U);
}

TEST_F(ReplicaTest, ADeskKeepsItsTimeline)
{
    open();
    frame();
    const std::size_t before = replica().timeline().size();
    flap(2600);
    EXPECT_EQ(replica().timeline().size(), before + 2600);
}

}
