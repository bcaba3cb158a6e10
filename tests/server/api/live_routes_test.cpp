// SPDX-License-Identifier: Apache-2.0
#include "server/app/drill_player.h"
#include "shared/domain/decision/decision.h"
#include "shared/timeline/column_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

using enum SystemRole;

TEST(LiveRoutesTest, TwoClientsSeeEachOthersEntriesInTheSameOrder)
{
    RunningServer server;
    const Credentials a = server.person("a", { Resolver });
    const Credentials b = server.person("b", { Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"t"})", a).status, 201);
    const std::string seq = std::to_string(server.app().journals->main().head().seq);
    LiveStream to_a(server, "?after=" + seq, a);
    LiveStream to_b(server, "?after=" + seq, b);

    for (int i = 0; i < 10; ++i) {
        ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"from a"})", a).status, 201);
        ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"from b"})", b).status, 201);
    }

    for (int i = 0; i < 20; ++i) {
        const auto seen_by_a = to_a.next("entry");
        const auto seen_by_b = to_b.next("entry");
        ASSERT_TRUE(seen_by_a && seen_by_b);
        EXPECT_EQ(seen_by_a->id, seen_by_b->id);
        EXPECT_EQ(seen_by_a->data, seen_by_b->data);
        EXPECT_NE(seen_by_a->data.find(i % 2 == 0 ? "from a" : "from b"), std::string::npos);
    }
}

TEST(LiveRoutesTest, ResumesAfterTheLastEventId)
{
    RunningServer server;
    const Credentials a = server.person("a", { Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"t"})", a).status, 201);
    const std::uint64_t seq = server.app().journals->main().head().seq;
    for (const char* text : { "one", "two", "three" }) {
        ASSERT_EQ(
            server.post("/api/v1/incidents/INC-1/entries", R"({"text":")" + std::string(text) + R"("})", a).status,
            201);
    }
    Credentials resuming = a;
    resuming.headers += "Last-Event-ID: " + std::to_string(seq + 1) + "\r\n";
    LiveStream stream(server, "?after=0", resuming);
    const auto next = stream.next("entry");
    ASSERT_TRUE(next);
    EXPECT_EQ(next->id, std::to_string(seq + 2));
    const auto entry = entry_from_wire(next->data);
    ASSERT_TRUE(entry.ok());
    EXPECT_NE(entry.value().text->bytes.find("two"), std::string::npos);
}

// What a browser's EventSource does by itself: the first address again, with the id of the last event it has seen.
class PlainEventSource {
public:
    PlainEventSource(RunningServer& server, std::string query, Credentials who)
        : server_(server), query_(std::move(query)), who_(std::move(who))
    {
        connect();
    }

    void connect()
    {
        Credentials resuming = who_;
        resuming.headers += last_id_.empty() ? "" : "Last-Event-ID: " + last_id_ + "\r\n";
        stream_.emplace(server_, query_, resuming);
    }

    std::optional<LiveStream::Event> next(std::string_view name)
    {
        auto event = stream_->next(name);
        last_id_ = event && !event->id.empty() ? event->id : last_id_;
        return event;
    }

    const std::string& last_id() const { return last_id_; }

private:
    RunningServer& server_;
    const std::string query_;
    const Credentials who_;
    std::string last_id_ {};
    std::optional<LiveStream> stream_ {};
};

TEST(LiveRoutesTest, ARestartBeforeTheFirstEntryLosesNothing)
{
    RunningServer server;
    const Credentials token = server.token("reader", { "read", "act" });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"t"})", token).status, 201);
    PlainEventSource source(server, "", token);
    ASSERT_TRUE(source.next("clock"));
    EXPECT_EQ(source.last_id(), std::to_string(server.app().journals->main().head().seq));

    server.restart();
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"meanwhile"})", token).status, 201);
    source.connect();

    const auto entry = source.next("entry");
    ASSERT_TRUE(entry.has_value());
    EXPECT_NE(entry->data.find("meanwhile"), std::string::npos);
}

TEST(LiveRoutesTest, AResyncLeadsOnceToAStreamThatGoesOn)
{
    RunningServer server;
    const Credentials token = server.token("reader", { "read", "act" });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"t"})", token).status, 201);
    int count = 0;
    for (const char* query : { "?after=999999", "?identity=another&after=1", "?identity=another", "?sight=another",
             "?identity=another&sight=another&after=1" }) {
        PlainEventSource source(server, query, token);
        ASSERT_TRUE(source.next("resync")) << query;
        source.connect();
        ASSERT_TRUE(source.next("clock")) << query;
        source.connect(); // the clock's id is as good as the resync's
        ASSERT_TRUE(source.next("clock")) << query;
        const std::string text = "note " + std::to_string(++count);
        ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":")" + text + R"("})", token).status, 201);
        const auto entry = source.next("entry");
        ASSERT_TRUE(entry.has_value()) << query;
        EXPECT_NE(entry->data.find(text), std::string::npos) << query;
    }
}

