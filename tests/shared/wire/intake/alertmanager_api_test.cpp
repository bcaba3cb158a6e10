// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/alertmanager_api.h"

#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/input_text.h"
#include "shared/wire/json/json_text.h"
#include "tests/shared/wire/intake/delivered_at.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

AlertBatch decoded(std::string_view body)
{
    auto batch = decode_api_alerts(body, kDeliveredAt);
    EXPECT_TRUE(batch.ok()) << body << (batch.ok() ? "" : batch.error().message);
    return batch.ok() ? batch.value() : AlertBatch {};
}

}

TEST(AlertmanagerApiTest, EndsAtInTheFutureIsALeaseAndInThePastAResolve)
{
    const AlertBatch batch = decoded(R"([
        {"labels":{"alertname":"DiskFull","instance":"db1"},"annotations":{"summary":"95 %"},
         "startsAt":"2026-01-02T02:00:00Z","endsAt":"2026-01-02T03:04:05Z","generatorURL":"http://p/g"},
        {"labels":{"alertname":"DiskFull","instance":"db2"},
         "startsAt":"2026-01-02T02:00:00+01:00","endsAt":"2026-01-02T03:00:00Z"}])");
    ASSERT_EQ(batch.alerts.size(), 2U);
    EXPECT_EQ(batch.invalid, 0);
    EXPECT_EQ(batch.alerts[0].labels, (Labels { { "alertname", "DiskFull" }, { "instance", "db1" } }));
    EXPECT_EQ(batch.alerts[0].annotations, (Labels { { "summary", "95 %" } }));
    EXPECT_EQ(batch.alerts[0].started_at, instant("2026-01-02T02:00:00Z"));
    EXPECT_EQ(batch.alerts[0].lease_until, instant("2026-01-02T03:04:05Z"));
    EXPECT_FALSE(batch.alerts[0].ended_at.has_value());
    EXPECT_EQ(batch.alerts[1].started_at, instant("2026-01-02T01:00:00Z"));
    EXPECT_EQ(batch.alerts[1].ended_at, kDeliveredAt);
    EXPECT_FALSE(batch.alerts[1].lease_until.has_value());
}

TEST(AlertmanagerApiTest, MissingTimesGetAlertmanagersDefaults)
{
    struct Case {
        std::string_view times;
        Timestamp starts;
        std::optional<Timestamp> ends;
        std::optional<Timestamp> lease;
    };
    const std::vector<Case> cases {
        { "", kDeliveredAt, std::nullopt, kDeliveredAt + kResolveTimeout },
        { R"(,"startsAt":null,"endsAt":null)", kDeliveredAt, std::nullopt, kDeliveredAt + kResolveTimeout },
        { R"(,"startsAt":"0001-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00.000Z")", kDeliveredAt, std::nullopt,
            kDeliveredAt + kResolveTimeout },
        { R"(,"startsAt":"2026-01-02T02:00:00Z")", instant("2026-01-02T02:00:00Z"), std::nullopt,
            kDeliveredAt + kResolveTimeout },
        { R"(,"endsAt":"2026-01-02T02:30:00Z")", instant("2026-01-02T02:30:00Z"), instant("2026-01-02T02:30:00Z"),
            std::nullopt },
        { R"(,"endsAt":"2026-01-02T03:30:00Z")", kDeliveredAt, std::nullopt, instant("2026-01-02T03:30:00Z") },
        { R"(,"startsAt":"2026-01-02T03:02:00Z","endsAt":"2026-01-02T03:30:00Z")", kDeliveredAt, std::nullopt,
            instant("2026-01-02T03:30:00Z") },
    };
    for (const Case& one : cases) {
        const AlertBatch batch = decoded("[{\"labels\":{\"a\":\"b\"}" + std::string(one.times) + "}]");
        ASSERT_EQ(batch.alerts.size(), 1U) << one.times;
        EXPECT_EQ(batch.alerts[0].started_at, one.starts) << one.times;
        EXPECT_EQ(batch.alerts[0].ended_at, one.ends) << one.times;
        EXPECT_EQ(batch.alerts[0].lease_until, one.lease) << one.times;
    }
}

