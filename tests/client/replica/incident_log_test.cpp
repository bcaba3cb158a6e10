// SPDX-License-Identifier: Apache-2.0
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class IncidentLogTest : public testing::Test {
protected:
    IncidentLogTest()
    {
        incident_ = console_.room.log_incident();
        console_.open(console_.room.resolver);
        usual_ = console_.transport.answer;
        console_.transport.answer = [this](const HttpRequest& request) {
            return fails_ && request.tag.starts_with("log/") ? HttpResponse { .status = 503, .body = kBusy }
                                                             : usual_(request);
        };
    }

    // A frame: takes what came and asks for what is missing.
    IncidentLog& frame()
    {
        console_.transport.poll();
        return console_.replica.incident_log(incident_);
    }

    std::size_t asked() const
    {
        return static_cast<std::size_t>(std::count_if(console_.transport.sent.begin(), console_.transport.sent.end(),
            [](const HttpRequest& request) { return request.tag.starts_with("log/"); }));
    }

    void note(const std::string& text)
    {
        AddNote note;
        note.incident = incident_;
        note.text = text;
        console_.done(note, console_.room.resolver);
    }

    static constexpr const char* kBusy = R"({"error":{"code":"unavailable","message":"Try again in a moment."}})";

    ConsoleRoom console_ {};
    std::function<HttpResponse(const HttpRequest&)> usual_ {};
    IncidentId incident_ {};
    bool fails_ = false;
};

}

TEST_F(IncidentLogTest, TriesAgainByItselfWhatDidNotLoad)
{
    fails_ = true;
    note("before");
    frame();
    EXPECT_EQ(frame().trouble(), "Try again in a moment.");
    EXPECT_FALSE(frame().loaded());
    EXPECT_EQ(asked(), 2U) << "not with every frame";
    fails_ = false;
    console_.room.pass(seconds { 3 });
    frame();
    const IncidentLog& log = frame();
    EXPECT_TRUE(log.loaded());
    EXPECT_EQ(log.trouble(), "");
    EXPECT_EQ(log.entries().size(), 1U);
    EXPECT_EQ(asked(), 4U);
}

TEST_F(IncidentLogTest, WaitsLongerEachTime)
{
    fails_ = true;
    for (int second = 0; second < 120; ++second) {
        frame();
        console_.room.pass(seconds { 1 });
    }
    // The geometry and the entries, at 0, 2, 6, 14, 30, 62 seconds.
    EXPECT_GE(asked(), 8U);
    EXPECT_LE(asked(), 14U);
}

TEST_F(IncidentLogTest, KeepsWhatTheStreamBringsWhileItLoads)
{
    note("first");
    frame();
    note("second");
    const IncidentLog& log = frame();
    ASSERT_TRUE(log.loaded());
    note("third");
    ASSERT_EQ(log.entries().size(), 3U);
    EXPECT_TRUE(std::is_sorted(log.entries().begin(), log.entries().end(),
        [](const Entry& a, const Entry& b) { return a.head.seq < b.head.seq; }));
}

// Beside a server whose journal is made up: pages of any entries, stubs among them.
class IncidentLogPagesTest : public testing::Test {
protected:
    IncidentLogPagesTest()
    {
        transport_.answer = [this](const HttpRequest& request) {
            if (request.path.find("/timeline?") != std::string::npos) {
                return items_;
            }
            const auto after = request.path.find("&after=") + 7;
            std::vector<std::string> lines;
            for (std::uint64_t seq = std::stoul(request.path.substr(after)) + 1; seq <= head_ && lines.size() < 500;
                 ++seq) {
                lines.push_back(line(seq, seq > stubs_after_));
            }
            return pages_.status != 0
                ? pages_
                : HttpResponse { .status = 200, .body = page_to_wire(JournalId { "main" }, head_, Digest {}, lines) };
        };
    }

    static Entry entry_of(std::uint64_t seq)
    {
        Entry entry;
        entry.head.seq = seq;
        entry.head.subject = "INC-1";
        entry.payload = NoteAdded { .incident = IncidentId { "INC-1" } };
        return entry;
    }

