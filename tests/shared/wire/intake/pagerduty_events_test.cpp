// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/pagerduty_events.h"

#include "shared/domain/decide/decide.h"
#include "shared/domain/input_text.h"
#include "tests/shared/wire/intake/delivered_at.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

const std::string kKey = R"("routing_key":"0123456789abcdef0123456789abcdef")";
const std::string kPayload = R"("payload":{"summary":"Disk 95 %","source":"db1","severity":"error"})";

PagerDutyEvent event_of(const std::string& body)
{
    auto event = decode_pagerduty_event(body, kDeliveredAt);
    EXPECT_TRUE(event.ok()) << body << (event.ok() ? "" : event.error().missing[0]);
    return event.ok() ? event.value() : PagerDutyEvent {};
}

std::string trigger(const std::string& more)
{
    return "{" + kKey + R"(,"event_action":"trigger",)" + more + "}";
}

}

TEST(PagerDutyEventsTest, ATriggerIsAFiringAlert)
{
    const PagerDutyEvent event
        = event_of(trigger(R"("dedup_key":"db1/disk","client":"cron","links":[{"href":"http://x"}],
        "payload":{"summary":"Disk 95 %","source":"db1","severity":"error","class":"disk",
                   "timestamp":"2026-01-02T02:59:00.000+0000",
                   "custom_details":{"free":"5 %","used":95,"ratio":0.95,"on":true,"nested":{"x":1}}})"));
    EXPECT_EQ(event.action, PagerDutyAction::Trigger);
    EXPECT_EQ(event.routing_key, "0123456789abcdef0123456789abcdef");
    EXPECT_EQ(event.report.labels, (Labels { { "dedup_key", "db1/disk" } }));
    EXPECT_EQ(event.report.annotations,
        (Labels { { "class", "disk" }, { "client", "cron" }, { "detail.free", "5 %" }, { "detail.on", "true" },
            { "detail.ratio", "0.95" }, { "detail.used", "95" }, { "link", "http://x" }, { "severity", "error" },
            { "source", "db1" }, { "summary", "Disk 95 %" } }));
    EXPECT_EQ(event.report.started_at, kDeliveredAt - std::chrono::minutes { 1 });
    EXPECT_FALSE(event.report.ended_at.has_value());
    EXPECT_FALSE(event.report.lease_until.has_value());
    EXPECT_EQ(pagerduty_accepted(event), R"({"status":"success","message":"Event processed","dedup_key":"db1/disk"})");
}

TEST(PagerDutyEventsTest, AResolveAndAnAcknowledgeNameTheSameAlertByItsDedupKey)
{
    for (const std::string action : { "resolve", "acknowledge" }) {
        const PagerDutyEvent event
            = event_of("{" + kKey + R"(,"event_action":")" + action + R"(","dedup_key":"db1/disk"})");
        EXPECT_EQ(to_string(event.action), action);
        EXPECT_EQ(event.report.labels, pagerduty_labels("db1/disk"));
        EXPECT_EQ(event.report.ended_at.has_value(), action == "resolve");
    }
}

TEST(PagerDutyEventsTest, TheSameTriggerWithoutAKeyGetsTheSameKey)
{
    const PagerDutyEvent first = event_of(trigger(kPayload));
    EXPECT_EQ(first.dedup_key.size(), 32U);
    EXPECT_EQ(event_of(trigger(kPayload)).dedup_key, first.dedup_key);
    EXPECT_NE(event_of(trigger(R"("payload":{"summary":"Disk 96 %","source":"db1","severity":"error"})")).dedup_key,
        first.dedup_key);
}

TEST(PagerDutyEventsTest, RefusalsListEveryProblem)
{
    struct Case {
        std::string body;
        std::size_t problems;
        std::string_view says;
    };
    const std::vector<Case> cases {
        { "{}", 2, "'routing_key' is missing" },
        { "[]", 1, "must be an object" },
        { "{" + kKey + "}", 1, "'event_action' is missing" },
        { "{" + kKey + R"(,"event_action":"explode"})", 1, "'event_action' must be trigger" },
        { "{" + kKey + R"(,"event_action":7})", 1, "'event_action' must be text" },
        { "{" + kKey + R"(,"event_action":"resolve"})", 1, "'dedup_key' is missing" },
        { "{" + kKey + R"(,"event_action":"acknowledge","dedup_key":""})", 1, "'dedup_key' is missing" },
        { trigger(R"("payload":{})"), 3, "'payload.severity' is missing" },
        { trigger(R"("payload":[])"), 3, "'payload.severity' is missing" },
        { trigger(R"("payload":{"summary":"s","source":"s","severity":"bad"})"), 1, "'payload.severity' must be" },
        { trigger(R"("payload":{"summary":"s","source":"s","severity":"info","timestamp":"noon"})"), 1, "not a time" },
        { trigger(R"("payload":{"summary":"s","source":"s","severity":"info","timestamp":7})"), 1, "not a time" },
        { trigger(R"("payload":{"summary":"s","source":"s","severity":"info","timestamp":true})"), 1, "must be text" },
        { trigger("\"dedup_key\":\"" + std::string(256, 'x') + "\"," + kPayload), 1, "longer than 255" },
        { R"({"routing_key":"short","event_action":"resolve","dedup_key":"x"})", 1, "32 letters" },
        { R"({"routing_key":"0123456789abcdef0123456789abcde/","event_action":"resolve","dedup_key":"x"})", 1,
            "32 letters" },
        { "{", 1, "Not acceptable JSON" },
        { trigger(kPayload + "," + kPayload), 1, "comes twice" },
    };
    for (const Case& one : cases) {
        const auto event = decode_pagerduty_event(one.body, kDeliveredAt);
        ASSERT_FALSE(event.ok()) << one.body;
        ASSERT_EQ(event.error().missing.size(), one.problems) << one.body << event.error().missing[0];
        EXPECT_NE(event.error().missing[0].find(one.says), std::string::npos) << event.error().missing[0];
    }
}

TEST(PagerDutyEventsTest, SummariesAreCountedInCharacters)
{
    std::string summary;
    for (int i = 0; i < 1024; ++i) {
        summary += "ä";
    }
    event_of(trigger("\"payload\":{\"summary\":\"" + summary + R"(","source":"s","severity":"info"})"));
}

TEST(PagerDutyEventsTest, WhatMeansOneThingIsMended)
{
    struct Case {
        std::string payload;
        const char* name;
        std::string value;
        const char* mended;
    };
    std::string umlauts;
    for (int i = 0; i < 1023; ++i) {
        umlauts += "ä";
    }
    const std::vector<Case> cases {
        { R"("summary":")" + umlauts + R"(ää","source":"s","severity":"info")", "summary", umlauts + "…",
            "payload.summary was cut" },
        { R"("summary":7,"source":"s","severity":"info")", "summary", "7", "payload.summary was no text" },
        { R"("summary":"s","source":1.5,"severity":"info")", "source", "1.5", "payload.source was no text" },
        { R"("summary":"s","source":"s","class":true,"severity":"info")", "class", "true",
            "payload.class was no text" },
        { R"("summary":"s","source":"s","severity":"Crit")", "severity", "Crit",
            "payload.severity was none of critical, error, warning and info" },
        { R"("summary":"s","source":"s","severity":"info","timestamp":"2026-01-02T02:00")", "source", "s",
            "a time had no seconds; a time had no zone and was read as UTC" },
        { R"("summary":"s","source":"s","severity":"info","timestamp":1767319200)", "source", "s",
            "a time was given as seconds since 1970" },
        { R"("summary":"s","source":"s","severity":"info","timestamp":"Fri, 02 Jan 2026 02:00:00 +0000")", "source",
            "s", "a time was written as in mail" },
    };
    for (const Case& c : cases) {
        const PagerDutyEvent event = event_of(trigger("\"payload\":{" + c.payload + "}"));
        EXPECT_EQ(event.report.annotations.at(c.name), c.value);
        EXPECT_EQ(event.report.annotations.at("mended"), c.mended) << c.payload;
    }
    const PagerDutyEvent whole = event_of(trigger(kPayload));
    EXPECT_FALSE(whole.report.annotations.contains("mended"));
}

TEST(PagerDutyEventsTest, NoOddFieldThatNeedNotBeThereRefusesTheEvent)
{
    const PagerDutyEvent plain = event_of(trigger(R"("client":7,"client_url":true,)" + kPayload));
    EXPECT_EQ(plain.report.annotations.at("client"), "7");
    EXPECT_EQ(plain.report.annotations.at("client_url"), "true");
    EXPECT_EQ(plain.report.annotations.at("mended"), "client was no text; client_url was no text");
    const PagerDutyEvent nested = event_of(trigger(
        R"("client":{"name":"cron"},"payload":{"summary":"s","source":"s","severity":"info","group":["a","b"]})"));
    EXPECT_FALSE(nested.report.annotations.contains("client"));
    EXPECT_EQ(nested.report.annotations.at("mended"), "payload.group was no text; client was no text");
    EXPECT_EQ(nested.report.details, (Labels { { "client.name", "cron" }, { "group[0]", "a" }, { "group[1]", "b" } }));
    const PagerDutyEvent empty = event_of(trigger(R"("client":null,"client_url":"",)" + kPayload));
    EXPECT_FALSE(empty.report.annotations.contains("client"));
    EXPECT_FALSE(empty.report.annotations.contains("mended"));
    const PagerDutyEvent large = event_of(trigger("\"client\":\"" + std::string(5'000, 'c') + "\"," + kPayload));
    EXPECT_EQ(large.report.annotations.at("client").size(), kMaxLabelValue);
    EXPECT_NE(large.report.annotations.at("mended").find("client was cut"), std::string::npos);
}

TEST(PagerDutyEventsTest, AChangeIsNotRefusedForItsAdornments)
{
    const auto change = decode_pagerduty_change("{" + kKey + R"(,"payload":{"summary":"x\u0007y","source":"api\n)"
            + std::string(300, 'a')
            + R"("},"links":[{"text":"none"},{"href":"notes/1.4"},"https://ci/1",{"href":"https://ci/2"}]})",
        kDeliveredAt);
    ASSERT_TRUE(change.ok());
    EXPECT_EQ(change.value().change.summary, "x\uFFFDy");
    EXPECT_EQ(change.value().change.component, "api " + std::string(kMaxTitle - 5, 'a') + "…");
    EXPECT_EQ(change.value().change.link, "https://ci/1") << "the first that is an address";
}

