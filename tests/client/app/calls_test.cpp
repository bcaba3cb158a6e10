// SPDX-License-Identifier: Apache-2.0
// What others do that one must know on every screen: offers, duties and tasks given or taken.
#include "client/app/shell.h"
#include "client/views/board/board_view.h"
#include "client/views/capacity/capacity_view.h"
#include "client/views/incidents/incident_view.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/sources/sources_view.h"
#include "client/views/timeline/timeline_view.h"
#include "client/views/walls/walls_desk.h"
#include "shared/wire/command_codec.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

class CallsTest : public testing::Test {
protected:
    CallsTest()
    {
        id_ = console_.room.declared();
        console_.open(console_.room.colleague);
        draw();
    }

    MoveDuty duty(DutyRequest act, Duty which, const char* user = "", const char* reason = "") const
    {
        return { .incident = id_, .act = act, .duty = which, .user = UserId { user }, .reason = reason };
    }

    void offer_command()
    {
        console_.done(duty(DutyRequest::Offer, Duty::IncidentCommander, "colleague", "Failing over; ask Eva."), lead());
        draw();
    }

    Actor lead() const { return console_.room.resolver; }

    void draw(int frames = 3)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            console_.replica.update();
            ui_.frame([&] {
                const ViewInput input = console_.input();
                shell_.begin(input, outbox_);
                static_cast<void>(view_->draw(input));
                for (Intent& intent : shell_.end()) {
                    intents_.push_back(std::move(intent));
                }
            });
        }
    }

    void resync()
    {
        console_.transport.live("resync", R"({"reason":"visibility_changed","head":1,"journal":"identity"})");
        draw(6);
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    void click(std::string_view button)
    {
        const MirrorItem* item = mirror().find(Role::Button, button);
        ASSERT_NE(item, nullptr) << button;
        HeadlessUi::click(*item);
        draw();
    }

    std::optional<MoveDuty> asked() const
    {
        for (const Intent& intent : intents_) {
            const auto* send = std::get_if<Send>(&intent);
            if (send != nullptr && send->path.ends_with("/duties")) {
                const auto command = decode_command<MoveDuty>(send->body);
                return command.ok() ? std::optional { command.value() } : std::nullopt;
            }
        }
        return std::nullopt;
    }

    static const MirrorItem* dialog()
    {
        const auto found = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Dialog; });
        return found == mirror().items().end() ? nullptr : &*found;
    }

    // What stands above an open dialog, at the top of the screen.
    static const MirrorItem* above()
    {
        const auto found = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Group && item.rect.y < 20 && item.label.find("offers you") != std::string::npos;
        });
        return found == mirror().items().end() ? nullptr : &*found;
    }

    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
    IncidentId id_ {};
    Outbox outbox_ { console_.transport };
    Shell shell_ {};
    std::unique_ptr<View> view_ = make_board_view();
    Intents intents_ {};
};

TEST_F(CallsTest, AnOfferStandsOnEveryScreenWithItsBriefingUntilItIsAccepted)
{
    EXPECT_EQ(shell_.call_occasion(), "");
    offer_command();
    EXPECT_TRUE(shows("resolver offers you Commander of INC-1"));
    EXPECT_TRUE(shows("Failing over; ask Eva."));
    EXPECT_NE(shell_.call_occasion(), "") << "it sounds";
    click("Accept");
    ASSERT_TRUE(asked().has_value());
    EXPECT_EQ(asked()->act, DutyRequest::Accept);
    EXPECT_EQ(asked()->duty, Duty::IncidentCommander);
    console_.done(duty(DutyRequest::Accept, Duty::IncidentCommander), console_.room.colleague);
    draw();
    EXPECT_FALSE(shows("offers you"));
    EXPECT_EQ(shell_.call_occasion(), "");
}

TEST_F(CallsTest, AnOfferMayBeDeclined)
{
    offer_command();
    click("Decline");
    ASSERT_TRUE(asked().has_value());
    EXPECT_EQ(asked()->act, DutyRequest::Release);
    MoveDuty declined = *asked();
    declined.incident = id_;
    console_.done(declined, console_.room.colleague);
    draw();
    EXPECT_FALSE(shows("offers you"));
}

