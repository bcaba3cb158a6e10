// SPDX-License-Identifier: Apache-2.0
#include "server/live/attendance.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(AttendanceTest, OneIsThereUntilTheLastOfItsStreamsIsClosed)
{
    Attendance attendance;
    EXPECT_FALSE(attendance.present("token:wall-1"));
    attendance.came("token:wall-1");
    attendance.came("token:wall-1");
    attendance.came("token:wall-2");
    attendance.left("token:wall-1");
    EXPECT_TRUE(attendance.present("token:wall-1"));
    attendance.left("token:wall-1");
    EXPECT_FALSE(attendance.present("token:wall-1"));
    EXPECT_TRUE(attendance.present("token:wall-2"));
    attendance.left("token:wall-1");
    attendance.came("token:wall-1");
    EXPECT_TRUE(attendance.present("token:wall-1"));
}

}
}
