// SPDX-License-Identifier: Apache-2.0
#include "client/app/record_saver.h"

#include "tests/support/console_room.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/whole_file.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class RecordSaverTest : public testing::Test {
protected:
    RecordSaverTest() : home_(std::getenv("HOME") != nullptr ? std::getenv("HOME") : "")
    {
        ::setenv("HOME", std::string { folder_ / "" }.c_str(), 1);
        incident_ = console_.room.log_incident();
        for (const char* text : { "first", "second", "third" }) {
            console_.done(AddNote { .incident = incident_, .text = text }, console_.room.resolver);
        }
        console_.transport.answer = [this, room = console_.transport.answer](HttpRequest request) {
            if (++asked_ == fails_at_) {
                return HttpResponse { .status = 503, .body = kBusyAnswer };
            }
            const auto limit = request.path.find("limit=500");
            EXPECT_NE(limit, std::string::npos) << request.path;
            return room({ .path = request.path.replace(limit, 9, "limit=2") });
        };
    }
    ~RecordSaverTest() override { ::setenv("HOME", home_.c_str(), 1); }

    std::string file() const { return (folder_ / ("watchfloor-main-" + incident_.text + ".json")).string(); }

    // One more answer of the server.
    void poll() { console_.transport.poll(); }

    static constexpr const char* kBusyAnswer = R"({"error":{"code":"unavailable","message":"Try again later."}})";

    TemporaryFolder folder_;
    std::string home_;
    ConsoleRoom console_ {};
    IncidentId incident_ {};
    int asked_ = 0;
    int fails_at_ = 0;
    RecordSaver saver_ { console_.transport };
};

TEST_F(RecordSaverTest, GathersAllPagesIntoOneFile)
{
    saver_.start("main", incident_, { { "resolver", "Ada" }, { "u-other", "Ben" } }, console_.room.now);
    ASSERT_TRUE(saver_.under_way());
    poll();
    EXPECT_EQ(saver_.progress(), "The record of " + incident_.text + " is being gathered, entries so far: 2");
    poll();
    ASSERT_TRUE(saver_.under_way()) << "a short page need not be the last";
    poll();
    EXPECT_FALSE(saver_.under_way());
    const auto news = saver_.take_news();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_FALSE(news[0].trouble);
    EXPECT_NE(news[0].text.find("/watchfloor-main-" + incident_.text + ".json"), std::string::npos) << news[0].text;
    EXPECT_NE(news[0].text.find("entries: 3"), std::string::npos) << news[0].text;
    const RecordReport report = check_record(content(file()));
    EXPECT_EQ(report.defect, "");
    ASSERT_EQ(report.record.page.entries.size(), 3U);
    EXPECT_EQ(report.record.subject, incident_.text);
    EXPECT_EQ(report.record.saved_at, console_.room.now);
    ASSERT_EQ(report.record.names.size(), 1U) << "nobody whom it does not mention";
    EXPECT_EQ(report.record.names[0].name, "Ada");
    const auto last = decode_entry(report.record.page.entries[2]);
    ASSERT_TRUE(last.ok());
    EXPECT_EQ(std::get<NoteAdded>(last.value().payload).note, "third");
}

TEST_F(RecordSaverTest, ARecordThatCannotBeReadWholeIsNotSaved)
{
    fails_at_ = 2;
    saver_.start("main", incident_);
    poll();
    poll();
    EXPECT_FALSE(saver_.under_way());
    const auto news = saver_.take_news();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_TRUE(news[0].trouble);
    EXPECT_NE(news[0].text.find("Try again later."), std::string::npos) << news[0].text;
    EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(RecordSaverTest, WhoSeesOtherwiseMeanwhileGetsNothingOfBefore)
{
    saver_.update("before");
    saver_.start("main", incident_, {}, console_.room.now);
    poll();
    saver_.update("after");
    EXPECT_NE(saver_.progress().find("so far: 0"), std::string::npos) << saver_.progress();
    for (int i = 0; i < 3; ++i) {
        poll();
        saver_.update("after");
    }
    EXPECT_EQ(asked_, 4) << "once before, and all of it again";
    EXPECT_EQ(check_record(content(file())).record.page.entries.size(), 3U);
}

TEST_F(RecordSaverTest, WhatIsCancelledLeavesNothing)
{
    saver_.start("main", incident_);
    poll();
    saver_.cancel();
    poll();
    EXPECT_EQ(asked_, 1);
    EXPECT_FALSE(saver_.under_way());
    EXPECT_TRUE(saver_.take_news().empty());
    EXPECT_FALSE(std::filesystem::exists(file()));
}

}
}