TEST(AlertmanagerApiTest, LabelsWithoutValueDoNotCount)
{
    const AlertBatch batch = decoded(R"([{"labels":{"a":"b","empty":""},"annotations":{"none":""}}])");
    ASSERT_EQ(batch.alerts.size(), 1U);
    EXPECT_EQ(batch.alerts[0].labels, (Labels { { "a", "b" } }));
    EXPECT_TRUE(batch.alerts[0].annotations.empty());
}

TEST(AlertmanagerApiTest, InvalidAlertsAreListedAndTheOthersKept)
{
    const std::vector<std::string> invalid {
        R"({})",
        R"({"labels":{}})",
        R"({"labels":null})",
        R"({"labels":{"a":""}})",
        R"({"labels":{"":"b"}})",
        R"({"labels":{"a\u0000":"b"}})",
        R"({"labels":{"a":null}})",
        R"({"labels":{"a":["b"]}})",
        R"({"labels":{"a":{"b":"c"},"d":"e"}})",
        R"({"labels":["a"]})",
        R"({"labels":"a"})",
        R"({"labels":{"a":"b"},"annotations":[]})",
        R"({"labels":{"a":"b"},"startsAt":7})",
        R"({"labels":{"a":"b"},"startsAt":{"seconds":1}})",
        R"({"labels":{"a":"b"},"endsAt":{"seconds":1}})",
        R"({"labels":{"a":"b"},"endsAt":[]})",
        R"({"labels":{"a":"b"},"endsAt":"tomorrow"})",
        R"({"labels":{"a":"b"},"startsAt":"2026-01-02T02:00:00Z","endsAt":"2026-01-02T01:00:00Z"})",
        "[]",
        "[{\"labels\":{\"a\":\"b\"}}]",
        "7",
        "null",
        "\"x\"",
    };
    const std::string good = R"({"labels":{"a":"good"}})";
    for (const std::string& one : invalid) {
        const AlertBatch batch = decoded("[" + good + "," + one + "," + good + "]");
        EXPECT_EQ(batch.alerts.size(), 2U) << one;
        EXPECT_EQ(batch.invalid, 1) << one;
        ASSERT_EQ(batch.problems.size(), 1U) << one;
        EXPECT_EQ(batch.problems[0].substr(0, 9), "Alert 1: ") << batch.problems[0];
        EXPECT_EQ(batch.alerts[1].labels, (Labels { { "a", "good" } })) << one;
    }
}

namespace {

AlertReport mended(const std::string& alert, const std::string& what)
{
    const AlertBatch batch = decoded("[" + alert + "]");
    EXPECT_EQ(batch.invalid, 0) << alert;
    EXPECT_EQ(batch.mended, what.empty() ? 0 : 1) << alert;
    if (batch.alerts.empty()) {
        return {};
    }
    const AlertReport& report = batch.alerts[0];
    const auto said = report.annotations.find(kMended);
    EXPECT_EQ(said == report.annotations.end() ? std::string {} : std::string(said->second), what) << alert;
    return report;
}

}

TEST(AlertmanagerApiTest, ValuesOfOneMeaningAreTakenAsText)
{
    EXPECT_EQ(mended(R"({"labels":{"a":1}})", "'a' was a number").labels, (Labels { { "a", "1" } }));
    EXPECT_EQ(mended(R"({"labels":{"a":-7}})", "'a' was a number").labels.at("a"), "-7");
    EXPECT_EQ(mended(R"({"labels":{"a":0.95}})", "'a' was a number").labels.at("a"), "0.95");
    for (const char* alike :
        { "12345678901234567890123", "12345678901234567890124", "0.12345678901234567", "0.12345678901234568" }) {
        const std::string alert = R"({"labels":{"a":)" + std::string(alike) + "}}";
        EXPECT_EQ(mended(alert, "'a' was a number").labels.at("a"), alike) << "or two alerts become one";
    }
    EXPECT_EQ(
        mended(R"({"labels":{"a":18446744073709551615}})", "'a' was a number").labels.at("a"), "18446744073709551615");
    EXPECT_EQ(mended(R"({"labels":{"a":true}})", "'a' was a yes or no").labels.at("a"), "true");
    EXPECT_EQ(mended(R"({"labels":{"a":"b","c":null}})", "'c' was null").labels, (Labels { { "a", "b" } }));
    EXPECT_EQ(mended(R"({"labels":{"a":"b"},"annotations":{"x":7,"y":false}})", "'x' was a number; 'y' was a yes or no")
                  .annotations.at("y"),
        "false");
    mended(R"({"labels":{"a":"b"},"annotations":null})", "");
}