TEST(LiveRoutesTest, AHeadHasNoBodyAndIsNoViewer)
{
    RunningServer server;
    const Credentials token = server.token("reader", { "read" });
    RawClient client { server.port() };
    ASSERT_TRUE(client.send("HEAD /api/v1/live HTTP/1.1\r\nHost: localhost\r\n" + token.headers + "\r\n"
        + get("/api/v1/me", token.headers)));
    const auto head = client.read_response(true);
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->header("content-type"), "text/event-stream");
    const auto me = client.read_response();
    ASSERT_TRUE(me.has_value());
    EXPECT_EQ(me->status, 200);
    EXPECT_EQ(server.app().hub->metrics().attached, 0U);
}

// A drill into all routes: what GET answers with a body, HEAD answers without.
TEST(LiveRoutesTest, NoRouteAnswersAHeadWithABody)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Administrator });
    for (const auto& route : server.app().http->routes()) {
        if (route->method != Method::Get) {
            continue;
        }
        RawClient client { server.port() };
        ASSERT_TRUE(client.send("HEAD " + route->pattern + " HTTP/1.1\r\nHost: localhost\r\n" + lead.headers + "\r\n"
            + get("/api/v1/me", lead.headers + "Connection: close\r\n")));
        ASSERT_TRUE(client.read_response(true).has_value()) << route->pattern;
        const auto behind = client.read_response();
        ASSERT_TRUE(behind.has_value()) << route->pattern;
        EXPECT_EQ(behind->status, 200) << route->pattern;
    }
}

TEST(LiveRoutesTest, ClosesTheStreamOfAnEndedSessionWithinASecond)
{
    RunningServer server;
    const Credentials admin = server.person("admin", { Administrator, IncidentManager });
    const Credentials lead = server.person("lead", { IncidentManager });
    const Credentials wall = server.wall(WallAudience::Room, admin);
    LiveStream of_lead(server, "", lead);
    LiveStream of_wall(server, "", wall);
    ASSERT_TRUE(of_lead.next("clock"));
    ASSERT_TRUE(of_wall.next("clock"));

    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(server.remove("/api/v1/session", lead).status, 200);
    EXPECT_TRUE(of_lead.ends());
    const std::string id = server.get("/api/v1/walls", admin).body;
    const auto at = id.find("\"wall-");
    EXPECT_EQ(server.remove("/api/v1/walls/" + id.substr(at + 1, 13), admin).status, 200);
    EXPECT_TRUE(of_wall.ends());
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds { 2 });
    EXPECT_EQ(server.get("/api/v1/state", wall).status, 401);
}

TEST(LiveRoutesTest, TellsAViewerToLoadAfreshWhenSightChanges)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const Credentials other = server.person("other", { Resolver });
    const std::string other_id = server.app().auth->user_named("other")->id.text;
    const Answer logged = server.post("/api/v1/incidents", R"({"title":"secret","restricted":true})", lead);
    ASSERT_EQ(logged.status, 201) << logged.body;
    const std::string id = logged.at("created");
    LiveStream stream(server, "", other);
    ASSERT_TRUE(stream.next("clock"));
    EXPECT_EQ(server.get("/api/v1/incidents/" + id, other).status, 404);

    const std::string lead_id = server.app().auth->user_named("lead")->id.text;
    const Answer joined = server.post("/api/v1/incidents/" + id + "/members",
        R"({"restricted":true,"members":[")" + lead_id + R"(",")" + other_id + R"("]})", lead);
    ASSERT_EQ(joined.status, 200) << joined.body;
    EXPECT_TRUE(stream.next("resync"));
    EXPECT_EQ(server.get("/api/v1/incidents/" + id, other).status, 200);
}

