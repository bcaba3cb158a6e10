// SPDX-License-Identifier: Apache-2.0
// A server that no longer has what a console holds: an older data folder was put in place, or another.
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr const char* kCursorAhead = R"({"reason":"cursor_ahead","head":1,"journal":"identity"})";
constexpr const char* kSightChanged = R"({"reason":"visibility_changed","head":1,"journal":"identity"})";

class HistoryTest : public testing::Test {
protected:
    HistoryTest() : usual_(console_.transport.answer)
    {
        console_.transport.answer = [this](const HttpRequest& request) { return answer(request); };
        first_ = log("Before the copy");
        older_ = room().state;
        console_.open(room().resolver);
        second_ = log("After the copy");
    }

    HttpResponse answer(const HttpRequest& request)
    {
        if (request.tag == failing_) {
            return { .status = 403 };
        }
        if (swapped_ && request.tag == "state") {
            StateFrame frame;
            frame.journal_identity = "identity";
            return { .status = 200, .body = state_answer_to_wire(frame, older_) };
        }
        if (swapped_ && request.tag == "history") {
            return { .status = 200, .body = page_to_wire(JournalId { "main" }, older_.seq, Digest {}, lines_) };
        }
        return usual_(request);
    }

    IncidentId log(const std::string& title)
    {
        LogIncident incident;
        incident.title = title;
        incident.services = { ServiceId { "shop" } };
        console_.done(incident, room().desk);
        return IncidentId { "INC-" + std::to_string(room().state.incidents.size()) };
    }

    void frames(int count = 5)
    {
        for (int i = 0; i < count; ++i) {
            console_.transport.poll();
            replica().update();
        }
    }

    // As the transport does it: the stream is lost, and comes back.
    void reconnect()
    {
        console_.transport.state = LiveState::Lost;
        frames(1);
        console_.transport.state = LiveState::Open;
        frames();
    }

    // An entry of this number in another history than ours.
    static SealedEntry foreign(std::uint64_t seq)
    {
        Entry entry;
        entry.head.seq = seq;
        entry.payload = ServiceSet { { .id = ServiceId { "foreign" } } };
        return seal_entry(entry.head, entry.payload, EntrySalts {}, Digest {});
    }

    void expect_kept(std::uint64_t head)
    {
        EXPECT_EQ(replica().link(), Link::HistoryBack);
        ASSERT_TRUE(replica().history_back());
        EXPECT_EQ(replica().history_back()->held, room().state.seq);
        EXPECT_EQ(replica().history_back()->head, head);
        EXPECT_TRUE(replica().state().incidents.contains(second_));
        EXPECT_FALSE(replica().state().services.contains(ServiceId { "foreign" }));
    }

    Replica& replica() { return console_.replica; }
    Room& room() { return console_.room; }
    std::size_t asked() const { return console_.transport.sent.size(); }

    ConsoleRoom console_ {};
    std::function<HttpResponse(const HttpRequest&)> usual_;
    IncidentId first_ {};
    IncidentId second_ {};
    State older_ {};
    bool swapped_ = false;
    std::string failing_ {};
    std::vector<std::string> lines_ {};
};

TEST_F(HistoryTest, WhatTheServerLostStaysUntilSomebodyLetsItGo)
{
    swapped_ = true;
    console_.transport.live("resync", kCursorAhead);
    frames();
    expect_kept(older_.seq);
    const std::size_t before = asked();
    room().pass(minutes { 1 });
    replica().incident_log(second_);
    frames();
    expect_kept(older_.seq);
    EXPECT_EQ(asked(), before) << "the server's words are of another history";

    replica().accept_history();
    frames();
    EXPECT_EQ(replica().link(), Link::Live);
    EXPECT_FALSE(replica().history_back());
    EXPECT_TRUE(replica().state().incidents.contains(first_));
    EXPECT_FALSE(replica().state().incidents.contains(second_));
    frames();
    EXPECT_EQ(replica().link(), Link::Live);
}

TEST_F(HistoryTest, AHeadBelowWhatIsHeldIsNoticedWhenTheStreamComesBack)
{
    swapped_ = true;
    reconnect();
    expect_kept(older_.seq);
}

TEST_F(HistoryTest, AnotherHashAtANumberThatIsHeldIsNoticedWhenTheStreamComesBack)
{
    const SealedEntry other = foreign(room().state.seq);
    lines_ = { entry_to_wire(other, Sight::Stub) };
    swapped_ = true;
    older_.seq = room().state.seq + 3;
    reconnect();
    expect_kept(older_.seq);
}

TEST_F(HistoryTest, AnEntryThatDoesNotFollowIsNotTaken)
{
    const std::uint64_t next = room().state.seq + 1;
    console_.transport.live("entry", entry_to_wire(foreign(next), Sight::Whole));
    expect_kept(next);
}

TEST_F(HistoryTest, AnotherEntryOfTheLastNumberIsNoticed)
{
    console_.transport.live("entry", entry_to_wire(foreign(room().state.seq), Sight::Whole));
    expect_kept(room().state.seq);
}

TEST_F(HistoryTest, AnotherFirstEntryIsAnotherHistory)
{
    console_.transport.live("clock", R"({"head":1,"journal":"another","time":"2026-03-02T09:00:00Z","utc_millis":1})");
    expect_kept(1);
}

