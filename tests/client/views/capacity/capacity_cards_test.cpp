// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/capacity_cards.h"

#include <gtest/gtest.h>

#include <limits>

namespace watchfloor {
namespace {

CapacityCard card_of(const std::string& unit, std::int64_t value_milli, std::int64_t total_milli)
{
    CapacityResource resource;
    resource.id = ResourceId { "r" };
    resource.unit = unit;
    resource.total_milli = total_milli;
    const Timestamp now { 1'000'000 };
    return capacity_card(resource, SamplePoint { .at = now, .value_milli = value_milli }, now);
}

TEST(CapacityCardTest, FiguresBesideAWordAreWrittenOut)
{
    const CapacityCard card = card_of("gigabytes", 1'970'000, 12'000'000);
    EXPECT_EQ(card.value, "1,970");
    EXPECT_EQ(card.of, "of 12,000 gigabytes");
    EXPECT_EQ(card.headroom, "10,030 gigabytes left");
}

TEST(CapacityCardTest, SmallAndVeryLargeFiguresStayShort)
{
    EXPECT_EQ(card_of("connections", 970'000, 1'000'000).value, "970");
    EXPECT_EQ(card_of("connections", 2'400'000'000, 5'000'000'000).of, "of 5M connections");
}

CapacityResource processor(CapacityLevel level)
{
    CapacityResource resource;
    resource.id = ResourceId { "host-cpu" };
    resource.unit = "percent";
    resource.total_milli = 100'000;
    resource.cadence_seconds = 2;
    resource.level = level;
    resource.level_since = Timestamp { 36'000'000 };
    return resource;
}

TEST(CurveSpanTest, HoldsEnoughReadingsToBeACurve)
{
    CapacityResource resource;
    const Millis hour = std::chrono::hours { 1 };
    EXPECT_EQ(curve_span(resource, hour), hour) << "nobody said how often it is measured";
    resource.cadence_seconds = 15;
    EXPECT_EQ(curve_span(resource, hour), hour);
    resource.cadence_seconds = 3600;
    EXPECT_EQ(curve_span(resource, hour), 24 * hour);
    EXPECT_EQ(curve_span(resource, 168 * hour), 168 * hour);
    resource.cadence_seconds = 7 * 86'400;
    EXPECT_EQ(curve_span(resource, hour), 31 * 24 * hour) << "a month is enough";
}

TEST(StarvedWordsTest, SayWhyAFigureStandsStill)
{
    CapacityResource resource;
    resource.source = SourceId { "prometheus-pull" };
    SourceCounts other;
    other.source = SourceId { "host" };
    other.failure = "elsewhere";
    SourceCounts its = other;
    its.source = resource.source;
    its.failure = "No answer from http://db:9090.";
    EXPECT_EQ(starved_words(resource, { other, its }), "prometheus-pull: No answer from http://db:9090.");
    EXPECT_EQ(starved_words(resource, { other }), "");
    its.failure.clear();
    EXPECT_EQ(starved_words(resource, { its }), "");
}

TEST(LevelWordsTest, SayWhyALevelOutlastsItsReading)
{
    const SamplePoint calm { .at = Timestamp { 36'500'000 }, .value_milli = 37'400 };
    const SamplePoint busy { .at = Timestamp { 36'500'000 }, .value_milli = 97'000 };
    CapacityResource resource = processor(CapacityLevel::Critical);
    EXPECT_EQ(level_words(resource, calm, {}), "CRIT since 10:00, until a minute stays below 88 %");
    EXPECT_EQ(level_words(processor(CapacityLevel::Warning), busy, {}), "CRIT once a minute stays at 90 % or more");
    EXPECT_EQ(level_words(processor(CapacityLevel::Normal), calm, {}), "");
    resource.cadence_seconds = 300;
    EXPECT_EQ(level_words(resource, calm, {}), "CRIT since 10:00, until it is below 88 %");
    resource.level_since = calm.at - std::chrono::hours { 13 };
    EXPECT_EQ(level_words(resource, calm, {}), "CRIT since Wed 31 Dec, 21:08:20, until it is below 88 %");
}

// An exercise reports what its room would measure, and stores no readings.
TEST(LevelWordsTest, ALevelWithoutReadingsSaysWhatIsKnown)
{
    const CapacityResource resource = processor(CapacityLevel::Warning);
    const CapacityCard card = capacity_card(resource, std::nullopt, Timestamp { 36'500'000 });
    EXPECT_EQ(card.value, "over 80 %");
    EXPECT_EQ(card.level, "MIN since 10:00, no readings here");
}

// "OK" of what nobody ever measured would be a guess.
TEST(CapacityCardTest, WhatWasNeverMeasuredIsUnknown)
{
    CapacityResource resource = processor(CapacityLevel::Normal);
    resource.level_since.reset();
    const Timestamp now { 36'500'000 };
    const CapacityCard unread = capacity_card(resource, std::nullopt, now);
    EXPECT_EQ(unread.severity, Severity::Unknown);
    EXPECT_EQ(unread.value, "no data yet");
    EXPECT_EQ(
        capacity_card(resource, SamplePoint { .at = now, .value_milli = 37'400 }, now).severity, Severity::Normal);
    resource.level_since = now;
    EXPECT_EQ(capacity_card(resource, std::nullopt, now).severity, Severity::Normal) << "it was reported to be well";
}

// A week is stored in steps of minutes: its samples are one line, and only a marked gap is a gap.
TEST(ChartSeriesTest, JoinsSamplesOfALongStep)
{
    SampleSeries samples;
    for (std::int64_t i = 0; i < 200; ++i) {
        if (i == 100) {
            samples.put({ { i * 400'000 - 1 }, std::numeric_limits<double>::quiet_NaN() });
        }
        samples.put({ { i * 400'000 }, 20 });
        samples.put({ { (i + 1) * 400'000 - 2 }, 40 });
    }
    const ChartSeries series = chart_series(processor(CapacityLevel::Normal), samples);
    const SeriesReduction reduction = samples.reduce({ 0 }, { 80'000'000 }, 1500, series.max_gap);
    int broken = 0;
    bool first = true;
    for (const SeriesColumn& column : reduction.columns) {
        broken += column.finite && !column.joined && !first ? 1 : 0;
        first = first && !column.finite;
    }
    EXPECT_EQ(broken, 1);
}

TEST(CapacityCardTest, TheBarIsAsGraveAsTheBadgeBesideIt)
{
    EXPECT_EQ(bar_colour(Severity::Major), severity_colour(Severity::Major));
    EXPECT_EQ(bar_colour(Severity::Minor), severity_colour(Severity::Minor));
    EXPECT_EQ(bar_colour(Severity::Critical), severity_colour(Severity::Critical));
    EXPECT_EQ(bar_colour(Severity::Normal), Colour::Secondary);
}

}
}
