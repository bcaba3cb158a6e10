// SPDX-License-Identifier: Apache-2.0
// Keys are changed and switched off in the help, and stay so in this profile.
#include "client/app/keys_panel.h"

#include "client/language/text.h"
#include "client/platform/storage.h"
#include "tests/support/headless_ui.h"
#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::vector<NamedAction> two_actions()
{
    return { { Action::Note, "Write a note" }, { Action::Bridge, "Show the bridge" } };
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
        ui_.draw([&] { panel_.draw(two_actions); }, 4);
    }

    void activate(Role role, Text name)
    {
        const MirrorItem* item = mirror().find(role, tr(name));
        ASSERT_NE(item, nullptr) << tr(name);
        mirror().activate(item->id);
        draw();
    }

    void set(Role role, Text name, std::string_view value)
    {
        const MirrorItem* item = mirror().find(role, tr(name));
        ASSERT_NE(item, nullptr) << tr(name);
        mirror().set_value(item->id, value);
        draw();
    }

    // As somebody does it who opened the help.
    void use_for_bridge(std::string_view keys)
    {
        set(Role::Select, Text::KeysAction, "Show the bridge");
        set(Role::TextField, Text::KeysField, keys);
        activate(Role::Button, Text::KeysUse);
    }

    static bool refused() { return mirror().find(Role::Text, tr(Text::KeysRefused)) != nullptr; }

    TemporaryFolder folder_;
    HeadlessUi ui_ {};
    KeysPanel panel_ {};
};

TEST_F(KeysPanelTest, AnActionGetsAnotherKeyOrNone)
{
    activate(Role::Button, Text::KeysChange);
    use_for_bridge("Ctrl+B F2");
    EXPECT_FALSE(refused());
    EXPECT_EQ(keys_of(Action::Bridge), "Ctrl+B / F2");
    EXPECT_EQ(load_stored("keymap"), "bridge=Ctrl+B F2");
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
    set(Role::TextField, Text::KeysField, "Ctrl+B");
    EXPECT_FALSE(refused()) << "not said of what has not been tried";
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
