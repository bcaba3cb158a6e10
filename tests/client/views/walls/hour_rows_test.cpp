// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/hour_rows.h"

#include "client/widgets/controls/text_label.h"
#include "tests/support/wall_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(HourPlaceTest, CountsOfADecisionOnlyDecisions)
{
    HourPlace place;
    place.add(ItemKind::UpdatePublished);
    EXPECT_EQ(place.words(), "");
    place.add(ItemKind::Decision);
    EXPECT_EQ(place.kind, ItemKind::Decision);
    EXPECT_EQ(place.words(), "+1");
    place.add(ItemKind::Decision);
    place.add(ItemKind::Change);
    EXPECT_EQ(place.words(), "2+2");
}

class HourPageTest : public WallOnScreen { };

TEST_F(HourPageTest, WhatJustHappenedIsCountedWithinTheRibbon)
{
    const IncidentId id = declare_major();
    for (const char* text : { "Roll it back", "Tell the bank" }) {
        console_.done(AddNote { .incident = id, .kind = NoteKind::Decision, .text = text }, console_.room.resolver);
    }
    console_.done(PublishUpdate { .incident = id, .text = "Orders fail." }, console_.room.resolver);
    arrive("/wall?paused=1&page=hour");
    const MirrorItem* count = found("2+1");
    ASSERT_NE(count, nullptr);
    EXPECT_GE(count->rect.width, text_width("2+1", Type::Caption, Face::Medium) - 2) << "it is rounded up, twice";
}

TEST_F(HourPageTest, EachLineSaysOfWhichIncidentItIs)
{
    const IncidentId id = declare_major();
    console_.done(
        AddNote { .incident = id, .kind = NoteKind::Decision, .text = "Roll it back" }, console_.room.resolver);
    arrive("/wall?paused=1&page=hour");
    EXPECT_GE(shown(id.text + ": Roll it back"), 1);
}

}
}