TEST(AlertmanagerApiTest, TimesWithPartsMissingAreCompleted)
{
    struct Case {
        const char* time;
        const char* means;
        const char* mended;
    };
    for (const Case& c : {
             Case { "2026-01-02T01:04:05", "2026-01-02T01:04:05Z", "a time had no zone and was read as UTC" },
             Case { "2026-01-02T01:04:05.25", "2026-01-02T01:04:05.25Z", "a time had no zone and was read as UTC" },
             Case { "2026-01-02T01:04Z", "2026-01-02T01:04:00Z", "a time had no seconds" },
             Case { "2026-01-02T01:04+01:00", "2026-01-02T00:04:00Z", "a time had no seconds" },
             Case { "2026-01-02T01:04:05+01", "2026-01-02T00:04:05Z", "a time's offset had no minutes" },
             Case { "2026-01-02T01:04:05-0130", "2026-01-02T02:34:05Z", "a time's offset had no colon" },
             Case { "2026-01-02 01:04", "2026-01-02T01:04:00Z",
                 "a time had no seconds; a time had no zone and was read as UTC" },
             Case { "2026-01-02 01:04:05,250Z", "2026-01-02T01:04:05.25Z", "a time had a comma before its fraction" },
             Case { "2026-01-02T01:04:05Z", "2026-01-02T01:04:05Z", "" },
         }) {
        EXPECT_EQ(mended(R"({"labels":{"a":"b"},"startsAt":")" + std::string(c.time) + "\"}", c.mended).started_at,
            instant(c.means))
            << c.time;
    }
    for (const char* time :
        { "2026-01-02", "2026-01-02T01", "2026-01-02T25:04", "yesterday at four o'clock", "+", "2026-01-02T01:04:05+1",
            "2026-01-02T01:04:", "2026-01-02T01:04:05 CET", "2026-01-02T01:04,5Z", "2026-01-02T01:04.5Z" }) {
        EXPECT_EQ(decoded(R"([{"labels":{"a":"b"},"startsAt":")" + std::string(time) + "\"}]").invalid, 1) << time;
    }
}

TEST(AlertmanagerApiTest, TooManyAndTooLongLabelsAreCutAndKnownByTheWhole)
{
    std::string labels = R"("severity":"critical","zone":"z")";
    for (std::size_t i = 0; i < kMaxLabels; ++i) {
        labels += ",\"l" + std::to_string(i) + "\":\"x\"";
    }
    const AlertReport many = mended("{\"labels\":{" + labels + "}}", "it had 66 labels, of which 64 are kept");
    EXPECT_EQ(many.labels.size(), kMaxLabels);
    EXPECT_EQ(many.labels.at("severity"), "critical") << "what says most is kept first";
    EXPECT_FALSE(many.labels.contains("zone"));
    EXPECT_EQ(many.whole.size(), kMaxLabels + 2);
    EXPECT_TRUE(check_report(many).ok());

    const std::string value(kMaxLabelValue + 1, 'x');
    const std::string name(300, 'n');
    const AlertReport lengthy
        = mended("{\"labels\":{\"" + name + "\":\"b\",\"a\":\"" + value + "\"}}", "a long label was cut");
    EXPECT_EQ(lengthy.labels.at("a").size(), kMaxLabelValue);
    EXPECT_TRUE(lengthy.labels.at("a").ends_with("…"));
    EXPECT_EQ(lengthy.labels.last_name().size(), 256U);
    EXPECT_EQ(lengthy.whole.at("a"), value);
    EXPECT_TRUE(check_report(lengthy).ok());
    EXPECT_TRUE(mended(R"({"labels":{"a":"b"}})", "").whole.empty());

    std::string notes;
    for (std::size_t i = 0; i < kMaxLabels; ++i) {
        notes += (i > 0 ? ",\"n" : "\"n") + std::to_string(i) + "\":\"x\"";
    }
    const AlertReport prose = mended(
        "{\"labels\":{\"a\":\"b\"},\"annotations\":{" + notes + "}}", "it had 64 annotations, of which 63 are kept");
    EXPECT_EQ(prose.annotations.size(), kMaxLabels);
    EXPECT_TRUE(check_report(prose).ok());
}

