// SPDX-License-Identifier: Apache-2.0
#include "client/replica/access_lists.h"

#include "shared/wire/error_codec.h"
#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class AccessListsTest : public testing::Test {
protected:
    AccessListsTest()
    {
        transport_.answer = [this](const HttpRequest& request) {
            HttpResponse response;
            response.status = status_;
            response.body = status_ != 200 ? error_to_json({ ErrorCode::Forbidden, "Ask an administrator." })
                : request.path == "/api/v1/walls"
                ? R"({"items":[{"connected":true,"token":{"id":"wall-1","name":"Lobby","wall":"room"}}],"seq":4,"total":1})"
                : R"({"items":[{"token":{"id":"tok-1","name":"grafana","scopes":["read"]}}],"seq":4,"total":1})";
            return response;
        };
    }

    // A frame a second, in which somebody may read the list of walls.
    void pass(int seconds, bool reading)
    {
        for (int i = 0; i < seconds; ++i) {
            now_ = now_ + Millis { 1'000 };
            lists_.update(now_);
            if (reading) {
                static_cast<void>(lists_.walls());
            }
            transport_.poll();
        }
    }

    std::ptrdiff_t asked(std::string_view path) const
    {
        return std::count_if(transport_.sent.begin(), transport_.sent.end(),
            [path](const HttpRequest& request) { return request.path == path; });
    }

    int status_ = 200;
    Timestamp now_ { 1'000'000 };
    FakeTransport transport_;
    AccessLists lists_ { transport_ };
};

TEST_F(AccessListsTest, AListIsAskedForWhileItIsReadAndNoLonger)
{
    pass(20, false);
    EXPECT_TRUE(transport_.sent.empty());
    pass(12, true);
    EXPECT_EQ(asked("/api/v1/walls"), 3);
    EXPECT_EQ(asked("/api/v1/tokens"), 0);
    ASSERT_TRUE(lists_.walls());
    ASSERT_EQ(lists_.walls()->size(), 1U);
    EXPECT_TRUE(lists_.walls()->front().connected);
    EXPECT_EQ(lists_.walls()->front().token.name, "Lobby");
    pass(30, false);
    EXPECT_EQ(asked("/api/v1/walls"), 3);
}

TEST_F(AccessListsTest, AChangeAsksAtOnceAndNeverTwiceAtOnce)
{
    pass(2, true);
    ASSERT_EQ(asked("/api/v1/walls"), 1);
    lists_.ask_again();
    pass(1, true);
    EXPECT_EQ(asked("/api/v1/walls"), 2);
    for (int i = 0; i < 3; ++i) {
        lists_.ask_again();
        lists_.update(now_);
    }
    EXPECT_EQ(asked("/api/v1/walls"), 3) << "the last answer is awaited";
    transport_.poll();
    lists_.update(now_);
    EXPECT_EQ(asked("/api/v1/walls"), 4) << "that answer may be older than the change";
}

TEST_F(AccessListsTest, ARefusalIsSaidAndWhatWasKnownStays)
{
    pass(3, true);
    status_ = 403;
    pass(6, true);
    EXPECT_EQ(lists_.walls_refused(), "Ask an administrator.");
    EXPECT_EQ(lists_.walls()->size(), 1U);
    status_ = 200;
    pass(6, true);
    EXPECT_EQ(lists_.walls_refused(), "");
    lists_.clear();
    EXPECT_FALSE(lists_.walls());
}

TEST_F(AccessListsTest, AWarningIsBelievedWhileItIsRepeated)
{
    lists_.take_dark({ { Timestamp { 900'000 }, TokenId { "wall-1" }, "Lobby" } }, now_);
    EXPECT_EQ(lists_.dark(now_ + Millis { 80'000 }).size(), 1U);
    EXPECT_TRUE(lists_.dark(now_ + Millis { 100'000 }).empty());
    lists_.take_dark({}, now_);
    EXPECT_TRUE(lists_.dark(now_).empty());
}

}
}
