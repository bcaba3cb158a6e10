// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/alertmanager_webhook.h"

#include "shared/wire/json/json_text.h"
#include "tests/shared/wire/intake/delivered_at.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::string_view kDelivery = R"({"version":"4","groupKey":"{}:{alertname=\"LinkDown\"}","truncatedAlerts":3,
 "status":"firing","receiver":"console","notification_reason":"first notification",
 "groupLabels":{"alertname":"LinkDown"},"commonLabels":{},"commonAnnotations":{},
 "routeLabels":{},"externalURL":"http://am:9093",
 "alerts":[{"status":"firing","labels":{"alertname":"LinkDown","severity":"critical"},
  "annotations":{"summary":"uplink lost"},"startsAt":"2026-01-02T02:04:05Z",
  "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://p/g","fingerprint":"9f1c02ab34cd56ef"},
  {"status":"resolved","labels":{"alertname":"LinkDown","port":"2"},
  "annotations":{},"startsAt":"2026-01-02T02:04:05Z","endsAt":"2026-01-02T02:30:00Z"}]})";

WebhookDelivery webhook(std::string_view body)
{
    auto delivery = decode_webhook(body, kDeliveredAt);
    EXPECT_TRUE(delivery.ok()) << body << (delivery.ok() ? "" : delivery.error().message);
    return delivery.ok() ? delivery.value() : WebhookDelivery {};
}

AlertReport only(std::string_view alert, std::string_view group = "")
{
    const WebhookDelivery delivery = webhook("{\"alerts\":[" + std::string(alert) + "]" + std::string(group) + "}");
    EXPECT_EQ(delivery.batch.alerts.size(), 1U) << alert;
    return delivery.batch.alerts.empty() ? AlertReport {} : delivery.batch.alerts[0];
}

}

TEST(AlertmanagerWebhookTest, ReadsADeliveryWithBothKindsOfAlerts)
{
    const WebhookDelivery delivery = webhook(kDelivery);
    EXPECT_EQ(delivery.frame.version, "4");
    EXPECT_EQ(delivery.frame.status, "firing");
    EXPECT_EQ(delivery.frame.receiver, "console");
    EXPECT_EQ(delivery.frame.group_key, "{}:{alertname=\"LinkDown\"}");
    EXPECT_EQ(delivery.frame.external_url, "http://am:9093");
    EXPECT_EQ(delivery.frame.truncated_alerts, 3);
    EXPECT_EQ(delivery.batch.invalid, 0);
    ASSERT_EQ(delivery.batch.alerts.size(), 2U);
    const AlertReport& firing = delivery.batch.alerts[0];
    EXPECT_EQ(firing.labels, (Labels { { "alertname", "LinkDown" }, { "severity", "critical" } }));
    EXPECT_EQ(firing.annotations, (Labels { { "summary", "uplink lost" } }));
    EXPECT_EQ(firing.started_at, instant("2026-01-02T02:04:05Z"));
    EXPECT_FALSE(firing.ended_at.has_value());
    EXPECT_FALSE(firing.lease_until.has_value());
    EXPECT_EQ(firing.links, (Labels { { "generatorURL", "http://p/g" } }));
    EXPECT_EQ(delivery.batch.alerts[1].ended_at, instant("2026-01-02T02:30:00Z"));
    EXPECT_TRUE(delivery.batch.alerts[1].links.empty());
}

TEST(AlertmanagerWebhookTest, StatusDecidesThenEndsAtThenTheGroup)
{
    const std::string labels = R"("labels":{"a":"b"})";
    EXPECT_EQ(only("{" + labels + R"(,"status":"resolved"})").ended_at, kDeliveredAt);
    EXPECT_EQ(only("{" + labels + R"(,"status":"resolved","endsAt":"2026-01-02T04:00:00Z"})").ended_at, kDeliveredAt);
    EXPECT_FALSE(only("{" + labels + R"(,"status":"firing","endsAt":"2026-01-02T02:00:00Z"})").ended_at.has_value());
    EXPECT_EQ(only("{" + labels + R"(,"endsAt":"2026-01-02T02:00:00Z"})", R"(,"status":"firing")").ended_at,
        instant("2026-01-02T02:00:00Z"));
    EXPECT_EQ(only("{" + labels + "}", R"(,"status":"resolved")").ended_at, kDeliveredAt);
    EXPECT_FALSE(only("{" + labels + "}", R"(,"status":"firing")").ended_at.has_value());
    EXPECT_FALSE(only("{" + labels + "}", R"(,"status":["reshaped"])").ended_at.has_value());
    EXPECT_EQ(only("{" + labels + "}").started_at, kDeliveredAt);
    EXPECT_EQ(only("{" + labels + R"(,"startsAt":"2026-01-02T09:00:00Z"})").started_at, kDeliveredAt);
}