    static std::string line(std::uint64_t seq, bool stub)
    {
        const Entry entry = entry_of(seq);
        return entry_to_wire(
            seal_entry(entry.head, entry.payload, EntrySalts {}, Digest {}), stub ? Sight::Stub : Sight::Whole);
    }

    void frame()
    {
        log_.load(now_);
        transport_.poll();
    }

    std::size_t asked(std::string_view part)
    {
        return static_cast<std::size_t>(std::count_if(transport_.sent.begin(), transport_.sent.end(),
            [&](const HttpRequest& request) { return request.path.find(part) != std::string::npos; }));
    }

    static constexpr std::uint64_t kNone = ~0ULL;
    std::uint64_t head_ = 0;
    std::uint64_t stubs_after_ = kNone;
    HttpResponse items_ { .status = 200, .body = encode_items({}) };
    HttpResponse pages_ {}; // instead of what the journal holds
    Timestamp now_ = kMorning;
    FakeTransport transport_ {};
    IncidentLog log_ { transport_, "main", IncidentId { "INC-1" } };
};

TEST_F(IncidentLogPagesTest, AFullPageIsNotTheLast)
{
    for (const std::uint64_t count : { 499U, 500U }) {
        head_ = count;
        transport_.sent.clear();
        IncidentLog log { transport_, "main", IncidentId { "INC-1" } };
        log.load(now_);
        transport_.poll();
        EXPECT_EQ(log.loaded(), count < 500);
        transport_.poll();
        EXPECT_TRUE(log.loaded());
        EXPECT_EQ(log.entries().size(), count);
        EXPECT_EQ(asked("/journal?"), count < 500 ? 1U : 2U);
    }
}

