// SPDX-License-Identifier: Apache-2.0
#include "client/replica/alert_search.h"

#include "shared/domain/entities/alerts.h"
#include "shared/wire/answers/listing.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const Timestamp kNow { 1'790'000'000'000 };

class AlertSearchTest : public testing::Test {
protected:
    AlertSearchTest()
    {
        transport_.answer = [this](const HttpRequest&) {
            Listing<Alert> page;
            page.items.push_back({ .id = AlertId { "a1" }, .name = "Disk full" });
            page.total = 40;
            return HttpResponse { .status = status_, .body = to_json_text(page) };
        };
    }

    // A frame that shows the words, and what the server answers; whether the words are answered then.
    bool look(const std::string& words, std::uint64_t seq, Timestamp now)
    {
        search_.find(words, seq, now, "main");
        transport_.poll();
        return search_.find(words, seq, now, "main").answered;
    }

    // The words stay for a while.
    void settle(const std::string& words, std::uint64_t seq, Timestamp now)
    {
        look(words, seq, now);
        look(words, seq, now + kRest);
    }

    static constexpr Millis kRest { 150 };
    FakeTransport transport_;
    AlertSearch search_ { transport_ };
    int status_ = 200;
};

TEST_F(AlertSearchTest, AsksOnceWhenTheWordsRestAndKeepsWhatWasFound)
{
    EXPECT_FALSE(search_.find("disk & c", 7, kNow, "main").answered);
    EXPECT_FALSE(search_.find("disk & co", 7, kNow + Millis { 100 }, "main").answered);
    search_.find("disk & co", 7, kNow + Millis { 249 }, "main");
    EXPECT_TRUE(transport_.sent.empty()) << "somebody still types";
    look("disk & co", 7, kNow + Millis { 250 });
    for (int frame = 0; frame < 10; ++frame) {
        EXPECT_TRUE(look("disk & co", 7, kNow + Millis { 300 }));
    }
    EXPECT_EQ(search_.find("disk & co", 7, kNow, "main").total, 40U);
    ASSERT_EQ(transport_.sent.size(), 1U);
    EXPECT_EQ(transport_.sent[0].path, "/api/v1/alerts?journal=main&limit=100&filter=disk%20%26%20co");
}

TEST_F(AlertSearchTest, OtherWordsDropWhatWasFoundAndWhatIsOnItsWay)
{
    settle("disk", 7, kNow);
    EXPECT_TRUE(look("disk", 7, kNow));
    EXPECT_FALSE(search_.find("disks", 7, kNow, "main").answered);
    search_.find("disks", 7, kNow + kRest, "main");
    EXPECT_FALSE(search_.find("diskss", 7, kNow + kRest, "main").answered);
    EXPECT_FALSE(look("diskss", 7, kNow + kRest)) << "the answer for the words before counts no more";
}

TEST_F(AlertSearchTest, AsksAgainAsTheJournalGrowsButNotAtEveryEntry)
{
    settle("disk", 7, kNow);
    look("disk", 8, kNow + std::chrono::seconds { 1 });
    EXPECT_EQ(transport_.sent.size(), 1U);
    search_.find("disk", 9, kNow + std::chrono::seconds { 3 }, "main");
    EXPECT_EQ(transport_.sent.size(), 2U);
    EXPECT_TRUE(search_.find("disk", 9, kNow + std::chrono::seconds { 3 }, "main").answered) << "the last answer stays";
}

TEST_F(AlertSearchTest, AsksAgainWhenNobodyAnswered)
{
    status_ = 0;
    settle("disk", 7, kNow);
    status_ = 200;
    EXPECT_FALSE(look("disk", 7, kNow + std::chrono::seconds { 1 }));
    EXPECT_TRUE(look("disk", 7, kNow + std::chrono::seconds { 3 }));
}

TEST_F(AlertSearchTest, AsksAgainAfterTwoSecondsOnlyWhereTheJournalGrewAndNothingIsOnItsWay)
{
    settle("disk", 7, kNow);
    const Timestamp asked_at = kNow + kRest;
    look("disk", 7, asked_at + std::chrono::seconds { 60 });
    EXPECT_EQ(transport_.sent.size(), 1U) << "nothing happened";
    look("disk", 8, asked_at + Millis { 1'999 });
    EXPECT_EQ(transport_.sent.size(), 1U);
    search_.find("disk", 8, asked_at + Millis { 2'000 }, "main");
    EXPECT_EQ(transport_.sent.size(), 2U);
    search_.find("disk", 9, asked_at + std::chrono::seconds { 60 }, "main");
    EXPECT_EQ(transport_.sent.size(), 2U) << "its answer is on its way";
}

TEST_F(AlertSearchTest, WhatFailedHasFoundNothingAndKeepsWhatWasFound)
{
    status_ = 503;
    settle("disk", 7, kNow);
    EXPECT_FALSE(search_.find("disk", 7, kNow + kRest, "main").answered);
    status_ = 200;
    look("disk", 8, kNow + std::chrono::seconds { 10 });
    status_ = 503;
    look("disk", 9, kNow + std::chrono::seconds { 20 });
    const AlertFindings& findings = search_.find("disk", 9, kNow + std::chrono::seconds { 20 }, "main");
    EXPECT_TRUE(findings.answered);
    EXPECT_EQ(findings.alerts.size(), 1U);
    EXPECT_EQ(findings.total, 40U);
}

}
}