TEST(AlertmanagerApiTest, WhatWasMendedIsSaidInBounds)
{
    std::string labels;
    for (int i = 0; i < 60; ++i) {
        labels += (i > 0 ? ",\"label-" : "\"label-") + std::to_string(i) + "\":7";
    }
    const AlertBatch batch = decoded("[{\"labels\":{" + labels + "}}]");
    ASSERT_EQ(batch.alerts.size(), 1U);
    EXPECT_EQ(batch.alerts[0].labels.size(), 60U);
    EXPECT_LT(batch.alerts[0].annotations.at(kMended).size(), 512U);
}

TEST(AlertmanagerApiTest, SaysWhoseStartItIs)
{
    EXPECT_TRUE(mended(R"({"labels":{"a":"b"}})", "").start_is_ours);
    EXPECT_TRUE(mended(R"({"labels":{"a":"b"},"endsAt":"2026-01-02T02:30:00Z"})", "").start_is_ours);
    EXPECT_FALSE(mended(R"({"labels":{"a":"b"},"startsAt":"2026-01-02T02:00:00Z"})", "").start_is_ours);
}

TEST(AlertmanagerApiTest, ProblemsAreCountedBeyondThoseListed)
{
    std::string body = "[{}";
    for (int i = 0; i < 99; ++i) {
        body += ",{}";
    }
    const AlertBatch batch = decoded(body + "]");
    EXPECT_EQ(batch.invalid, 100);
    EXPECT_EQ(batch.problems.size(), kMaxProblems);
    EXPECT_TRUE(api_problems(batch).starts_with("\"No alert was taken. ")) << api_problems(batch);
}

TEST(AlertmanagerApiTest, LongAnnotationsAreCutNotRefused)
{
    const AlertBatch batch
        = decoded(R"([{"labels":{"a":"b"},"annotations":{"d":")" + std::string(2 * kMaxLabelValue, 'x') + R"("}}])");
    ASSERT_EQ(batch.alerts.size(), 1U);
    const std::string_view cut = batch.alerts[0].annotations.at("d");
    EXPECT_EQ(cut.size(), kMaxLabelValue);
    EXPECT_TRUE(cut.ends_with("…"));
}

TEST(AlertmanagerApiTest, UnknownFieldsArePassedOver)
{
    const AlertBatch batch = decoded(
        R"([{"x":{"labels":{"no":"no"}},"labels":{"a":"b"},"y":[{"labels":{"no":"no"}}],"z":1,"annotations":{"c":"d"}}])");
    ASSERT_EQ(batch.alerts.size(), 1U);
    EXPECT_EQ(batch.alerts[0].labels, (Labels { { "a", "b" } }));
    EXPECT_EQ(batch.alerts[0].annotations, (Labels { { "c", "d" } }));
}

