// SPDX-License-Identifier: Apache-2.0
// The keys of the first ten minutes, from the key press to the write.
#include "client/views/incidents/entry_desk.h"
#include "shared/domain/decide/heartbeats.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST_F(IncidentViewTest, ALowWindowShowsAxisEntriesAndComposer)
{
    for (int i = 0; i < 12; ++i) {
        console_.done(AddNote { .incident = id_, .text = "Note " + std::to_string(i) }, console_.room.resolver);
    }
    console_.open(console_.room.resolver);
    ImGui::GetIO().DisplaySize = { 1280, 800 };
    draw(8);
    int rows = 0;
    for (const MirrorItem& item : mirror().items()) {
        rows
            += item.role == Role::Row && item.rect.height > 26 && item.label.find("Note ") != std::string::npos ? 1 : 0;
    }
    EXPECT_GE(rows, 3);
    const MirrorItem* composer = mirror().find(Role::TextArea, tr(Text::ComposerLabel));
    ASSERT_NE(composer, nullptr);
    const float one_line = composer->rect.height;
    HeadlessUi::click(*composer);
    draw(6);
    composer = mirror().find(Role::TextArea, tr(Text::ComposerLabel));
    ASSERT_NE(composer, nullptr);
    EXPECT_GT(composer->rect.height, one_line) << "it grows while somebody writes";
    EXPECT_LE(composer->rect.y + composer->rect.height, 800);
}

TEST_F(IncidentViewTest, TheListOfTasksLeadsToTheFormOfANewOne)
{
    const MirrorItem* add = mirror().find(Role::Button, tr(Text::TaskTitle));
    ASSERT_NE(add, nullptr);
    HeadlessUi::click(*add);
    draw();
    EXPECT_TRUE(dialog_open());
}

// Frames come on demand: what needs a second one waits for the clock's.
TEST_F(IncidentViewTest, ANewEntryIsInSightInTheFrameThatBringsIt)
{
    for (int i = 0; i < 30; ++i) {
        console_.done(AddNote { .incident = id_, .text = "Note " + std::to_string(i) }, console_.room.resolver);
    }
    console_.open(console_.room.resolver);
    draw(8);
    console_.done(AddNote { .incident = id_, .text = "Power is back" }, console_.room.resolver);
    draw(1);
    const bool in_sight = std::any_of(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
        return item.role == Role::Row && item.rect.height > 26 && item.label.find("Power is back") != std::string::npos;
    });
    EXPECT_TRUE(in_sight);
}

TEST_F(IncidentViewTest, TheWheelScrollsTheEntries)
{
    for (int i = 0; i < 30; ++i) {
        console_.done(AddNote { .incident = id_, .text = "Note " + std::to_string(i) }, console_.room.resolver);
    }
    console_.open(console_.room.resolver);
    draw(8);
    const auto last_in_sight = [] {
        return std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.rect.height > 26 && item.label.find("Note 29") != std::string::npos;
        });
    };
    const auto last = last_in_sight();
    ASSERT_NE(last, mirror().items().end());
    ImGui::GetIO().AddMousePosEvent(last->rect.x + 200, last->rect.y + 10);
    draw(2);
    for (int i = 0; i < 4; ++i) {
        ImGui::GetIO().AddMouseWheelEvent(0, 2);
        draw(2);
    }
    draw(4);
    EXPECT_EQ(last_in_sight(), mirror().items().end()) << "what was scrolled away stays so";
}

TEST_F(IncidentViewTest, XAcknowledgesTheAlertFirst)
{
    press_key(ImGuiKey_X);
    EXPECT_TRUE(sent_to("/api/v1/alerts/" + alert_.text + "/acknowledge"));
    EXPECT_FALSE(asked<MoveIncident>("transitions").has_value());
}

TEST_F(IncidentViewTest, XAcknowledgesAnIncidentThatHasNoAlerts)
{
    id_ = console_.room.log_incident("Without an alert");
    view_->arrive({ "/incidents/" + id_.text, {} });
    console_.open(console_.room.resolver);
    draw();
    press_key(ImGuiKey_X);
    const auto move = asked<MoveIncident>("transitions");
    ASSERT_TRUE(move.has_value());
    EXPECT_TRUE(move->acknowledge);
}