TEST_F(IncidentLogPagesTest, NeitherIsOneThatTheServerEndedForItsSize)
{
    head_ = 320;
    transport_.answer = [this, small = transport_.answer](const HttpRequest& request) {
        if (request.path.find("&after=0&") == std::string::npos) {
            return small(request);
        }
        std::vector<std::string> lines;
        for (std::uint64_t seq = 1; seq <= 300; ++seq) {
            Entry entry = entry_of(seq);
            entry.payload
                = NoteAdded { .incident = IncidentId { "INC-1" }, .note = std::string(std::size_t { 16'000 }, 'x') };
            lines.push_back(
                entry_to_wire(seal_entry(entry.head, entry.payload, EntrySalts {}, Digest {}), Sight::Whole));
        }
        return HttpResponse { .status = 200, .body = page_to_wire(JournalId { "main" }, head_, Digest {}, lines) };
    };
    frame();
    transport_.poll();
    EXPECT_TRUE(log_.loaded());
    EXPECT_EQ(log_.entries().size(), 320U);
}

// What may not be seen is passed over, not asked for again.
TEST_F(IncidentLogPagesTest, PagesGoOnBehindTheirStubs)
{
    head_ = 700;
    stubs_after_ = 450;
    frame();
    transport_.poll();
    EXPECT_TRUE(log_.loaded());
    EXPECT_EQ(log_.entries().size(), 450U);
    ASSERT_EQ(asked("/journal?"), 2U);
    EXPECT_NE(transport_.sent.back().path.find("&after=500&"), std::string::npos) << transport_.sent.back().path;
}

TEST_F(IncidentLogPagesTest, WhatAPageBroughtTheStreamDoesNotBringTwice)
{
    head_ = 3;
    frame();
    ASSERT_TRUE(log_.loaded());
    for (const std::uint64_t seq : { 2U, 3U, 4U }) {
        log_.follow(State {}, State {}, entry_of(seq));
    }
    EXPECT_EQ(log_.entries().size(), 4U);
    EXPECT_EQ(log_.entries().back().head.seq, 4U);
}

TEST_F(IncidentLogPagesTest, AnEntryIsFoundByItsSeqOnly)
{
    head_ = 9;
    frame();
    ASSERT_TRUE(log_.loaded());
    ASSERT_NE(log_.entry(9), nullptr);
    EXPECT_EQ(log_.entry(9)->head.seq, 9U);
    EXPECT_EQ(log_.entry(0), nullptr);
    EXPECT_EQ(log_.entry(10), nullptr);
    log_.follow({}, {}, entry_of(12));
    EXPECT_EQ(log_.entry(11), nullptr) << "the next one is another";
    EXPECT_EQ(log_.entry(12)->head.seq, 12U);
}

TEST_F(IncidentLogPagesTest, WhatPagesAndStreamBothBringIsHereOnce)
{
    head_ = 8;
    log_.load(now_);
    for (const std::uint64_t seq : { 8U, 9U }) {
        log_.follow({}, {}, entry_of(seq));
    }
    Entry elsewhere = entry_of(10);
    elsewhere.head.subject = "INC-2";
    log_.follow({}, {}, elsewhere);
    transport_.poll();
    ASSERT_TRUE(log_.loaded());
    EXPECT_EQ(log_.entries().size(), 9U);
    EXPECT_EQ(log_.entries().back().head.seq, 9U);
}

TEST_F(IncidentLogPagesTest, NothingIsWellUntilBothHalvesAreHere)
{
    const HttpResponse busy { .status = 503, .failure = "busy" };
    items_ = busy;
    frame();
    EXPECT_TRUE(log_.loaded()) << "its entries can be read";
    EXPECT_EQ(log_.trouble(), "busy");
    items_ = { .status = 200, .body = encode_items({}) };
    now_ = now_ + seconds { 2 };
    frame();
    EXPECT_EQ(log_.trouble(), "");
    EXPECT_EQ(asked("/timeline?"), 2U);

    IncidentLog other { transport_, "main", IncidentId { "INC-1" } };
    pages_ = busy;
    other.load(now_);
    transport_.poll();
    EXPECT_EQ(other.trouble(), "busy");
    EXPECT_FALSE(other.loaded());
}

TEST_F(IncidentLogPagesTest, ItemsThatCameAtLastDoNotHideThatAPageIsMissing)
{
    const HttpResponse busy { .status = 503, .failure = "busy" };
    items_ = busy;
    head_ = 600;
    frame(); // the first page comes, the items do not
    pages_ = busy;
    now_ = now_ + seconds { 1 };
    frame(); // nor does the second page
    items_ = { .status = 200, .body = encode_items({}) };
    now_ = now_ + seconds { 1 };
    frame();
    ASSERT_EQ(asked("/timeline?"), 2U);
    ASSERT_EQ(asked("/journal?"), 2U);
    EXPECT_EQ(log_.trouble(), "busy");
}

// Which of all that happens belongs to the incident.
TEST_F(IncidentLogPagesTest, KeepsOfTheTimelineWhatConcernsTheIncident)
{
    State state;
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.services = { ServiceId { "shop" } };
    incident.alerts = { AlertId { "linked" } };
    state.incidents.set(incident.id, incident);
    std::uint64_t seq = 0;
    const auto kept = [&](Payload payload) {
        Entry entry;
        entry.head.seq = ++seq;
        entry.payload = std::move(payload);
        log_.follow(state, state, entry);
        return log_.timeline().find(seq).has_value();
    };
    const auto fired = [](const char* id, const char* service, IncidentId of = {}) {
        AlertFired made;
        made.alert.id = AlertId { id };
        made.alert.service = ServiceId { service };
        made.alert.incident = std::move(of);
        return made;
    };
    EXPECT_TRUE(kept(NoteAdded { .incident = IncidentId { "INC-1" } }));
    EXPECT_FALSE(kept(NoteAdded { .incident = IncidentId { "INC-2" } }));
    EXPECT_TRUE(kept(fired("linked", "mail")));
    EXPECT_FALSE(kept(fired("another", "shop"))) << "an alert is the incident's once it is linked";
    EXPECT_FALSE(kept(fired("third", "shop", IncidentId { "INC-2" })));
    const auto change = [](const char* service) {
        ChangeRecorded made;
        made.change.service = ServiceId { service };
        return made;
    };
    EXPECT_TRUE(kept(change("shop")));
    EXPECT_FALSE(kept(change("mail")));
    IncidentLogged other;
    other.incident.id = IncidentId { "INC-2" };
    other.incident.services = { ServiceId { "shop" } };
    EXPECT_FALSE(kept(other)) << "another incident of the same service";
}

TEST_F(IncidentLogPagesTest, AnAlertThatIsLinkedIsDrawnFromItsStartUnderItsOwnNumber)
{
    State state;
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    state.incidents.set(incident.id, incident);
    Alert alert;
    alert.id = AlertId { "a1" };
    alert.opened_seq = 5;
    alert.started_at = kMorning;
    state.alerts.set(alert.id, alert);
    Entry entry;
    entry.head.seq = 9;
    entry.payload = AlertLinked { .incident = IncidentId { "INC-2" }, .alert = alert.id };
    log_.follow(state, state, entry);
    EXPECT_EQ(log_.timeline().size(), 0U) << "to another incident";
    entry.payload = AlertLinked { .incident = IncidentId { "INC-1" }, .alert = alert.id };
    log_.follow(state, state, entry);
    ASSERT_TRUE(log_.timeline().find(5));
    EXPECT_EQ(log_.timeline().find(5)->begin, kMorning);
    EXPECT_TRUE(log_.timeline().find(5)->open());

    Entry over;
    over.head.seq = 10;
    over.payload = AlertResolved { .alert = alert.id, .ended_at = kMorning + minutes { 3 } };
    log_.follow(state, state, over);
    EXPECT_EQ(log_.timeline().find(5)->end, kMorning + minutes { 3 }) << "an end says no subject, and counts";
}

TEST_F(IncidentLogPagesTest, AnAlertThatComesBackKeepsTheHoleInWhichNobodyKnew)
{
    State state;
    Alert alert;
    alert.id = AlertId { "a1" };
    alert.opened_seq = 5;
    alert.started_at = kMorning;
    alert.ended_at = kMorning + minutes { 3 };
    alert.lapsed = true;
    state.alerts.set(alert.id, alert);
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.alerts = { alert.id };
    state.incidents.set(incident.id, incident);
    Entry again;
    again.head.seq = 9;
    again.head.recorded_at = kMorning + minutes { 10 };
    alert.opened_seq = 9;
    alert.ended_at.reset();
    alert.lapsed = false;
    again.payload = AlertFired { alert };
    log_.follow(state, state, again);
    state.alerts.set(alert.id, alert);
    Entry linked;
    linked.head.seq = 10;
    linked.payload = AlertLinked { .incident = incident.id, .alert = alert.id };
    log_.follow(state, state, linked);
    ASSERT_TRUE(log_.timeline().find(9));
    EXPECT_EQ(log_.timeline().find(9)->begin, kMorning + minutes { 10 });
}

// The answer was written before what the stream brought meanwhile.
TEST_F(IncidentLogPagesTest, OlderItemsDoNotComeOverNewerOnes)
{
    TimelineItem old;
    old.seq = 5;
    old.begin = old.recorded_at = kMorning;
    old.end = kOpenEnd;
    TimelineItem other = old;
    other.seq = 6;
    items_.body = encode_items(std::vector { old, other });
    State state;
    Alert alert;
    alert.id = AlertId { "a1" };
    alert.opened_seq = 5;
    alert.started_at = kMorning;
    state.alerts.set(alert.id, alert);
    log_.load(now_);
    Entry linked;
    linked.head.seq = 9;
    linked.payload = AlertLinked { .incident = IncidentId { "INC-1" }, .alert = alert.id };
    log_.follow(state, state, linked);
    Entry over;
    over.head.seq = 10;
    over.payload = AlertResolved { .alert = alert.id, .ended_at = kMorning + minutes { 3 } };
    log_.follow(state, state, over);
    transport_.poll();
    ASSERT_TRUE(log_.timeline().find(5) && log_.timeline().find(6));
    EXPECT_EQ(log_.timeline().find(5)->end, kMorning + minutes { 3 });
    EXPECT_TRUE(log_.timeline().find(6)->open()) << "what the stream did not touch comes from the answer";
}

}
