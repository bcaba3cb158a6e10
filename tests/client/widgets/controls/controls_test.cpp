// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/controls.h"

#include "client/widgets/controls/item.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const MirrorItem& item(Role role, std::string_view label)
{
    const auto* found = mirror().find(role, label);
    EXPECT_NE(found, nullptr) << to_string(role) << " " << label;
    static const MirrorItem nothing;
    return found == nullptr ? nothing : *found;
}

class ControlsTest : public testing::Test {
protected:
    HeadlessUi ui_;
};

TEST_F(ControlsTest, ButtonWorksByMouseKeyAndMirror)
{
    int clicks = 0;
    const auto draw = [&] { clicks += button("Save", { .action = Action::Acknowledge }) ? 1 : 0; };
    ui_.draw(draw);
    HeadlessUi::click(item(Role::Button, "Save"));
    ui_.draw(draw, 4);
    EXPECT_EQ(clicks, 1) << "by mouse";
    HeadlessUi::press_key(ImGuiKey_X);
    ui_.draw(draw, 4);
    EXPECT_EQ(clicks, 2) << "by its key";
    mirror().activate(item(Role::Button, "Save").id);
    ui_.draw(draw, 4);
    EXPECT_EQ(clicks, 3) << "by the mirror";
}

TEST_F(ControlsTest, ButtonWorksByFocusAndEnter)
{
    int clicks = 0;
    const auto draw = [&] { clicks += button("Save") ? 1 : 0; };
    ui_.draw(draw);
    mirror().request_focus(item(Role::Button, "Save").id);
    ui_.draw(draw, 3);
    EXPECT_TRUE(item(Role::Button, "Save").focused);
    EXPECT_EQ(mirror().focus(), item(Role::Button, "Save").id);
    HeadlessUi::press_key(ImGuiKey_Enter);
    ui_.draw(draw, 4);
    EXPECT_EQ(clicks, 1);
}

// Whoever types a name, Tab and a password without waiting for the screen must find each where it belongs.
TEST_F(ControlsTest, WhatIsTypedBehindTabGoesIntoTheNextField)
{
    std::string name;
    std::string password;
    const auto draw = [&] {
        text_field("Name", name, { .autofocus = true });
        text_field("Password", password, { .password = true });
    };
    ui_.draw(draw, 4);
    ImGui::GetIO().AddInputCharactersUTF8("amber");
    HeadlessUi::press_key(ImGuiKey_Tab);
    ImGui::GetIO().AddInputCharactersUTF8("secret");
    ui_.draw(draw, 6);
    EXPECT_EQ(name, "amber");
    EXPECT_EQ(password, "secret");
}

TEST_F(ControlsTest, WhatIsTypedBehindAKeyThatOpensAFieldGoesIntoTheField)
{
    std::string note;
    int acknowledged = 0;
    const auto draw = [&] {
        if (pressed(Action::Note)) {
            ImGui::SetKeyboardFocusHere();
        }
        text_field("Note", note, {});
        acknowledged += button("Acknowledge", { .action = Action::Acknowledge }) ? 1 : 0;
    };
    ui_.draw(draw, 4);
    // Each key as the browser sends it: the key, then the character it types.
    for (const auto& [key, text] : { std::pair { ImGuiKey_E, "e" }, { ImGuiKey_X, "x" }, { ImGuiKey_A, "a" } }) {
        ImGui::GetIO().AddKeyEvent(key, true);
        ImGui::GetIO().AddInputCharactersUTF8(text);
        ImGui::GetIO().AddKeyEvent(key, false);
    }
    ui_.draw(draw, 6);
    EXPECT_EQ(note, "xa");
    EXPECT_EQ(acknowledged, 0);
}

TEST_F(ControlsTest, AKeyBehindAValueFromTheMirrorMeansThatValue)
{
    std::string update = "as suggested";
    std::string sent;
    const auto draw = [&] {
        // As panels do: what would be sent is made before its fields are drawn.
        const std::string command = update;
        text_field("Update", update);
        sent = pressed(Action::Commit) ? command : sent;
    };
    ui_.draw(draw);
    mirror().set_value(item(Role::TextField, "Update").id, "as written");
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ui_.draw(draw, 4);
    EXPECT_EQ(sent, "as written");
}

