// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/alerts.h"
#include "shared/domain/entities/severity_words.h"

#include <gtest/gtest.h>

#include <map>

namespace watchfloor {
namespace {

std::vector<Timestamp> at(std::initializer_list<std::int64_t> millis)
{
    std::vector<Timestamp> instants;
    for (const std::int64_t value : millis) {
        instants.push_back({ value });
    }
    return instants;
}

TEST(AlertIdTest, IgnoresLabelsWithoutValue)
{
    EXPECT_EQ(alert_id("site", { { "a", "1" }, { "b", "" } }), alert_id("site", { { "a", "1" } }));
}

TEST(AlertIdTest, TellsDomainsAndLabelBoundariesApart)
{
    EXPECT_NE(alert_id("site", { { "a", "1" } }), alert_id("other", { { "a", "1" } }));
    EXPECT_NE(alert_id("site", { { "a", "1b" } }), alert_id("site", { { "a1", "b" } }));
    EXPECT_NE(alert_id("site", { { "a", "1" }, { "b", "2" } }), alert_id("site", { { "a", "11:b1:2" } }));
}

// Joined without their lengths, label sets of these parts would fall together in many ways.
TEST(AlertIdTest, TellsEveryTwoLabelSetsApart)
{
    EXPECT_NE(alert_id("site", { { "a", "1:b:2" } }), alert_id("site", { { "a", "1" }, { "b", "2" } }));
    const std::vector<std::string> parts { "", "a", "b", "1", "a1", "1b", ":", "1:b", "1:b1", "1:b1:1", "a1:1" };
    std::map<std::string, std::string> known;
    for (const std::string& domain : { std::string("s"), std::string("s1"), std::string("s1:a") }) {
        for (const std::string& first : { std::string("a"), std::string("a1"), std::string("a1:1") }) {
            for (const std::string& second : { std::string("b"), std::string("b1"), std::string("1:b") }) {
                for (const std::string& x : parts) {
                    for (const std::string& y : parts) {
                        const Labels labels { { first, x }, { second, y } };
                        std::string what = domain;
                        for (const auto& label : labels) {
                            if (!label.second.empty()) {
                                what.append("|").append(label.first).append("=").append(label.second);
                            }
                        }
                        const auto at = known.emplace(alert_id(domain, labels).text, what).first;
                        EXPECT_EQ(at->second, what) << "have one id";
                    }
                }
            }
        }
    }
}

// Journals hold these ids: the bytes that are hashed must never change.
TEST(AlertIdTest, IsTheDigestOfDomainAndLabelsEachAfterItsLength)
{
    EXPECT_EQ(alert_id("site", { { "alertname", "DiskFull" }, { "empty", "" } }).text,
        "6da5c3215e7ade7b1240ad5d9f6cbffc687c4382caf760700d180e582d940c22");
}

TEST(AlertIdTest, IsADigest)
{
    const AlertId id = alert_id("site", { { "alertname", "DiskFull" } });
    EXPECT_EQ(id.text.size(), 64U);
    EXPECT_EQ(id.text.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(AlertSeverityTest, ReadsTheWordsOfMonitoringSystemsAndPeople)
{
    const std::vector<std::pair<AlertSeverity, std::vector<std::string>>> words {
        { AlertSeverity::Critical,
            { "critical", "crit", "fatal", "page", "Emergency", "emerg", "panic", "alert", "DISASTER", "blocker", "p0",
                "P1", "p-1", "sev0", "sev1", "SEV-1", "Sev 1", "sev_1", "Sev.1", "SEV:1", "P#1", " critical",
                "critical\n", "\tCRIT ", "Critical!", "urgent", "Highest", "S0", "s1", "Severity 1", "severity0",
                "Prio 1", "priority-1", "1 - Critical" } },
        { AlertSeverity::Major,
            { "error", "err", "high", "major", "severe", "P2", "sev2", "serious", "important", "S2", "Severity-2",
                "prio2", "Priority 2", "2 - High" } },
        { AlertSeverity::Minor,
            { "warning", "warn", "average", "medium", "moderate", "minor", "p3", "Sev-3", "ticket", "S3", "severity 3",
                "prio 3", "priority3", "3 - Moderate" } },
        { AlertSeverity::Info,
            { "info", "information", "informational", "notice", "low", "debug", "none", "P4", "p5", "sev4", "sev5",
                "lowest", "trace", "verbose", "S4", "s5", "severity4", "Severity 5", "prio4", "prio5", "priority 4",
                "priority5", "4 - Low", "5 - Planning" } },
        // Of these each system means something else.
        { AlertSeverity::Unknown,
            { "purple", "", " ", "!", "1", "2", "3", "5", "p9", "s6", "down", "normal", "unknown", "not classified" } },
    };
    for (const auto& [severity, spelled] : words) {
        for (const std::string& word : spelled) {
            EXPECT_EQ(severity_from_labels({ { "severity", word } }), severity) << "'" << word << "'";
        }
    }
    EXPECT_EQ(severity_from_labels({}), AlertSeverity::Unknown);
}

TEST(AlertSeverityTest, AKindOfSourceMayMeanSomethingElse)
{
    const auto read = [](const char* word, SourceKind kind) {
        return severity_from_labels({ { "severity", word } }, kind);
    };
    EXPECT_EQ(read("5", SourceKind::Zabbix), AlertSeverity::Critical);
    EXPECT_EQ(read("4", SourceKind::Zabbix), AlertSeverity::Major);
    EXPECT_EQ(read("3", SourceKind::Zabbix), AlertSeverity::Minor);
    EXPECT_EQ(read("2", SourceKind::Zabbix), AlertSeverity::Minor);
    EXPECT_EQ(read("1", SourceKind::Zabbix), AlertSeverity::Info);
    EXPECT_EQ(read("0", SourceKind::Zabbix), AlertSeverity::Unknown);
    EXPECT_EQ(read("high", SourceKind::Zabbix), AlertSeverity::Major);
    EXPECT_EQ(read("DOWN", SourceKind::Icinga), AlertSeverity::Critical);
    EXPECT_EQ(read("unreachable", SourceKind::Icinga), AlertSeverity::Major);
    EXPECT_EQ(read("ok", SourceKind::Icinga), AlertSeverity::Info);
    EXPECT_EQ(read("up", SourceKind::Icinga), AlertSeverity::Info);
    EXPECT_EQ(read("1", SourceKind::Alertmanager), AlertSeverity::Unknown);
}

TEST(AlertSeverityTest, FallsBackOnPriority)
{
    EXPECT_EQ(severity_from_labels({ { "severity", "purple" }, { "priority", "high" } }), AlertSeverity::Major);
    EXPECT_EQ(severity_from_labels({ { "severity", "info" }, { "priority", "high" } }), AlertSeverity::Info);
    EXPECT_EQ(severity_from_labels({ { "priority", "page" } }), AlertSeverity::Critical);
}

TEST(AlertSeverityTest, TakesWholeWordsOnly)
{
    for (const char* word : { "criticality", "critica", "h", "infos", "[\x01" }) {
        EXPECT_EQ(severity_from_labels({ { "severity", word } }), AlertSeverity::Unknown) << word;
    }
}

struct OccurrenceCase {
    const char* what;
    std::vector<Timestamp> starts;
    std::vector<Timestamp> ends;
    std::int64_t started_at;
    std::optional<std::int64_t> ended_at;
};

TEST(OccurrenceTest, FollowsFromTheClaimsAlone)
{
    const std::vector<OccurrenceCase> cases {
        { "firing", at({ 10 }), {}, 10, std::nullopt },
        { "the earliest start counts", at({ 10, 20 }), {}, 10, std::nullopt },
        { "ended", at({ 10, 20 }), at({ 30 }), 10, 30 },
        { "a start no newer than the end does not reopen", at({ 10, 30 }), at({ 30 }), 10, 30 },
        { "a newer one does", at({ 10, 31 }), at({ 30 }), 31, std::nullopt },
        { "earliest after the end before", at({ 10, 31, 35 }), at({ 30 }), 31, std::nullopt },
        { "second occurrence ended", at({ 10, 31, 35 }), at({ 30, 40 }), 31, 40 },
        { "two paths, two ends, one occurrence", at({ 10 }), at({ 30, 31 }), 10, 31 },
        { "over in no time", at({ 10 }), at({ 10 }), 10, 10 },
        { "over in no time, after another", at({ 10, 30 }), at({ 20, 30 }), 30, 30 },
        { "a start at the end before belongs to that", at({ 10, 20, 25 }), at({ 20 }), 25, std::nullopt },
        { "and so it does once the next one ended", at({ 10, 20, 25 }), at({ 20, 30 }), 25, 30 },
        { "starts after the last end only", at({ 31, 35 }), at({ 30 }), 31, std::nullopt },
        { "two ends after the last of three starts", at({ 10, 31, 35 }), at({ 30, 40, 41 }), 31, 41 },
    };
    for (const OccurrenceCase& c : cases) {
        const Occurrence occurrence = occurrence_of(c.starts, c.ends);
        EXPECT_EQ(occurrence.started_at.millis, c.started_at) << c.what;
        EXPECT_EQ(occurrence.ended_at.has_value(), c.ended_at.has_value()) << c.what;
        EXPECT_EQ(occurrence.ended_at.value_or(Timestamp {}).millis, c.ended_at.value_or(0)) << c.what;
    }
}

TEST(OccurrenceTest, NothingIsClaimedOfWhatNeverStarted)
{
    const Occurrence occurrence = occurrence_of({}, at({ 30 }));
    EXPECT_EQ(occurrence.started_at, Timestamp {});
    EXPECT_FALSE(occurrence.ended_at.has_value());
}

TEST(CountsAsFiringTest, IsForWhatFiresUnmuted)
{
    Alert alert;
    EXPECT_TRUE(counts_as_firing(alert));
    alert.muted_by = WindowId { "MW-1" };
    EXPECT_FALSE(counts_as_firing(alert));
    alert.muted_by = {};
    alert.state = AlertState::Resolved;
    EXPECT_FALSE(counts_as_firing(alert));
}

}
}
