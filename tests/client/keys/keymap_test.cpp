// SPDX-License-Identifier: Apache-2.0
#include "client/keys/keymap.h"

#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/panels.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace watchfloor {
namespace {

class KeymapTest : public testing::Test {
protected:
    void TearDown() override { reset_keymap(); }

    int presses_of(
        Action action, const std::function<void()>& also = [] {})
    {
        int count = 0;
        ui_.draw(
            [&] {
                also();
                count += pressed(action) ? 1 : 0;
            },
            4);
        return count;
    }

    HeadlessUi ui_;
};

TEST_F(KeymapTest, AKeyCountsOnceAndNeedsItsModifiers)
{
    HeadlessUi::press_key(ImGuiKey_X);
    EXPECT_EQ(presses_of(Action::Acknowledge), 1);
    HeadlessUi::press_key(ImGuiKey_D);
    EXPECT_EQ(presses_of(Action::Declare), 0);
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_D);
    EXPECT_EQ(presses_of(Action::Declare), 1);
}

TEST_F(KeymapTest, HelpFollowsTheTypedCharacterNotTheKeysPlace)
{
    ImGui::GetIO().AddInputCharacter('?');
    EXPECT_EQ(presses_of(Action::Help), 1);
    HeadlessUi::press_key(ImGuiKey_F1);
    EXPECT_EQ(presses_of(Action::Help), 1);
}

TEST_F(KeymapTest, LettersAreTextWhileTypingButCommitAndCancelWork)
{
    std::string text;
    const auto field = [&] { text_field("Filter", text, { .autofocus = true }); };
    ui_.draw(field, 4);
    ASSERT_TRUE(typing());
    HeadlessUi::press_key(ImGuiKey_X);
    EXPECT_EQ(presses_of(Action::Acknowledge, field), 0);
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_EQ(presses_of(Action::Commit, field), 1);
}

TEST_F(KeymapTest, EscapeCancelsWhileTyping)
{
    std::string text;
    const auto field = [&] { text_field("Filter", text, { .autofocus = true }); };
    ui_.draw(field, 4);
    ASSERT_TRUE(typing());
    HeadlessUi::press_key(ImGuiKey_Escape);
    EXPECT_EQ(presses_of(Action::Cancel, field), 1);
}

TEST_F(KeymapTest, TheTimelinesKeysNeedItsFocus)
{
    for (const bool focused : { false, true }) {
        HeadlessUi::press_key(ImGuiKey_W);
        bool zoomed = false;
        ui_.draw([&] { zoomed = pressed_in_timeline(Action::ZoomIn, focused) || zoomed; }, 4);
        EXPECT_EQ(zoomed, focused);
    }
}

TEST_F(KeymapTest, AForeignCaretIsTypingToo)
{
    std::string text;
    const auto field = [&] { text_field("Filter", text); };
    ui_.draw(field);
    mirror().set_foreign_text_focus(mirror().find(Role::TextField, "Filter")->id);
    HeadlessUi::press_key(ImGuiKey_X);
    EXPECT_EQ(presses_of(Action::Acknowledge, field), 0);
    mirror().set_foreign_text_focus(0);
}

TEST_F(KeymapTest, AModalSilencesTheKeysBehindIt)
{
    int inside = 0;
    int behind = 0;
    bool open = true;
    const auto draw = [&] {
        behind += pressed(Action::Note) ? 1 : 0;
        if (open && begin_modal("m", { .title = "Declare", .commit = "Declare" })) {
            inside += pressed(Action::Task) ? 1 : 0;
            open = end_modal() == ModalOutcome::Open;
        }
    };
    ui_.draw(draw, 3);
    HeadlessUi::press_key(ImGuiKey_E);
    HeadlessUi::press_key(ImGuiKey_T);
    ui_.draw(draw, 6);
    EXPECT_EQ(behind, 0);
    EXPECT_EQ(inside, 1);
    HeadlessUi::press_key(ImGuiKey_Escape);
    ui_.draw(draw, 6);
    EXPECT_FALSE(open);
    HeadlessUi::press_key(ImGuiKey_E);
    ui_.draw(draw, 6);
    EXPECT_EQ(behind, 1);
}

TEST_F(KeymapTest, RemapsAndSwitchesOff)
{
    EXPECT_TRUE(remap(Action::Note, "Ctrl+E"));
    EXPECT_EQ(keys_of(Action::Note), "Ctrl+E");
    HeadlessUi::press_key(ImGuiKey_E);
    EXPECT_EQ(presses_of(Action::Note), 0);
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_E);
    EXPECT_EQ(presses_of(Action::Note), 1);
    EXPECT_TRUE(remap(Action::Bridge, ""));
    EXPECT_EQ(keys_of(Action::Bridge), "");
    const auto changes = keymap_changes();
    reset_keymap();
    EXPECT_EQ(keys_of(Action::Note), "E");
    apply_keymap_changes(changes);
    EXPECT_EQ(keymap_changes(), changes);
    EXPECT_EQ(keys_of(Action::Note), "Ctrl+E");
}

