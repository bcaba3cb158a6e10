// SPDX-License-Identifier: Apache-2.0
// Who sees an incident.
#include "client/views/incidents/entry_desk.h"
#include "client/views/incidents/headline.h"
#include "tests/support/incident_on_screen.h"

#include <algorithm>

namespace watchfloor {
namespace {

IncidentAction restriction(const ViewInput& input, const Incident& incident)
{
    const auto actions = incident_actions(input, incident);
    const auto at = std::find_if(actions.begin(), actions.end(),
        [](const IncidentAction& action) { return action.opens == PanelKind::Members; });
    return at == actions.end() ? IncidentAction {} : *at;
}

TEST_F(IncidentViewTest, RestrictingIsOfferedToWhoMayAndOthersReadWhoDoes)
{
    const auto seen = [&] { return restriction(console_.input(), console_.room.incident(id_)); };
    EXPECT_FALSE(seen().enabled);
    EXPECT_NE(seen().why_not.find("incident manager"), std::string::npos) << seen().why_not;
    console_.open(console_.room.manager);
    draw();
    EXPECT_TRUE(seen().enabled);
}

TEST_F(IncidentViewTest, WhoRestrictsStaysAMemberAndSoDoesWhoHoldsADuty)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 },
        console_.room.resolver);
    ASSERT_FALSE(console_.room.incident(id_).duties.empty());
    console_.open(console_.room.manager);
    draw();
    press(Action::Restrict);
    draw(6);
    ASSERT_TRUE(dialog_open());
    EXPECT_TRUE(shows(tr(Text::RestrictNote)));
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto set = asked<SetMembers>("members");
    ASSERT_TRUE(set.has_value());
    EXPECT_TRUE(set->restricted);
    const auto has = [&](const UserId& user) {
        return std::find(set->members.begin(), set->members.end(), user) != set->members.end();
    };
    EXPECT_TRUE(has(console_.room.manager.user));
    EXPECT_TRUE(has(console_.room.incident(id_).duties.front().user));
}

TEST_F(IncidentViewTest, WhatIsOpenAlreadyIsNotOpenedAgain)
{
    console_.open(console_.room.manager);
    draw();
    press(Action::Restrict);
    draw(6);
    const MirrorItem* on = mirror().find(Role::Switch, tr(Text::RestrictOn));
    ASSERT_NE(on, nullptr);
    HeadlessUi::click(*on);
    draw(6);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_FALSE(asked<SetMembers>("members").has_value());
    EXPECT_TRUE(dialog_open());
}

TEST_F(IncidentViewTest, WhoDeclaredItIsLetInAlsoWithoutADuty)
{
    const Actor& declarer = console_.room.resolver;
    console_.done(
        DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 }, declarer);
    MoveDuty given;
    given.incident = id_;
    given.duty = Duty::IncidentCommander;
    given.act = DutyRequest::Assign;
    given.user = console_.room.manager.user;
    given.reason = "It is theirs.";
    console_.done(given, console_.room.manager);
    const auto& duties = console_.room.incident(id_).duties;
    ASSERT_TRUE(
        std::none_of(duties.begin(), duties.end(), [&](const DutyHeld& held) { return held.user == declarer.user; }));
    console_.open(console_.room.manager);
    draw();
    press(Action::Restrict);
    draw(6);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const auto set = asked<SetMembers>("members");
    ASSERT_TRUE(set.has_value());
    EXPECT_NE(std::find(set->members.begin(), set->members.end(), declarer.user), set->members.end());
}

TEST_F(IncidentViewTest, ThatAnIncidentIsRestrictedIsAMarkOfItsHead)
{
    EXPECT_FALSE(shows(tr(Text::MarkRestricted)));
    console_.done(SetMembers { .incident = id_,
                      .restricted = true,
                      .members = { console_.room.manager.user, console_.room.resolver.user } },
        console_.room.manager);
    console_.open(console_.room.resolver);
    draw(6);
    const MirrorItem* mark = mirror().find(Role::Text, tr(Text::MarkRestricted));
    ASSERT_NE(mark, nullptr) << "a text of its own, not a word in a line";
    EXPECT_GT(mark->rect.height, 0);
}

TEST_F(IncidentViewTest, ADecisionIsAskedForWithItsReason)
{
    EXPECT_NE(std::string(tr(composer_hint(NoteKind::Decision))).find("why"), std::string::npos);
    EXPECT_EQ(composer_hint(NoteKind::Observation), Text::ComposerHint);
}

TEST_F(IncidentViewTest, ThatAnIncidentIsSecurityRelevantStandsAtItsHead)
{
    EXPECT_FALSE(shows(tr(Text::MarkSecurity)));
    console_.done(ClassifyIncident { .incident = id_, .security_relevant = true }, console_.room.resolver);
    draw(6);
    EXPECT_TRUE(shows(tr(Text::MarkSecurity)));
}

}
}
