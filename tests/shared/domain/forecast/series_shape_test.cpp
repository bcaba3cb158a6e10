// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/series_shape.h"
#include "tests/shared/domain/forecast/suite.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::uint64_t kSomeOfAKind = 25;

ShapeFound shape_found(const suite::Labelled& made)
{
    return shape_of(made.series.values, seasons_of(made.series.step_seconds));
}

TEST(SeriesShapeTest, TooLittleSaysNothing)
{
    const Seasons seasons = seasons_of(3600);
    EXPECT_EQ(shape_of({}, seasons).shape, SeriesShape::TooLittle);
    EXPECT_EQ(shape_of(std::vector<double> { 1 }, seasons).shape, SeriesShape::TooLittle);
    EXPECT_EQ(shape_of(std::vector<double>(47, 1), seasons).shape, SeriesShape::TooLittle);
    EXPECT_EQ(shape_of(std::vector<double>(500, kNotMeasured), seasons).shape, SeriesShape::TooLittle);
}

TEST(SeriesShapeTest, AConstantIsNeitherCeilingNorStep)
{
    const ShapeFound found = shape_of(std::vector<double>(300, 7), seasons_of(3600));
    EXPECT_EQ(found.shape, SeriesShape::Constant);
    EXPECT_FALSE(found.step);
}

TEST(SeriesShapeTest, TellsTheKindsOfTheSuiteApart)
{
    for (std::uint64_t number = 1; number <= kSomeOfAKind; ++number) {
        EXPECT_EQ(shape_found(suite::make(suite::Kind::Ceiling, number)).shape, SeriesShape::Ceiling) << number;
        EXPECT_EQ(shape_found(suite::make(suite::Kind::SawTooth, number)).shape, SeriesShape::SawTooth) << number;
        for (const auto kind : { suite::Kind::Trend, suite::Kind::Noise }) {
            EXPECT_EQ(shape_found(suite::make(kind, number)).shape, SeriesShape::Usual) << number;
        }
    }
}

TEST(SeriesShapeTest, FindsTheHourOfAStepAndNoneWhereThereIsNone)
{
    int asked = 0;
    int found_near = 0;
    for (std::uint64_t number = 1; number <= 2 * kSomeOfAKind; ++number) {
        for (const auto kind : { suite::Kind::Trend, suite::Kind::Season, suite::Kind::Noise, suite::Kind::Gaps }) {
            EXPECT_FALSE(shape_found(suite::make(kind, number)).step) << suite::name_of(kind) << ' ' << number;
        }
        const auto made = suite::make(suite::Kind::Step, number);
        if (*made.step + 96 > suite::kHours) {
            continue; // too fresh to be told from an outage
        }
        const ShapeFound found = shape_found(made);
        asked += 1;
        found_near
            += found.step && std::abs(static_cast<double>(*found.step) - static_cast<double>(*made.step)) <= 6 ? 1 : 0;
    }
    EXPECT_GE(found_near * 10, asked * 8);
}

TEST(SeriesShapeTest, TwoDaysOfOutageAreNoStep)
{
    auto made = suite::make(suite::Kind::Trend, 5);
    for (std::size_t hour = suite::kHours - 48; hour < suite::kHours; ++hour) {
        made.series.values[hour] = 1;
    }
    EXPECT_FALSE(shape_found(made).step);
}

TEST(SeriesShapeTest, AWeekOfOutageThatIsOverIsNoStep)
{
    std::vector<double> values;
    for (std::size_t hour = 0; hour < 504; ++hour) {
        values.push_back((hour >= 312 && hour < 480 ? 10 : 50) + static_cast<double>(hour % 5));
    }
    EXPECT_FALSE(shape_of(values, seasons_of(3600)).step);
}

TEST(SeriesShapeTest, WhatWasBeforeTheStepIsLifted)
{
    const ShapeFound found { SeriesShape::Usual, 2, 10 };
    EXPECT_EQ(on_last_level(std::vector<double> { 1, 2, 12, 13 }, found), (std::vector<double> { 11, 12, 12, 13 }));
    EXPECT_EQ(on_last_level(std::vector<double> { 1, 2 }, {}), (std::vector<double> { 1, 2 }));
}

}
}