TEST_F(CallsTest, WhoIsGivenADutyOrATaskHearsOfItOnceEach)
{
    console_.done(duty(DutyRequest::Assign, Duty::CommunicationsLead, "colleague", "You know them."), lead());
    const SetTask task { .incident = id_, .title = "Call the supplier", .owner = UserId { "colleague" } };
    const TaskId made { console_.room.when(task, lead()).value().created };
    console_.done(task, lead());
    draw();
    EXPECT_TRUE(shows("resolver made you Communications of INC-1: You know them."));
    EXPECT_TRUE(shows("resolver gave you a task on INC-1: Call the supplier"));
    const std::string both = shell_.call_occasion();
    click("Understood");
    EXPECT_NE(shell_.call_occasion(), both);
    click("Understood");
    EXPECT_EQ(shell_.call_occasion(), "");
    console_.done(SetTask { .incident = id_, .task = made, .title = "Call them again" }, lead());
    draw();
    EXPECT_EQ(shell_.call_occasion(), "") << "it was theirs already";
}

TEST_F(CallsTest, WhoGaveHearsTheAnswerAndWhoIsRelievedHearsOfIt)
{
    console_.open(lead());
    draw();
    offer_command();
    EXPECT_FALSE(shows("offers you")) << "the giver sees no question";
    console_.done(duty(DutyRequest::Release, Duty::IncidentCommander), console_.room.colleague);
    draw();
    EXPECT_TRUE(shows("colleague declined to be Commander of INC-1"));
    click("Understood");
    console_.done(duty(DutyRequest::Take, Duty::IncidentCommander, "", "You do not answer."), console_.room.manager);
    draw();
    EXPECT_TRUE(shows("manager took over from you as Commander of INC-1: You do not answer."));
    click("Show it");
    EXPECT_TRUE(std::any_of(intents_.begin(), intents_.end(), [](const Intent& intent) {
        const auto* go = std::get_if<GoTo>(&intent);
        return go != nullptr && go->location.path == "/incidents/INC-1";
    }));
}

// An entry asks for a frame when it arrives; in that frame every screen shows what it says, and the bell learns of it.
TEST_F(CallsTest, EveryScreenShowsItInTheFrameInWhichItArrives)
{
    EXPECT_FALSE(LiveEvent { .event = "entry" }.can_wait());
    struct CallScreen {
        std::unique_ptr<View> (*make)();
        const char* path;
    };
    const std::array screens { CallScreen { make_incident_view, "/incidents/INC-1" },
        CallScreen { make_timeline_view, "/timeline" }, CallScreen { make_capacity_view, "/capacity" },
        CallScreen { make_maintenance_view, "/maintenance" }, CallScreen { make_sources_view, "/sources" },
        CallScreen { make_walls_desk, "/walls" }, CallScreen { make_board_view, "/" } };
    for (const auto& [make, path] : screens) {
        SCOPED_TRACE(path);
        console_.location = { path, {} };
        view_ = make();
        view_->arrive(console_.location);
        draw();
        ASSERT_EQ(shell_.call_occasion(), "");
        console_.done(duty(DutyRequest::Offer, Duty::IncidentCommander, "colleague", "Look here."), lead());
        draw(1);
        EXPECT_TRUE(shows("resolver offers you Commander of INC-1"));
        EXPECT_NE(shell_.call_occasion(), "");
        console_.done(duty(DutyRequest::Release, Duty::IncidentCommander), console_.room.colleague);
        draw();
    }
}

// A dialog hides the strips behind it: there they stand above it, and it keeps clear of them.
TEST_F(CallsTest, NoDialogHidesIt)
{
    for (const int chord : { ImGuiMod_Ctrl | ImGuiKey_K, static_cast<int>(ImGuiKey_F1), ImGuiMod_Shift | ImGuiKey_W }) {
        SCOPED_TRACE(chord);
        HeadlessUi::press_key(chord);
        draw();
        ASSERT_NE(dialog(), nullptr);
        console_.done(duty(DutyRequest::Offer, Duty::IncidentCommander, "colleague", "Look here."), lead());
        draw();
        const MirrorItem* said = above();
        ASSERT_NE(said, nullptr);
        EXPECT_TRUE(said->label.starts_with("resolver offers you Commander of INC-1"));
        EXPECT_LE(said->rect.y + said->rect.height, dialog()->rect.y);
        EXPECT_LE(dialog()->rect.y + dialog()->rect.height, 800);
        console_.done(duty(DutyRequest::Release, Duty::IncidentCommander), console_.room.colleague);
        draw();
        EXPECT_EQ(above(), nullptr);
        HeadlessUi::press_key(ImGuiKey_Escape);
        draw();
        EXPECT_EQ(dialog(), nullptr);
    }
}

