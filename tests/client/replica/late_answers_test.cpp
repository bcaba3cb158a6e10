// SPDX-License-Identifier: Apache-2.0
// Answers that come when what was asked is no longer what is shown.
#include "shared/wire/state_codec.h"
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr const char* kSightResync = R"({"reason":"visibility_changed","head":1,"journal":"identity"})";

class LateAnswersTest : public testing::Test {
protected:
    using Happening = std::function<void()>;

    FakeTransport& transport() { return console_.transport; }
    Replica& replica() { return console_.replica; }
    Room& room() { return console_.room; }

    std::size_t asked(std::string_view tag)
    {
        return static_cast<std::size_t>(std::count_if(transport().sent.begin(), transport().sent.end(),
            [&](const HttpRequest& request) { return request.tag == tag; }));
    }

    bool asks(std::string_view part)
    {
        return std::any_of(transport().sent.begin(), transport().sent.end(),
            [&](const HttpRequest& request) { return request.path.find(part) != std::string::npos; });
    }

    void open() { console_.open(room().resolver); }

    // From now on the requests with this tag are answered so.
    void answer_with(const std::string& tag, const std::string& body)
    {
        auto usual = transport().answer;
        transport().answer = [usual, tag, body](const HttpRequest& request) {
            return request.tag == tag ? HttpResponse { .status = 200, .body = body } : usual(request);
        };
    }

    // The next answer to this request is written now, and comes when all this has happened.
    void while_on_its_way(const std::string& tag, Happening happens)
    {
        auto usual = transport().answer;
        transport().answer
            = [usual, tag, happens = std::move(happens), told = false](const HttpRequest& request) mutable {
                  HttpResponse response = usual(request);
                  if (request.tag == tag && !std::exchange(told, true)) {
                      happens();
                  }
                  return response;
              };
    }
    void while_on_its_way(const std::string& tag, HttpResponse old, Happening happens)
    {
        auto usual = transport().answer;
        transport().answer = [=, happens = std::move(happens), told = false](const HttpRequest& request) mutable {
            if (request.tag != tag || std::exchange(told, true)) {
                return usual(request);
            }
            happens();
            return old;
        };
    }

    void frames(int count = 4)
    {
        for (int i = 0; i < count; ++i) {
            transport().poll();
            replica().update();
        }
    }

    std::string state_body(const State& state, std::string identity = "identity")
    {
        StateFrame frame;
        frame.journal_identity = std::move(identity);
        return state_answer_to_wire(frame, state);
    }

    static std::string one_item(std::uint64_t seq)
    {
        TimelineItem item;
        item.seq = seq;
        item.begin = item.recorded_at = item.end = kMorning;
        return encode_items({ &item, 1 });
    }

    // The room without these alerts, though it counts them.
    State without(std::vector<AlertId> alerts)
    {
        State cut = room().state;
        for (const AlertId& id : alerts) {
            cut.alerts.erase(id);
        }
        return cut;
    }

    void told_of_stub(std::uint64_t seq)
    {
        SealedEntry stub;
        stub.seq = seq;
        stub.hash = chain_hash(replica().history().hash(), {}, {}, {});
        transport().live("entry", entry_to_wire(stub, Sight::Stub));
    }

    void told_of_service(std::uint64_t seq, const std::string& id)
    {
        Entry entry;
        entry.head.seq = seq;
        entry.payload = ServiceSet { { .id = ServiceId { id } } };
        transport().live("entry",
            entry_to_wire(
                seal_entry(entry.head, entry.payload, EntrySalts {}, replica().history().hash()), Sight::Whole));
    }

    // A working set without one of its alerts, to be fetched anew since something befell that one; gives it.
    AlertId open_with_one_left_out()
    {
        console_.fire("One", "shop");
        const AlertId left_out = console_.fire("Left out", "shop");
        auto usual = transport().answer;
        transport().answer = [this, usual, left_out](const HttpRequest& request) {
            return request.tag == "state" ? HttpResponse { .status = 200, .body = state_body(without({ left_out })) }
                                          : usual(request);
        };
        open();
        room().pass(minutes { 1 });
        console_.done(AcknowledgeAlert { .alert = left_out }, room().resolver);
        return left_out;
    }

