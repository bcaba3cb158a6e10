// SPDX-License-Identifier: Apache-2.0
#include "server/live/live_cursor.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(LiveCursorTest, SaysNoMoreThanTheViewerDid)
{
    EXPECT_EQ(cursor_text({ .seq = 7 }), "7");
    EXPECT_EQ(cursor_text({ .seq = 7, .journal_id = "j-1" }), "7@j-1");
    EXPECT_EQ(cursor_text({ .seq = 7, .journal_id = "j-1", .sight = "abc" }), "7@j-1@abc");
}

TEST(LiveCursorTest, ReadsWhatItWrote)
{
    for (const LiveCursor& cursor : { LiveCursor { 0, "", "" }, LiveCursor { 7, "", "" }, LiveCursor { 7, "j-1", "" },
             LiveCursor { 7, "j-1", "abc" }, LiveCursor { 7, "", "abc" } }) {
        const auto read = read_cursor(cursor_text(cursor));
        ASSERT_TRUE(read.has_value()) << cursor_text(cursor);
        EXPECT_EQ(read->seq, cursor.seq);
        EXPECT_EQ(read->journal_id, cursor.journal_id);
        EXPECT_EQ(read->sight, cursor.sight);
    }
}

TEST(LiveCursorTest, RefusesWhatIsNoCursor)
{
    for (const char* bad : { "", "@j", "x", "1x", "-1", "1 @j", "99999999999999999999" }) {
        EXPECT_FALSE(read_cursor(bad).has_value()) << bad;
    }
}

}
}
