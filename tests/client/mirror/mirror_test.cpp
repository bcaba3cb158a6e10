// SPDX-License-Identifier: Apache-2.0
#include "client/mirror/mirror.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::milliseconds;

TEST(MirrorTest, HandsAnActivationToTheItemOnceAndOnlyOnce)
{
    Mirror tree;
    tree.activate(7);
    tree.begin_frame();
    EXPECT_TRUE(tree.item({ .id = 7, .role = Role::Button, .label = "Save" }).activated);
    tree.end_frame();
    tree.begin_frame();
    EXPECT_FALSE(tree.item({ .id = 7, .role = Role::Button, .label = "Save" }).activated);
    tree.end_frame();
    ASSERT_NE(tree.find(Role::Button, "Save"), nullptr);
    EXPECT_EQ(tree.find(Role::Switch, "Save"), nullptr);
}

TEST(MirrorTest, DropsWhatWasAskedOfADisabledItem)
{
    Mirror tree;
    tree.activate(7);
    tree.begin_frame();
    const MirrorRequest asked = tree.item({ .id = 7, .role = Role::Button, .label = "Save", .disabled = true });
    EXPECT_FALSE(asked.activated);
    EXPECT_TRUE(asked.refused) << "so that the reason can be said";
    tree.end_frame();
    tree.begin_frame();
    EXPECT_FALSE(tree.item({ .id = 7, .role = Role::Button, .label = "Save" }).activated);
    tree.end_frame();
}

TEST(MirrorTest, ForgetsWhatWasAskedOfAnItemThatIsGone)
{
    Mirror tree;
    tree.activate(7);
    tree.begin_frame();
    tree.end_frame();
    tree.begin_frame();
    EXPECT_FALSE(tree.item({ .id = 7, .role = Role::Button, .label = "Close account" }).activated);
    tree.end_frame();
}

TEST(MirrorTest, IgnoresWhatLiesBehindAnOpenDialog)
{
    Mirror tree;
    const auto draw = [&tree] {
        tree.begin_frame();
        const bool behind = tree.item({ .id = 1, .role = Role::Button, .label = "Behind" }).activated;
        tree.begin_group({ .id = 2, .role = Role::Dialog, .label = "Declare" });
        const bool inside = tree.item({ .id = 3, .role = Role::Button, .label = "Inside" }).activated;
        tree.end_group();
        tree.end_frame();
        return std::pair { behind, inside };
    };
    draw();
    tree.activate(1);
    tree.activate(3);
    EXPECT_EQ(draw(), std::pair(false, true));
}

TEST(MirrorTest, NestsGroups)
{
    Mirror tree;
    tree.begin_frame();
    tree.begin_group({ .id = 1, .role = Role::Region, .label = "Board" });
    tree.begin_group({ .id = 2, .role = Role::Table, .label = "Alerts" });
    tree.item({ .id = 3, .role = Role::Row, .label = "payments" });
    tree.end_group();
    tree.item({ .id = 4, .role = Role::Button, .label = "Save" });
    tree.end_group();
    tree.end_frame();
    EXPECT_EQ(tree.find(3)->parent, 2U);
    EXPECT_EQ(tree.find(2)->parent, 1U);
    EXPECT_EQ(tree.find(4)->parent, 1U);
}

TEST(MirrorTest, KeepsRoomForControlsAmongManyTexts)
{
    Mirror tree;
    tree.begin_frame();
    for (MirrorId id = 1; id <= 400; ++id) {
        tree.item({ .id = id, .role = Role::Text, .label = "text" });
    }
    tree.item({ .id = 1000, .role = Role::Button, .label = "Save" });
    tree.end_frame();
    EXPECT_EQ(tree.items().size(), kMaxMirrorTexts + 1);
    EXPECT_EQ(tree.dropped(), 400 - kMaxMirrorTexts);
    EXPECT_NE(tree.find(Role::Button, "Save"), nullptr);
}

TEST(MirrorTest, NeverHoldsMoreNodesThanItsLimit)
{
    Mirror tree;
    tree.activate(399);
    tree.begin_frame();
    bool reached = false;
    for (MirrorId id = 1; id <= 400; ++id) {
        reached = tree.item({ .id = id, .role = Role::Button, .label = "b" }).activated || reached;
    }
    tree.end_frame();
    EXPECT_EQ(tree.items().size(), kMaxMirrorNodes);
    EXPECT_TRUE(reached) << "an item that found no room still works";
}

TEST(MirrorTest, SaysAtMostOneThingASecondUrgentFirst)
{
    Mirror tree;
    const std::chrono::steady_clock::time_point start { std::chrono::hours { 1 } };
    tree.announce("saved");
    tree.announce("link lost", true);
    const auto first = tree.take_announcement(start);
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->text, "link lost");
    EXPECT_TRUE(first->urgent);
    EXPECT_FALSE(tree.take_announcement(start + milliseconds { 999 }).has_value());
    EXPECT_EQ(tree.take_announcement(start + milliseconds { 1000 })->text, "saved");
    EXPECT_FALSE(tree.has_announcement());
}

TEST(MirrorTest, CutsValuesAtTheirLimit)
{
    Mirror tree;
    tree.set_value(5, std::string(kMaxMirrorValueBytes + 10, 'x'));
    tree.begin_frame();
    EXPECT_EQ(tree.item({ .id = 5, .role = Role::TextField, .label = "Note" }).value->size(), kMaxMirrorValueBytes);
    tree.end_frame();
}

}
}