TEST(AlertmanagerWebhookTest, AResolveBeforeItsStartStillResolves)
{
    const AlertReport report = only(R"({"labels":{"a":"b"},"status":"resolved",)"
                                    R"("startsAt":"2026-01-02T02:00:01Z","endsAt":"2026-01-02T02:00:00Z"})");
    EXPECT_EQ(report.started_at, instant("2026-01-02T02:00:00Z"));
    EXPECT_EQ(report.ended_at, instant("2026-01-02T02:00:00Z"));
}

TEST(AlertmanagerWebhookTest, GrafanasShapeIsRead)
{
    const WebhookDelivery delivery = webhook(
        R"({"version":"1","orgId":1,"title":"x","state":"alerting","message":"m","truncatedAlerts":0,"status":"firing",)"
        R"("alerts":[{"status":"firing","labels":{"a":"b"},"annotations":null,"values":null,"valueString":"[ ]",)"
        R"("startsAt":"2026-01-02T02:04:05.123+01:00","endsAt":"0001-01-01T00:00:00Z","dashboardURL":"","values2":{"A":1.5}}]})");
    ASSERT_EQ(delivery.batch.alerts.size(), 1U);
    EXPECT_EQ(delivery.batch.alerts[0].started_at, instant("2026-01-02T01:04:05.123Z"));
}

TEST(AlertmanagerWebhookTest, ReshapedAlertsAreListedAndTheOthersKept)
{
    const std::string good = R"({"status":"firing","labels":{"a":"good"}})";
    for (const std::string_view one : { R"({"status":"firing"})", R"({"status":"off","labels":{"a":"b"}})",
             R"({"status":1,"labels":{"a":"b"}})", R"({"status":"firing","labels":{"a":[1]}})", "[]", "null", "1",
             R"({"status":"firing","labels":{"a":"b"},"startsAt":"now"})" }) {
        const WebhookDelivery delivery = webhook("{\"alerts\":[" + good + "," + std::string(one) + "," + good + "]}");
        EXPECT_EQ(delivery.batch.alerts.size(), 2U) << one;
        EXPECT_EQ(delivery.batch.invalid, 1) << one;
    }
}

// Nobody is kept from hearing of an alert by the shape of its prose.
TEST(AlertmanagerWebhookTest, AnAnnotationOfAnyShapeIsKeptAsDetails)
{
    const WebhookDelivery delivery = webhook(
        R"({"alerts":[{"status":"firing","labels":{"a":"1"},"annotations":{"hosts":["web1",7,null,["x"],{"b":true}],)"
        R"("summary":"Down","more":{"of":{"it":[1.50]},"none":{}},"link":"l"},"startsAt":"2026-01-02T02:00:00Z"},)"
        R"({"status":"firing","labels":{"a":["no"]},"annotations":{"b":["c"]}},)"
        R"({"status":"firing","labels":{"a":"2"},"annotations":{"b":"c"}}]})");
    ASSERT_EQ(delivery.batch.alerts.size(), 2U);
    EXPECT_EQ(delivery.batch.invalid, 1) << "a label is another matter";
    EXPECT_EQ(delivery.batch.mended, 1);
    const AlertReport& mended = delivery.batch.alerts[0];
    EXPECT_EQ(mended.started_at, instant("2026-01-02T02:00:00Z"));
    EXPECT_EQ(mended.annotations,
        (Labels { { "link", "l" }, { "mended", "'hosts' was a list; 'more' was an object" }, { "summary", "Down" } }));
    EXPECT_EQ(mended.details,
        (Labels { { "hosts[0]", "web1" }, { "hosts[1]", "7" }, { "hosts[2]", "null" }, { "hosts[3][0]", "x" },
            { "hosts[4].b", "true" }, { "more.of.it[0]", "1.50" } }));
    EXPECT_EQ(delivery.batch.alerts[1].annotations, (Labels { { "b", "c" } }));
    EXPECT_TRUE(delivery.batch.alerts[1].details.empty());
}

