// SPDX-License-Identifier: Apache-2.0
// What a console drops and asks for again when what it may see has changed.
#include "client/replica/items_on_the_way.h"
#include "shared/wire/answers/listing.h"
#include "tests/support/console_room.h"

#include <gtest/gtest.h>
#include <optional>

namespace watchfloor {
namespace {

constexpr const char* kResync = R"({"reason":"visibility_changed","head":1,"journal":"identity"})";
constexpr const char* kEnded = R"({"reason":"session_ended","head":1,"journal":"identity"})";
constexpr const char* kAhead = R"({"reason":"cursor_ahead","head":1,"journal":"identity"})";
constexpr Millis kLetGo { 700 };

class ChangedSightTest : public testing::Test {
protected:
    ChangedSightTest()
    {
        usual_ = console_.transport.answer;
        console_.transport.answer = [this](const HttpRequest& request) { return answer(request); };
    }

    HttpResponse answer(const HttpRequest& request)
    {
        if (silent_ || request.tag == failing_) {
            return { .failure = "nobody answers" };
        }
        if (narrowed_ && request.tag == "timeline") {
            return { .status = 200, .body = encode_items({}) };
        }
        if (request.tag == "search") {
            Listing<Alert> page;
            page.items.push_back({ .id = AlertId { "a1" }, .name = "Disk full" });
            return { .status = 200, .body = to_json_text(page) };
        }
        if (request.tag == "samples") {
            SeriesAnswer series;
            series.stretches.push_back({ .from = room().now - minutes { 5 }, .mean_milli = 1000 });
            return { .status = 200, .body = to_json_text(series) };
        }
        if (request.tag == "sources") {
            SourcesAnswer sources;
            sources.sources.push_back({ .source = SourceId { "prometheus" } });
            return { .status = narrowed_ ? 403 : 200, .body = to_json_text(sources) };
        }
        if (request.tag == "state") {
            State state = room().state;
            if (narrowed_) {
                state.incidents.erase(incident_);
            }
            StateFrame frame;
            frame.journal_identity = "identity";
            frame.server_time = room().now;
            frame.sight = narrowed_ ? "less" : "more";
            return { .status = 200, .body = state_answer_to_wire(frame, state) };
        }
        return usual_(request);
    }

    // A console that holds an incident, its log, its place in time, and what else it asked for.
    void hold_much()
    {
        incident_ = room().log_incident();
        console_.open(room().resolver);
        AddNote note;
        note.incident = incident_;
        note.text = "Spoken before";
        console_.done(note, room().resolver);
        console_.fire("Down", "shop");
        look();
        room().pass(Millis { 200 });
        look();
        frames(3);
        ASSERT_TRUE(replica().incident_log(incident_).loaded());
        ASSERT_TRUE(replica().find_alerts("Down").answered);
        ASSERT_EQ(replica().samples().series(kDisk, room().now - hours { 1 }, room().now, "main").size(), 1U);
        ASSERT_EQ(replica().sources().size(), 1U);
        ASSERT_GT(replica().recent_entries().size(), 0U);
        ASSERT_GT(replica().timeline().size(), 0U);
    }

    // A frame that draws all of it.
    void look()
    {
        replica().incident_log(incident_);
        replica().find_alerts("Down");
        replica().samples().series(kDisk, room().now - hours { 1 }, room().now, "main");
        transport().poll();
        replica().update();
    }

    void frames(int count = 5)
    {
        for (int i = 0; i < count; ++i) {
            transport().poll();
            replica().update();
        }
    }

    void expect_nothing_is_held()
    {
        EXPECT_FALSE(replica().state().incidents.contains(incident_));
        EXPECT_EQ(replica().timeline().size(), 0U);
        EXPECT_EQ(replica().recent_entries().size(), 0U);
        EXPECT_FALSE(replica().find_alerts("Down").answered);
        EXPECT_EQ(replica().samples().series(kDisk, room().now - hours { 1 }, room().now, "main").size(), 0U);
        EXPECT_EQ(replica().sources().size(), 0U);
        EXPECT_EQ(replica().incident_log(incident_).entries().size(), 0U);
    }

    FakeTransport& transport() { return console_.transport; }
    Replica& replica() { return console_.replica; }
    Room& room() { return console_.room; }