TEST(PagerDutyEventsTest, EventsCountInTheOrderTheyCome)
{
    const PagerDutyEvent timed = event_of(
        trigger(R"("payload":{"summary":"s","source":"s","severity":"info","timestamp":"2026-01-02T02:00:00Z"})"));
    EXPECT_TRUE(timed.report.ordered);
    EXPECT_FALSE(timed.report.start_is_ours);
    EXPECT_TRUE(event_of(trigger(kPayload)).report.start_is_ours);
    const PagerDutyEvent over = event_of("{" + kKey + R"(,"event_action":"resolve","dedup_key":"k"})");
    EXPECT_TRUE(over.report.ordered && over.report.start_is_ours);
}

TEST(PagerDutyEventsTest, TellsWhoseEventItIsWhateverElseIsWrong)
{
    EXPECT_EQ(pagerduty_routing_key("{" + kKey + R"(,"event_action":"explode"})"), "0123456789abcdef0123456789abcdef");
    for (const char* body : { "", "[]", "{}", R"({"routing_key":7})", "{" }) {
        EXPECT_EQ(pagerduty_routing_key(body), "") << body;
    }
}

TEST(PagerDutyEventsTest, BodiesAreLimitedTo512KiB)
{
    const auto event = decode_pagerduty_event(std::string(512 * 1024 + 1, ' '), kDeliveredAt);
    EXPECT_EQ(event.error().code, ErrorCode::TooLarge);
}

