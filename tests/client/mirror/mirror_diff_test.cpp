// SPDX-License-Identifier: Apache-2.0
#include "client/mirror/mirror_diff.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

MirrorItem button(MirrorId id, const char* label)
{
    return { .id = id, .role = Role::Button, .label = label };
}

TEST(MirrorChangesTest, SaysNothingWhenNothingChanged)
{
    const std::vector<MirrorItem> items { button(1, "a"), button(2, "b") };
    EXPECT_TRUE(mirror_changes(items, items).empty());
}

TEST(MirrorChangesTest, RemovesFirstAndPutsOnlyWhatChanged)
{
    const auto changes
        = mirror_changes({ button(1, "a"), button(2, "b"), button(3, "c") }, { button(1, "a"), button(2, "B") });
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].kind, MirrorChange::Kind::Remove);
    EXPECT_EQ(changes[0].item.id, 3U);
    EXPECT_EQ(changes[1].kind, MirrorChange::Kind::Put);
    EXPECT_EQ(changes[1].item.label, "B");
    EXPECT_EQ(changes[1].index, 1);
}

TEST(MirrorChangesTest, PutsWhatMovedAmongItsSiblings)
{
    const auto changes = mirror_changes({ button(1, "a"), button(2, "b") }, { button(2, "b"), button(1, "a") });
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].item.id, 2U);
    EXPECT_EQ(changes[0].index, 0);
}

TEST(MirrorChangesTest, MakesANewElementOfWhatChangedItsRole)
{
    MirrorItem as_text = button(1, "a");
    as_text.role = Role::Text;
    const auto changes = mirror_changes({ button(1, "a") }, { as_text });
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].kind, MirrorChange::Kind::Remove);
    EXPECT_EQ(changes[1].kind, MirrorChange::Kind::Put);
}

}
}
