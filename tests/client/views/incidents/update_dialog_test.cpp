// SPDX-License-Identifier: Apache-2.0
// What is published: to whom, whose words, and why.
#include "shared/domain/decision/decision.h"
#include "tests/support/incident_on_screen.h"

#include <algorithm>

namespace watchfloor {
namespace {

class UpdateDialogTest : public IncidentViewTest {
protected:
    void open_dialog()
    {
        press_key(ImGuiMod_Shift | ImGuiKey_U);
        draw(6);
        ASSERT_TRUE(dialog_open());
    }

    void leave()
    {
        press_key(ImGuiKey_Escape);
        if (dialog_open()) {
            press_key(ImGuiKey_Escape);
        }
        ASSERT_FALSE(dialog_open());
    }

    void choose_audience(std::string_view name)
    {
        const MirrorItem* tab = mirror().find(Role::Tab, name);
        ASSERT_NE(tab, nullptr);
        HeadlessUi::click(*tab);
        draw(6);
    }

    void focus(Role role, std::string_view name)
    {
        const MirrorItem* field = mirror().find(role, name);
        ASSERT_NE(field, nullptr) << name;
        mirror().request_focus(field->id);
        draw(6);
    }

    void commit()
    {
        press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
        draw(6);
    }

    void told_customers(const std::string& text)
    {
        console_.done(PublishUpdate { .incident = id_,
                          .audience = UpdateAudience::Customers,
                          .text = text,
                          .reason = "Nobody else is here." },
            console_.room.resolver);
        draw();
    }

    static std::string shown_text()
    {
        const MirrorItem* field = mirror().find(Role::TextArea, tr(Text::FieldUpdate));
        return field == nullptr ? std::string {} : field->value;
    }

    static std::string shown_audience()
    {
        const auto chosen = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Tab && item.selected; });
        return chosen == mirror().items().end() ? std::string {} : chosen->label;
    }
};

TEST_F(UpdateDialogTest, TabLeadsFromTheTextThroughAllThatIsAskedFor)
{
    told_customers("Some orders fail.");
    open_dialog();
    choose_audience("Customers");
    focus(Role::TextArea, tr(Text::FieldUpdate));
    std::vector<std::string> reached;
    for (int i = 0; i < 6; ++i) {
        press_key(ImGuiKey_Tab);
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.id == mirror().focus(); });
        reached.push_back(at == mirror().items().end() ? std::string("nothing") : at->label);
    }
    EXPECT_EQ(reached,
        (std::vector<std::string> { std::string(tr(Text::UpdateUnchanged)), std::string(tr(Text::UpdateReader)),
            std::string(tr(Text::UpdateAsk)), std::string(tr(Text::FieldReason)), std::string(tr(Text::UpdateCommit)),
            std::string(tr(Text::Cancel)) }));
}

TEST_F(UpdateDialogTest, ItNeverOpensOnAnAudienceOutsideByItself)
{
    open_dialog();
    choose_audience("Customers");
    ASSERT_EQ(shown_audience(), "Customers");
    leave();
    open_dialog();
    EXPECT_EQ(shown_audience(), "Internal");
    leave();
    told_customers("Some orders fail.");
    console_.room.pass(minutes { 5 });
    console_.done(MoveIncident { .incident = id_, .to = IncidentState::Investigating }, console_.room.resolver);
    console_.done(console_.room.resolution(id_), console_.room.resolver);
    draw();
    open_dialog();
    EXPECT_EQ(shown_audience(), "Internal") << "that customers wait does not make this sentence theirs";
}

TEST_F(UpdateDialogTest, OnesOwnWordsOfBeforeSaySoAndAreReplacedByWhatIsTyped)
{
    open_dialog();
    choose_audience("Customers");
    focus(Role::TextArea, tr(Text::FieldUpdate));
    type("The database melted.");
    ASSERT_EQ(shown_text(), "The database melted.");
    EXPECT_FALSE(shows("Your draft from"));
    leave();
    open_dialog();
    EXPECT_EQ(shown_text().find("melted"), std::string::npos) << "a draft stays with its audience";
    choose_audience("Customers");
    EXPECT_EQ(shown_text(), "The database melted.");
    EXPECT_TRUE(shows("Your draft from"));
    focus(Role::TextArea, tr(Text::FieldUpdate));
    type("We are on it.");
    EXPECT_EQ(shown_text(), "We are on it.");
    EXPECT_FALSE(shows("Your draft from"));
}

TEST_F(UpdateDialogTest, WordsForThoseOutsideDoNotOutliveTheResolution)
{
    told_customers("Some orders fail.");
    open_dialog();
    choose_audience("Customers");
    focus(Role::TextArea, tr(Text::FieldUpdate));
    type("Still failing");
    leave();
    console_.room.pass(minutes { 5 });
    console_.done(MoveIncident { .incident = id_, .to = IncidentState::Investigating }, console_.room.resolver);
    console_.done(console_.room.resolution(id_), console_.room.resolver);
    draw();
    const MirrorItem* tell = mirror().find(Role::Button, "Tell them");
    ASSERT_NE(tell, nullptr);
    HeadlessUi::click(*tell);
    draw(6);
    EXPECT_EQ(shown_audience(), "Customers");
    EXPECT_NE(shown_text().find("solved since"), std::string::npos) << shown_text();
    leave();
    open_dialog();
    choose_audience("Customers");
    EXPECT_NE(shown_text().find("solved since"), std::string::npos) << shown_text();
}

