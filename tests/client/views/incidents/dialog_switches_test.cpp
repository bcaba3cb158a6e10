// SPDX-License-Identifier: Apache-2.0
// Every dialog of an incident that holds a field and a switch takes Enter alike.
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class DialogSwitchesTest : public IncidentViewTest {
protected:
    void focus(Role role, std::string_view label)
    {
        const MirrorItem* item = mirror().find(role, label);
        ASSERT_NE(item, nullptr) << label;
        mirror().request_focus(item->id);
        draw();
    }

    void open_task()
    {
        press_key(ImGuiKey_T);
        ASSERT_TRUE(dialog_open());
        type("Roll back");
    }

    void open_classification()
    {
        for (const Text button : { Text::MoreActions, Text::ClassifyTitle }) {
            const MirrorItem* item = mirror().find(Role::Button, tr(button));
            ASSERT_NE(item, nullptr) << tr(button);
            HeadlessUi::click(*item);
            draw();
        }
        ASSERT_TRUE(dialog_open());
        type("network");
    }
};

TEST_F(DialogSwitchesTest, ATaskIsGivenByEnterFromItsFieldAndFromItsSwitch)
{
    open_task();
    press_key(ImGuiKey_Enter);
    ASSERT_TRUE(asked<SetTask>("tasks").has_value());
    EXPECT_EQ(asked<SetTask>("tasks")->title, "Roll back");
    intents_.clear();
    open_task();
    focus(Role::Switch, tr(Text::TaskContainment));
    press_key(ImGuiKey_Space);
    EXPECT_TRUE(dialog_open()) << "Space only turns it";
    press_key(ImGuiKey_Enter);
    ASSERT_TRUE(asked<SetTask>("tasks").has_value());
    EXPECT_TRUE(asked<SetTask>("tasks")->containment);
}

TEST_F(DialogSwitchesTest, ThePulseIsAnsweredByEnterOnItsSwitchWhichStaysAsItIs)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 },
        console_.room.resolver);
    console_.room.pass(minutes { 10 });
    draw();
    press_key(ImGuiMod_Shift | ImGuiKey_A);
    ASSERT_TRUE(dialog_open());
    intents_.clear();
    focus(Role::Switch, tr(Text::PulseSecurity));
    press_key(ImGuiKey_Enter);
    const auto answer = asked<ClassifyIncident>("classification");
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->security_relevant, false) << "nothing was turned";
    EXPECT_NE(answer->reason.find("security: not known yet"), std::string::npos) << answer->reason;
    EXPECT_FALSE(dialog_open());
}

TEST_F(DialogSwitchesTest, AClassificationIsWrittenByEnterFromEachOfThem)
{
    open_classification();
    press_key(ImGuiKey_Enter);
    ASSERT_TRUE(asked<ClassifyIncident>("classification").has_value());
    EXPECT_EQ(asked<ClassifyIncident>("classification")->category, "network");
    intents_.clear();
    open_classification();
    focus(Role::Switch, tr(Text::FieldSecurity));
    press_key(ImGuiKey_Enter);
    ASSERT_TRUE(asked<ClassifyIncident>("classification").has_value());
    EXPECT_FALSE(asked<ClassifyIncident>("classification")->security_relevant.value_or(false));
}

}
}
