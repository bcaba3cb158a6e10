// SPDX-License-Identifier: Apache-2.0
#include "client/app/wall_report.h"

#include "shared/wire/fields/fields_json.h"
#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class WallReportTest : public testing::Test {
protected:
    WallReportTest()
    {
        transport_.answer = [this](const HttpRequest&) {
            HttpResponse response;
            response.status = status_;
            return response;
        };
    }

    // A frame a second, as the clock draws them.
    void pass(int seconds, bool live = true)
    {
        for (int i = 0; i < seconds; ++i) {
            now_ = now_ + Millis { 1'000 };
            report_.update(live, present_, now_);
            transport_.poll();
        }
    }

    int status_ = 204;
    WallReportRequest present_ { .height = 1'080, .muted = true, .width = 1'920 };
    Timestamp now_ { 1'000'000 };
    FakeTransport transport_;
    WallReport report_ { transport_ };
};

TEST_F(WallReportTest, TellsOnceAndAgainWhenSomethingChanges)
{
    pass(3, false);
    EXPECT_TRUE(transport_.sent.empty());
    pass(20);
    ASSERT_EQ(transport_.sent.size(), 1U);
    EXPECT_EQ(transport_.sent[0].method, "POST");
    EXPECT_EQ(transport_.sent[0].path, "/api/v1/walls/self");
    const auto told = from_json<WallReportRequest>(transport_.sent[0].body);
    ASSERT_TRUE(told.ok()) << transport_.sent[0].body;
    EXPECT_EQ(told.value(), present_);
    present_.muted = false;
    pass(20);
    EXPECT_EQ(transport_.sent.size(), 2U);
}

TEST_F(WallReportTest, TellsAnewOnceTheStreamIsBack)
{
    pass(10);
    pass(10, false);
    EXPECT_EQ(transport_.sent.size(), 1U);
    pass(10);
    EXPECT_EQ(transport_.sent.size(), 2U);
}

TEST_F(WallReportTest, ATestSoundsOnceAndIsAnsweredAtOnce)
{
    static int sounds = 0;
    sounds = 0;
    const auto sound = +[] {
        ++sounds;
        return true;
    };
    pass(1);
    report_.take_test("test-1", sound);
    report_.take_test("test-1", sound);
    EXPECT_EQ(sounds, 1);
    pass(1);
    ASSERT_EQ(transport_.sent.size(), 2U);
    const auto told = from_json<WallReportRequest>(transport_.sent[1].body);
    ASSERT_TRUE(told.ok());
    EXPECT_EQ(told.value().tested, "test-1");
    EXPECT_TRUE(told.value().sounded);
    report_.take_test(
        "test-2", +[] { return false; });
    pass(6);
    ASSERT_EQ(transport_.sent.size(), 3U);
    const auto mute = from_json<WallReportRequest>(transport_.sent[2].body);
    ASSERT_TRUE(mute.ok());
    EXPECT_EQ(mute.value().tested, "test-2");
    EXPECT_FALSE(mute.value().sounded);
}

TEST_F(WallReportTest, ARefusalIsNotArguedWithAndSilenceIsTriedAgain)
{
    status_ = 404;
    pass(30);
    EXPECT_EQ(transport_.sent.size(), 1U) << "an older server";
    pass(1, false);
    status_ = 0;
    pass(11);
    EXPECT_EQ(transport_.sent.size(), 4U);
}

}
}