TEST_F(IncidentViewTest, ShiftDOneAndCtrlEnterDeclare)
{
    press_key(ImGuiMod_Shift | ImGuiKey_D);
    ASSERT_TRUE(dialog_open());
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_FALSE(asked<DecideMajor>("major").has_value()) << "a severity is needed";
    press_key(ImGuiKey_1);
    EXPECT_FALSE(asked<DecideMajor>("major").has_value()) << "a digit only chooses";
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto declaration = asked<DecideMajor>("major");
    ASSERT_TRUE(declaration.has_value());
    EXPECT_EQ(declaration->act, MajorAct::Declare);
    EXPECT_EQ(declaration->severity, IncidentSeverity::Sev1);
    draw();
    EXPECT_FALSE(dialog_open());
}

TEST_F(IncidentViewTest, EscClosesAPanelAndItsDraftIsThereAgain)
{
    press_key(ImGuiKey_T);
    ASSERT_TRUE(dialog_open());
    type("Page the database team");
    press_key(ImGuiKey_Escape);
    if (dialog_open()) {
        press_key(ImGuiKey_Escape); // the first one leaves the field
    }
    ASSERT_FALSE(dialog_open());
    press_key(ImGuiKey_T);
    const MirrorItem* field = mirror().find(Role::TextField, "Task");
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->value, "Page the database team");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto task = asked<SetTask>("tasks");
    ASSERT_TRUE(task.has_value());
    EXPECT_EQ(task->title, "Page the database team");
}

TEST_F(IncidentViewTest, EWritesANoteAndCtrlEnterRecordsIt)
{
    press_key(ImGuiKey_E);
    type("Both nodes are down");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto note = asked<AddNote>("entries");
    ASSERT_TRUE(note.has_value());
    EXPECT_EQ(note->text, "Both nodes are down");
    EXPECT_EQ(note->kind, NoteKind::Observation);
    EXPECT_FALSE(note->occurred_at.has_value());
}

// Both ways to record work while the caret stands in the time, at every size of the composer.
TEST_F(IncidentViewTest, AnEntryIsRecordedWhileTheCaretIsInItsTime)
{
    for (const ImVec2 size : { ImVec2 { 1600, 1000 }, ImVec2 { 1280, 800 } }) {
        ImGui::GetIO().DisplaySize = size;
        for (const bool by_key : { true, false }) {
            intents_.clear();
            press_key(ImGuiKey_E);
            type("Power is back");
            const MirrorItem* when = mirror().find(Role::TextField, tr(Text::FieldOccurred));
            ASSERT_NE(when, nullptr);
            HeadlessUi::click(*when);
            draw(6);
            type("00:01");
            const MirrorItem* record = mirror().find(Role::Button, tr(Text::RecordEntry));
            ASSERT_NE(record, nullptr);
            if (by_key) {
                press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
            } else {
                HeadlessUi::click(*record);
            }
            draw(6);
            const auto note = asked<AddNote>("entries");
            ASSERT_TRUE(note.has_value()) << size.x << (by_key ? " by key" : " by click");
            EXPECT_EQ(note->text, "Power is back");
            EXPECT_TRUE(note->occurred_at.has_value());
            press_key(ImGuiKey_Escape);
        }
    }
}

// After a kind the letters are words, not commands.
TEST_F(IncidentViewTest, WhoChoosesAKindWritesNext)
{
    press_key(ImGuiKey_E);
    const MirrorItem* decision = mirror().find(Role::Button, tr(Text::KindDecision));
    ASSERT_NE(decision, nullptr);
    HeadlessUi::click(*decision);
    draw(4);
    type("Roll back");
    EXPECT_FALSE(dialog_open());
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto note = asked<AddNote>("entries");
    ASSERT_TRUE(note.has_value());
    EXPECT_EQ(note->text, "Roll back");
    EXPECT_EQ(note->kind, NoteKind::Decision);
}

