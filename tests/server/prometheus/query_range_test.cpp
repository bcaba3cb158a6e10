// SPDX-License-Identifier: Apache-2.0
#include "server/prometheus/prometheus_pull.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(QueryRangeTest, ReadsTheFirstSeries)
{
    const auto samples = parse_query_range(
        R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1700000000,"1.5"],[1700000015.5,"2"]]}]}})");
    ASSERT_TRUE(samples.ok());
    ASSERT_EQ(samples.value().size(), 2U);
    EXPECT_EQ(samples.value()[0].at, Timestamp { 1'700'000'000'000 });
    EXPECT_EQ(samples.value()[1].at, Timestamp { 1'700'000'015'500 });
    EXPECT_DOUBLE_EQ(samples.value()[1].value, 2);
}

TEST(QueryRangeTest, PassesOverWhatIsNoNumber)
{
    const auto samples
        = parse_query_range(R"({"data":{"result":[{"values":[[1,"NaN"],[2,"+Inf"],[3,"7"],[4,"7x"],["5","7"]]}]}})");
    ASSERT_TRUE(samples.ok());
    ASSERT_EQ(samples.value().size(), 1U);
    EXPECT_EQ(samples.value()[0].at, Timestamp { 3'000 });
}

TEST(QueryRangeTest, TakesAnEmptyResultAsNoSamples)
{
    const auto samples = parse_query_range(R"({"data":{"result":[]}})");
    ASSERT_TRUE(samples.ok());
    EXPECT_TRUE(samples.value().empty());
}

TEST(QueryRangeTest, RefusesWhatIsNoAnswerOfPrometheus)
{
    for (const char* body : { "", "<html>", "[]", "{}", R"({"data":{}})", R"({"data":{"result":{}}})",
             R"({"data":{"result":[{"values":[[1]]}]}})", R"({"data":{"result":[{}]}})" }) {
        EXPECT_FALSE(parse_query_range(body).ok()) << body;
    }
}

}
}