TEST(AlertmanagerApiTest, BodiesThatAreNoListAreRefused)
{
    for (const std::string_view body : { "", "{}", "7", "\"x\"", "null", "[", "[{]", R"([{"labels":{"a":"b"}}] x)",
             R"([{"labels":{"a":"b","a":"c"}}])", R"([{"labels":{"a":"\ud800"}}])", "[1e999]" }) {
        EXPECT_FALSE(decode_api_alerts(body, kDeliveredAt).ok()) << body;
    }
    EXPECT_TRUE(decoded("[]").alerts.empty());
    const std::string deep(100'000, '[');
    EXPECT_FALSE(decode_api_alerts(deep, kDeliveredAt).ok());
}

TEST(AlertmanagerApiTest, ADeliveryHasNoMoreAlertsThanItsLimit)
{
    for (const std::string alert : { R"({"labels":{"a":"b"}},)", "7,", "[],", "{}," }) {
        std::string body = "[";
        for (std::size_t i = 0; i < kMaxDelivered; ++i) {
            body += alert;
        }
        body.back() = ']';
        const auto whole = decode_api_alerts(body, kDeliveredAt);
        ASSERT_TRUE(whole.ok()) << whole.error().message;
        EXPECT_EQ(whole.value().alerts.size() + static_cast<std::size_t>(whole.value().invalid), kMaxDelivered);
        body.back() = ',';
        EXPECT_NE(decode_api_alerts(body + "7]", kDeliveredAt).error().message.find("more than 150000 alerts"),
            std::string::npos);
    }
}

TEST(AlertmanagerApiTest, BodiesAreLimitedTo64MiB)
{
    const std::string body(64 * 1024 * 1024 + 1, ' ');
    EXPECT_EQ(decode_api_alerts(body, kDeliveredAt).error().code, ErrorCode::TooLarge);
}

TEST(AlertmanagerApiTest, ShowsFiringAlertsAsAlertmanagerDoes)
{
    Alert alert;
    alert.id = AlertId { "1" };
    alert.labels = { { "alertname", "DiskFull" }, { "instance", "db1" } };
    alert.annotations = { { "summary", "95 %" } };
    alert.started_at = instant("2026-01-02T02:00:00Z");
    alert.muted_by = WindowId { "MW-1" };
    EXPECT_EQ(api_alerts_to_json({ { &alert, instant("2026-01-02T03:04:00Z") } }, kDeliveredAt),
        R"([{"annotations":{"summary":"95 %"},"endsAt":"2026-01-02T03:04:00.000Z","fingerprint":")"
            + label_fingerprint(alert.labels)
            + R"(","labels":{"alertname":"DiskFull","instance":"db1"},"receivers":[{"name":"watchfloor"}],)"
              R"("startsAt":"2026-01-02T02:00:00.000Z","status":{"inhibitedBy":[],"silencedBy":["MW-1"],)"
              R"("state":"suppressed"},"updatedAt":"2026-01-02T03:00:00.000Z"}])");
    EXPECT_EQ(api_alerts_to_json({}, kDeliveredAt), "[]");
}

TEST(AlertmanagerApiTest, ListsByFingerprintAlsoWhereTwoAreTheSame)
{
    std::vector<Alert> alerts(3);
    std::vector<ApiAlertShown> shown;
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        alerts[i].id = AlertId { std::to_string(i) };
        alerts[i].labels = { { "n", i == 2 ? "b" : "a" } };
        shown.push_back({ &alerts[i], kDeliveredAt });
    }
    const std::string json = api_alerts_to_json(shown, kDeliveredAt);
    const bool in_order = label_fingerprint(alerts[0].labels) < label_fingerprint(alerts[2].labels);
    EXPECT_EQ(json.find(R"("n":"a")") < json.find(R"("n":"b")"), in_order) << json;
    EXPECT_NE(json.find(R"("n":"a")"), json.rfind(R"("n":"a")")) << json;
}

