// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/alert_stream.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

// Alerts of more than two mebibytes in all, then `end`.
std::string large_body(std::string_view head, std::string_view end)
{
    constexpr std::size_t kAlerts = 100'000;
    std::string body { head };
    for (std::size_t i = 0; i < kAlerts; ++i) {
        body += i > 0 ? "," : "";
        body += R"({"labels":{"a":"b"}})";
    }
    return body.append(end);
}

}

TEST(AlertStreamTest, ALargeBodyHandsOverItsAlertsOnce)
{
    std::size_t bare = 0;
    EXPECT_TRUE(for_each_alert(large_body("[", "]"), [&](ApiAlert&&) { ++bare; }).ok());
    EXPECT_EQ(bare, 100'000U);
    std::size_t framed = 0;
    const auto count = [&](ApiAlert&&) { ++framed; };
    EXPECT_TRUE(for_each_delivered_alert(large_body(R"({"alerts":[)", "]}"), count).ok());
    EXPECT_EQ(framed, 100'000U);
}

TEST(AlertStreamTest, ALargeBodyThatIsRefusedHandsOverNothing)
{
    const TakeAlert none = [](ApiAlert&&) { ADD_FAILURE() << "handed over"; };
    EXPECT_FALSE(for_each_alert(large_body("[", ""), none).ok());
    EXPECT_FALSE(for_each_delivered_alert(large_body(R"({"alerts":[)", "]"), none).ok());
}

}
