// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/night_hours.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

Timestamp at(std::string_view time)
{
    return parse_timestamp("2026-03-02T" + std::string(time) + "Z").value();
}

int two_hours_east(long long)
{
    return 7'200;
}

TEST(NightHoursTest, GoPastMidnight)
{
    const NightHours night = read_night_hours("20:00-06:30").value();
    EXPECT_FALSE(night.contain(at("19:59:59"), {}));
    EXPECT_TRUE(night.contain(at("20:00:00"), {}));
    EXPECT_TRUE(night.contain(at("23:59:59"), {}));
    EXPECT_TRUE(night.contain(at("00:00:00"), {}));
    EXPECT_TRUE(night.contain(at("06:29:59"), {}));
    EXPECT_FALSE(night.contain(at("06:30:00"), {}));
}

TEST(NightHoursTest, MayLieWithinOneDay)
{
    const NightHours noon = read_night_hours("12:00-13:00").value();
    EXPECT_FALSE(noon.contain(at("11:59:59"), {}));
    EXPECT_TRUE(noon.contain(at("12:00:00"), {}));
    EXPECT_FALSE(noon.contain(at("13:00:00"), {}));
    EXPECT_FALSE(noon.contain(at("23:00:00"), {}));
}

TEST(NightHoursTest, AreThoseOfTheRoomsClock)
{
    const NightHours night = read_night_hours("20:00-06:00").value();
    const SiteZone east { "site", two_hours_east };
    EXPECT_TRUE(night.contain(at("18:00:00"), east));
    EXPECT_FALSE(night.contain(at("17:59:59"), east));
    EXPECT_FALSE(night.contain(at("04:00:00"), east));
    EXPECT_TRUE(night.contain({ -1 }, {})) << "before the first day as well";
}

TEST(NightHoursTest, AreTwoDifferentTimesOfDay)
{
    for (const char* text : { "", "20:00", "20:00-", "-06:00", "20:00-20:00", "24:00-06:00", "20:60-06:00",
             "8:00-06:00", "20.00-06:00", "20:00-06:00:00", "ab:cd-06:00", "20:00 06:00" }) {
        EXPECT_FALSE(read_night_hours(text).has_value()) << text;
    }
}

}
}
