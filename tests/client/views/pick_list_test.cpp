// SPDX-License-Identifier: Apache-2.0
#include "client/views/pick_list.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(ShownPicksTest, WhatIsChosenStandsFirstAndStaysWhateverIsTyped)
{
    const std::vector<Pick> all { { "sw-1", "Core switch" }, { "ups-2", "UPS east" }, { "ups-1", "UPS west" } };
    const auto shown = [&](const std::vector<std::string>& chosen, std::string_view words) {
        std::vector<std::string> ids;
        for (const Pick& pick : shown_picks(all, chosen, words)) {
            ids.push_back(pick.id);
        }
        return ids;
    };
    using Ids = std::vector<std::string>;
    EXPECT_EQ(shown({}, ""), (Ids { "sw-1", "ups-2", "ups-1" })) << "by name";
    EXPECT_EQ(shown({}, "WEST"), (Ids { "ups-1" }));
    EXPECT_EQ(shown({}, "ups-2"), (Ids { "ups-2" })) << "ids are found too";
    EXPECT_EQ(shown({ "ups-1" }, ""), (Ids { "ups-1", "sw-1", "ups-2" }));
    EXPECT_EQ(shown({ "ups-1" }, "core"), (Ids { "ups-1", "sw-1" }));
    EXPECT_EQ(shown({}, "nothing"), Ids {});
}

}
}
