// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/alerts.h"

#include <gtest/gtest.h>

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

TEST(AlertIdTest, IsADigest)
{
    const AlertId id = alert_id("site", { { "alertname", "DiskFull" } });
    EXPECT_EQ(id.text.size(), 64U);
    EXPECT_EQ(id.text.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(AlertSeverityTest, ReadsTheWordsOfMonitoringSystems)
{
    const std::vector<std::pair<std::string, AlertSeverity>> words {
        { "critical", AlertSeverity::Critical },
        { "page", AlertSeverity::Critical },
        { "Emergency", AlertSeverity::Critical },
        { "DISASTER", AlertSeverity::Critical },
        { "error", AlertSeverity::Major },
        { "high", AlertSeverity::Major },
        { "major", AlertSeverity::Major },
        { "warning", AlertSeverity::Minor },
        { "average", AlertSeverity::Minor },
        { "minor", AlertSeverity::Minor },
        { "info", AlertSeverity::Info },
        { "information", AlertSeverity::Info },
        { "none", AlertSeverity::Info },
        { "purple", AlertSeverity::Unknown },
        { "", AlertSeverity::Unknown },
    };
    for (const auto& word : words) {
        EXPECT_EQ(severity_from_labels({ { "severity", word.first } }), word.second) << word.first;
    }
    EXPECT_EQ(severity_from_labels({}), AlertSeverity::Unknown);
}

TEST(AlertSeverityTest, FallsBackOnPriority)
{
    EXPECT_EQ(severity_from_labels({ { "severity", "purple" }, { "priority", "high" } }), AlertSeverity::Major);
    EXPECT_EQ(severity_from_labels({ { "severity", "info" }, { "priority", "high" } }), AlertSeverity::Info);
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
    };
    for (const OccurrenceCase& c : cases) {
        const Occurrence occurrence = occurrence_of(c.starts, c.ends);
        EXPECT_EQ(occurrence.started_at.millis, c.started_at) << c.what;
        EXPECT_EQ(occurrence.ended_at.has_value(), c.ended_at.has_value()) << c.what;
        EXPECT_EQ(occurrence.ended_at.value_or(Timestamp {}).millis, c.ended_at.value_or(0)) << c.what;
    }
}

}
}