TEST(AlertmanagerWebhookTest, BodiesThatAreNoDeliveryAreRefused)
{
    for (const std::string_view body :
        { "", "[]", "1", "null", "{}", R"({"alerts":{}})", R"({"alerts":null})", R"({"alerts":"x"})", R"({"alert":[]})",
            R"({"version":"5","alerts":[]})", R"({"alerts":[],"alerts":[]})", R"({"alerts":[)" }) {
        const auto delivery = decode_webhook(body, kDeliveredAt);
        EXPECT_FALSE(delivery.ok()) << body;
    }
    EXPECT_TRUE(webhook(R"({"alerts":[]})").batch.alerts.empty());
}

TEST(AlertmanagerWebhookTest, WhateverIsTruncatedCountsAsAtLeastNone)
{
    EXPECT_EQ(webhook(R"({"alerts":[],"truncatedAlerts":-5})").frame.truncated_alerts, 0);
    EXPECT_EQ(webhook(R"({"alerts":[],"truncatedAlerts":"7"})").frame.truncated_alerts, 0);
    EXPECT_EQ(webhook(R"({"x":{"truncatedAlerts":9},"alerts":[]})").frame.truncated_alerts, 0);
}

TEST(AlertmanagerWebhookTest, AnEndDecidesAtItsVeryInstant)
{
    const std::string labels = R"("labels":{"a":"b"})";
    EXPECT_EQ(only("{" + labels + R"(,"endsAt":"2026-01-02T03:00:00Z"})").ended_at, kDeliveredAt);
    EXPECT_FALSE(only("{" + labels + R"(,"endsAt":"2026-01-02T03:00:00.001Z"})").ended_at.has_value());
    EXPECT_FALSE(
        only("{" + labels + R"(,"endsAt":"2026-01-02T03:00:01Z"})", R"(,"status":"resolved")").ended_at.has_value())
        << "an alert's own end goes before its group";
}

TEST(AlertmanagerWebhookTest, TellsWhichAlertWasReshaped)
{
    const WebhookDelivery delivery = webhook(
        R"({"alerts":[{"labels":{"a":"b"}},{"status":"off","labels":{"a":"b"}},{"labels":{}}],"status":"firing"})");
    ASSERT_EQ(delivery.batch.problems.size(), 2U);
    EXPECT_EQ(delivery.batch.problems[0], "Alert 1: status must be firing or resolved.");
    EXPECT_EQ(delivery.batch.problems[1], "Alert 2: Give at least one label with a value.");
}

TEST(AlertmanagerWebhookTest, OnlyTheListNamedAlertsHoldsThem)
{
    EXPECT_FALSE(decode_webhook(R"({"others":[{"labels":{"a":"b"}}]})", kDeliveredAt).ok());
    EXPECT_EQ(webhook(R"({"others":[{"labels":{"a":"b"}}],"alerts":[{"labels":{"a":"c"}}]})").batch.alerts.size(), 1U);
}

TEST(AlertmanagerWebhookTest, AStatusIsReadWhateverItsCase)
{
    const AlertReport loud = only(R"({"labels":{"a":"b"},"status":" FIRING "})");
    EXPECT_FALSE(loud.ended_at.has_value());
    EXPECT_EQ(loud.annotations.at("mended"), "status was spelled otherwise");
    EXPECT_TRUE(only(R"({"labels":{"a":"b"},"status":"Resolved"})").ended_at.has_value());
    EXPECT_EQ(only(R"({"labels":{"a":"b"}})", R"(,"status":"RESOLVED")").ended_at, kDeliveredAt);
    EXPECT_FALSE(only(R"({"labels":{"a":"b"},"status":"firing"})").annotations.contains("mended"));
}