TEST_F(ControlsTest, AButtonIsNeverNarrowerThanItsWords)
{
    const char* words = "Add to INC-2026-000417, payments";
    float wanted = 0;
    ui_.draw([&] {
        wanted = button_width(words);
        button(words, { .width = 40 });
        button("Go", { .width = 300 });
    });
    EXPECT_EQ(item(Role::Button, words).rect.width, wanted);
    EXPECT_GT(wanted, 200);
    EXPECT_EQ(item(Role::Button, "Go").rect.width, 300) << "what has room takes it";
    EXPECT_TRUE(mirror().cut_texts().empty());
}

TEST_F(ControlsTest, AButtonThatLeavesItsPlaceCountsAsCut)
{
    const char* words = "Add to INC-2026-000417, payments";
    ui_.draw([&] {
        begin_area("narrow", { 100, 0 });
        button(words);
        end_area();
    });
    EXPECT_EQ(mirror().cut_texts(), std::vector<std::string> { words });
}

TEST_F(ControlsTest, DisabledButtonSaysWhyAndDoesNothing)
{
    int clicks = 0;
    const auto draw = [&] {
        clicks += button("Resolve",
                      { .enabled = false, .why_disabled = "write the cause first", .action = Action::Acknowledge })
            ? 1
            : 0;
    };
    ui_.draw(draw);
    const auto& shown = item(Role::Button, "Resolve");
    EXPECT_TRUE(shown.disabled);
    EXPECT_EQ(shown.value, "write the cause first");
    HeadlessUi::click(shown);
    HeadlessUi::press_key(ImGuiKey_X);
    mirror().activate(shown.id);
    ui_.draw(draw, 5);
    EXPECT_EQ(clicks, 0);
}

// Who works by keys comes past what is dead, and learns why it is, by Enter as by a click.
TEST_F(ControlsTest, TheKeyboardReachesADeadButtonAndEnterSaysWhyItIsDead)
{
    int clicks = 0;
    std::string said;
    bool done = true;
    const auto draw = [&] {
        clicks += button("First") ? 1 : 0;
        clicks += button("Resolve", { .enabled = false, .why_disabled = "write the cause first" }) ? 1 : 0;
        clicks += toggle("Done", done, "it is over") ? 1 : 0;
        if (std::string why = take_refused_press(); !why.empty()) {
            said = std::move(why);
        }
    };
    ui_.draw(draw);
    mirror().request_focus(item(Role::Button, "First").id);
    ui_.draw(draw, 3);
    HeadlessUi::press_key(ImGuiKey_Tab);
    ui_.draw(draw, 4);
    EXPECT_TRUE(item(Role::Button, "Resolve").focused);
    EXPECT_TRUE(item(Role::Button, "Resolve").disabled);
    HeadlessUi::press_key(ImGuiKey_Enter);
    ui_.draw(draw, 4);
    EXPECT_EQ(said, "write the cause first");
    const auto spoken = mirror().take_announcement(std::chrono::steady_clock::now() + std::chrono::hours { 1 });
    ASSERT_TRUE(spoken.has_value());
    EXPECT_EQ(spoken->text, "write the cause first");
    said.clear();
    mirror().activate(item(Role::Button, "Resolve").id);
    ui_.draw(draw, 4);
    EXPECT_EQ(said, "write the cause first") << "by the mirror";
    HeadlessUi::press_key(ImGuiKey_Tab);
    ui_.draw(draw, 4);
    HeadlessUi::press_key(ImGuiKey_Space);
    ui_.draw(draw, 4);
    EXPECT_EQ(said, "it is over");
    EXPECT_TRUE(done);
    EXPECT_EQ(clicks, 0);
}

