// SPDX-License-Identifier: Apache-2.0
// When a replica asks again, whom it follows, and by which clock.
#include "shared/wire/state_codec.h"
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr Millis kRetryEvery { 3'000 };
constexpr Millis kSourcesEvery { 5'000 };

class ReplicaLinkTest : public testing::Test {
protected:
    ReplicaLinkTest() : usual_(transport().answer)
    {
        transport().answer
            = [this](const HttpRequest& request) { return request.tag == failing_ ? failure_ : usual_(request); };
    }

    FakeTransport& transport() { return console_.transport; }
    Replica& replica() { return console_.replica; }
    Room& room() { return console_.room; }

    std::size_t asked(std::string_view tag)
    {
        return static_cast<std::size_t>(std::count_if(transport().sent.begin(), transport().sent.end(),
            [&](const HttpRequest& request) { return request.tag == tag; }));
    }

    void open() { console_.open(room().resolver); }

    void open_as_wall()
    {
        const auto before = usual_;
        usual_ = [before](const HttpRequest& request) {
            MeAnswer me;
            me.kind = "wall";
            me.user = UserId { "hall" };
            me.wall = WallAudience::Room;
            return request.tag == "me" ? HttpResponse { .status = 200, .body = to_json_text(me) } : before(request);
        };
        open();
    }

    void frame()
    {
        transport().poll();
        replica().update();
    }

    void told_of_clock(Timestamp time)
    {
        transport().live("clock",
            R"({"head":1,"journal":"identity","time":")" + format_timestamp(time) + R"(","utc_millis":)"
                + std::to_string(time.millis) + "}");
    }

    // What happened, by an entry of this instant.
    void told_of(Payload payload, Timestamp recorded_at)
    {
        Entry entry;
        entry.head.seq = replica().state().seq + 1;
        entry.head.recorded_at = entry.head.occurred_at = recorded_at;
        entry.payload = std::move(payload);
        transport().live("entry",
            entry_to_wire(
                seal_entry(entry.head, entry.payload, EntrySalts {}, replica().history().hash()), Sight::Whole));
    }

    ConsoleRoom console_ {};
    std::function<HttpResponse(const HttpRequest&)> usual_;
    std::string failing_ {};
    HttpResponse failure_ { .status = 503,
        .body = R"({"error":{"code":"unavailable","message":"Try again in a moment."}})" };
};

TEST_F(ReplicaLinkTest, AStartThatFailedSaysWhyAndIsTriedAgainAfterThreeSeconds)
{
    for (const char* tag : { "me", "state" }) {
        failing_ = tag;
        replica().start();
        frame();
        frame();
        frame();
        EXPECT_EQ(replica().trouble(), "Try again in a moment.") << tag;
        EXPECT_EQ(replica().link(), Link::Loading) << tag;
        const std::size_t before = asked("me");
        room().pass(kRetryEvery - Millis { 1 });
        frame();
        EXPECT_EQ(asked("me"), before) << tag;
        failing_.clear();
        room().pass(Millis { 1 });
        frame();
        EXPECT_EQ(asked("me"), before + 1) << tag;
        frame();
        frame();
        EXPECT_EQ(replica().trouble(), "") << tag;
        EXPECT_EQ(replica().link(), Link::Live) << tag;
    }
}

TEST_F(ReplicaLinkTest, WithoutAnyAnswerItSaysSo)
{
    transport().answer = nullptr;
    replica().start();
    frame();
    EXPECT_EQ(replica().trouble(), "nobody answers");
}

TEST_F(ReplicaLinkTest, AStartUnderWayIsNotBegunAgain)
{
    replica().start();
    room().pass(seconds { 60 });
    replica().update();
    EXPECT_EQ(asked("me"), 1U);
    transport().poll();
    room().pass(seconds { 60 });
    replica().update();
    EXPECT_EQ(asked("me"), 1U) << "the state is on its way";
}

TEST_F(ReplicaLinkTest, OnceSignedOutNothingIsAskedUntilSomebodySignsIn)
{
    failing_ = "me";
    failure_ = { .status = 401 };
    open();
    EXPECT_EQ(replica().link(), Link::SignedOut);
    room().pass(seconds { 60 });
    frame();
    frame();
    EXPECT_EQ(asked("me"), 1U);
    failing_.clear();
    open();
    EXPECT_EQ(replica().link(), Link::Live);
}

TEST_F(ReplicaLinkTest, SigningOutLeavesNothingOnTheScreen)
{
    room().log_incident();
    open();
    console_.fire("Down", "shop");
    replica().sign_out();
    EXPECT_FALSE(replica().me());
    EXPECT_FALSE(replica().loaded());
    EXPECT_EQ(replica().state().incidents.size(), 0U);
    EXPECT_EQ(replica().timeline().size(), 0U);
    EXPECT_TRUE(replica().recent_entries().empty());
    EXPECT_EQ(transport().live_status().state, LiveState::Closed);
}

TEST_F(ReplicaLinkTest, ALostStreamIsLeftToItselfUntilItsSecondFailure)
{
    open();
    frame(); // the stream is seen open
    transport().state = LiveState::Lost;
    transport().failed_attempts = 1;
    room().pass(kRetryEvery);
    frame();
    EXPECT_EQ(asked("me"), 1U);
    transport().failed_attempts = 2;
    frame();
    EXPECT_EQ(asked("me"), 2U);
    frame();
    EXPECT_EQ(asked("me"), 2U) << "not with every frame";
}

TEST_F(ReplicaLinkTest, AStreamThatIsRefusedAtOnceIsDoubtedAtOnce)
{
    transport().state = LiveState::Connecting;
    open();
    failing_ = "me"; // shut out while the stream was opened
    failure_ = { .status = 503 };
    transport().state = LiveState::Lost;
    transport().failed_attempts = 1;
    for (int i = 0; i < 3; ++i) {
        frame();
    }
    EXPECT_EQ(asked("me"), 2U) << "once";
    EXPECT_TRUE(replica().loaded()) << "no answer is no refusal";
    transport().state = LiveState::Open;
    frame();
    failure_ = { .status = 401 };
    transport().state = LiveState::Lost;
    frame();
    frame();
    EXPECT_EQ(asked("me"), 2U) << "a stream that breaks comes back by itself";
    transport().failed_attempts = 2;
    frame();
    frame();
    EXPECT_EQ(replica().link(), Link::SignedOut);
}

TEST_F(ReplicaLinkTest, AnEntryThatCannotBeReadIsReadAfresh)
{
    open();
    Entry entry;
    entry.head.seq = replica().state().seq + 1;
    entry.payload = ServiceSet { { .id = ServiceId { "late" } } };
    SealedEntry sealed = seal_entry(entry.head, entry.payload, EntrySalts {}, replica().history().hash());
    sealed.facts->bytes = "{}";
    transport().live("entry", entry_to_wire(sealed, Sight::Whole));
    EXPECT_NE(replica().link(), Link::UpdateNeeded);
    EXPECT_FALSE(replica().state().services.contains(ServiceId { "late" }));
    frame();
    frame();
    EXPECT_EQ(asked("state"), 2U);
}

TEST_F(ReplicaLinkTest, AnotherStartMayBeOfAKindItKnows)
{
    open();
    Entry entry;
    entry.head.seq = replica().state().seq + 1;
    entry.payload = ServiceSet {};
    SealedEntry sealed = seal_entry(entry.head, entry.payload, EntrySalts {}, replica().history().hash());
    entry.head.kind = "service.set";
    entry.head.version = 99;
    sealed.head->bytes = to_json_text(entry.head);
    transport().live("entry", entry_to_wire(sealed, Sight::Whole));
    ASSERT_EQ(replica().link(), Link::UpdateNeeded);
    transport().state = LiveState::Lost;
    transport().failed_attempts = 9;
    room().pass(kRetryEvery);
    frame();
    EXPECT_EQ(asked("me"), 1U) << "an older picture is all that it can show";
    transport().state = LiveState::Open;
    open();
    EXPECT_EQ(replica().link(), Link::Live);
}

TEST_F(ReplicaLinkTest, TakesTheServersHealthAndSamplesFromTheStream)
{
    open();
    const std::uint64_t before = replica().revision();
    transport().live(
        "health", to_json_text(HealthAnswer { .reason = "The disk is full.", .writable = false }, Zeros::Written));
    EXPECT_EQ(replica().health().reason, "The disk is full.");
    EXPECT_FALSE(replica().health().writable);
    SamplePoint point { .at = room().now, .resource = ResourceId { "disk" }, .value_milli = 1500 };
    transport().live("sample", to_json_text(SampleFrame { { point } }));
    ASSERT_TRUE(replica().samples().latest(ResourceId { "disk" }));
    EXPECT_EQ(replica().samples().latest(ResourceId { "disk" })->value_milli, 1500);
    EXPECT_EQ(replica().revision(), before + 2);
}

TEST_F(ReplicaLinkTest, WhileTheyAreReadTheSourcesAreAskedForEveryFiveSeconds)
{
    open();
    frame();
    const std::size_t at_start = asked("sources");
    const auto read_after = [this](Millis time) {
        room().pass(time);
        static_cast<void>(replica().sources());
        frame();
        return asked("sources");
    };
    EXPECT_EQ(read_after(kSourcesEvery - Millis { 1 }), at_start);
    EXPECT_EQ(read_after(Millis { 1 }), at_start + 1);
    EXPECT_EQ(read_after(Millis { 1 }), at_start + 1);
    transport().state = LiveState::Lost;
    EXPECT_EQ(read_after(kSourcesEvery), at_start + 1) << "nobody would answer";
    transport().state = LiveState::Open;
    EXPECT_EQ(read_after(Millis { 1 }), at_start + 2);
    room().pass(kSourcesEvery);
    frame();
    EXPECT_EQ(asked("sources"), at_start + 2) << "read five seconds ago: nobody looks any more";
}

TEST_F(ReplicaLinkTest, AWallAsksForNoSourcesAndHasAStreamOfItsOwn)
{
    open_as_wall();
    frame();
    room().pass(kSourcesEvery);
    static_cast<void>(replica().sources());
    frame();
    EXPECT_EQ(asked("sources"), 0U);
    EXPECT_EQ(transport().live_options.scope, "wall/hall/main");
}

TEST_F(ReplicaLinkTest, AStreamIsOfOnePersonAndOneJournal)
{
    open();
    EXPECT_EQ(transport().live_options.scope, "user/resolver/main");
    EXPECT_EQ(transport().live_options.path, "/api/v1/live?journal=main");
    EXPECT_EQ(transport().live_options.after, replica().state().seq);
    replica().start("drill-7");
    frame();
    frame();
    EXPECT_EQ(transport().live_options.scope, "user/resolver/drill-7");
    EXPECT_EQ(transport().live_options.path, "/api/v1/live?journal=drill-7");
    const auto asks = [&](const std::string& path) {
        return std::any_of(transport().sent.begin(), transport().sent.end(),
            [&](const HttpRequest& request) { return request.path == path; });
    };
    EXPECT_TRUE(asks("/api/v1/state?journal=drill-7"));
    EXPECT_TRUE(asks("/api/v1/timeline?scope=all&journal=drill-7&limit=5000"));
    EXPECT_TRUE(asks("/api/v1/sources?journal=drill-7"));
}

TEST_F(ReplicaLinkTest, OnlyAnExerciseAsksForTheRealRoom)
{
    open();
    frame();
    EXPECT_EQ(asked("real room"), 0U);
    room().state.purpose = JournalPurpose::Drill;
    open();
    frame();
    EXPECT_EQ(asked("real room"), 1U);
}

TEST_F(ReplicaLinkTest, AnEntryLessThanTwoSecondsAheadTellsThatTheClockIsLate)
{
    open();
    const Timestamp now = room().now;
    told_of(ServiceSet {}, now + Millis { 1'999 });
    EXPECT_EQ(replica().now(), now + Millis { 1'999 });
    told_of(ServiceSet {}, now + Millis { 3'999 });
    EXPECT_EQ(replica().now(), now + Millis { 1'999 }) << "a site's clock was set back, and says so itself";
    told_of_clock(now + Millis { 60'000 });
    const Timestamp told = replica().now();
    told_of(ServiceSet {}, now + Millis { 5'000 });
    EXPECT_GE(replica().now(), told) << "an entry of the past sets nothing back";
}

TEST_F(ReplicaLinkTest, AnExerciseGoesByItsEntriesAndByNoOtherClock)
{
    room().state.purpose = JournalPurpose::Drill;
    room().state.as_of = room().now + hours { 5 };
    open();
    EXPECT_EQ(replica().now(), room().now + hours { 5 });
    told_of_clock(room().now + hours { 1 });
    EXPECT_EQ(replica().now(), room().now + hours { 5 });
    told_of(ServiceSet {}, room().now + hours { 9 });
    EXPECT_EQ(replica().now(), room().now + hours { 9 });
}

// What an entry ends is what was there before it.
TEST_F(ReplicaLinkTest, ATenureEndsWhenTheDutyIsSomebodyElses)
{
    room().log_incident();
    open();
    const auto hand_to = [this](const char* user, Timestamp at) {
        told_of(DutyMoved { .incident = IncidentId { "INC-1" },
                    .duty = Duty::IncidentCommander,
                    .act = DutyAct::Assigned,
                    .user = UserId { user } },
            at);
        return replica().state().seq;
    };
    const Timestamp now = room().now;
    const std::uint64_t first = hand_to("resolver", now);
    const std::uint64_t second = hand_to("colleague", now + seconds { 1 });
    ASSERT_TRUE(replica().timeline().find(first) && replica().timeline().find(second));
    EXPECT_EQ(replica().timeline().find(first)->end, now + seconds { 1 });
    EXPECT_TRUE(replica().timeline().find(second)->open());
}

}
}