TEST(AlertmanagerWebhookTest, SaysWhoseStartItIs)
{
    EXPECT_TRUE(only(R"({"labels":{"a":"b"},"status":"firing"})").start_is_ours);
    EXPECT_FALSE(only(R"({"labels":{"a":"b"},"startsAt":"2026-01-02T02:00:00Z"})").start_is_ours);
    EXPECT_FALSE(only(R"({"labels":{"a":"b"},"status":"firing"})").ordered);
}

// As Grafana 11 sends it.
TEST(AlertmanagerWebhookTest, GrafanasLinksAndValuesAreKept)
{
    const AlertReport report = only(R"({"status":"firing","labels":{"alertname":"HighLoad","grafana_folder":"Ops"},
        "annotations":{"summary":"Load is high"},"startsAt":"2026-01-02T02:04:05Z","endsAt":"0001-01-01T00:00:00Z",
        "generatorURL":"https://grafana.example.org/alerting/grafana/cdeqmlhvflz40f/view?orgId=1",
        "fingerprint":"57c6d9296de2ad39","dashboardURL":"https://grafana.example.org/d/aeb2f2?orgId=1",
        "panelURL":"https://grafana.example.org/d/aeb2f2?orgId=1&viewPanel=2",
        "silenceURL":"https://grafana.example.org/alerting/silence/new?alertmanager=grafana",
        "imageURL":"https://grafana.example.org/images/1.png",
        "values":{"B":22.50,"C":1,"D":123456789012345678901234567890,"E":null,"F":{"nested":1},"G":[2],"H":"text"},
        "valueString":"[ var='B' labels={} value=22.5 ]"})");
    EXPECT_EQ(report.links,
        (Labels { { "dashboardURL", "https://grafana.example.org/d/aeb2f2?orgId=1" },
            { "generatorURL", "https://grafana.example.org/alerting/grafana/cdeqmlhvflz40f/view?orgId=1" },
            { "imageURL", "https://grafana.example.org/images/1.png" },
            { "panelURL", "https://grafana.example.org/d/aeb2f2?orgId=1&viewPanel=2" },
            { "silenceURL", "https://grafana.example.org/alerting/silence/new?alertmanager=grafana" } }));
    EXPECT_EQ(report.details,
        (Labels { { "valueString", "[ var='B' labels={} value=22.5 ]" }, { "values.B", "22.50" }, { "values.C", "1" },
            { "values.D", "123456789012345678901234567890" }, { "values.H", "text" } }));
    EXPECT_EQ(report.annotations, (Labels { { "summary", "Load is high" } }));
    EXPECT_EQ(report.labels.size(), 2U);
}

TEST(AlertmanagerWebhookTest, WhateverStandsForLinksAndValuesLosesNoAlert)
{
    for (const char* odd :
        { R"("values":null)", R"("values":[1])", R"("values":7)", R"("values":"x")", R"("generatorURL":7)",
            R"("generatorURL":null)", R"("panelURL":{"a":"b"})", R"("valueString":["x"])", R"("silenceURL":"")" }) {
        const AlertReport report = only(R"({"labels":{"a":"b"},)" + std::string(odd) + R"(,"status":"resolved"})");
        EXPECT_EQ(report.labels, (Labels { { "a", "b" } })) << odd;
        EXPECT_TRUE(report.ended_at.has_value()) << odd << " and what comes after it is read";
        EXPECT_TRUE(report.links.empty() && report.details.empty()) << odd;
    }
}

TEST(AlertmanagerWebhookTest, WhatIsCutOfLinksAndValuesIsCounted)
{
    std::string values;
    for (int i = 0; i < 100; ++i) {
        values += (i > 0 ? ",\"v" : "\"v") + std::to_string(i) + "\":" + std::to_string(i);
    }
    const WebhookDelivery delivery
        = webhook(R"({"alerts":[{"labels":{"a":"b"},"status":"firing","values":{)" + values + "}}]}");
    ASSERT_EQ(delivery.batch.alerts.size(), 1U);
    EXPECT_EQ(delivery.batch.mended, 1);
    EXPECT_EQ(delivery.batch.alerts[0].details.at(kMended), "it had more details than are kept");
    EXPECT_TRUE(delivery.batch.alerts[0].annotations.empty()) << "which are compared with those of a repeat";
}

}