TEST_F(ControlsTest, ADisabledButtonSaysWhyUnderThePointerToo)
{
    const auto draw = [] { button("Resolve", { .enabled = false, .why_disabled = "write the cause first" }); };
    const auto told = [] {
        const ImGuiWindow* tooltip = ImGui::FindWindowByName("##Tooltip_00");
        return tooltip != nullptr && tooltip->WasActive;
    };
    ui_.draw(draw);
    EXPECT_FALSE(told());
    HeadlessUi::hover(item(Role::Button, "Resolve"));
    ui_.draw(draw, 60);
    EXPECT_TRUE(told());
}

TEST_F(ControlsTest, ALongReasonKeepsWithinTheWindow)
{
    std::string why = "Your roles do not let you write in the timeline; this is for:";
    for (int i = 0; i < 12; ++i) {
        why += " evidence custodian, compliance officer,";
    }
    const auto draw = [&] { button("Record", { .enabled = false, .why_disabled = why }); };
    ui_.draw(draw);
    HeadlessUi::hover(item(Role::Button, "Record"));
    ui_.draw(draw, 60);
    const ImGuiWindow* tooltip = ImGui::FindWindowByName("##Tooltip_00");
    ASSERT_NE(tooltip, nullptr);
    EXPECT_LE(tooltip->Pos.x + tooltip->Size.x, ImGui::GetIO().DisplaySize.x);
    EXPECT_GE(tooltip->Pos.x, 0);
    EXPECT_GT(tooltip->Size.y, 3 * ImGui::GetFontSize()) << "in several lines";
}

TEST_F(ControlsTest, TargetsAreNeverSmallerThanTheirLimit)
{
    bool on = false;
    const auto draw = [&] {
        button("a");
        icon_button(kIconBellO, "Bell");
        toggle("Sound", on);
        link("b");
    };
    ui_.draw(draw);
    for (const auto& shown : mirror().items()) {
        if (!is_group(shown.role)) {
            EXPECT_GE(shown.rect.height, 24) << shown.label;
        }
    }
    EXPECT_GE(item(Role::Button, "Bell").rect.width, 24);
}

TEST_F(ControlsTest, ToggleSwitches)
{
    bool on = false;
    const auto draw = [&] { toggle("Sound##x", on); };
    ui_.draw(draw);
    EXPECT_FALSE(item(Role::Switch, "Sound").pressed);
    HeadlessUi::click(item(Role::Switch, "Sound"));
    ui_.draw(draw, 4);
    EXPECT_TRUE(on);
    EXPECT_TRUE(item(Role::Switch, "Sound").pressed);
    mirror().activate(item(Role::Switch, "Sound").id);
    ui_.draw(draw);
    EXPECT_FALSE(on);
}

TEST_F(ControlsTest, TabBarMovesByMirrorAndBrackets)
{
    const std::vector<std::string> tabs { "Board", "Capacity", "Sources" };
    int tab = 0;
    const auto draw = [&] { tab = tab_bar("Views", tabs, tab); };
    ui_.draw(draw);
    mirror().activate(item(Role::Tab, "Sources").id);
    ui_.draw(draw);
    EXPECT_EQ(tab, 2);
    EXPECT_TRUE(item(Role::Tab, "Sources").selected);
    EXPECT_EQ(item(Role::Tab, "Sources").position, 3);
    ImGui::GetIO().AddInputCharacter('[');
    ui_.draw(draw);
    EXPECT_EQ(tab, 1);
    ImGui::GetIO().AddInputCharacter(']');
    ImGui::GetIO().AddInputCharacter(']');
    ui_.draw(draw, 4);
    EXPECT_EQ(tab, 2) << "the last tab is the last";
}

TEST_F(ControlsTest, ArrowsTurnTheTabThatTheRingStandsOn)
{
    const std::vector<std::string> tabs { "Internal", "Customers", "Regulator" };
    int tab = 0;
    const auto draw = [&] { tab = tab_bar("Audience", tabs, tab); };
    ui_.draw(draw);
    HeadlessUi::press_key(ImGuiKey_Tab);
    ui_.draw(draw, 4);
    mirror().request_focus(item(Role::Tab, "Internal").id);
    ui_.draw(draw, 4);
    HeadlessUi::press_key(ImGuiKey_RightArrow);
    ui_.draw(draw, 4);
    EXPECT_EQ(tab, 1);
    HeadlessUi::press_key(ImGuiKey_LeftArrow);
    ui_.draw(draw, 4);
    EXPECT_EQ(tab, 0);
}