    const ResourceId kDisk { "disk" };
    ConsoleRoom console_ {};
    std::function<HttpResponse(const HttpRequest&)> usual_ {};
    IncidentId incident_ {};
    std::string failing_ {};
    bool narrowed_ = false;
    bool silent_ = false;
};

TEST_F(ChangedSightTest, WhatIsHeldGoesWithTheNewState)
{
    hold_much();
    narrowed_ = true;
    transport().live("resync", kResync);
    EXPECT_TRUE(replica().state().incidents.contains(incident_)) << "until the new picture is whole";
    frames();
    EXPECT_TRUE(replica().loaded());
    expect_nothing_is_held();
}

TEST_F(ChangedSightTest, WidenedSightShowsWithTheNewState)
{
    narrowed_ = true;
    incident_ = room().log_incident();
    console_.open(room().resolver);
    ASSERT_FALSE(replica().state().incidents.contains(incident_));
    narrowed_ = false;
    transport().live("resync", kResync);
    frames();
    EXPECT_TRUE(replica().state().incidents.contains(incident_));
    EXPECT_NE(transport().live_options.path.find("&sight=more"), std::string::npos);
}

// A visitors' wall receives no entry that it could fold.
TEST_F(ChangedSightTest, WhatChangedForVisitorsIsLoadedAnewAndNothingIsTakenAwayBefore)
{
    narrowed_ = true;
    incident_ = room().log_incident();
    console_.open(room().resolver);
    narrowed_ = false;
    silent_ = true;
    transport().live("changed", "{}");
    room().pass(seconds { 5 });
    frames();
    EXPECT_TRUE(replica().loaded());
    silent_ = false;
    room().pass(seconds { 3 });
    frames();
    transport().live("changed", "{}");
    frames();
    EXPECT_TRUE(replica().state().incidents.contains(incident_));
}

TEST_F(ChangedSightTest, WhatIsHeldGoesThoughTheServerIsSilent)
{
    for (const char* why : { kResync, kEnded, "not to be read" }) {
        hold_much();
        silent_ = true;
        transport().live("resync", why);
        room().pass(kLetGo - Millis { 1 });
        frames();
        EXPECT_TRUE(replica().loaded()) << why;
        room().pass(Millis { 1 });
        replica().update();
        EXPECT_FALSE(replica().loaded()) << why;
        expect_nothing_is_held();
        silent_ = false;
        room().pass(seconds { 3 });
        frames();
        EXPECT_TRUE(replica().loaded()) << why;
    }
}

TEST_F(ChangedSightTest, AResyncForAnotherReasonTakesNothingAwayBeforeItsAnswer)
{
    hold_much();
    silent_ = true;
    transport().live("resync", kAhead);
    room().pass(seconds { 30 });
    frames();
    EXPECT_TRUE(replica().loaded());
    EXPECT_TRUE(replica().state().incidents.contains(incident_));
    EXPECT_EQ(replica().timeline().size(), 2U);
}

// Where in time something lay tells as well that it was.
TEST_F(ChangedSightTest, ATimelineThatDoesNotComeAnewGoes)
{
    hold_much();
    failing_ = "timeline";
    transport().live("resync", kResync);
    frames();
    EXPECT_EQ(replica().timeline().size(), 2U) << "no blinking";
    room().pass(kLetGo);
    replica().update();
    EXPECT_EQ(replica().timeline().size(), 0U);
    EXPECT_TRUE(replica().loaded());
    failing_.clear();
    room().pass(seconds { 2 });
    frames();
    EXPECT_EQ(replica().timeline().size(), 2U);
}

TEST_F(ChangedSightTest, TheSameSightKeepsCurvesAndSources)
{
    hold_much();
    failing_ = "sources";
    transport().live("resync", kResync);
    frames();
    EXPECT_EQ(replica().sources().size(), 1U);
    EXPECT_TRUE(replica().samples().latest(kDisk).has_value());
}

TEST_F(ChangedSightTest, WhoIsSignedOutHoldsNothing)
{
    hold_much();
    auto before = transport().answer;
    transport().answer = [before](const HttpRequest& request) {
        return request.tag == "me" ? HttpResponse { .status = 401 } : before(request);
    };
    transport().live("resync", kEnded);
    frames();
    EXPECT_EQ(replica().link(), Link::SignedOut);
    expect_nothing_is_held();
}

TEST_F(ChangedSightTest, WhoIsSignedOutBetweenTwoQuestionsHoldsNothing)
{
    hold_much();
    auto before = transport().answer;
    transport().answer = [before](const HttpRequest& request) {
        return request.tag == "state" ? HttpResponse { .status = 401 } : before(request);
    };
    transport().live("resync", kEnded);
    frames();
    EXPECT_EQ(replica().link(), Link::SignedOut);
    expect_nothing_is_held();
}

TEST_F(ChangedSightTest, ALogThatIsDroppedWhileItLoadsIsNotWrittenTo)
{
    incident_ = room().log_incident();
    console_.open(room().resolver);
    replica().incident_log(incident_);
    replica().start();
    frames();
    EXPECT_FALSE(replica().incident_log(incident_).loaded());
}

class ItemsMeanwhileTest : public testing::Test {
protected:
    void resolve(const std::string& name)
    {
        AlertReport report;
        report.labels = { { "alertname", name }, { "service", "shop" }, { "severity", "critical" } };
        report.started_at = kMorning;
        report.ended_at = console_.room.now;
        console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    }