TEST(PagerDutyEventsTest, TheRefusalsBodyIsPagerDutys)
{
    const auto event = decode_pagerduty_event("{}", kDeliveredAt);
    EXPECT_EQ(pagerduty_refused(event.error()),
        R"({"status":"invalid event","message":"Event object is invalid","errors":)"
        R"(["'routing_key' is missing or blank","'event_action' is missing or blank"]})");
}

TEST(PagerDutyEventsTest, AChangeEventIsAChange)
{
    const auto made = decode_pagerduty_change("{" + kKey
            + R"(,"payload":{"summary":"api 1.4 deployed","source":"api","timestamp":"2026-01-02T02:00:00Z",)"
              R"("custom_details":{"service":"shop","kind":"deployment"}},"links":[{"href":"http://ci/1","text":"CI"}]})",
        kDeliveredAt);
    ASSERT_TRUE(made.ok()) << made.error().message;
    const Change& change = made.value().change;
    EXPECT_EQ(change.summary, "api 1.4 deployed");
    EXPECT_EQ(change.component, "api");
    EXPECT_EQ(change.link, "http://ci/1");
    EXPECT_EQ(change.service.text, "shop");
    EXPECT_EQ(change.kind, ChangeKind::Deployment);
    EXPECT_EQ(change.at, kDeliveredAt - std::chrono::hours { 1 });
    const auto least = decode_pagerduty_change("{" + kKey + R"(,"payload":{"summary":"x"}})", kDeliveredAt);
    ASSERT_TRUE(least.ok());
    EXPECT_EQ(least.value().change.kind, ChangeKind::Change);
    EXPECT_EQ(least.value().change.at, kDeliveredAt);
    EXPECT_FALSE(decode_pagerduty_change("{" + kKey + R"(,"payload":{}})", kDeliveredAt).ok());
    EXPECT_FALSE(decode_pagerduty_change(R"({"payload":{"summary":"x"}})", kDeliveredAt).ok());
}