TEST(LiveRoutesTest, EveryFrameContinuesTheChainForEverybody)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const Credentials wall = server.wall(WallAudience::Visitor, lead);
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"secret","restricted":true})", lead).status, 201);
    for (const Credentials& who : { lead, wall }) {
        const Answer page = server.get("/api/v1/journal?limit=1000", who);
        const auto journal = page_from_wire(page.body);
        ASSERT_TRUE(journal.ok()) << page.body;
        Digest previous {};
        for (const SealedEntry& entry : journal.value().entries) {
            EXPECT_TRUE(verifies(entry, previous)) << entry.seq;
            previous = entry.hash;
        }
        EXPECT_EQ(previous, journal.value().head_hash);
    }
    EXPECT_EQ(server.get("/api/v1/journal?limit=1000", wall).body.find("secret"), std::string::npos);
}

TEST(LiveRoutesTest, EntriesOfOneSubjectAreLinkedToWhatTheyContinue)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Orders fail"})", lead).status, 201);
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Mail fails"})", lead).status, 201);
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"looking"})", lead).status, 201);
    const auto page = page_from_wire(server.get("/api/v1/journal?subject=INC-1&links=1", lead).body);
    ASSERT_TRUE(page.ok());
    ASSERT_GE(page.value().entries.size(), 2U);
    ASSERT_EQ(page.value().links.size(), page.value().entries.size());
    for (std::size_t i = 0; i < page.value().entries.size(); ++i) {
        EXPECT_EQ(page.value().links[i].seq, page.value().entries[i].seq);
        EXPECT_TRUE(verifies(page.value().entries[i], page.value().links[i].before));
    }
    EXPECT_TRUE(page_from_wire(server.get("/api/v1/journal?subject=INC-1", lead).body).value().links.empty());
    EXPECT_EQ(server.get("/api/v1/journal?subject=INC-1&links=2", lead).status, 400);
}

TEST(TimelineRouteTest, DrawsWhatHappenedToAnIncident)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver });
    ASSERT_EQ(server.post("/api/v1/services", R"({"id":"shop","name":"Shop"})", lead).status, 200);
    ASSERT_EQ(server
                  .post("/api/v1/changes",
                      R"({"kind":"deployment","summary":"4.2","service":"shop","at":"2026-03-02T08:55:00Z"})", lead)
                  .status,
        201);
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"t","services":["shop"]})", lead).status, 201);
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"seen","kind":"decision"})", lead).status, 201);

    const Answer answer = server.get("/api/v1/timeline?scope=INC-1", lead);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Watchfloor-Seq"), std::to_string(server.app().journals->main().head().seq));
    const auto items = decode_items(answer.body);
    ASSERT_TRUE(items.ok());
    std::vector<ItemKind> kinds;
    for (const TimelineItem& item : items.value()) {
        kinds.push_back(item.kind);
    }
    EXPECT_NE(std::find(kinds.begin(), kinds.end(), ItemKind::Deployment), kinds.end());
    EXPECT_NE(std::find(kinds.begin(), kinds.end(), ItemKind::StateChange), kinds.end());
    EXPECT_NE(std::find(kinds.begin(), kinds.end(), ItemKind::Decision), kinds.end());

    const std::string seq = answer.header("Watchfloor-Seq");
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"more"})", lead).status, 201);
    EXPECT_EQ(decode_items(server.get("/api/v1/timeline?scope=INC-1&after=" + seq, lead).body).value().size(), 1u);
}

TEST(TimelineRouteTest, GoesOutInPagesTheNewestFirst)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"t"})", lead).status, 201);
    for (int i = 0; i < 6; ++i) {
        ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"n"})", lead).status, 201);
    }
    const std::string path = "/api/v1/timeline?scope=INC-1";
    const Answer whole = server.get(path, lead);
    EXPECT_TRUE(whole.header("Watchfloor-Before").empty()) << "nothing is left out";
    std::string before;
    std::vector<TimelineItem> items;
    for (int pages = 1;; ++pages) {
        ASSERT_LE(pages, 20);
        const Answer answer = server.get(path + "&limit=2" + before, lead);
        ASSERT_EQ(answer.status, 200) << answer.body;
        const auto page = decode_items(answer.body);
        ASSERT_TRUE(page.ok());
        EXPECT_LE(page.value().size(), 2u);
        items.insert(items.begin(), page.value().begin(), page.value().end());
        if (answer.header("Watchfloor-Before").empty()) {
            break;
        }
        EXPECT_EQ(answer.header("Watchfloor-Before"), std::to_string(items.front().seq));
        before = "&before=" + answer.header("Watchfloor-Before");
    }
    EXPECT_GE(items.size(), 7u);
    EXPECT_EQ(encode_items(items), whole.body);
    for (const char* wrong : { "&limit=0", "&limit=200001", "&before=0", "&before=x" }) {
        EXPECT_EQ(server.get(path + wrong, lead).status, 400) << wrong;
    }
}

