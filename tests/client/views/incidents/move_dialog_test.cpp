// SPDX-License-Identifier: Apache-2.0
// Where an incident may go, and what is asked on the way.
#include "client/views/board/board_rows.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/incident_on_screen.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace watchfloor {
namespace {

class MoveDialogTest : public IncidentViewTest {
protected:
    MoveDialogTest()
    {
        ImGui::GetIO().DisplaySize = { 3000, 1000 };
        MoveIncident begin;
        begin.incident = id_;
        begin.to = IncidentState::Investigating;
        console_.done(begin, console_.room.resolver);
        draw();
    }

    void open_dialog()
    {
        const MirrorItem* state = mirror().find(Role::Button, "State");
        ASSERT_NE(state, nullptr);
        HeadlessUi::click(*state);
        draw();
        ASSERT_TRUE(dialog_open());
    }
};

std::vector<std::string> states_offered()
{
    std::vector<std::string> states;
    for (const MirrorItem& item : mirror().items()) {
        for (const IncidentState state :
            { IncidentState::Triaged, IncidentState::Investigating, IncidentState::Mitigated, IncidentState::Resolved,
                IncidentState::OnHold, IncidentState::Closed, IncidentState::Cancelled }) {
            if (item.role == Role::Button && item.label.ends_with("   " + std::string(state_text(state)))) {
                states.push_back(item.label);
            }
        }
    }
    return states;
}

TEST_F(MoveDialogTest, OnlyStatesThatFollowOnTheOneItIsInAreOfferedUnderTheDigitTheyAlwaysHave)
{
    open_dialog();
    EXPECT_EQ(states_offered(), (std::vector<std::string> { "3   Mitigated", "4   Resolved", "5   On hold" }));
    EXPECT_FALSE(shows("cannot become"));
    press_key(ImGuiKey_6);
    draw(6);
    EXPECT_FALSE(shows("Move to:")) << "it cannot be closed from here";
    for (const MirrorItem& item : mirror().items()) {
        EXPECT_EQ(item.label.find('_'), std::string::npos) << item.label;
    }
}

TEST_F(MoveDialogTest, WhatIsAnothersToDoIsGreyedWithWhoseItIs)
{
    console_.open(console_.room.colleague);
    draw();
    open_dialog();
    const MirrorItem* resolved = mirror().find(Role::Button, "4   Resolved");
    ASSERT_NE(resolved, nullptr);
    EXPECT_TRUE(resolved->disabled);
    EXPECT_TRUE(shows("Ask its owner to move " + id_.text + " to resolved"));
}

TEST_F(MoveDialogTest, WhatIsDeclaredIsNotSaidToGoOnHold)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw(6);
    open_dialog();
    EXPECT_EQ(states_offered(), (std::vector<std::string> { "3   Mitigated", "4   Resolved" }));
}

TEST_F(MoveDialogTest, WhatStillFiresIsSaidBeforeItIsCalledOver)
{
    open_dialog();
    press_key(ImGuiKey_4);
    draw(6);
    EXPECT_TRUE(shows("1 alert of this incident still firing: Down"));
}

TEST_F(MoveDialogTest, OfAMajorTheFormSaysThatItsReviewBeginsAtOnce)
{
    open_dialog();
    press_key(ImGuiKey_4);
    draw(6);
    EXPECT_FALSE(shows(tr(Text::MoveIntoReview)));
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw(6);
    EXPECT_TRUE(shows(tr(Text::MoveIntoReview)));
}