TEST_F(CallsTest, AboveADialogAnOfferIsAcceptedByItsButton)
{
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    draw();
    offer_command();
    ASSERT_NE(above(), nullptr);
    const float bottom = above()->rect.y + above()->rect.height;
    const auto accept = std::find_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
        return item.role == Role::Button && item.label == tr(Text::CallAccept) && item.rect.y < bottom;
    });
    ASSERT_NE(accept, mirror().items().end());
    const MirrorItem button = *accept;
    HeadlessUi::hover(button);
    draw();
    HeadlessUi::click(button);
    draw();
    ASSERT_TRUE(asked().has_value());
    EXPECT_EQ(asked()->act, DutyRequest::Accept);
    EXPECT_NE(dialog(), nullptr) << "what was begun stays open";
}

TEST_F(CallsTest, AboveADialogInWhichNobodyWritesItsKeyAcceptsIt)
{
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    draw();
    offer_command();
    HeadlessUi::press_key(ImGuiKey_Y);
    draw();
    EXPECT_FALSE(asked().has_value()) << "a letter of what is sought";
    HeadlessUi::press_key(ImGuiKey_Escape);
    draw();
    HeadlessUi::press_key(ImGuiKey_F1);
    draw();
    HeadlessUi::press_key(ImGuiKey_Y);
    draw();
    ASSERT_TRUE(asked().has_value());
    EXPECT_EQ(asked()->act, DutyRequest::Accept);
}

TEST_F(CallsTest, TheNewestStandThereAndTheOthersAreCounted)
{
    for (const char* title : { "First", "Second", "Third", "Fourth" }) {
        console_.done(SetTask { .incident = id_, .title = title, .owner = UserId { "colleague" } }, lead());
    }
    draw();
    EXPECT_FALSE(shows("Second"));
    EXPECT_TRUE(shows("Third  +2 more"));
    EXPECT_TRUE(shows("Fourth"));
    click("Understood");
    EXPECT_TRUE(shows("Second  +1 more"));
    EXPECT_FALSE(shows("gave you a task on INC-1: Third"));
    EXPECT_TRUE(shows("You have a task in INC-1: Third")) << "what was read is to be done still";
}

// A tab behind others draws nothing: what calls is known without a frame, and the window is called by it.
TEST_F(CallsTest, ItIsHeardWithoutAFrame)
{
    EXPECT_EQ(shell_.title(console_.input()), "Watchfloor");
    console_.done(duty(DutyRequest::Offer, Duty::IncidentCommander, "colleague", "Failing over."), lead());
    console_.transport.poll();
    console_.replica.update();
    shell_.hear(console_.input());
    EXPECT_NE(shell_.call_occasion(), "");
    EXPECT_EQ(shell_.title(console_.input()),
        "resolver offers you Commander of INC-1.  Briefing: Failing over. · Watchfloor");
    draw();
    click("Accept");
    console_.done(duty(DutyRequest::Accept, Duty::IncidentCommander), console_.room.colleague);
    draw();
    EXPECT_EQ(shell_.title(console_.input()), "Watchfloor");
    shell_.ring(SoundCause::CriticalAlert);
    EXPECT_EQ(shell_.title(console_.input()),
        std::string(tr(AlarmBell::name_of(SoundCause::CriticalAlert))) + " · Watchfloor");
}

// Nobody hears the entries of that time: the state that comes after it says what they led to.
TEST_F(CallsTest, WhatHappenedWhileNothingWasHeardIsSaidWithTheNextState)
{
    console_.room.done(duty(DutyRequest::Assign, Duty::CommunicationsLead, "colleague"), lead());
    console_.room.done(duty(DutyRequest::Offer, Duty::IncidentCommander, "colleague", "Look here."), lead());
    const SetTask task { .incident = id_, .title = "Call the supplier", .owner = UserId { "colleague" } };
    console_.room.done(task, lead());
    resync();
    EXPECT_TRUE(shows("resolver offers you Commander of INC-1"));
    EXPECT_TRUE(shows("You are Communications of INC-1 now"));
    EXPECT_TRUE(shows("A task on INC-1 is yours now: Call the supplier"));
    click("Understood");
    click("Understood");
    resync();
    EXPECT_FALSE(shows("Communications of INC-1 now")) << "it was read";
    EXPECT_TRUE(shows("resolver offers you Commander of INC-1")) << "that is open still";
    console_.room.done(duty(DutyRequest::Assign, Duty::CommunicationsLead, "resolver"), lead());
    resync();
    EXPECT_TRUE(shows("You are Communications of INC-1 no more"));
}