TEST(TimelineRouteTest, OfAServiceItHoldsItsOwnAndItsIncidents)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver });
    for (const char* service : { "shop", "mail" }) {
        const std::string id(service);
        ASSERT_EQ(
            server.post("/api/v1/services", R"({"id":")" + id + R"(","name":")" + id + R"("})", lead).status, 200);
        const std::string change = R"({"kind":"deployment","summary":"4.2","at":"2026-02-27T08:55:00Z","service":")";
        ASSERT_EQ(server.post("/api/v1/changes", change + id + R"("})", lead).status, 201);
        const std::string incident = R"({"title":"t","services":[")" + id + R"("]})";
        ASSERT_EQ(server.post("/api/v1/incidents", incident, lead).status, 201);
    }
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"seen","kind":"decision"})", lead).status, 201);
    const auto count_of = [&](const std::string& service, ItemKind kind) {
        const auto items = decode_items(server.get("/api/v1/timeline?service=" + service, lead).body).value();
        return std::count_if(
            items.begin(), items.end(), [kind](const TimelineItem& item) { return item.kind == kind; });
    };
    EXPECT_EQ(count_of("shop", ItemKind::Deployment), 1) << "also of long ago";
    EXPECT_EQ(count_of("shop", ItemKind::Decision), 1);
    EXPECT_EQ(count_of("mail", ItemKind::Deployment), 1);
    EXPECT_EQ(count_of("mail", ItemKind::Decision), 0) << "another's incident";
    EXPECT_GT(count_of("mail", ItemKind::StateChange), 0);
    EXPECT_EQ(count_of("other", ItemKind::StateChange), 0);
}

TEST(TimelineRouteTest, WhatWentIsListedForThoseWhoCouldSeeIt)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, MaintenancePlanner });
    const Credentials visitor = server.wall(WallAudience::Visitor, lead);
    ASSERT_EQ(server.post("/api/v1/services", R"({"id":"shop","name":"Shop"})", lead).status, 200);
    const std::string from = format_timestamp(server.app().clock->now() + std::chrono::hours { 1 });
    const std::string to = format_timestamp(server.app().clock->now() + std::chrono::hours { 2 });
    const Answer planned = server.post("/api/v1/maintenance-windows",
        R"({"title":"w","services":["shop"],"from":")" + from + R"(","to":")" + to + R"("})", lead);
    ASSERT_EQ(planned.status, 201) << planned.body;
    const std::string seq = planned.at("seq");
    ASSERT_EQ(server
                  .post("/api/v1/maintenance-windows/" + planned.at("created") + "/transitions", R"({"to":"approved"})",
                      server.person("other", { MaintenancePlanner }))
                  .status,
        200);
    EXPECT_EQ(server.get("/api/v1/timeline?after=" + seq, lead).header("Watchfloor-Gone"), seq);
    EXPECT_EQ(server.get("/api/v1/timeline?after=" + seq, visitor).header("Watchfloor-Gone"), "");
}

TEST(DrillRoutesTest, ADrillThatPlaysIsNamedAndAnyOfTheStaffEndsIt)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver });
    const Credentials reporter = server.person("someone", { Reporter });
    const DrillScenario scenario = server.app().drills->scenarios().front();
    const Answer begun = server.post("/api/v1/drills", R"({"scenario":")" + scenario.id + R"(","speed":1})", lead);
    ASSERT_EQ(begun.status, 201) << begun.body;
    const std::string path = "/api/v1/drills/" + begun.at("created");
    const std::string playing = server.get("/api/v1/journals", lead).body;
    EXPECT_NE(playing.find("\"playing\":true"), std::string::npos) << playing;
    EXPECT_NE(playing.find("\"title\":\"" + scenario.title + "\""), std::string::npos) << playing;

    EXPECT_EQ(server.remove(path, reporter).status, 403);
    EXPECT_EQ(server.remove("/api/v1/drills/drill-7", lead).status, 404);
    EXPECT_EQ(server.remove("/api/v1/drills/main", lead).status, 404);
    const Answer ended = server.remove(path, lead);
    EXPECT_EQ(ended.status, 200) << ended.body;
    const std::string over = server.get("/api/v1/journals", lead).body;
    EXPECT_NE(over.find(begun.at("created")), std::string::npos) << "its journal stays";
    EXPECT_EQ(over.find("\"playing\":true"), std::string::npos) << over;
    EXPECT_EQ(over.find(scenario.title), std::string::npos) << over;
    EXPECT_EQ(server.remove(path, lead).status, 404) << "nothing plays in it any more";
    EXPECT_EQ(server.post("/api/v1/drills", R"({"scenario":")" + scenario.id + "\"}", lead).status, 201);
}

