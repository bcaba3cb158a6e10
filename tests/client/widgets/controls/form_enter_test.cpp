// SPDX-License-Identifier: Apache-2.0
// What Enter does in a form: one rule for all of them.
#include "client/widgets/controls/panels.h"

#include "client/language/text.h"
#include "client/widgets/controls/controls.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <string>

namespace watchfloor {
namespace {

class FormEnterTest : public testing::Test {
protected:
    void draw(int frames = 4)
    {
        ui_.draw(
            [&] {
                if (outcome_ != ModalOutcome::Open
                    || !begin_modal("form",
                        { .title = "Form",
                            .commit = "Do it",
                            .commit_kind = kind_,
                            .can_commit = can_commit_,
                            .why_not = "the name is missing",
                            .width = 760,
                            .enter_commits = enter_commits_ })) {
                    return;
                }
                text_field("Name", name_, { .missing = !can_commit_ && to_blame_, .passing = searches_ });
                text_area("Words", words_, 2);
                if (with_switch_) {
                    toggle("Secret", secret_);
                }
                outcome_ = end_modal();
            },
            frames);
    }

    void press_on(Role role, const char* label, ImGuiKey key)
    {
        draw();
        const MirrorItem* item = mirror().find(role, label);
        ASSERT_NE(item, nullptr) << label;
        mirror().request_focus(item->id);
        draw();
        HeadlessUi::press_key(key);
        draw();
    }

    // As fingers do it: both keys stay down for a while.
    void hold_ctrl_enter()
    {
        auto& io = ImGui::GetIO();
        const auto hold = [&](bool down) {
            io.AddKeyEvent(ImGuiMod_Ctrl, down);
            io.AddKeyEvent(ImGuiKey_LeftCtrl, down);
            draw();
            io.AddKeyEvent(ImGuiKey_Enter, down);
            draw(6);
        };
        hold(true);
        hold(false);
    }

    void type(const char* text)
    {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    HeadlessUi ui_;
    std::string name_ = "n";
    std::string words_ {};
    bool secret_ = false;
    bool with_switch_ = true;
    bool can_commit_ = true;
    bool to_blame_ = true;
    bool enter_commits_ = true;
    bool searches_ = false;
    ButtonKind kind_ = ButtonKind::Primary;
    ModalOutcome outcome_ = ModalOutcome::Open;
};

TEST_F(FormEnterTest, AFormThatIsRefusedSaysWhyFromThenOn)
{
    can_commit_ = false;
    draw();
    EXPECT_EQ(mirror().find(Role::Text, "the name is missing"), nullptr);
    hold_ctrl_enter();
    EXPECT_NE(mirror().find(Role::Text, "the name is missing"), nullptr);
    EXPECT_EQ(outcome_, ModalOutcome::Open);
    can_commit_ = true;
    draw();
    EXPECT_EQ(mirror().find(Role::Text, "the name is missing"), nullptr);
}

TEST_F(FormEnterTest, CommitsFromTheField)
{
    press_on(Role::TextField, "Name", ImGuiKey_Enter);
    EXPECT_EQ(outcome_, ModalOutcome::Committed);
    EXPECT_FALSE(secret_);
}

TEST_F(FormEnterTest, CommitsFromTheSwitchAndLeavesItAsItIs)
{
    for (const ImGuiKey enter : { ImGuiKey_Enter, ImGuiKey_KeypadEnter }) {
        outcome_ = ModalOutcome::Open;
        press_on(Role::Switch, "Secret", enter);
        EXPECT_EQ(outcome_, ModalOutcome::Committed);
        EXPECT_FALSE(secret_);
    }
}

TEST_F(FormEnterTest, SpaceTurnsTheSwitchAndCommitsNothing)
{
    press_on(Role::Switch, "Secret", ImGuiKey_Space);
    EXPECT_EQ(outcome_, ModalOutcome::Open);
    EXPECT_TRUE(secret_);
}

TEST_F(FormEnterTest, LeadsToWhatIsMissing)
{
    can_commit_ = false;
    press_on(Role::Switch, "Secret", ImGuiKey_Enter);
    EXPECT_EQ(outcome_, ModalOutcome::Open);
    EXPECT_FALSE(secret_);
    const MirrorItem* name = mirror().find(Role::TextField, "Name");
    ASSERT_NE(name, nullptr);
    EXPECT_EQ(mirror().focus(), name->id);
}

TEST_F(FormEnterTest, ARefusalLeavesTheCaretInTheFieldThatIsToBlame)
{
    can_commit_ = false;
    draw();
    type("ot");
    const std::string before = name_;
    hold_ctrl_enter();
    EXPECT_EQ(outcome_, ModalOutcome::Open);
    EXPECT_TRUE(ImGui::GetIO().WantTextInput);
    type("e");
    EXPECT_EQ(name_, before + "e");
}

TEST_F(FormEnterTest, WhereNoFieldIsToBlameWhoTypedTypesOn)
{
    can_commit_ = false;
    to_blame_ = false;
    draw();
    type("ot");
    const std::string before = name_;
    hold_ctrl_enter();
    EXPECT_TRUE(ImGui::GetIO().WantTextInput);
    type("e");
    EXPECT_EQ(name_, before + "e");
}

TEST_F(FormEnterTest, CommitsNothingThatLeavesTheRoom)
{
    enter_commits_ = false;
    press_on(Role::TextField, "Name", ImGuiKey_Enter);
    EXPECT_EQ(outcome_, ModalOutcome::Open);
    press_on(Role::Switch, "Secret", ImGuiKey_Enter);
    EXPECT_EQ(outcome_, ModalOutcome::Open);
    EXPECT_TRUE(secret_) << "it is the switch's own there";
}

TEST_F(FormEnterTest, CommitsAlsoWhereThereIsNoSwitch)
{
    with_switch_ = false;
    press_on(Role::TextField, "Name", ImGuiKey_Enter);
    EXPECT_EQ(outcome_, ModalOutcome::Committed);
}

TEST_F(FormEnterTest, BeginsALineInAFieldOfSeveral)
{
    press_on(Role::TextArea, "Words", ImGuiKey_Enter);
    EXPECT_EQ(outcome_, ModalOutcome::Open);
    EXPECT_EQ(words_, "\n");
    hold_ctrl_enter();
    EXPECT_EQ(outcome_, ModalOutcome::Committed);
}

TEST_F(FormEnterTest, TakesWhatASearchHasFoundAndCommitsNothing)
{
    searches_ = true;
    with_switch_ = false;
    press_on(Role::TextField, "Name", ImGuiKey_Enter);
    EXPECT_EQ(outcome_, ModalOutcome::Open);
}

TEST_F(FormEnterTest, CommitsNothingDangerous)
{
    kind_ = ButtonKind::Danger;
    press_on(Role::TextField, "Name", ImGuiKey_Enter);
    EXPECT_EQ(outcome_, ModalOutcome::Open);
    hold_ctrl_enter();
    EXPECT_EQ(outcome_, ModalOutcome::Committed);
}

TEST_F(FormEnterTest, IsSpokenOfInTheSameWordsByEveryFormThatTakesIt)
{
    draw();
    EXPECT_NE(mirror().find(Role::Text, tr(Text::ModalEnter)), nullptr);
    with_switch_ = false;
    draw();
    EXPECT_NE(mirror().find(Role::Text, tr(Text::ModalEnter)), nullptr);
    enter_commits_ = false;
    draw();
    EXPECT_EQ(mirror().find(Role::Text, tr(Text::ModalEnter)), nullptr) << "there Ctrl+Enter alone does it";
}

}
}