TEST_F(KeymapTest, WhatWritesACharacterIsSwitchedOffAndTheRestStays)
{
    use_single_keys(false);
    for (const int chord : { static_cast<int>(ImGuiKey_X), ImGuiMod_Shift | ImGuiKey_D }) {
        HeadlessUi::press_key(chord);
        EXPECT_EQ(presses_of(chord == ImGuiKey_X ? Action::Acknowledge : Action::Declare), 0);
    }
    ImGui::GetIO().AddInputCharacter('/');
    EXPECT_EQ(presses_of(Action::Filter), 0);
    EXPECT_FALSE(keymap_reads('/'));
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    EXPECT_EQ(presses_of(Action::Palette), 1);
    HeadlessUi::press_key(ImGuiKey_Escape);
    EXPECT_EQ(presses_of(Action::Cancel), 1);
    EXPECT_EQ(keys_of(Action::Acknowledge), "") << "no key cap for what does nothing";
    EXPECT_EQ(assigned_keys(Action::Acknowledge), "X");
    EXPECT_EQ(keys_of(Action::Help), "F1");
}

TEST_F(KeymapTest, ThatSingleKeysAreOffIsKeptBesideWhatWasChanged)
{
    use_single_keys(false);
    ASSERT_TRUE(remap(Action::Note, "Ctrl+E F"));
    const std::string changes = keymap_changes();
    reset_keymap();
    EXPECT_TRUE(single_keys());
    EXPECT_EQ(keymap_changes(), "");
    apply_keymap_changes(changes);
    EXPECT_FALSE(single_keys());
    EXPECT_EQ(keys_of(Action::Note), "Ctrl+E");
    EXPECT_EQ(assigned_keys(Action::Note), "Ctrl+E F") << "F comes back with the others";
}

TEST_F(KeymapTest, RefusesKeysOfTheBrowserOfOthersAndNonsense)
{
    for (const auto* chord : { "Ctrl+W", "ctrl+t", "Ctrl+N", "Ctrl+L", "Ctrl+P", "F5", "X", "nonsense", "Ctrl+" }) {
        EXPECT_FALSE(remap(Action::Note, chord)) << chord;
    }
    EXPECT_EQ(keys_of(Action::Note), "E");
}

TEST_F(KeymapTest, RefusesEveryKeyThatABrowserKeepsForItself)
{
    for (const auto* chord : { "Ctrl+R", "F11", "F12" }) {
        EXPECT_FALSE(remap(Action::Note, chord)) << chord;
    }
}

TEST_F(KeymapTest, OnlyKeysOfOneScopeClash)
{
    EXPECT_TRUE(remap(Action::Note, "E")) << "its own";
    EXPECT_TRUE(remap(Action::ZoomIn, "X")) << "another scope's";
    EXPECT_TRUE(remap(Action::Bridge, ".")) << "another scope's character";
    EXPECT_FALSE(remap(Action::Bridge, "/")) << "the filter's";
    EXPECT_FALSE(remap(Action::Note, "Ctrl+E X")) << "one of two is taken";
    EXPECT_EQ(keys_of(Action::Note), "E");
}

TEST_F(KeymapTest, ChangesAreStoredWithTheirAlternativesAndReadAsFarAsTheyCanBe)
{
    EXPECT_EQ(keymap_changes(), "");
    ASSERT_TRUE(remap(Action::Note, "Ctrl+E F4"));
    EXPECT_EQ(keymap_changes(), "note=Ctrl+E F4");
    reset_keymap();
    EXPECT_EQ(keymap_changes(), "");
    apply_keymap_changes("nonsense;unknown=1;bridge=X;note=Ctrl+E F4");
    EXPECT_EQ(keys_of(Action::Note), "Ctrl+E / F4");
    EXPECT_EQ(keys_of(Action::Bridge), "B") << "X is taken";
}

TEST_F(KeymapTest, AQueuedActionIsOfTheFirstWhoAsks)
{
    press(Action::WhatChanged);
    int first = 0;
    int second = 0;
    ui_.draw(
        [&] {
            first += pressed(Action::WhatChanged) ? 1 : 0;
            second += pressed(Action::WhatChanged) ? 1 : 0;
        },
        3);
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 0);
}

TEST_F(KeymapTest, QueuedActionsCountOnceInTheNextFrame)
{
    press(Action::WhatChanged);
    EXPECT_EQ(presses_of(Action::WhatChanged), 1);
    EXPECT_EQ(presses_of(Action::WhatChanged), 0);
}