TEST_F(IncidentViewTest, ARefusedNoteComesBackIntoTheComposer)
{
    press_key(ImGuiKey_E);
    type("Both nodes are down");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const MirrorItem* field = mirror().find(Role::TextArea, "Entry");
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->value, "");
    const auto sent = std::find_if(
        intents_.begin(), intents_.end(), [](const Intent& intent) { return std::holds_alternative<Send>(intent); });
    ASSERT_NE(sent, intents_.end());
    std::get<Send>(*sent).done({ .status = 503 });
    draw();
    field = mirror().find(Role::TextArea, "Entry");
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->value, "Both nodes are down");
}

TEST_F(IncidentViewTest, LDigitPersonEnterGivesADuty)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw();
    press_key(ImGuiKey_L);
    ASSERT_TRUE(dialog_open());
    press_key(ImGuiKey_1);
    type("colleague");
    press_key(ImGuiKey_Enter);
    const auto duty = asked<MoveDuty>("duties");
    ASSERT_TRUE(duty.has_value());
    EXPECT_EQ(duty->duty, Duty::Scribe);
    EXPECT_EQ(duty->user.text, "colleague");
    EXPECT_EQ(duty->act, DutyRequest::Assign);
}

TEST_F(IncidentViewTest, ShiftUIsPrefilledSoThatOneKeyPublishes)
{
    press_key(ImGuiMod_Shift | ImGuiKey_U);
    ASSERT_TRUE(dialog_open());
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto update = asked<PublishUpdate>("updates");
    ASSERT_TRUE(update.has_value());
    EXPECT_NE(update->text.find("Shop is down"), std::string::npos);
    EXPECT_EQ(update->audience, UpdateAudience::Internal);
}

TEST_F(IncidentViewTest, ShiftCTakesCommand)
{
    press_key(ImGuiMod_Shift | ImGuiKey_C);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto duty = asked<MoveDuty>("duties");
    ASSERT_TRUE(duty.has_value());
    EXPECT_EQ(duty->act, DutyRequest::Take);
    EXPECT_EQ(duty->duty, Duty::IncidentCommander);
}

TEST_F(IncidentViewTest, BShowsTheBridgeAndCopiesItsLink)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw();
    press_key(ImGuiKey_B);
    EXPECT_TRUE(dialog_open());
    EXPECT_NE(mirror().find(Role::Text, "bridge-1"), nullptr);
    const bool copied = std::any_of(intents_.begin(), intents_.end(), [](const Intent& intent) {
        const auto* copy = std::get_if<CopyText>(&intent);
        return copy != nullptr && copy->text == "https://meet.example/1";
    });
    EXPECT_TRUE(copied);
}

TEST_F(IncidentViewTest, GShowsWhatChanged)
{
    console_.done(RecordChange { { .kind = ChangeKind::Deployment,
                      .summary = "shop 4.0",
                      .service = ServiceId { "shop" },
                      .at = console_.room.now } },
        console_.room.resolver);
    draw();
    press_key(ImGuiKey_G);
    ASSERT_TRUE(dialog_open());
    const bool listed = std::any_of(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
        return item.role == Role::Row && item.label.find("shop 4.0") != std::string::npos;
    });
    EXPECT_TRUE(listed);
}
class SmallWindowTest : public IncidentViewTest {
protected:
    void small(int frames = 8)
    {
        ImGui::GetIO().DisplaySize = { 1280, 800 };
        draw(frames);
    }

    static const MirrorItem* starting_with(Role role, std::string_view words)
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.role == role && item.label.find(words) == 0; });
        return at == mirror().items().end() ? nullptr : &*at;
    }
};

TEST_F(SmallWindowTest, TheSelectedEntrysTextHasTheWholeWidth)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    const std::string title(180, 'x');
    console_.done(SetTask { .incident = id_, .title = "Call " + title }, console_.room.resolver);
    small();
    const auto row = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
        return item.role == Role::Row && item.rect.height > 26 && item.label.find("Call ") != std::string::npos;
    });
    ASSERT_NE(row, mirror().items().end());
    const MirrorItem there = *row;
    HeadlessUi::hover(there);
    draw();
    HeadlessUi::click(there);
    draw(6);
    const auto text = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
        return item.role == Role::Text && item.rect.height > 0 && item.label.find("Task: Call ") != std::string::npos;
    });
    ASSERT_NE(text, mirror().items().end());
    EXPECT_LT(text->rect.x, 100);
    EXPECT_GT(text->rect.width, 600);
}