TEST_F(UpdateDialogTest, WhatWasPublishedIsNotPublishedAgainByAKey)
{
    told_customers("Some orders fail.");
    open_dialog();
    choose_audience("Customers");
    ASSERT_EQ(shown_text(), "Some orders fail.");
    commit();
    EXPECT_FALSE(asked<PublishUpdate>("updates").has_value());
    EXPECT_TRUE(dialog_open());
    EXPECT_TRUE(shows("This is what was published at"));
    ASSERT_TRUE(ImGui::GetIO().WantTextInput) << "the caret is where something is to be changed";
    type("Orders fail less.");
    EXPECT_EQ(shown_text(), "Orders fail less.");
}

TEST_F(UpdateDialogTest, WhatTheProposalPromisesIsWhatTheScheduleAsksFor)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    console_.room.pass(minutes { 3 });
    draw();
    open_dialog();
    const std::string proposed = shown_text();
    console_.done(PublishUpdate { .incident = id_, .text = proposed }, console_.room.resolver);
    const TargetClock* next = console_.room.incident(id_).clock(ClockKind::NextUpdate);
    ASSERT_NE(next, nullptr);
    const Timestamp by = next->due_at + minutes { 1 }; // at the minute itself it might come a moment later
    EXPECT_NE(proposed.find("Next update by " + site_time(by, SiteZone {}).substr(0, 5)), std::string::npos)
        << proposed;
}

TEST_F(UpdateDialogTest, ThePromiseFollowsTheClockUntilItIsPublished)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw();
    open_dialog();
    const std::string before = shown_text();
    ASSERT_NE(before.find("Next update by 09:"), std::string::npos) << before;
    console_.room.pass(minutes { 4 } + seconds { 30 });
    draw(6);
    EXPECT_NE(shown_text(), before);
    commit();
    auto sent = asked<PublishUpdate>("updates");
    ASSERT_TRUE(sent.has_value());
    sent->incident = id_;
    console_.done(*sent, console_.room.resolver);
    const TargetClock* next = console_.room.incident(id_).clock(ClockKind::NextUpdate);
    ASSERT_NE(next, nullptr);
    const Timestamp by = next->due_at + seconds { 30 }; // to the full minute
    EXPECT_NE(sent->text.find("Next update by " + site_time(by, SiteZone {}).substr(0, 5)), std::string::npos)
        << sent->text;
}

TEST_F(UpdateDialogTest, WhoCouldReadItFirstIsNamed)
{
    open_dialog();
    choose_audience("Customers");
    EXPECT_TRUE(shows(tr(Text::UpdateReadFirst)));
}

TEST_F(UpdateDialogTest, ThatNothingChangedIsSaidOnPurpose)
{
    told_customers("Some orders fail.");
    open_dialog();
    choose_audience("Customers");
    const MirrorItem* same = mirror().find(Role::Switch, tr(Text::UpdateUnchanged));
    ASSERT_NE(same, nullptr);
    HeadlessUi::click(*same);
    draw(6);
    commit();
    const auto said = asked<PublishUpdate>("updates");
    ASSERT_TRUE(said.has_value());
    EXPECT_TRUE(said->unchanged);
}

TEST_F(UpdateDialogTest, ThatNothingChangedIsNotSaidTheNextTimeToo)
{
    told_customers("Some orders fail.");
    open_dialog();
    choose_audience("Customers");
    const MirrorItem* same = mirror().find(Role::Switch, tr(Text::UpdateUnchanged));
    ASSERT_NE(same, nullptr);
    HeadlessUi::click(*same);
    draw(6);
    leave();
    open_dialog();
    choose_audience("Customers");
    commit();
    EXPECT_FALSE(asked<PublishUpdate>("updates").has_value());
}

TEST_F(UpdateDialogTest, ADemandedReasonIsWhereTheCommitLeads)
{
    open_dialog();
    choose_audience("Customers");
    commit();
    EXPECT_FALSE(asked<PublishUpdate>("updates").has_value());
    ASSERT_TRUE(dialog_open());
    type("Nobody else is here.");
    const MirrorItem* reason = mirror().find(Role::TextField, "Reason");
    ASSERT_NE(reason, nullptr);
    EXPECT_EQ(reason->value, "Nobody else is here.");
    commit();
    const auto said = asked<PublishUpdate>("updates");
    ASSERT_TRUE(said.has_value());
    EXPECT_EQ(said->reason, "Nobody else is here.");
}

TEST_F(UpdateDialogTest, ATaskMayBeDueAtATime)
{
    press_key(ImGuiKey_T);
    draw(6);
    type("Look at the log");
    focus(Role::TextField, tr(Text::FieldTaskDue));
    type("sometime");
    commit();
    EXPECT_FALSE(asked<SetTask>("tasks").has_value());
    EXPECT_TRUE(shows(tr(Text::WhenUnreadable)));
    const Timestamp due = console_.room.now + hours { 2 };
    const MirrorItem* field = mirror().find(Role::TextField, tr(Text::FieldTaskDue));
    ASSERT_NE(field, nullptr);
    mirror().set_value(field->id, site_time(due, SiteZone {}));
    draw(6);
    commit();
    const auto task = asked<SetTask>("tasks");
    ASSERT_TRUE(task.has_value());
    ASSERT_TRUE(task->due_at.has_value());
    EXPECT_EQ(task->due_at->millis / 1000, due.millis / 1000);
}

TEST_F(UpdateDialogTest, OtherFormsLeadToWhatIsMissingToo)
{
    press_key(ImGuiKey_T);
    draw(6);
    ASSERT_TRUE(dialog_open());
    focus(Role::Switch, tr(Text::TaskContainment));
    commit();
    ASSERT_TRUE(dialog_open());
    type("Look at the log");
    const MirrorItem* task = mirror().find(Role::TextField, tr(Text::FieldTask));
    ASSERT_NE(task, nullptr);
    EXPECT_EQ(task->value, "Look at the log");
}

}
}