TEST_F(MoveDialogTest, TheServiceIsBackSinceTheLastAlertEnded)
{
    console_.room.pass(minutes { 5 });
    AlertReport over;
    over.labels = { { "alertname", "Down" }, { "service", "shop" }, { "severity", "critical" } };
    over.started_at = console_.room.now - minutes { 5 };
    over.ended_at = console_.room.now;
    console_.done(ReportAlerts { SourceId { "prometheus" }, { over } }, kSystem);
    const Alert* alert = console_.room.state.alerts.find(alert_);
    ASSERT_NE(alert, nullptr);
    ASSERT_TRUE(alert->ended_at.has_value());
    const std::string ended = site_time(*alert->ended_at, SiteZone {});
    console_.room.pass(minutes { 20 });
    draw(6);
    open_dialog();
    press_key(ImGuiKey_4);
    draw(6);
    EXPECT_FALSE(shows("still firing"));
    const MirrorItem* restored = mirror().find(Role::TextField, tr(Text::FieldRestoredAt));
    ASSERT_NE(restored, nullptr);
    EXPECT_EQ(restored->value.find(ended), 0U) << restored->value;
}

TEST_F(MoveDialogTest, WhatIsMissingIsCalledAsItsFieldIs)
{
    open_dialog();
    EXPECT_TRUE(shows("Still missing: What resolved it, Problem, Resolution"));
    press_key(ImGuiKey_4);
    EXPECT_TRUE(shows("Still missing: What resolved it, Problem, Resolution"));
}

TEST_F(MoveDialogTest, EvidenceAndContainmentAreAskedForOfSecurityRelevantIncidentsOnly)
{
    open_dialog();
    press_key(ImGuiKey_4);
    draw(6);
    EXPECT_FALSE(shows(tr(Text::FieldEvidence)));
    EXPECT_FALSE(shows(tr(Text::FieldContainedAt)));
    console_.done(ClassifyIncident { .incident = id_, .security_relevant = true }, console_.room.resolver);
    draw(6);
    EXPECT_TRUE(shows(tr(Text::FieldEvidence)));
    EXPECT_TRUE(shows(tr(Text::FieldContainedAt)));
}

TEST_F(MoveDialogTest, WhoMayNotCloseReadsAllThatIsMissingTooAndWhoseItIs)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    console_.done(SetTask { .incident = id_, .title = "Write to the users" }, console_.room.resolver);
    console_.done(console_.room.resolution(id_), console_.room.resolver);
    draw(6);
    open_dialog();
    draw(6);
    ASSERT_EQ(console_.room.incident(id_).state, IncidentState::InReview);
    EXPECT_TRUE(shows("“Stand down” ends the command"));
    EXPECT_TRUE(shows("tick off or cancel task"));
    EXPECT_TRUE(shows("Personal data"));
}

TEST_F(MoveDialogTest, TheFirstFieldHasTheKeyboardAndWhatWasTypedStays)
{
    open_dialog();
    press_key(ImGuiKey_3);
    draw();
    ASSERT_TRUE(shows(id_.text + ": Move to: Mitigated"));
    ASSERT_TRUE(ImGui::GetIO().WantTextInput);
    type("10:01");
    const auto when = [] {
        const MirrorItem* field = mirror().find(Role::TextField, "Mitigated at");
        return field == nullptr ? std::string {} : field->value;
    };
    EXPECT_EQ(when(), "10:01");
    press_key(ImGuiKey_Escape);
    if (dialog_open()) {
        press_key(ImGuiKey_Escape);
    }
    ASSERT_FALSE(dialog_open());
    open_dialog();
    press_key(ImGuiKey_3);
    EXPECT_EQ(when(), "10:01");
}

TEST_F(MoveDialogTest, WordsAreTypedIntoAFieldAndNotIntoASwitch)
{
    console_.done(console_.room.resolution(id_), console_.room.resolver);
    console_.open(console_.room.desk);
    draw();
    open_dialog();
    press_key(ImGuiKey_6);
    draw(6);
    ASSERT_TRUE(shows(id_.text + ": Move to: Closed"));
    ASSERT_TRUE(ImGui::GetIO().WantTextInput);
    type("Asked the shop");
    const MirrorItem* note = mirror().find(Role::TextArea, tr(note_label(IncidentState::Closed)));
    ASSERT_NE(note, nullptr);
    EXPECT_EQ(note->value, "Asked the shop");
}