TEST(DrillRoutesTest, PlaysIntoAJournalOfItsOwn)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver });
    const Answer begun = server.post("/api/v1/drills", R"({"scenario":"checkout-outage","speed":1000})", lead);
    ASSERT_EQ(begun.status, 201) << begun.body;
    EXPECT_EQ(begun.at("created"), "drill-1");
    const std::uint64_t main_before = server.app().journals->main().head().seq;

    EXPECT_TRUE(eventually(
        [&] { return server.get("/api/v1/journals", lead).body.find("\"playing\":true") == std::string::npos; }));
    const Answer alerts = server.get("/api/v1/alerts?journal=drill-1&state=resolved", lead);
    for (const char* name : { "DiskFillingUp", "OrderWritesFailing", "CheckoutErrors" }) {
        EXPECT_NE(alerts.body.find(name), std::string::npos) << name;
    }
    const Answer found = server.get("/api/v1/alerts?journal=drill-1&state=resolved&filter=writesFAIL", lead);
    EXPECT_EQ(found.at("total"), "1") << found.body;
    EXPECT_NE(found.body.find("OrderWritesFailing"), std::string::npos);
    EXPECT_EQ(server.get("/api/v1/alerts?journal=drill-1&state=all&filter=no%20such", lead).at("items"), "");
    EXPECT_EQ(server.get("/api/v1/incidents?journal=drill-1", lead).at("total"), "1");
    EXPECT_NE(server.get("/api/v1/state?journal=drill-1", lead).body.find("\"purpose\":\"drill\""), std::string::npos);
    EXPECT_EQ(server.get("/api/v1/alerts?state=all", lead).at("items"), ""); // empty lists are left out
    EXPECT_EQ(server.app().journals->main().head().seq, main_before);
    // People take part under their own names.
    EXPECT_EQ(server.post("/api/v1/incidents/INC-1/entries?journal=drill-1", R"({"text":"on it"})", lead).status, 201);

    server.restart();
    EXPECT_EQ(server.get("/api/v1/incidents?journal=drill-1", lead).at("total"), "1");
}

// Its resources may be called as the room's are: what the room measures of them is no part of the exercise.
TEST(DrillRoutesTest, ForetellsNothingFromWhatTheRoomMeasures)
{
    RunningServer server;
    const Credentials all = server.person("all", { IncidentManager, Resolver, CapacityManager });
    const auto define = [&](const char* id, const char* query) {
        return server.post(std::string("/api/v1/capacity") + query,
            R"({"id":")" + std::string(id) + R"(","name":"Disk","unit":"bytes","total_milli":40000})", all);
    };
    ASSERT_EQ(define("disk", "").status, 200);
    ASSERT_EQ(define("idle", "").status, 200);
    std::string samples;
    server.clock().pass(std::chrono::minutes { 30 });
    for (int minute = 0; minute < 30; ++minute) {
        samples.append(samples.empty() ? "" : ",")
            .append(R"({"at":")")
            .append(format_timestamp(kTestMorning + std::chrono::minutes { minute }))
            .append(R"(","value_milli":)")
            .append(std::to_string(1'000 * minute))
            .append("}");
    }
    ASSERT_EQ(server.post("/api/v1/capacity/disk/samples", "{\"samples\":[" + samples + "]}", all).status, 201);
    ASSERT_NE(server.get("/api/v1/capacity/forecasts", all).body.find("\"disk\""), std::string::npos);

    ASSERT_EQ(server.post("/api/v1/drills", R"({"scenario":"checkout-outage","speed":1000})", all).status, 201);
    ASSERT_EQ(define("disk", "?journal=drill-1").status, 200);
    EXPECT_EQ(server.get("/api/v1/capacity/forecasts?journal=drill-1", all).body, "{}");
    const Answer forecast = server.get("/api/v1/capacity/disk/forecast?journal=drill-1", all);
    const Answer unmeasured = server.get("/api/v1/capacity/idle/forecast", all);
    EXPECT_EQ(forecast.at("window.to"), unmeasured.at("window.to")) << forecast.body;
    EXPECT_EQ(forecast.at("reason"), unmeasured.at("reason")) << forecast.body;
}

}
}