    ConsoleRoom console_ {};
};

TEST_F(LateAnswersTest, WhoAskedBeforeIsNotWhoIsHere)
{
    while_on_its_way("me", [this] { console_.open(room().colleague); });
    open();
    ASSERT_TRUE(replica().me());
    EXPECT_EQ(replica().me()->user, room().colleague.user);
    EXPECT_EQ(asked("state"), 1U);
}

TEST_F(LateAnswersTest, WhoWasSignedOutBeforeIsSignedInNow)
{
    while_on_its_way("me", { .status = 401 }, [this] { console_.open(room().colleague); });
    open();
    EXPECT_EQ(replica().link(), Link::Live);
}

TEST_F(LateAnswersTest, TheStateOfAnEarlierLoadIsNotTaken)
{
    while_on_its_way("state", [this] {
        console_.fire("Down", "shop");
        open();
    });
    open();
    EXPECT_EQ(replica().state().seq, room().state.seq);
    EXPECT_EQ(replica().state().alerts.size(), 1U);
    EXPECT_EQ(transport().live_options.after, room().state.seq);
}

TEST_F(LateAnswersTest, WhoHasSignedOutIsShownNothingMore)
{
    for (const char* tag : { "me", "state" }) {
        while_on_its_way(tag, [this] { replica().sign_out(); });
        open();
        frames();
        EXPECT_FALSE(replica().me()) << tag;
        EXPECT_FALSE(replica().loaded()) << tag;
        EXPECT_EQ(replica().state().users.size(), 0U) << tag;
        EXPECT_EQ(replica().link(), Link::SignedOut) << tag;
        EXPECT_EQ(transport().live_status().state, LiveState::Closed) << tag;
    }
}

// What may no longer be seen must not come back with an answer from before.
TEST_F(LateAnswersTest, TheTimelineFromBeforeAResyncIsNotTaken)
{
    while_on_its_way(
        "timeline", { .status = 200, .body = one_item(900) }, [this] { transport().live("resync", kSightResync); });
    open();
    frames();
    EXPECT_EQ(asked("timeline"), 2U);
    EXPECT_FALSE(replica().timeline().find(900));
}

TEST_F(LateAnswersTest, TheSourcesFromBeforeAResyncAreNotTaken)
{
    SourcesAnswer old;
    old.sources.push_back({ .source = SourceId { "gone" } });
    while_on_its_way(
        "sources", { .status = 200, .body = to_json_text(old) }, [this] { transport().live("resync", kSightResync); });
    open();
    frames();
    EXPECT_TRUE(replica().sources().empty());
}

TEST_F(LateAnswersTest, TheAlertsFromBeforeAResyncAreNotTaken)
{
    const AlertId left_out = open_with_one_left_out();
    while_on_its_way("refill", { .status = 200, .body = state_body(room().state) }, [&] {
        transport().live("resync", kSightResync);
        frames();
    });
    replica().update();
    frames();
    EXPECT_EQ(asked("refill"), 1U);
    EXPECT_EQ(replica().state().seq, room().state.seq);
    EXPECT_EQ(replica().state().alerts.find(left_out), nullptr);
}

TEST_F(LateAnswersTest, TheAlertsOfAnotherJournalAreNotTaken)
{
    const AlertId left_out = open_with_one_left_out();
    answer_with("refill", state_body(room().state, "another"));
    frames();
    EXPECT_EQ(asked("refill"), 1U);
    EXPECT_EQ(replica().state().alerts.find(left_out), nullptr);
}

TEST_F(LateAnswersTest, AStubSinceAWorkingSetIsPassedOverOnce)
{
    const AlertId left_out = open_with_one_left_out();
    answer_with("refill", state_body(room().state));
    replica().update();
    const std::uint64_t seq = replica().state().seq;
    told_of_stub(seq + 1);
    frames();
    EXPECT_NE(replica().state().alerts.find(left_out), nullptr);
    EXPECT_EQ(replica().state().seq, seq + 1);
    EXPECT_TRUE(replica().recent_entries().empty() || replica().recent_entries().back().head.seq <= seq);
    told_of_service(seq + 2, "late");
    EXPECT_TRUE(replica().state().services.contains(ServiceId { "late" }));
    EXPECT_EQ(asked("me"), 1U) << "no hole was seen";
}