TEST(PagerDutyEventsTest, AChangeKeepsWhatFitsOfItsSummary)
{
    const auto change = decode_pagerduty_change(
        "{" + kKey + R"(,"payload":{"source":7,"summary":")" + std::string(1025, 'x') + "\"}}", kDeliveredAt);
    ASSERT_TRUE(change.ok());
    EXPECT_EQ(change.value().change.summary, std::string(1023, 'x') + "…");
    EXPECT_EQ(change.value().change.component, "7");
}

TEST(PagerDutyEventsTest, TextsMayBeAsLongAsTheirLimits)
{
    const PagerDutyEvent event = event_of(trigger("\"dedup_key\":\"" + std::string(255, 'k')
        + "\",\"payload\":{\"summary\":\"" + std::string(1024, 's') + R"(","source":"s","severity":"info"})"));
    EXPECT_EQ(event.dedup_key, std::string(255, 'k'));
    EXPECT_EQ(event.report.annotations.at("summary"), std::string(1024, 's'));
}

TEST(PagerDutyEventsTest, TimesAreNoLaterThanNowAndOfAnyZone)
{
    const auto started = [](const std::string& timestamp) {
        return event_of(
            trigger(R"("payload":{"summary":"s","source":"s","severity":"info","timestamp":")" + timestamp + "\"}"))
            .report.started_at;
    };
    EXPECT_EQ(started("2026-01-02T09:00:00Z"), kDeliveredAt) << "a fast clock";
    EXPECT_EQ(started("2026-01-02T03:30:00+0100"), kDeliveredAt - std::chrono::minutes { 30 });
    EXPECT_EQ(started("2026-01-02T01:30:00-0100"), kDeliveredAt - std::chrono::minutes { 30 });
    EXPECT_EQ(started("2026-01-02T03:30:00+01:00"), kDeliveredAt - std::chrono::minutes { 30 });
}

TEST(PagerDutyEventsTest, AResolveEndsNowAndHasItsKey)
{
    const PagerDutyEvent event = event_of("{" + kKey + R"(,"event_action":"resolve","dedup_key":"k"})");
    EXPECT_EQ(event.report.started_at, kDeliveredAt);
    EXPECT_EQ(event.report.ended_at, kDeliveredAt);
    EXPECT_EQ(event.dedup_key, "k");
}

TEST(PagerDutyEventsTest, EveryPartOfATriggerMakesItsKey)
{
    const auto key_of
        = [](const std::string& payload) { return event_of(trigger("\"payload\":{" + payload + "}")).dedup_key; };
    std::vector<std::string> keys;
    for (const char* payload :
        { R"("summary":"s","source":"s","severity":"info")", R"("summary":"t","source":"s","severity":"info")",
            R"("summary":"s","source":"t","severity":"info")", R"("summary":"s","source":"s","severity":"error")",
            R"("summary":"s","source":"s","severity":"info","class":"c")",
            R"("summary":"s","source":"s","severity":"info","component":"c")",
            R"("summary":"s","source":"s","severity":"info","group":"c")",
            R"("summary":"s","source":"xs","severity":"info","group":"c")",
            R"("summary":"xs","source":"s","severity":"info","group":"c")" }) {
        keys.push_back(key_of(payload));
    }
    // Parts that would read the same if they were only joined.
    keys.push_back(key_of(R"("summary":"c","source":"ab","severity":"info")"));
    keys.push_back(key_of(R"("summary":"bc","source":"a","severity":"info")"));
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(std::unique(keys.begin(), keys.end()), keys.end());
}

TEST(PagerDutyEventsTest, DetailsFillTheAnnotationsAndNoMore)
{
    std::string details;
    for (int i = 0; i < 100; ++i) {
        details += (i > 0 ? ",\"d" : "\"d") + std::to_string(i) + "\":\"x\"";
    }
    const PagerDutyEvent event = event_of(
        trigger(R"("payload":{"summary":"s","source":"s","severity":"info","custom_details":{)" + details + "}}"));
    EXPECT_EQ(event.report.annotations.size(), kMaxLabels - 1) << "one is left for what was mended";
}