TEST_F(ControlsTest, OfTwoTabBarsOneHearsTheBrackets)
{
    const std::vector<std::string> views { "Board", "Capacity" };
    const std::vector<std::string> reaches { "1 h", "6 h" };
    int view = 0;
    int reach = 0;
    const auto draw = [&] {
        view = tab_bar("Views", views, view);
        reach = tab_bar("Reach", reaches, reach, nullptr, false);
    };
    ui_.draw(draw);
    ImGui::GetIO().AddInputCharacter(']');
    ui_.draw(draw, 4);
    EXPECT_EQ(view, 1);
    EXPECT_EQ(reach, 0);
    mirror().activate(item(Role::Tab, "6 h").id);
    ui_.draw(draw);
    EXPECT_EQ(reach, 1);
}

TEST_F(ControlsTest, TextFieldTakesTypingAndCommitsOnEnter)
{
    std::string text;
    bool committed = false;
    const auto draw = [&] { committed = text_field("Filter", text).committed || committed; };
    ui_.draw(draw);
    HeadlessUi::click(item(Role::TextField, "Filter"));
    ui_.draw(draw, 4);
    ImGui::GetIO().AddInputCharactersUTF8("payments ä");
    ui_.draw(draw, 4);
    EXPECT_EQ(text, "payments ä");
    EXPECT_EQ(item(Role::TextField, "Filter").value, "payments ä");
    HeadlessUi::press_key(ImGuiKey_Enter);
    ui_.draw(draw, 4);
    EXPECT_TRUE(committed);
}

TEST_F(ControlsTest, TheMirrorHasWhatIsTypedInTheFrameThatDrawsIt)
{
    std::string text;
    const auto draw = [&] { text_field("Filter", text); };
    ui_.draw(draw);
    HeadlessUi::click(item(Role::TextField, "Filter"));
    ui_.draw(draw, 4);
    ImGui::GetIO().AddInputCharacter('a');
    ui_.draw(draw, 1);
    EXPECT_EQ(item(Role::TextField, "Filter").value, "a");
}

TEST_F(ControlsTest, TextFieldTakesValuesFromTheMirrorEvenWhileActive)
{
    std::string text = "old";
    const auto draw = [&] { text_field("Filter", text, { .max_characters = 7 }); };
    ui_.draw(draw);
    HeadlessUi::click(item(Role::TextField, "Filter"));
    ui_.draw(draw, 4);
    mirror().set_value(item(Role::TextField, "Filter").id, "new ääää");
    ui_.draw(draw, 4);
    EXPECT_EQ(text, "new äää") << "as many characters as fit, however many bytes they take";
    mirror().set_value(item(Role::TextField, "Filter").id, "new ää");
    ui_.draw(draw, 4);
    ImGui::GetIO().AddInputCharacter('!');
    ui_.draw(draw, 4);
    EXPECT_EQ(text, "new ää!");
    ImGui::GetIO().AddInputCharacter('?');
    ui_.draw(draw, 4);
    EXPECT_EQ(text, "new ää!") << "it is full";
}

TEST_F(ControlsTest, EscapeKeepsWhatWasTyped)
{
    std::string text;
    const auto draw = [&] { text_area("Note", text, 3); };
    ui_.draw(draw);
    HeadlessUi::click(item(Role::TextArea, "Note"));
    ui_.draw(draw, 4);
    ImGui::GetIO().AddInputCharactersUTF8("disk full on db1");
    ui_.draw(draw, 4);
    HeadlessUi::press_key(ImGuiKey_Escape);
    ui_.draw(draw, 4);
    EXPECT_EQ(text, "disk full on db1");
}