// An alert that fired is counted once, though its entry is here and in the working set.
TEST_F(LateAnswersTest, WhatAWorkingSetHoldsIsNotFoldedOntoItAgain)
{
    open_with_one_left_out();
    console_.fire("New", "shop");
    answer_with("refill", state_body(room().state));
    replica().update();
    frames();
    ASSERT_EQ(asked("refill"), 1U);
    EXPECT_EQ(replica().state().firing, 3);
    EXPECT_EQ(state_digest(replica().state()), state_digest(room().state));
}

// A working set can be brought up to date only by entries that are all still here.
TEST_F(LateAnswersTest, AWorkingSetFromBeforeTheLoadIsNotUsed)
{
    for (const int older : { 1, 0 }) {
        ConsoleRoom console;
        console.fire("One", "shop");
        const AlertId left_out = console.fire("Left out", "shop");
        State cut = console.room.state;
        cut.alerts.erase(left_out);
        State fetched = console.room.state;
        fetched.seq -= static_cast<std::uint64_t>(older);
        const auto usual = console.transport.answer;
        console.transport.answer = [&](const HttpRequest& request) {
            const bool state = request.path.starts_with("/api/v1/state");
            const State& answered = request.tag == "refill" ? fetched : cut;
            return state ? HttpResponse { .status = 200, .body = state_body(answered) } : usual(request);
        };
        console.open(console.room.resolver);
        console.room.pass(minutes { 1 });
        console.done(AcknowledgeAlert { .alert = left_out }, console.room.resolver);
        console.replica.update();
        console.transport.poll();
        console.replica.update();
        EXPECT_EQ(console.replica.state().alerts.contains(left_out), older == 0) << older;
        EXPECT_EQ(console.replica.state().seq, console.room.state.seq);
    }
}

TEST_F(LateAnswersTest, AWorkingSetFromBeforeWhatWasForgottenIsNotUsed)
{
    constexpr std::uint64_t kKept = 2000;
    for (const std::uint64_t forgotten : { std::uint64_t { 1 }, std::uint64_t { 0 } }) {
        ConsoleRoom console;
        console.fire("One", "shop");
        const AlertId left_out = console.fire("Left out", "shop");
        State cut = console.room.state;
        cut.alerts.erase(left_out);
        const std::uint64_t opened_at = cut.seq;
        State fetched = console.room.state;
        fetched.seq = opened_at + kKept - forgotten;
        const auto usual = console.transport.answer;
        console.transport.answer = [&](const HttpRequest& request) {
            const bool state = request.path.starts_with("/api/v1/state");
            const State& answered = request.tag == "refill" ? fetched : cut;
            return state ? HttpResponse { .status = 200, .body = state_body(answered) } : usual(request);
        };
        console.open(console.room.resolver);
        console.room.pass(minutes { 1 });
        console.done(AcknowledgeAlert { .alert = left_out }, console.room.resolver);
        console.replica.update();
        for (std::uint64_t seq = console.replica.state().seq + 1; seq <= opened_at + 2 * kKept + 1; ++seq) {
            Entry entry;
            entry.head.seq = seq;
            entry.payload = ServiceSet { { .id = ServiceId { "late" } } };
            console.transport.live("entry",
                entry_to_wire(seal_entry(entry.head, entry.payload, EntrySalts {}, console.replica.history().hash()),
                    Sight::Whole));
        }
        ASSERT_EQ(console.replica.recent_entries().size(), kKept + 1);
        console.transport.poll();
        console.replica.update();
        EXPECT_EQ(console.replica.state().alerts.contains(left_out), forgotten == 0) << forgotten;
        EXPECT_EQ(console.replica.state().seq, opened_at + 2 * kKept + 1);
    }
}