TEST(PagerDutyEventsTest, AChangeIsADeploymentOnlyIfItSaysSo)
{
    const auto change_of = [](const std::string& details) {
        return decode_pagerduty_change(
            "{" + kKey + R"(,"payload":{"summary":"x","custom_details":{)" + details + "}}}", kDeliveredAt);
    };
    EXPECT_EQ(change_of(R"("kind":"deployment")").value().change.kind, ChangeKind::Deployment);
    EXPECT_EQ(change_of(R"("kind":"change")").value().change.kind, ChangeKind::Change);
    EXPECT_FALSE(change_of(R"("service":7)").ok());
    EXPECT_FALSE(change_of("\"service\":\"" + std::string(121, 's') + "\"").ok());
}

// As the description of PagerDuty's Events API v2 shows it.
TEST(PagerDutyEventsTest, NestedDetailsLinksAndImagesAreKept)
{
    const AlertReport report
        = event_of(trigger(R"("dedup_key":"k","links":[{"href":"https://example.org/1","text":"Runbook"},
        {"href":"https://example.org/2"},{"text":"Ask the database team"},"https://example.org/3",7],
        "images":[{"src":"https://example.org/a.png","href":"https://example.org/a","alt":"Load"},
                  {"src":"https://example.org/b.png"},{"alt":"nothing"}],
        "payload":{"summary":"s","source":"s","severity":"info","custom_details":{"free":"5 %",
            "count":12345678901234567890,"more":123456789012345678901234567890,
            "checks":[{"name":"disk","ok":false},{"name":"load","value":0.10}],"owner":{"team":"db"}}})"))
              .report;
    EXPECT_EQ(report.links,
        (Labels { { "Runbook", "https://example.org/1" }, { "link", "https://example.org/2" },
            { "link 2", "https://example.org/3" }, { "image: Load", "https://example.org/a.png" },
            { "image: Load 2", "https://example.org/a" }, { "image", "https://example.org/b.png" } }));
    EXPECT_EQ(report.details,
        (Labels { { "checks[0].name", "disk" }, { "checks[0].ok", "false" }, { "checks[1].name", "load" },
            { "checks[1].value", "0.10" }, { "link", "Ask the database team" }, { "owner.team", "db" } }));
    EXPECT_EQ(report.annotations.at("detail.free"), "5 %");
    EXPECT_EQ(report.annotations.at("detail.count"), "12345678901234567890");
    EXPECT_EQ(report.annotations.at("detail.more"), "123456789012345678901234567890");
    EXPECT_EQ(report.annotations.at("link"), "https://example.org/1");
    EXPECT_FALSE(report.annotations.contains("mended"));
}

TEST(PagerDutyEventsTest, DetailsMayBeAListATextOrANumber)
{
    const auto details_of = [](const std::string& details) {
        return event_of(
            trigger(R"("payload":{"summary":"s","source":"s","severity":"info","custom_details":)" + details + "}"))
            .report.details;
    };
    EXPECT_EQ(details_of(R"("Line one\nline two")"), (Labels { { "custom_details", "Line one\nline two" } }));
    EXPECT_EQ(
        details_of(R"(["a",{"b":1}])"), (Labels { { "custom_details[0]", "a" }, { "custom_details[1].b", "1" } }));
    EXPECT_EQ(details_of("7"), (Labels { { "custom_details", "7" } }));
    EXPECT_TRUE(details_of("null").empty());
    EXPECT_TRUE(details_of("{}").empty());
}

TEST(PagerDutyEventsTest, NoDetailIsLostForItsNameOrTheirNumber)
{
    std::string details = "\"" + std::string(121, 'n') + "\":\"long\"";
    for (int i = 0; i < 100; ++i) {
        details += ",\"d" + std::to_string(i) + "\":\"x\"";
    }
    const AlertReport report = event_of(
        trigger(R"("payload":{"summary":"s","source":"s","severity":"info","custom_details":{)" + details + "}}"))
                                   .report;
    EXPECT_EQ(report.annotations.size(), kMaxLabels - 1);
    EXPECT_EQ(report.details.size(), 1U + 40U);
    EXPECT_EQ(report.details.at(std::string(121, 'n')), "long");
    EXPECT_EQ(report.details.at("d99"), "x");
}

TEST(PagerDutyEventsTest, ADetailThatIsCutSaysSo)
{
    const AlertReport report = event_of(trigger(R"("payload":{"summary":"s","source":"s","severity":"info",)"
                                                R"("custom_details":{"log":")"
                                            + std::string(kMaxLabelValue + 1, 'x') + R"("}})"))
                                   .report;
    EXPECT_EQ(report.annotations.at("detail.log").size(), kMaxLabelValue);
    EXPECT_TRUE(report.annotations.at("detail.log").ends_with("…"));
    EXPECT_EQ(report.annotations.at("mended"), "detail.log was cut");
}

}
