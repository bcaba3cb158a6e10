// SPDX-License-Identifier: Apache-2.0
#include "server/api/maintenance_calendar.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(CalendarTextTest, EscapesText)
{
    EXPECT_EQ(escape_calendar_text("a;b,c\\d\ne\r\x01"), "a\\;b\\,c\\\\d\\ne");
}

TEST(CalendarTextTest, FoldsLinesAt75OctetsBetweenCharacters)
{
    const std::string line = "SUMMARY:" + std::string(66, 'x') + "\xc3\xa4\xc3\xa4" + std::string(100, 'y');
    const std::string folded = fold_calendar_line(line);
    std::string unfolded;
    for (std::size_t at = 0; at < folded.size();) {
        const auto end = folded.find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - at, 75u);
        unfolded += folded.substr(at == 0 ? 0 : at + 1, end - at - (at == 0 ? 0 : 1));
        at = end + 2;
    }
    EXPECT_EQ(unfolded, line);
    EXPECT_EQ(folded.substr(74, 3), "\r\n ");
}

TEST(CalendarTextTest, ListsWindowsInOrderAndNamesCancelledOnes)
{
    State state;
    MaintenanceWindow later;
    later.id = WindowId { "MW-2" };
    later.title = "later";
    later.from = { 1'772'500'000'000 };
    later.to = { 1'772'503'600'000 };
    later.state = WindowState::Cancelled;
    MaintenanceWindow earlier = later;
    earlier.id = WindowId { "MW-1" };
    earlier.from = { 1'772'442'000'000 };
    earlier.state = WindowState::Approved;
    state.windows.set(later.id, later);
    state.windows.set(earlier.id, earlier);
    const std::string text = maintenance_calendar(state, { 1'772'442'000'000 });
    EXPECT_EQ(text.find("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), 0u);
    EXPECT_LT(text.find("UID:MW-1@watchfloor"), text.find("UID:MW-2@watchfloor"));
    EXPECT_NE(text.find("DTSTART:20260302T090000Z\r\n"), std::string::npos);
    EXPECT_NE(text.find("STATUS:CANCELLED\r\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("END:VCALENDAR\r\n"));
}

}
}