TEST(AlertmanagerApiTest, PiecesAreTheWholeOfIt)
{
    std::vector<Alert> alerts(5);
    std::vector<ApiAlertShown> shown;
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        alerts[i].id = AlertId { std::to_string(i) };
        alerts[i].labels = { { "n", std::to_string(i) } };
        shown.push_back({ &alerts[i], kDeliveredAt });
    }
    for (const std::size_t bytes : { 1U, 300U, 500U, 100'000U }) {
        ApiAlertsJson json(shown, kDeliveredAt);
        std::string all;
        int pieces = 0;
        for (bool more = true; more; ++pieces) {
            std::string piece;
            more = json.append(piece, bytes);
            EXPECT_LT(piece.size(), bytes + 500) << "one alert more at most";
            all += piece;
        }
        EXPECT_EQ(all, api_alerts_to_json(shown, kDeliveredAt)) << bytes;
        EXPECT_EQ(pieces == 1, bytes == 100'000U) << bytes;
    }
    ApiAlertsJson none({}, kDeliveredAt);
    std::string all;
    EXPECT_FALSE(none.append(all, 1));
    EXPECT_EQ(all, "[]");
}

TEST(AlertmanagerApiTest, FingerprintsAreFnv1aOverNamesAndValues)
{
    EXPECT_EQ(label_fingerprint({}), "cbf29ce484222325");
    EXPECT_NE(label_fingerprint({ { "ab", "c" } }), label_fingerprint({ { "a", "bc" } }));
}

TEST(AlertmanagerApiTest, WhatIsExactlyAtItsLimitIsTaken)
{
    std::string labels;
    std::string annotations;
    for (std::size_t i = 0; i < kMaxLabels - 1; ++i) {
        labels += "\"l" + std::to_string(i) + "\":\"x\",";
    }
    // One annotation is left for what was mended.
    for (std::size_t i = 0; i < kMaxLabels - 2; ++i) {
        annotations += "\"a" + std::to_string(i) + "\":\"x\",";
    }
    const std::string name(256, 'n');
    const std::string value(kMaxLabelValue, 'v');
    const auto batch_of = [&](const std::string& more, const std::string& longer) {
        return decoded("[{\"labels\":{" + labels + "\"" + name + longer + "\":\"" + value + "\"},\"annotations\":{"
            + annotations + more + "\"" + name + "\":\"" + value + "\"}}]");
    };
    const AlertBatch batch = batch_of("", "");
    ASSERT_EQ(batch.alerts.size(), 1U);
    EXPECT_EQ(batch.alerts[0].labels.size(), kMaxLabels);
    EXPECT_EQ(batch.alerts[0].labels.at(name), value);
    EXPECT_EQ(batch.alerts[0].annotations.at(name), value) << "not cut";
    EXPECT_EQ(batch.mended, 0);
    EXPECT_EQ(batch_of(R"("more":"x",)", "").mended, 1);
    EXPECT_EQ(batch_of("", "n").mended, 1);
    EXPECT_EQ(decoded(R"([{"labels":{"a":"b"},"annotations":{"":"x"}}])").invalid, 1);
    EXPECT_EQ(decoded(R"([{"labels":{"a":"b"},"annotations":{"a\u001f":"x"}}])").invalid, 1);
}

TEST(AlertmanagerApiTest, NoAlertInheritsWhatTheOneBeforeSaid)
{
    const AlertBatch batch
        = decoded(R"([{"labels":{"a":"1","b":"2"},"annotations":{"c":"d"},"endsAt":"2026-01-02T02:30:00Z"},
        {"labels":{"a":[7]},"startsAt":"2026-01-02T02:00:00Z"},{"labels":{"a":"3"}}])");
    ASSERT_EQ(batch.alerts.size(), 2U);
    EXPECT_EQ(batch.invalid, 1);
    EXPECT_EQ(batch.alerts[1].labels, (Labels { { "a", "3" } }));
    EXPECT_TRUE(batch.alerts[1].annotations.empty());
    EXPECT_FALSE(batch.alerts[1].ended_at.has_value());
    EXPECT_EQ(batch.alerts[1].started_at, kDeliveredAt);
}

TEST(AlertmanagerApiTest, TheFirstProblemOfAnAlertIsTold)
{
    const AlertBatch batch = decoded(R"([{"labels":{"a":[7]},"annotations":[],"startsAt":1}])");
    ASSERT_EQ(batch.problems.size(), 1U);
    EXPECT_EQ(batch.problems[0], "Alert 0: 'a' must be text.");
    EXPECT_EQ(api_problems(batch), R"("No alert was taken. Alert 0: 'a' must be text.")");
    const AlertBatch some = decoded(R"([{"labels":{"a":"b"}},{},{"labels":{"a":"b"}}])");
    EXPECT_EQ(api_problems(some),
        R"("1 of 3 alerts were not taken; the others are stored. Alert 1: Give at least one label with a value.")");
}

TEST(AlertmanagerApiTest, AnAlertThatEndsAsItStartsIsTaken)
{
    const AlertBatch batch = decoded(
        R"([{"labels":{"a":"b"},"startsAt":"2026-01-02T02:00:00Z","endsAt":"2026-01-02T02:00:00Z"},)"
        R"({"labels":{"a":"c"},"startsAt":"2026-01-02T03:05:00Z"},{"labels":{"a":"d"},"startsAt":"2026-01-02T03:05:00.001Z"}])");
    ASSERT_EQ(batch.alerts.size(), 2U);
    EXPECT_EQ(batch.alerts[0].ended_at, instant("2026-01-02T02:00:00Z"));
    EXPECT_EQ(batch.alerts[1].lease_until, kDeliveredAt + kResolveTimeout);
    EXPECT_EQ(batch.alerts[1].started_at, kDeliveredAt);
    ASSERT_EQ(batch.problems.size(), 1U);
    EXPECT_EQ(batch.problems[0], "Alert 2: startsAt lies too far in the future: look at the clocks.");
}

