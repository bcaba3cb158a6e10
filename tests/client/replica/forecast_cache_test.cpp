// SPDX-License-Identifier: Apache-2.0
#include "client/replica/forecast_cache.h"

#include "shared/wire/fields/fields_json.h"
#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const ResourceId kVault { "vault" };
const Timestamp kForecastStart { 1'790'000'000'000 };

class ForecastCacheTest : public testing::Test {
protected:
    ForecastCacheTest()
    {
        transport_.answer = [this](const HttpRequest& request) {
            HttpResponse response;
            response.status = status_;
            response.body = request.path.starts_with("/api/v1/capacity/forecasts") ? to_json_text(list_)
                                                                                   : to_json_text(ForecastAnswer {});
            return response;
        };
        ResourceLimit limit;
        limit.resource = kVault;
        limit.reached = true;
        list_.limits = { limit };
    }

    const ResourceLimit* limit_at(Millis passed)
    {
        const ResourceLimit* limit = cache_.limit(kVault, kForecastStart + passed, "main");
        transport_.poll();
        return limit;
    }

    FakeTransport transport_;
    ForecastCache cache_ { transport_ };
    ForecastsAnswer list_ {};
    int status_ = 200;
};

TEST_F(ForecastCacheTest, OneQuestionServesAllResourcesForTwoMinutes)
{
    EXPECT_EQ(limit_at({}), nullptr);
    ASSERT_NE(limit_at(seconds { 1 }), nullptr);
    EXPECT_TRUE(limit_at(seconds { 119 })->reached);
    EXPECT_EQ(cache_.limit(ResourceId { "other" }, kForecastStart, "main"), nullptr);
    EXPECT_EQ(transport_.sent.size(), 1U);
    EXPECT_EQ(transport_.sent[0].path, "/api/v1/capacity/forecasts?journal=main");
    limit_at(minutes { 2 });
    EXPECT_EQ(transport_.sent.size(), 2U);
}

TEST_F(ForecastCacheTest, WhatIsNotComputedYetIsAskedForSooner)
{
    list_.pending = 7;
    limit_at({});
    limit_at(seconds { 4 });
    EXPECT_EQ(transport_.sent.size(), 1U);
    limit_at(seconds { 5 });
    EXPECT_EQ(transport_.sent.size(), 2U);
}

TEST_F(ForecastCacheTest, WhatFailedIsTriedAgainAndWhatWasToldStays)
{
    const auto& asked = cache_.forecast(kVault, kForecastStart, "main");
    EXPECT_FALSE(asked.failed);
    transport_.poll();
    ASSERT_TRUE(asked.answer.has_value());
    status_ = 503;
    cache_.forecast(kVault, kForecastStart + minutes { 5 }, "main");
    transport_.poll();
    EXPECT_TRUE(asked.failed);
    EXPECT_TRUE(asked.answer.has_value());
    cache_.forecast(kVault, kForecastStart + minutes { 5 } + seconds { 29 }, "main");
    EXPECT_EQ(transport_.sent.size(), 2U);
    cache_.forecast(kVault, kForecastStart + minutes { 5 } + seconds { 30 }, "main");
    EXPECT_EQ(transport_.sent.size(), 3U);
}

TEST_F(ForecastCacheTest, AnInterruptedStreamAsksAgainAndAnotherJournalForgets)
{
    limit_at({});
    cache_.refresh();
    limit_at(seconds { 1 });
    EXPECT_EQ(transport_.sent.size(), 2U);
    cache_.clear();
    EXPECT_EQ(cache_.limit(kVault, kForecastStart + seconds { 2 }, "drill"), nullptr);
}

}
}