TEST_F(HistoryTest, AClockThatLagsBehindWhatWasLoadedIsNoHistoryThatWentBack)
{
    console_.transport.live("clock", R"({"head":1,"journal":"identity","time":"2026-03-02T09:00:00Z","utc_millis":1})");
    frames();
    EXPECT_EQ(replica().link(), Link::Live);
    swapped_ = true;
    console_.transport.live("clock", R"({"head":1,"journal":"identity","time":"2026-03-02T09:00:00Z","utc_millis":1})");
    frames();
    expect_kept(older_.seq);
}

TEST_F(HistoryTest, WhoSignsInAgainIsToldThoughNothingIsKept)
{
    replica().sign_out();
    swapped_ = true;
    console_.open(room().resolver);
    EXPECT_EQ(replica().link(), Link::Live);
    ASSERT_TRUE(replica().history_back());
    EXPECT_EQ(replica().history_back()->held, room().state.seq);
    EXPECT_FALSE(replica().state().incidents.contains(second_));
    replica().accept_history();
    frames();
    EXPECT_FALSE(replica().history_back());
    EXPECT_EQ(replica().link(), Link::Live);
}

TEST_F(HistoryTest, TheSameHistoryIsLoadedAfreshAsEver)
{
    reconnect();
    console_.transport.live("resync", kSightChanged);
    frames();
    log("Later");
    EXPECT_EQ(replica().link(), Link::Live);
    EXPECT_EQ(replica().state().seq, room().state.seq);
    EXPECT_FALSE(replica().history_back());
}

TEST_F(HistoryTest, AServerThatDoesNotSayIsBelieved)
{
    failing_ = "history";
    console_.transport.live("resync", kSightChanged);
    frames();
    EXPECT_EQ(replica().link(), Link::Live);
    EXPECT_EQ(replica().state().seq, room().state.seq);
}

TEST_F(HistoryTest, APageLoadedAnewStillKnowsWhatItHad)
{
    const auto mark = replica().history_mark();
    ASSERT_TRUE(mark);
    EXPECT_EQ(mark->held, room().state.seq);
    const auto kept = from_json<HistoryMark>(to_json_text(*mark));
    ASSERT_TRUE(kept.ok());
    swapped_ = true;
    Replica later(console_.transport, [this] { return room().now; });
    later.start();
    later.remember(kept.value());
    frames();
    EXPECT_EQ(later.link(), Link::Live) << "there is nothing to keep";
    ASSERT_TRUE(later.history_back());
    EXPECT_EQ(later.history_back()->held, room().state.seq);
    EXPECT_EQ(later.history_back()->head, older_.seq);
    EXPECT_FALSE(later.history_mark()) << "the next load says it too, until somebody knows";
    later.accept_history();
    ASSERT_TRUE(later.history_mark());
    EXPECT_EQ(later.history_mark()->held, older_.seq);
}

TEST_F(HistoryTest, APageLoadedAnewOnTheSameHistoryKnowsItsLatestHash)
{
    const auto mark = replica().history_mark();
    ASSERT_TRUE(mark);
    log("While nobody looked");
    Replica later(console_.transport, [this] { return room().now; });
    later.start();
    later.remember(*mark);
    frames();
    EXPECT_FALSE(later.history_back());
    EXPECT_EQ(later.history().held(), room().state.seq);
    EXPECT_EQ(later.history().known(), later.history().held());
}

TEST_F(HistoryTest, WhatIsHeldIsAFileThatCanBeReadAndVerified)
{
    const std::string text = replica().held_text();
    constexpr std::string_view kBetween = R"(,"state":)";
    const auto between = text.find(R"(,"state":{"journal_identity")");
    ASSERT_NE(between, std::string::npos) << text;
    constexpr std::string_view kBefore = R"({"journal":)";
    const auto page = page_from_wire(std::string_view { text }.substr(kBefore.size(), between - kBefore.size()));
    ASSERT_TRUE(page.ok()) << page.error().message;
    EXPECT_EQ(page.value().head_seq, room().state.seq);
    ASSERT_FALSE(page.value().entries.empty());
    EXPECT_EQ(page.value().entries.back().hash, page.value().head_hash);
    for (std::size_t i = 1; i < page.value().entries.size(); ++i) {
        EXPECT_TRUE(verifies(page.value().entries[i], page.value().entries[i - 1].hash));
    }
    const auto from = between + kBetween.size();
    const auto state = state_answer_from_wire(std::string_view { text }.substr(from, text.size() - 1 - from));
    ASSERT_TRUE(state.ok()) << state.error().message;
    EXPECT_TRUE(state.value().state.incidents.contains(second_));
    console_.transport.live("resync", kSightChanged);
    frames();
    EXPECT_EQ(replica().held_text().find("After the copy\\\""), std::string::npos)
        << "what may not be seen any more is not in the file either";
}

TEST(RollbackWatchTest, KeepsTheLatestEntriesOnly)
{
    RollbackWatch watch;
    const std::string line(1'000'000, ' ');
    for (std::uint64_t seq = 1; seq <= 20; ++seq) {
        SealedEntry entry;
        entry.seq = seq;
        watch.take(entry, line);
    }
    EXPECT_EQ(watch.held(), 20U);
    EXPECT_LT(watch.page("main").size(), 10'000'000U);
    EXPECT_GT(watch.page("main").size(), 7'000'000U);
}

}
}