TEST_F(KeymapTest, WhatIsPutOffCountsOnceAndOnceThatIsOver)
{
    bool later = true;
    int early = 0;
    int done = 0;
    const auto draw = [&] {
        early += put_off(Action::SaveRows, later) ? 1 : 0;
        done += pressed(Action::SaveRows) ? 1 : 0;
    };
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
    ui_.draw(draw, 4);
    EXPECT_EQ(early, 1);
    EXPECT_EQ(done, 0);
    later = false;
    ui_.draw(draw, 4);
    EXPECT_EQ(early, 1);
    EXPECT_EQ(done, 1);
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
    ui_.draw(draw, 4);
    EXPECT_EQ(done, 2) << "at once";
    later = true;
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
    ui_.draw(draw, 4);
    forget_put_off();
    later = false;
    ui_.draw(draw, 4);
    EXPECT_EQ(done, 2) << "wanted no more";
    EXPECT_EQ(early, 2);
}

TEST_F(KeymapTest, WhatIsTypedAheadMeansTheScreenBehindTheDialogThatClosesBeforeIt)
{
    int behind = 0;
    bool open = true;
    std::string words;
    const auto draw = [&] {
        behind += pressed(Action::SaveRows) ? 1 : 0;
        if (open && begin_modal("m", { .title = "Time", .commit = "Show" })) {
            text_field("From", words);
            open = end_modal() == ModalOutcome::Open;
        }
    };
    ui_.draw(draw, 4);
    ASSERT_TRUE(typing());
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
    ui_.draw(draw, 4);
    EXPECT_FALSE(open);
    EXPECT_EQ(behind, 1);
    EXPECT_EQ(words, "");
}

TEST_F(KeymapTest, DefaultsNeverClash)
{
    std::set<std::pair<KeyScope, std::string>> taken;
    const std::set<Action> keyless { Action::Classify, Action::MoveIncident, Action::MajorState, Action::Ratify,
        Action::Restrict, Action::ImportRecords, Action::Print, Action::SetHeadline };
    for (const auto& help : keymap_help()) {
        EXPECT_EQ(help.keys.empty(), keyless.contains(help.action)) << to_string(help.action);
        EXPECT_TRUE(help.keys.empty() || taken.insert({ help.scope, help.keys }).second) << help.keys;
    }
}

TEST(ChordTest, ReadsAndWrites)
{
    HeadlessUi ui;
    for (const auto* text : { "Ctrl+Shift+P", "Shift+D", "Escape", "F1", "0", "A", "Ctrl+Enter" }) {
        EXPECT_EQ(format_chord(parse_chord(text)), text);
    }
    EXPECT_EQ(parse_chord("hyper+x"), 0);
    EXPECT_EQ(parse_chord(""), 0);
    EXPECT_EQ(parse_chord("f99"), 0);
    for (const auto* text :
        { "Z", "9", "F12", "Ctrl+Shift+Alt+Z", "Super+A", "PageDown", "Space", "Shift+Down", "Left" }) {
        EXPECT_EQ(format_chord(parse_chord(text)), text);
    }
    EXPECT_EQ(parse_chord("meta+a"), parse_chord("super+a"));
    for (const auto* text : { "f0", "f13", "ctrl", "ctrl++", "shift+nothing" }) {
        EXPECT_EQ(parse_chord(text), 0) << text;
    }
}

TEST_F(KeymapTest, SignsAreKnownByCharacterAndFollowWhatIsRemapped)
{
    for (const char sign : { '?', '/', '[', ']', '.', ',' }) {
        EXPECT_TRUE(keymap_reads(static_cast<unsigned char>(sign))) << sign;
    }
    for (const char other : { 'x', '1', '&', '-', ' ' }) {
        EXPECT_FALSE(keymap_reads(static_cast<unsigned char>(other))) << other;
    }
    ASSERT_TRUE(remap(Action::Filter, "Ctrl+E"));
    EXPECT_FALSE(keymap_reads('/'));
}

TEST_F(KeymapTest, HearsEveryActionOfAKeyWhoeverAsks)
{
    HeadlessUi::press_key(ImGuiKey_X);
    ui_.draw([] {}, 4);
    EXPECT_EQ(actions_heard(), (std::vector { Action::Acknowledge }));
    ImGui::GetIO().AddInputCharacter('.');
    ui_.draw([] {}, 4);
    EXPECT_EQ(actions_heard(), (std::vector { Action::NextItem }));
}

TEST_F(KeymapTest, KnowsWhatTheScreenBehindAModalAsksAbout)
{
    const auto screen = [] { static_cast<void>(pressed(Action::Note)); };
    ui_.draw(screen, 2);
    EXPECT_EQ(actions_meant(), (std::vector { Action::Note }));
    ui_.draw(
        [&] {
            screen();
            if (begin_modal("m", { .title = "T", .commit = "C" })) {
                static_cast<void>(pressed(Action::Task));
                end_modal();
            }
        },
        4);
    const auto meant = actions_meant();
    EXPECT_NE(std::find(meant.begin(), meant.end(), Action::Note), meant.end());
    EXPECT_EQ(std::find(meant.begin(), meant.end(), Action::Task), meant.end());
}

}
}
