// SPDX-License-Identifier: Apache-2.0
#include "client/replica/drills.h"

#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

constexpr const char* kJournals
    = R"({"journals":[{"journal":"main","purpose":"main","seq":7},)"
      R"({"journal":"drill-2","playing":true,"purpose":"drill","seq":4,"title":"An outage"},)"
      R"({"journal":"drill-9","purpose":"drill","seq":3},{"journal":"drill-10","purpose":"drill","seq":3}]})";

class DrillsTest : public testing::Test {
protected:
    DrillsTest()
    {
        transport_.answer = [this](const HttpRequest& request) {
            HttpResponse response;
            response.status = status_;
            response.body = request.path == "/api/v1/journals"
                ? journals_
                : R"({"items":[{"id":"outage","seconds":60,"title":"An outage"}],"seq":1,"total":1})";
            return response;
        };
    }

    void pass(int seconds, bool reading)
    {
        for (int i = 0; i < seconds; ++i) {
            now_ = now_ + Millis { 1'000 };
            if (reading) {
                static_cast<void>(drills_.running());
            }
            drills_.update(now_);
            transport_.poll();
        }
    }

    std::ptrdiff_t asked(std::string_view path) const
    {
        return std::count_if(transport_.sent.begin(), transport_.sent.end(),
            [path](const HttpRequest& request) { return request.path == path; });
    }

    int status_ = 200;
    std::string journals_ = kJournals;
    Timestamp now_ { 1'000'000 };
    FakeTransport transport_;
    Drills drills_ { transport_ };
};

TEST_F(DrillsTest, TellsWhichPlayAndWhichAreOverTheNewestFirst)
{
    pass(1, true);
    ASSERT_EQ(drills_.running().size(), 1U);
    EXPECT_EQ(drills_.running()[0].journal.text, "drill-2");
    EXPECT_EQ(drills_.running()[0].title, "An outage");
    ASSERT_EQ(drills_.over().size(), 2U) << "main is none";
    EXPECT_EQ(drills_.over()[0].journal.text, "drill-10");
}

TEST_F(DrillsTest, AreAskedForWhileTheyAreReadAndNoLonger)
{
    pass(20, false);
    EXPECT_TRUE(transport_.sent.empty());
    pass(21, true);
    EXPECT_EQ(asked("/api/v1/journals"), 3);
    pass(20, false);
    EXPECT_EQ(asked("/api/v1/journals"), 3);
    EXPECT_EQ(asked("/api/v1/drills"), 0) << "nobody wanted to know what can be played";
}

TEST_F(DrillsTest, OneThatWasStartedOrEndedIsHeardOfAtOnce)
{
    pass(1, true);
    journals_ = R"({"journals":[{"journal":"drill-2","purpose":"drill","seq":4}]})";
    pass(1, true);
    EXPECT_EQ(drills_.running().size(), 1U);
    drills_.ask_again();
    pass(1, true);
    EXPECT_TRUE(drills_.running().empty());
    EXPECT_EQ(drills_.over().size(), 1U);
}

TEST_F(DrillsTest, WhatCanBePlayedIsAskedForOnce)
{
    for (int i = 0; i < 30; ++i) {
        static_cast<void>(drills_.scenarios());
        pass(1, false);
    }
    ASSERT_EQ(drills_.scenarios().size(), 1U);
    EXPECT_EQ(drills_.scenarios()[0].id, "outage");
    EXPECT_EQ(asked("/api/v1/drills"), 1);
}

TEST_F(DrillsTest, NothingStaysForWhoeverComesNext)
{
    pass(1, true);
    static_cast<void>(drills_.scenarios());
    pass(1, true);
    drills_.clear();
    EXPECT_TRUE(drills_.running().empty());
    EXPECT_TRUE(drills_.over().empty());
    EXPECT_TRUE(drills_.scenarios().empty());
    pass(1, true);
    EXPECT_EQ(drills_.running().size(), 1U) << "the same answer counts anew";
}

}
}