TEST_F(LateAnswersTest, WhileItIsReadAfreshTheStreamIsClosedAndThePictureStays)
{
    console_.fire("Down", "shop");
    open();
    const State before = replica().state();
    transport().live("resync", kSightResync);
    EXPECT_EQ(replica().link(), Link::Loading);
    told_of_service(before.seq + 1, "late");
    EXPECT_EQ(replica().state().seq, before.seq) << "the next state brings it";
    EXPECT_EQ(replica().timeline().size(), 1U);
    EXPECT_TRUE(replica().loaded());
}

// It may be that less is to be seen now; where it lies in time stays until the answer that takes its place.
TEST_F(LateAnswersTest, TheSameJournalKeepsNothingThatWasSaidInItsPast)
{
    open();
    console_.fire("Down", "shop");
    ASSERT_GT(replica().recent_entries().size(), 0U);
    const auto usual = transport().answer;
    transport().answer = [usual](const HttpRequest& request) {
        return request.tag == "timeline" ? HttpResponse { .status = 503 } : usual(request);
    };
    transport().live("resync", kSightResync);
    frames();
    EXPECT_EQ(replica().recent_entries().size(), 0U);
    EXPECT_EQ(replica().timeline().size(), 1U);
    EXPECT_EQ(asked("timeline"), 2U);
}

TEST_F(LateAnswersTest, WhatLiesBeforeTheLastDayIsAskedForOnceSomebodyGoesThere)
{
    open();
    frames();
    ASSERT_TRUE(replica().timeline_loaded());
    replica().want_timeline(room().now - hours { 23 }, hours { 23 });
    EXPECT_TRUE(replica().timeline_loaded());
    EXPECT_EQ(asked("timeline"), 1U);
    replica().want_timeline(room().now - hours { 30 }, hours { 10 });
    EXPECT_FALSE(replica().timeline_loaded()) << "until it came";
    ASSERT_EQ(asked("timeline"), 2U);
    EXPECT_TRUE(asks("&from=" + format_timestamp(room().now - hours { 30 }) + "&to="))
        << "what is looked at comes first";
    frames();
    EXPECT_TRUE(asks("&from=" + format_timestamp(room().now - hours { 40 })));
    EXPECT_TRUE(replica().timeline_loaded());
    replica().want_timeline(room().now - hours { 39 }, hours { 10 });
    EXPECT_EQ(asked("timeline"), 3U);
    replica().want_timeline(Timestamp {}, Millis::zero());
    frames();
    replica().want_timeline(Timestamp { -5 }, hours { 10 });
    frames();
    EXPECT_EQ(asked("timeline"), 4U) << "there is nothing before";
}

// After a change of sight the last day alone is asked for, until somebody is seen to look further back.
TEST_F(LateAnswersTest, WhoLooksFarBackWhenSightChangesGetsThatFirst)
{
    const auto last_asked = [&] {
        std::string path;
        for (const HttpRequest& request : transport().sent) {
            path = request.tag == "timeline" ? request.path : path;
        }
        return path;
    };
    open();
    console_.fire("Down", "shop");
    frames();
    replica().want_timeline(room().now - hours { 30 }, hours { 4 });
    frames();
    ASSERT_TRUE(replica().timeline_loaded());
    ASSERT_EQ(replica().timeline().size(), 1U);
    const std::size_t before = asked("timeline");
    transport().live("resync", kSightResync);
    for (int i = 0; i < 8 && asked("timeline") == before; ++i) {
        frames(1);
    }
    ASSERT_EQ(asked("timeline"), before + 1);
    EXPECT_EQ(last_asked().find("from="), std::string::npos) << last_asked();
    replica().want_timeline(room().now - hours { 30 }, hours { 4 });
    ASSERT_EQ(asked("timeline"), before + 2);
    const std::string looked_at = "&to=" + format_timestamp(room().now - hours { 26 });
    EXPECT_NE(last_asked().find(looked_at), std::string::npos) << last_asked();
    answer_with("timeline", encode_items({}));
    transport().poll();
    EXPECT_EQ(replica().timeline().size(), 0U) << "what is looked at may be less than before";
    EXPECT_FALSE(replica().timeline_loaded());
    frames();
    EXPECT_TRUE(replica().timeline_loaded());
}

