// SPDX-License-Identifier: Apache-2.0
// Keys are changed and switched off in the help, and stay so in this profile.
#include "client/app/keys_panel.h"

#include "client/language/text.h"
#include "client/platform/storage.h"
#include "tests/support/headless_ui.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::vector<NamedAction> some_actions()
{
    return { { Action::Note, "Write a note" }, { Action::Bridge, "Show the bridge" },
        { Action::ZoomIn, "Zoom in", KeyScope::Timeline } };
}

class KeysPanelTest : public testing::Test {
protected:
    KeysPanelTest()
    {
        ::setenv("XDG_DATA_HOME", folder_.path().c_str(), 1);
        panel_.open_or_close();
        draw();
    }
    ~KeysPanelTest() override { reset_keymap(); }

    void draw()
    {
        ui_.draw([&] { panel_.draw(some_actions); }, 4);
    }

    void activate(Role role, Text name)
    {
        const MirrorItem* item = mirror().find(role, tr(name));
        ASSERT_NE(item, nullptr) << tr(name);
        mirror().activate(item->id);
        draw();
    }

    void set(std::string_view field, std::string_view value)
    {
        const MirrorItem* item = mirror().find(Role::TextField, field);
        ASSERT_NE(item, nullptr) << field;
        mirror().set_value(item->id, value);
        draw();
    }

    static std::vector<std::string> rows()
    {
        std::vector<std::string> labels;
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Row) {
                labels.push_back(item.label + (item.selected ? " *" : ""));
            }
        }
        return labels;
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    // As somebody does it who opened the help.
    void use_for_bridge(std::string_view keys)
    {
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.label.starts_with("Show the bridge, ");
        });
        ASSERT_NE(row, mirror().items().end());
        mirror().activate(row->id);
        draw();
        set(kKeysOfBridge, keys);
        activate(Role::Button, Text::KeysUse);
    }

    static constexpr std::string_view kKeysOfBridge = "Keys: Show the bridge";

    static bool refused() { return mirror().find(Role::Text, tr(Text::KeysRefused)) != nullptr; }

    TemporaryFolder folder_;
    HeadlessUi ui_ {};
    KeysPanel panel_ {};
};

TEST_F(KeysPanelTest, AnActionGetsAnotherKeyOrNone)
{
    activate(Role::Button, Text::KeysChange);
    use_for_bridge("Ctrl+B F4");
    EXPECT_FALSE(refused());
    EXPECT_EQ(keys_of(Action::Bridge), "Ctrl+B / F4");
    EXPECT_EQ(load_stored("keymap"), "bridge=Ctrl+B F4");
    use_for_bridge("");
    EXPECT_EQ(keys_of(Action::Bridge), "");
    EXPECT_EQ(load_stored("keymap"), "bridge=");
    activate(Role::Button, Text::KeysReset);
    EXPECT_EQ(keys_of(Action::Bridge), "B");
    EXPECT_EQ(load_stored("keymap"), "");
}

TEST_F(KeysPanelTest, WhatIsTakenIsRefusedAndSaid)
{
    activate(Role::Button, Text::KeysChange);
    use_for_bridge("X");
    EXPECT_TRUE(refused());
    EXPECT_EQ(keys_of(Action::Bridge), "B");
    set(kKeysOfBridge, "Ctrl+B");
    EXPECT_FALSE(refused()) << "not said of what has not been tried";
}

// Nobody has to know what it is called: all are listed where they mean something, and the keyboard does it all.
TEST_F(KeysPanelTest, WhatIsChangedIsFoundByTypingAndChosenByTheArrows)
{
    EXPECT_NE(mirror().find(Role::Text, tr(Text::KeysOfTimeline)), nullptr) << "the help says where a key counts";
    activate(Role::Button, Text::KeysChange);
    const std::vector<std::string> all { "Write a note, E *", "Show the bridge, B", "Zoom in, W" };
    EXPECT_EQ(rows(), all);
    EXPECT_NE(mirror().find(Role::Text, tr(Text::KeysOfTimeline)), nullptr);
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_DownArrow);
    EXPECT_EQ(rows().back(), "Zoom in, W *");
    ImGui::GetIO().AddInputCharactersUTF8("bri");
    draw();
    EXPECT_EQ(rows(), std::vector<std::string> { "Show the bridge, B *" });
    press_key(ImGuiKey_Enter);
    ASSERT_NE(mirror().find(Role::TextField, kKeysOfBridge), nullptr);
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    ImGui::GetIO().AddInputCharactersUTF8("F4");
    draw();
    press_key(ImGuiKey_Enter);
    EXPECT_EQ(keys_of(Action::Bridge), "F4");
    EXPECT_EQ(rows(), std::vector<std::string> { "Show the bridge, F4 *" });
    EXPECT_EQ(mirror().find(Role::TextField, kKeysOfBridge), nullptr) << "that is done";
}

TEST_F(KeysPanelTest, SingleKeysAreSwitchedOffForGood)
{
    activate(Role::Switch, Text::KeysSingle);
    EXPECT_FALSE(single_keys());
    EXPECT_EQ(load_stored("keymap"), "single-keys=off");
    activate(Role::Switch, Text::KeysSingle);
    EXPECT_TRUE(single_keys());
}

}
}