TEST_F(SmallWindowTest, AWrongTimeCutsNothingOff)
{
    small();
    press_key(ImGuiKey_E);
    type("ex");
    const MirrorItem* when = mirror().find(Role::TextField, "When it happened");
    ASSERT_NE(when, nullptr);
    HeadlessUi::click(*when);
    draw();
    type("25:99");
    draw(6);
    ASSERT_TRUE(shows("Like 14:03 or 14:03:22"));
    const MirrorItem* composer = mirror().find(Role::TextArea, "Entry");
    ASSERT_NE(composer, nullptr);
    EXPECT_GE(composer->rect.height, 2 * type_scale().size(Type::Body) + 2 * ImGui::GetStyle().FramePadding.y)
        << "both lines of it";
    EXPECT_LE(composer->rect.y + composer->rect.height, 800 - grid(3));
    bool found = false;
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
        if (window->WasActive && std::string_view(window->Name).find("composer") != std::string_view::npos) {
            found = true;
            EXPECT_EQ(window->ScrollMax.y, 0) << "nothing of it is out of sight";
        }
    }
    EXPECT_TRUE(found);
}

TEST_F(SmallWindowTest, ALongTaskEndsInsideItsPanel)
{
    console_.done(SetTask { .incident = id_, .title = "Ask payments for the acquirer's status and write it down" },
        console_.room.resolver);
    small();
    const MirrorItem* task = starting_with(Role::Switch, "Ask payments");
    ASSERT_NE(task, nullptr);
    EXPECT_LE(task->rect.x + task->rect.width, 1280 - grid(4) - grid(3));
}

TEST_F(IncidentViewTest, WhatWasRecordedMinutesLaterIsMarked)
{
    console_.room.pass(minutes { 8 });
    const LogIncident log { .title = "Mail fails", .alerts = { console_.fire("Late", "mail") } };
    console_.room.pass(minutes { 8 });
    id_ = IncidentId { console_.room.when(log, console_.room.desk).value().created };
    console_.done(log, console_.room.desk);
    view_->arrive({ "/incidents/" + id_.text, {} });
    console_.open(console_.room.resolver);
    draw(8);
    const auto opened = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
        return item.role == Role::Row && item.label.find("Opened") != std::string::npos;
    });
    ASSERT_NE(opened, mirror().items().end());
    EXPECT_NE(opened->label.find(", recorded "), std::string::npos) << opened->label;
}

TEST_F(IncidentViewTest, WhileTheLinkIsLostOnlyWritingWorks)
{
    console_.transport.state = LiveState::Lost;
    draw();
    press_key(ImGuiMod_Shift | ImGuiKey_D);
    EXPECT_FALSE(dialog_open());
    press_key(ImGuiKey_E);
    type("Power is back in hall 2");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto note = asked<AddNote>("entries");
    ASSERT_TRUE(note.has_value());
    EXPECT_EQ(note->occurred_at, console_.room.now);
}

TEST_F(IncidentViewTest, AnIncidentThatIsNotHereSaysSo)
{
    view_->arrive({ "/incidents/INC-999", {} });
    draw();
    EXPECT_NE(mirror().find(Role::Button, "To the board"), nullptr);
}

TEST_F(IncidentViewTest, TheNextEntryIsAnObservationWhateverTheLastWas)
{
    press_key(ImGuiKey_E);
    const MirrorItem* decision = mirror().find(Role::Button, tr(Text::KindDecision));
    ASSERT_NE(decision, nullptr);
    HeadlessUi::click(*decision);
    draw(4);
    type("Roll back");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    intents_.clear();
    press_key(ImGuiKey_E);
    type("It is back");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto note = asked<AddNote>("entries");
    ASSERT_TRUE(note.has_value());
    EXPECT_EQ(note->text, "It is back");
    EXPECT_EQ(note->kind, NoteKind::Observation);
}