TEST_F(MoveDialogTest, ACommitLeadsToTheFieldThatIsMissing)
{
    open_dialog();
    press_key(ImGuiKey_3);
    draw(6);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    draw(6);
    EXPECT_FALSE(asked<MoveIncident>("transitions").has_value());
    type("Second site");
    const MirrorItem* note = mirror().find(Role::TextArea, tr(note_label(IncidentState::Mitigated)));
    ASSERT_NE(note, nullptr);
    EXPECT_EQ(note->value, "Second site");
}

TEST_F(MoveDialogTest, WhatComesBeforeTheClosureStandsBesideItWithTheWayThere)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    console_.done(console_.room.resolution(id_), console_.room.resolver);
    console_.open(console_.room.manager);
    draw(6);
    open_dialog();
    draw(6); // until it stands where it will stay
    EXPECT_TRUE(shows("First, on the incident's screen: “Stand down” ends the command"));
    std::vector<MirrorItem> ways;
    std::copy_if(mirror().items().begin(), mirror().items().end(), std::back_inserter(ways),
        [](const MirrorItem& item) { return item.role == Role::Button && item.label == "Stand down"; });
    ASSERT_FALSE(ways.empty());
    HeadlessUi::click(ways.back());
    draw(6);
    ASSERT_TRUE(dialog_open());
    EXPECT_TRUE(shows(id_.text + ": Stand down"));
    EXPECT_NE(mirror().find(Role::TextArea, "Reason"), nullptr);
}

TEST_F(MoveDialogTest, WhatNobodyDatedHappensWhenItIsToldAndNotWhenTheDialogOpened)
{
    open_dialog();
    press_key(ImGuiKey_3);
    draw(6);
    EXPECT_TRUE(shows("= now, " + site_time(console_.room.now, SiteZone {})));
    console_.room.pass(minutes { 2 });
    draw(6);
    EXPECT_TRUE(shows("= now, " + site_time(console_.room.now, SiteZone {}))) << "it follows the clock";
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter); // leads to the note
    draw(6);
    type("Second site");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto moved = asked<MoveIncident>("transitions");
    ASSERT_TRUE(moved.has_value());
    EXPECT_EQ(moved->to, IncidentState::Mitigated);
    EXPECT_EQ(moved->mitigated_at, std::nullopt);
}

TEST_F(MoveDialogTest, ATimeThatCannotBeReadIsNotNow)
{
    open_dialog();
    press_key(ImGuiKey_3);
    draw(6);
    type("noonish");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    draw(6);
    type("Second site");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    draw(6);
    EXPECT_TRUE(shows(tr(Text::WhenUnreadable)));
    EXPECT_FALSE(asked<MoveIncident>("transitions").has_value());
}

TEST_F(MoveDialogTest, WhatIsTypedForOneStateIsNoAnswerToAnother)
{
    const auto note = [](IncidentState to) {
        const MirrorItem* field = mirror().find(Role::TextArea, tr(note_label(to)));
        return field == nullptr ? std::string("none") : field->value;
    };
    const auto another = [&] {
        const MirrorItem* button = mirror().find(Role::Button, tr(Text::MoveAnother));
        ASSERT_NE(button, nullptr);
        HeadlessUi::click(*button);
        draw(6);
    };
    open_dialog();
    press_key(ImGuiKey_3);
    draw(6);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    draw(6);
    type("Second site");
    ASSERT_EQ(note(IncidentState::Mitigated), "Second site");
    another();
    press_key(ImGuiKey_4);
    draw(6);
    EXPECT_EQ(note(IncidentState::Resolved), "");
    another();
    press_key(ImGuiKey_3);
    draw(6);
    EXPECT_EQ(note(IncidentState::Mitigated), "Second site");
}

}
}
