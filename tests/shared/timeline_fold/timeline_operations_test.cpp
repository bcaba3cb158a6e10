// SPDX-License-Identifier: Apache-2.0
// What an operation does to the columns, whatever entry it came from.
#include "shared/timeline_fold/timeline_items.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(TimelineItemsTest, AmendsOnlyWhatTheOperationNames)
{
    TimelineItem item;
    item.seq = 1;
    item.begin = { 500 };
    item.end = { 900 };
    item.severity = ItemSeverity::Minor;
    item.flags = kItemMuted | kItemLate;
    EXPECT_EQ(amended(item, {}), item);

    TimelineOperation flags;
    flags.set_flags = kItemAcknowledged;
    flags.clear_flags = kItemMuted;
    EXPECT_EQ(amended(item, flags).flags, kItemLate | kItemAcknowledged);

    TimelineOperation earlier;
    earlier.begin = Timestamp { 300 };
    EXPECT_EQ(amended(item, earlier).begin.millis, 300);
    earlier.begin_known = Timestamp { 500 };
    EXPECT_EQ(amended(item, earlier).begin.millis, 300);
    earlier.begin_known = Timestamp { 501 };
    EXPECT_EQ(amended(item, earlier).begin.millis, 500) << "it began otherwise";

    TimelineOperation end;
    end.end = Timestamp { 100 };
    EXPECT_EQ(amended(item, end).end.millis, 500) << "never before its begin";
    end.end = Timestamp { 1'000 };
    EXPECT_EQ(amended(item, end).end.millis, 1'000);
    end.if_open = true;
    EXPECT_EQ(amended(item, end), item) << "it has an end";
    item.end = kOpenEnd;
    EXPECT_EQ(amended(item, end).end.millis, 1'000);
}

TEST(TimelineItemsTest, WhatIsNotInTheColumnsIsOnlyPut)
{
    for (const auto act :
        { TimelineOperation::Act::Amend, TimelineOperation::Act::Close, TimelineOperation::Act::Erase }) {
        TimelineColumns columns;
        TimelineOperation operation;
        operation.act = act;
        operation.item.seq = 7;
        operation.end = Timestamp { 5 };
        apply_operation(columns, operation);
        EXPECT_EQ(columns.size(), 0U);
    }
}

}
}
