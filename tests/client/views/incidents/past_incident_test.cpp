// SPDX-License-Identifier: Apache-2.0
// The screen of an incident that has left the working set.
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class PastIncidentTest : public IncidentViewTest {
protected:
    PastIncidentTest()
    {
        const LogIncident log { .title = "Mail is slow", .services = { ServiceId { "shop" } } };
        id_ = IncidentId { console_.room.when(log, console_.room.desk).value().created };
        console_.done(log, console_.room.desk);
        MoveIncident end { .incident = id_, .to = IncidentState::Cancelled };
        end.note = "a false alarm";
        console_.done(end, console_.room.manager);
        past_ = *console_.room.state.incidents.find(id_);
        console_.room.pass(std::chrono::hours { 30 });
        console_.fire("Slow", "mail");
        console_.transport.answer = [this, room = console_.transport.answer](const HttpRequest& request) {
            if (request.path != "/api/v1/incidents/" + id_.text + "?journal=main") {
                return room(request);
            }
            ++asked_;
            return status_ == 200 ? HttpResponse { .status = 200, .body = to_json_text(past_) }
                                  : HttpResponse { .status = status_, .body = kRefusal };
        };
        console_.location = { "/incidents/" + id_.text, {} };
        view_->arrive(console_.location);
        console_.open(console_.room.resolver);
    }

    bool asked_to_save() const
    {
        return std::any_of(intents_.begin(), intents_.end(), [&](const Intent& intent) {
            const auto* save = std::get_if<SaveRecord>(&intent);
            return save != nullptr && save->incident == id_;
        });
    }

    static constexpr const char* kRefusal = R"({"error":{"code":"unavailable","message":"Not just now."}})";

    Incident past_ {};
    int status_ = 200;
    int asked_ = 0;
};

TEST_F(PastIncidentTest, IsReadFromTheJournalAndTakesNoWrite)
{
    ASSERT_FALSE(console_.room.state.incidents.contains(id_));
    draw(6);
    EXPECT_EQ(asked_, 1);
    EXPECT_TRUE(shows("this is its record"));
    EXPECT_TRUE(shows("Mail is slow"));
    EXPECT_TRUE(shows("a false alarm")) << "its entries";
    intents_.clear();
    press_key(ImGuiKey_X);
    const auto said = std::find_if(
        intents_.begin(), intents_.end(), [](const Intent& intent) { return std::get_if<Say>(&intent) != nullptr; });
    ASSERT_NE(said, intents_.end());
    EXPECT_EQ(std::get<Say>(*said).text, tr(Text::WhyPast));
    EXPECT_TRUE(std::none_of(
        intents_.begin(), intents_.end(), [](const Intent& intent) { return std::get_if<Send>(&intent) != nullptr; }));
}

TEST_F(PastIncidentTest, ItsRecordIsSavedByKeyAndByButton)
{
    draw(6);
    EXPECT_FALSE(asked_to_save());
    press_key(ImGuiMod_Shift | ImGuiKey_F);
    EXPECT_TRUE(asked_to_save());
    intents_.clear();
    const MirrorItem* save = mirror().find(Role::Button, tr(Text::SaveRecord));
    ASSERT_NE(save, nullptr);
    HeadlessUi::click(*save);
    draw();
    EXPECT_TRUE(asked_to_save());
}

TEST_F(PastIncidentTest, SaysWhatIsNotThereAndAsksAgainForWhatCouldNotBeRead)
{
    status_ = 503;
    draw(4);
    EXPECT_TRUE(shows(id_.text + " could not be read from the journal"));
    EXPECT_EQ(asked_, 1) << "not with every frame";
    status_ = 404;
    console_.room.pass(std::chrono::seconds { 3 });
    draw(4);
    EXPECT_TRUE(shows("There is no " + id_.text));
    console_.room.pass(std::chrono::minutes { 3 });
    draw(4);
    EXPECT_EQ(asked_, 2) << "that is an answer";
}

TEST_F(PastIncidentTest, WhatIsLoadedAnewIsAskedForAnew)
{
    draw(4);
    ASSERT_EQ(asked_, 1);
    status_ = 404;
    console_.open(console_.room.resolver);
    draw(4);
    EXPECT_EQ(asked_, 2) << "it may be that less is to be seen now";
    EXPECT_FALSE(shows("Mail is slow"));
}

}
}