// What could still be wanted of the journal before is none of this one's.
TEST_F(LateAnswersTest, NobodyWantsMoreOfATimelineThatIsNotThereYet)
{
    open();
    frames();
    replica().start("drill-7");
    const std::size_t before = asked("timeline");
    replica().want_timeline(room().now - hours { 30 }, hours { 4 });
    EXPECT_EQ(asked("timeline"), before);
}

TEST_F(LateAnswersTest, ATimelineThatWasLetGoIsNotHeldWhole)
{
    open();
    frames();
    ASSERT_TRUE(replica().timeline_loaded());
    replica().start("drill-7");
    EXPECT_FALSE(replica().timeline_loaded());
}

TEST_F(LateAnswersTest, AnotherJournalBeginsWithoutThePastOfTheOneBefore)
{
    const IncidentId id = room().log_incident();
    open();
    console_.fire("Down", "shop");
    replica().incident_log(id);
    transport().poll();
    ASSERT_TRUE(replica().incident_log(id).loaded());
    replica().entry(2);
    frames(2);
    const auto usual = transport().answer;
    transport().answer = [&, usual](const HttpRequest& request) {
        return request.tag == "state"   ? HttpResponse { .status = 200, .body = state_body(room().state, "another") }
            : request.tag == "timeline" ? HttpResponse { .status = 503 }
                                        : usual(request);
    };
    transport().live("resync", kSightResync);
    EXPECT_FALSE(replica().recent_entries().empty());
    frames();
    EXPECT_FALSE(replica().recent_entries().empty()) << "until somebody lets it go";
    replica().accept_history();
    frames();
    EXPECT_TRUE(replica().recent_entries().empty());
    EXPECT_EQ(replica().timeline().size(), 0U);
    EXPECT_FALSE(replica().incident_log(id).loaded());
}

TEST_F(LateAnswersTest, AnotherStartShowsNothingOfTheJournalBefore)
{
    const IncidentId id = room().log_incident();
    open();
    console_.fire("Down", "shop");
    replica().incident_log(id);
    replica().find_alerts("Down");
    transport().poll();
    ASSERT_TRUE(replica().incident_log(id).loaded());
    replica().start("drill-1");
    EXPECT_TRUE(replica().recent_entries().empty());
    EXPECT_EQ(replica().timeline().size(), 0U);
    EXPECT_FALSE(replica().incident_log(id).loaded());
    EXPECT_EQ(replica().journal(), "drill-1");
}

TEST_F(LateAnswersTest, WordsOfOneJournalAreNotThoseOfAnother)
{
    Entry entry;
    entry.head.seq = 2;
    entry.payload = ServiceSet { { .id = ServiceId { "ours" } } };
    const std::vector<std::string> lines { entry_to_wire(
        seal_entry(entry.head, entry.payload, EntrySalts {}, Digest {}), Sight::Whole) };
    answer_with("texts", page_to_wire(JournalId { "main" }, 2, Digest {}, lines));
    open();
    replica().entry(2);
    frames(2);
    ASSERT_NE(replica().entry(2), nullptr);
    replica().start("drill-1");
    EXPECT_EQ(replica().entry(2), nullptr);
}

TEST_F(LateAnswersTest, TheLogOfAnIncidentIsReadAfreshToo)
{
    const IncidentId id = room().log_incident();
    open();
    replica().incident_log(id);
    transport().poll();
    ASSERT_TRUE(replica().incident_log(id).loaded());
    transport().live("resync", kSightResync);
    transport().poll();
    transport().poll();
    EXPECT_FALSE(replica().incident_log(id).loaded());
}

TEST_F(LateAnswersTest, CurvesAreAskedForAgainAfterAResync)
{
    open();
    const auto look = [this] {
        replica().samples().series(ResourceId { "disk" }, room().now - hours { 1 }, room().now, "main");
        transport().poll();
    };
    look();
    look();
    ASSERT_EQ(asked("samples"), 1U);
    transport().live("resync", kSightResync);
    look();
    EXPECT_EQ(asked("samples"), 2U);
}

}
}