TEST(AlertmanagerApiTest, ShowsWhatIsNotMutedAsActiveAndWhereItComesFrom)
{
    Alert alert;
    alert.labels = { { "alertname", "DiskFull" } };
    alert.annotations = { { std::string(kLink), "https://example.org/a?b" } };
    const std::string json = api_alerts_to_json({ { &alert, kDeliveredAt } }, kDeliveredAt);
    EXPECT_NE(json.find(R"("silencedBy":[],"state":"active"})"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("generatorURL":"https://example.org/a?b",)"), std::string::npos) << json;
    EXPECT_EQ(json.find("suppressed"), std::string::npos);
}

// FNV-1a as in prometheus/common, worked out apart: each name and value followed by a byte 255.
TEST(AlertmanagerApiTest, FingerprintsAreThoseOfPrometheus)
{
    const auto of = [](const std::string& bytes) {
        std::uint64_t hash = 0xcbf29ce484222325ULL;
        for (const char c : bytes) {
            hash ^= static_cast<unsigned char>(c);
            hash *= 0x100000001b3ULL;
        }
        std::string hex;
        for (int shift = 60; shift >= 0; shift -= 4) {
            hex.push_back("0123456789abcdef"[(hash >> shift) & 15]);
        }
        return hex;
    };
    EXPECT_EQ(label_fingerprint({ { "a", "1" }, { "b", "22" } }),
        of("a\xFF"
           "1\xFF"
           "b\xFF"
           "22\xFF"));
}

TEST(AlertmanagerApiTest, TheGeneratorIsKeptAndShown)
{
    const AlertBatch batch = decoded(R"([{"labels":{"a":"1"},"generatorURL":"https://example.org/graph?g0.expr=up"},
        {"labels":{"a":"2"},"generatorURL":"/graph"},{"labels":{"a":"3"}}])");
    ASSERT_EQ(batch.alerts.size(), 3U);
    EXPECT_EQ(batch.alerts[0].links, (Labels { { "generatorURL", "https://example.org/graph?g0.expr=up" } }));
    EXPECT_EQ(batch.alerts[1].details, (Labels { { "generatorURL", "/graph" } })) << "no browser opens it";
    EXPECT_TRUE(batch.alerts[1].links.empty() && batch.alerts[2].links.empty() && batch.alerts[2].details.empty());
    EXPECT_EQ(batch.mended, 0);
    const AlertBatch after
        = decoded(R"([{"labels":{"a":[1]},"generatorURL":"https://example.org"},{"labels":{"a":"b"}}])");
    ASSERT_EQ(after.alerts.size(), 1U);
    EXPECT_TRUE(after.alerts[0].links.empty()) << "not those of the one that was refused";
    Alert alert;
    alert.annotations = { { std::string(kLink), "https://example.org/first" } };
    alert.links = batch.alerts[0].links;
    const std::string json = api_alerts_to_json({ { &alert, kDeliveredAt } }, kDeliveredAt);
    EXPECT_NE(json.find(R"("generatorURL":"https://example.org/graph?g0.expr=up",)"), std::string::npos) << json;
}

TEST(AlertmanagerApiTest, NumbersInAnnotationsKeepTheirDigits)
{
    const AlertReport report
        = mended(R"({"labels":{"a":1.50},"annotations":{"x":1.50,"y":123456789012345678901234567890}})",
            "'a' was a number; 'x' was a number; 'y' was a number");
    EXPECT_EQ(report.annotations.at("x"), "1.50");
    EXPECT_EQ(report.annotations.at("y"), "123456789012345678901234567890");
    EXPECT_EQ(report.labels.at("a"), "1.5") << "an alert is known by it, as ever";
}

}