TEST_F(CallsTest, WhatNobodyReadIsSaidAgainAsFarAsItIsTrueStill)
{
    console_.done(duty(DutyRequest::Assign, Duty::CommunicationsLead, "colleague", "You know them."), lead());
    const SetTask task { .incident = id_, .title = "Call the supplier", .owner = UserId { "colleague" } };
    const TaskId made { console_.room.when(task, lead()).value().created };
    console_.done(task, lead());
    draw();
    EXPECT_TRUE(shows("resolver gave you a task on INC-1"));
    console_.room.done(SetTask { .incident = id_, .task = made, .state = TaskState::Done }, lead());
    resync();
    EXPECT_TRUE(shows("You are Communications of INC-1 now"));
    EXPECT_FALSE(shows("You know them.")) << "words may be seen no more";
    EXPECT_FALSE(shows("Call the supplier")) << "it is done";
    click("Understood");
    EXPECT_EQ(shell_.call_occasion(), "");
}

// Whoever signs in later hears no notice of it: the task stands on every screen until it is over.
TEST_F(CallsTest, AnOpenTaskStandsOnEveryScreenUntilItsKeyFinishesIt)
{
    SetTask task { .incident = id_, .title = "Call the supplier", .owner = UserId { "colleague" } };
    task.due_at = console_.room.now + std::chrono::minutes { 30 };
    const TaskId made { console_.room.when(task, lead()).value().created };
    console_.done(task, lead());
    console_.open(console_.room.colleague);
    shell_ = Shell {};
    draw();
    EXPECT_TRUE(shows("You have a task in INC-1: Call the supplier, due 09:30"));
    EXPECT_TRUE(shows(", " + std::string(tr(Text::TaskYours)))) << "and on the board's row";
    EXPECT_EQ(shell_.call_occasion(), "") << "it stands there and does not ring";
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_Y);
    draw();
    const auto sent = std::find_if(intents_.begin(), intents_.end(), [](const Intent& intent) {
        const auto* send = std::get_if<Send>(&intent);
        return send != nullptr && send->path.ends_with("/tasks");
    });
    ASSERT_NE(sent, intents_.end());
    const auto command = decode_command<SetTask>(std::get<Send>(*sent).body);
    ASSERT_TRUE(command.ok());
    EXPECT_EQ(command.value().task, made);
    EXPECT_EQ(command.value().state, TaskState::Done);
    console_.done(SetTask { .incident = id_, .task = made, .state = TaskState::Done }, console_.room.colleague);
    draw();
    EXPECT_FALSE(shows("You have a task"));
}

TEST_F(CallsTest, ATaskOfAnotherIsNoMarkOfMine)
{
    console_.done(SetTask { .incident = id_, .title = "Call the supplier", .owner = UserId { "resolver" } }, lead());
    draw();
    EXPECT_FALSE(shows("You have a task"));
}

TEST_F(CallsTest, WhatOneDoesOneselfIsNoNews)
{
    console_.done(duty(DutyRequest::Take, Duty::Liaison), console_.room.colleague);
    console_.done(
        SetTask { .incident = id_, .title = "Mine", .owner = UserId { "colleague" } }, console_.room.colleague);
    draw();
    EXPECT_EQ(shell_.call_occasion(), "");
}

// As a handover does: until it is answered, wherever they look.
TEST_F(CallsTest, WhoIsAskedToReleaseAnUpdateSeesItOnEveryScreenUntilItIsOver)
{
    console_.open(console_.room.manager);
    draw(6);
    console_.done(
        OfferUpdate { id_, UpdateAudience::Customers, console_.room.manager.user, "The shop\nis down." }, lead());
    draw();
    const std::string words = tr(Text::CallRelease, "resolver", "customers", id_.text) + ": The shop is down.";
    EXPECT_TRUE(shows(words));
    click(tr(Text::CallRead));
    const auto leads = [&](const Intent& intent) {
        const auto* go = std::get_if<GoTo>(&intent);
        return go != nullptr && go->location.path == "/incidents/" + id_.text;
    };
    EXPECT_TRUE(std::any_of(intents_.begin(), intents_.end(), leads));
    EXPECT_TRUE(shows(words)) << "reading is no answer";
    console_.done(OfferUpdate { .incident = id_, .audience = UpdateAudience::Customers }, console_.room.manager);
    draw();
    EXPECT_FALSE(shows(words));
}

}
}