    // What is asked for by this tag is answered with what was true before all this happened.
    void while_on_its_way(const std::string& path, std::function<void()> happens)
    {
        auto usual = console_.transport.answer;
        console_.transport.answer = [=, told = false](const HttpRequest& request) mutable {
            HttpResponse response = usual(request);
            if (!std::exchange(told, told || request.path.starts_with(path)) && told) {
                happens();
            }
            return response;
        };
    }

    ConsoleRoom console_ {};
};

TEST_F(ItemsMeanwhileTest, AnAlertThatEndsWhileTheTimelineIsOnItsWayHasEnded)
{
    const AlertId alert = console_.fire("Down", "shop");
    const std::uint64_t seq = console_.room.state.alerts.find(alert)->opened_seq;
    while_on_its_way("/api/v1/timeline", [&] {
        console_.room.pass(minutes { 1 });
        resolve("Down");
    });
    console_.open(console_.room.resolver);
    const auto item = console_.replica.timeline().find(seq);
    ASSERT_TRUE(item.has_value());
    EXPECT_FALSE(item->open());
}

// A day of a storm is more than one answer holds.
TEST_F(ItemsMeanwhileTest, ATimelineOfSeveralPagesIsShownOnceAllAreThere)
{
    constexpr std::uint64_t kEarlier = 10;
    const auto items = [](std::uint64_t first, std::uint64_t last) {
        std::vector<TimelineItem> made;
        for (std::uint64_t seq = first; seq <= last; ++seq) {
            TimelineItem item;
            item.seq = seq;
            item.begin = item.end = item.recorded_at = kMorning;
            made.push_back(item);
        }
        return made;
    };
    const std::string newest = encode_items(items(kEarlier + 1, kEarlier + kTimelinePage));
    const std::string oldest = encode_items(items(1, kEarlier));
    auto usual = console_.transport.answer;
    console_.transport.answer = [=](const HttpRequest& request) {
        HttpResponse response = usual(request);
        if (request.path.starts_with("/api/v1/timeline")) {
            const bool earlier = request.path.find("before=" + std::to_string(kEarlier + 1)) != std::string::npos;
            response.body = earlier ? oldest : newest;
        }
        return response;
    };
    console_.open(console_.room.resolver);
    console_.transport.poll();
    EXPECT_TRUE(console_.replica.timeline().find(1).has_value());
    EXPECT_TRUE(console_.replica.timeline().find(kEarlier + kTimelinePage).has_value());
    EXPECT_EQ(console_.replica.timeline().size(), kEarlier + kTimelinePage);
}

// Nobody waits for the whole of a long timeline to see what is new.
TEST_F(ItemsMeanwhileTest, TheNewestOfALongTimelineAreShownWhileTheOthersAreOnTheirWay)
{
    constexpr std::uint64_t kEarlier = 10;
    std::vector<TimelineItem> items;
    for (std::uint64_t seq = 1; seq <= kEarlier + Replica::kTimelineFirstPage; ++seq) {
        TimelineItem item;
        item.seq = seq;
        item.begin = item.end = item.recorded_at = kMorning;
        items.push_back(item);
    }
    const std::string newest = encode_items({ items.begin() + kEarlier, items.end() });
    const std::string oldest = encode_items({ items.begin(), items.begin() + kEarlier });
    std::optional<std::size_t> shown;
    bool whole = true;
    console_.transport.answer = [&, usual = console_.transport.answer](const HttpRequest& request) {
        HttpResponse response = usual(request);
        if (request.path.starts_with("/api/v1/timeline")) {
            const bool first = request.path.ends_with("&limit=" + std::to_string(Replica::kTimelineFirstPage));
            if (!first) {
                shown = console_.replica.timeline().size();
                whole = console_.replica.timeline_loaded();
            }
            response.body = first ? newest : oldest;
        }
        return response;
    };
    console_.open(console_.room.resolver);
    console_.transport.poll();
    EXPECT_EQ(shown, Replica::kTimelineFirstPage);
    EXPECT_FALSE(whole);
    EXPECT_TRUE(console_.replica.timeline_loaded());
    EXPECT_EQ(console_.replica.timeline().size(), items.size());
}

// Who goes to last month does not wait for all that happened since; nor is it taken away when the newest come.
TEST_F(ItemsMeanwhileTest, WhatIsLookedAtIsShownBeforeWhatIsNewer)
{
    const Timestamp then = kMorning - hours { 24 * 30 };
    const auto item = [&](std::uint64_t seq, Timestamp at) {
        TimelineItem made;
        made.seq = seq;
        made.begin = made.end = made.recorded_at = at;
        return made;
    };
    const auto encoded = [](std::vector<TimelineItem> items) { return encode_items(items); };
    std::vector<TimelineItem> newest { item(2, then) };
    for (std::uint64_t seq = 3; newest.size() < Replica::kTimelineFirstPage; ++seq) {
        newest.push_back(item(seq, kMorning));
    }
    const std::vector<std::string> answers { encoded({ item(9000, kMorning) }),
        encoded({ item(1, then), item(2, then) }), encoded(newest), encoded({ item(1, then) }) };
    std::vector<std::string> asked;
    std::vector<std::size_t> shown;
    console_.transport.answer = [&, usual = console_.transport.answer](const HttpRequest& request) {
        HttpResponse response = usual(request);
        if (request.tag == "timeline" && asked.size() < answers.size()) {
            response.body = answers[asked.size()];
            asked.push_back(request.path);
            shown.push_back(console_.replica.timeline().size());
            if (asked.size() == 1) {
                console_.replica.want_timeline(then - hours { 1 }, hours { 2 });
            }
        }
        return response;
    };
    console_.open(console_.room.resolver);
    for (int i = 0; i < 4; ++i) {
        console_.transport.poll();
    }
    const std::size_t all = newest.size() + 1;
    EXPECT_EQ(shown, (std::vector<std::size_t> { 0, 0, 2, all })) << "each time something is asked for";
    ASSERT_EQ(asked.size(), 4U);
    EXPECT_NE(asked[1].find("&to=" + format_timestamp(then + hours { 1 })), std::string::npos) << asked[1];
    EXPECT_NE(asked[3].find("&before=2&from=" + format_timestamp(then - hours { 3 })), std::string::npos) << asked[3];
    EXPECT_TRUE(console_.replica.timeline_loaded());
    EXPECT_EQ(console_.replica.timeline().size(), all);
    EXPECT_FALSE(console_.replica.timeline().find(9000)) << "nobody waits for that answer any more";
}

TEST_F(ItemsMeanwhileTest, AnAlertThatEndsWhileALogIsOnItsWayHasEnded)
{
    const IncidentId incident = console_.room.log_incident();
    const AlertId alert = console_.fire("Down", "shop");
    const std::uint64_t seq = console_.room.state.alerts.find(alert)->opened_seq;
    console_.open(console_.room.resolver);
    while_on_its_way("/api/v1/timeline", [&] {
        console_.room.pass(minutes { 1 });
        resolve("Down");
    });
    console_.replica.incident_log(incident);
    console_.transport.poll();
    const auto item = console_.replica.incident_log(incident).timeline().find(seq);
    ASSERT_TRUE(item.has_value());
    EXPECT_FALSE(item->open());
}

TEST(ItemsOnTheWayTest, TheAnswerTakesThePlaceOfWhatWasShownAndWhatCameMeanwhileIsDoneAgain)
{
    const auto item = [](std::uint64_t seq) {
        TimelineItem made;
        made.seq = seq;
        made.begin = made.recorded_at = kMorning;
        made.end = kOpenEnd;
        return made;
    };
    TimelineColumns shown;
    ItemsOnTheWay items;
    ASSERT_TRUE(shown.put(item(1)).ok());
    TimelineOperation put;
    put.item = item(2);
    items.follow(put);
    items.asked();
    TimelineOperation late_put = put;
    late_put.item = item(3);
    TimelineOperation close;
    close.act = TimelineOperation::Act::Close;
    close.item.seq = 4;
    close.end = kMorning + minutes { 1 };
    items.follow(late_put);
    items.follow(close);
    TimelineItem known = item(3);
    known.end = kMorning + minutes { 2 };
    items.take(shown, { known, item(4) });
    EXPECT_FALSE(shown.find(1)) << "not in the answer";
    EXPECT_FALSE(shown.find(2)) << "in the answer, had it still been there";
    EXPECT_EQ(shown.find(3)->end, known.end) << "as the answer knows it";
    EXPECT_EQ(shown.find(4)->end, *close.end);
    items.take(shown, {});
    EXPECT_EQ(shown.size(), 0U);
}

}
}