TEST_F(ControlsTest, TextAreaBreaksLinesOnEnterAndCommitsOnCtrlEnter)
{
    std::string text;
    int commits = 0;
    const auto draw = [&] { commits += text_area("Note", text, 3).committed ? 1 : 0; };
    ui_.draw(draw);
    HeadlessUi::click(item(Role::TextArea, "Note"));
    ui_.draw(draw, 4);
    ImGui::GetIO().AddInputCharactersUTF8("a");
    HeadlessUi::press_key(ImGuiKey_Enter);
    ImGui::GetIO().AddInputCharactersUTF8("b");
    ui_.draw(draw, 6);
    EXPECT_EQ(text, "a\nb");
    EXPECT_EQ(commits, 0);
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ui_.draw(draw, 6);
    EXPECT_EQ(commits, 1);
    EXPECT_EQ(text, "a\nb");
}

TEST_F(ControlsTest, AProposalIsReplacedByWhatIsTypedAndADraftIsNot)
{
    std::string proposal = "We are looking into it";
    std::string draft = "half a note";
    const auto draw = [&] {
        text_area("Update", proposal, 3, { .proposed = true });
        text_area("Note", draft, 3);
    };
    for (const auto* field : { "Update", "Note" }) {
        ui_.draw(draw);
        mirror().activate(item(Role::TextArea, field).id);
        ui_.draw(draw, 4);
        ImGui::GetIO().AddInputCharactersUTF8("x");
        ui_.draw(draw, 4);
    }
    EXPECT_EQ(proposal, "x");
    EXPECT_EQ(draft.size(), std::string("half a note").size() + 1) << draft;
}

TEST_F(ControlsTest, PasswordIsNeverMirrored)
{
    std::string text = "secret";
    ui_.draw([&] { text_field("Password", text, { .password = true }); });
    EXPECT_EQ(item(Role::TextField, "Password").value, "");
}

TEST_F(ControlsTest, SelectChoosesThroughTheMirror)
{
    const std::vector<std::string> choices { "SEV1", "SEV2", "SEV3" };
    int selected = -1;
    int changes = 0;
    const auto draw = [&] { changes += select("Severity", choices, selected) ? 1 : 0; };
    ui_.draw(draw);
    mirror().activate(item(Role::Select, "Severity").id);
    ui_.draw(draw, 4);
    EXPECT_TRUE(item(Role::Select, "Severity").expanded);
    mirror().activate(item(Role::Option, "SEV2").id);
    ui_.draw(draw, 4);
    EXPECT_EQ(selected, 1);
    EXPECT_EQ(item(Role::Select, "Severity").value, "SEV2");
    EXPECT_EQ(mirror().find(Role::Option, "SEV2"), nullptr) << "the list has closed";
    mirror().set_value(item(Role::Select, "Severity").id, "SEV3");
    ui_.draw(draw);
    EXPECT_EQ(selected, 2);
    EXPECT_EQ(changes, 2);
}

TEST_F(ControlsTest, TypingOverASelectsListNarrowsItAndEnterTakesTheFirstLeft)
{
    const std::vector<std::string> choices { "Ada", "Grace", "Greta Moss", "Ian" };
    int selected = 0;
    const auto draw = [&] { select("Owner", choices, selected); };
    ui_.draw(draw);
    mirror().activate(item(Role::Select, "Owner").id);
    ui_.draw(draw, 4);
    ImGui::GetIO().AddInputCharactersUTF8("gr");
    ui_.draw(draw, 4);
    EXPECT_EQ(mirror().find(Role::Option, "Ada"), nullptr) << "what does not have it is gone";
    EXPECT_EQ(item(Role::Option, "Grace").selected, true) << "what Enter takes is lit";
    ImGui::GetIO().AddInputCharactersUTF8("et");
    ui_.draw(draw, 4);
    EXPECT_EQ(mirror().find(Role::Option, "Grace"), nullptr);
    HeadlessUi::press_key(ImGuiKey_Enter);
    ui_.draw(draw, 6);
    EXPECT_EQ(selected, 2);
    EXPECT_EQ(mirror().find(Role::Option, "Greta Moss"), nullptr) << "the list has closed";
    mirror().activate(item(Role::Select, "Owner").id);
    ui_.draw(draw, 4);
    EXPECT_NE(mirror().find(Role::Option, "Ada"), nullptr) << "what was typed before is forgotten";
}

}
}