TEST_F(IncidentViewTest, ACorrectionHappenedWhenWhatItCorrectsDid)
{
    const Timestamp then = console_.room.now - minutes { 3 } + Millis { 250 };
    NoteDraft draft { .text = "Both nodes", .when = "08:57:00", .supersedes = 7, .corrected_at = then };
    draft.proposed_when = draft.when;
    const auto occurred = [&] {
        const auto send = note_send(draft, id_, console_.input());
        const auto note = send ? decode_command<AddNote>(send->body) : Result<AddNote> { Error {} };
        return note.ok() ? note.value().occurred_at : std::nullopt;
    };
    EXPECT_EQ(occurred(), then) << "to the millisecond";
    draft.when.clear();
    EXPECT_EQ(occurred(), then) << "an emptied field is no other time";
    draft.when = "08:30";
    EXPECT_EQ(occurred(), console_.room.now - minutes { 30 });
    draft.supersedes = 0;
    draft.when.clear();
    EXPECT_EQ(occurred(), std::nullopt);
}

TEST_F(IncidentViewTest, XGoesOnToTheNextAlertOfTheIncident)
{
    const AlertId second = console_.fire("Slow", "shop");
    console_.done(LinkAlert { id_, second }, console_.room.resolver);
    draw();
    for (int i = 0; i < 2; ++i) {
        press_key(ImGuiKey_X);
    }
    EXPECT_TRUE(sent_to("/api/v1/alerts/" + alert_.text + "/acknowledge"));
    EXPECT_TRUE(sent_to("/api/v1/alerts/" + second.text + "/acknowledge"));
    const auto sends = std::count_if(
        intents_.begin(), intents_.end(), [](const Intent& intent) { return std::holds_alternative<Send>(intent); });
    EXPECT_EQ(sends, 2);
}

TEST_F(IncidentViewTest, EnterOnANameLeadsToTheBriefingOfAnOffer)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw();
    press_key(ImGuiKey_L);
    press_key(ImGuiKey_4); // the commander's, which is one's own
    draw(6);
    type("colleague");
    press_key(ImGuiKey_Enter);
    draw(4);
    EXPECT_FALSE(asked<MoveDuty>("duties").has_value()) << "nothing is offered without a look at the briefing";
    type("Failing over");
    press_key(ImGuiKey_Enter);
    const auto duty = asked<MoveDuty>("duties");
    ASSERT_TRUE(duty.has_value());
    EXPECT_EQ(duty->act, DutyRequest::Offer);
    EXPECT_EQ(duty->user.text, "colleague");
    EXPECT_EQ(duty->reason, "Failing over");
}

TEST_F(IncidentViewTest, TabBehindANameLeadsToTheBriefing)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw();
    press_key(ImGuiKey_L);
    press_key(ImGuiKey_4);
    draw(6);
    type("colleag");
    press_key(ImGuiKey_Tab);
    draw(4);
    type("Failover runs, watch it");
    const MirrorItem* person = mirror().find(Role::TextField, tr(Text::FieldPerson));
    const MirrorItem* briefing = mirror().find(Role::TextField, tr(Text::FieldReasonBriefing));
    ASSERT_NE(person, nullptr);
    ASSERT_NE(briefing, nullptr);
    EXPECT_EQ(person->value, "colleag") << "what was typed is not mixed with what comes next";
    EXPECT_EQ(briefing->value, "Failover runs, watch it");
}

TEST_F(IncidentViewTest, TheRoomLearnsThatASourceOfItsAlertsIsSilent)
{
    EXPECT_FALSE(shows("silent since"));
    const SourceId source { "prometheus" };
    console_.done(ReportSourceHealth { SourceId { "webhook" }, true, console_.room.now }, kSystem);
    draw();
    EXPECT_FALSE(shows("silent since")) << "none of them is its alert";
    const Labels watchdog { { "alertname", "Watchdog" } };
    console_.done(ReportSourceHealth { .source = source,
                      .lost = true,
                      .last_delivery_at = console_.room.now,
                      .heartbeat = heartbeat_id(source, watchdog),
                      .labels = watchdog },
        kSystem);
    draw();
    EXPECT_TRUE(shows("prometheus silent since 09:00:00: its alerts may be stale"));
    EXPECT_TRUE(shows("unknown for")) << "and so does the alert's row";
    console_.done(ReportSourceHealth { .source = source, .heartbeat = heartbeat_id(source, watchdog) }, kSystem);
    draw();
    EXPECT_FALSE(shows("silent since"));
    EXPECT_FALSE(shows("unknown for"));
}

}
}
