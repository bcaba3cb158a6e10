// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/error_codec.h"

#include <gtest/gtest.h>

namespace watchfloor {

TEST(ErrorCodecTest, ErrorsComeBackEqual)
{
    const Error error { ErrorCode::GateNotMet, "Say \"who\" owns it.", { "owner", "services" } };
    const std::string body = error_to_json(error);
    EXPECT_EQ(
        body, R"({"error":{"code":"gate_not_met","message":"Say \"who\" owns it.","missing":["owner","services"]}})");
    const auto back = error_from_json(body);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->code, error.code);
    EXPECT_EQ(back->message, error.message);
    EXPECT_EQ(back->missing, error.missing);
}

TEST(ErrorCodecTest, EveryCodeHasAWordOfItsOwn)
{
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        EXPECT_EQ(error_from_json(error_to_json({ code, "x" }))->code, code);
    }
}

TEST(ErrorCodecTest, AnswersThatHoldNoErrorAreNone)
{
    for (const std::string_view body : { "", "<html>bad gateway</html>", "{}", "[]", R"({"error":"x"})" }) {
        EXPECT_FALSE(error_from_json(body).has_value()) << body;
    }
    EXPECT_EQ(error_from_json(R"({"error":{"code":"of_later_days","message":7}})")->code, ErrorCode::Internal);
}

}
