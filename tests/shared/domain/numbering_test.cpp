// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/numbering.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace watchfloor {
namespace {

TEST(NumberInTest, IsBehindTheLastDash)
{
    const std::vector<std::pair<std::string_view, std::int64_t>> cases {
        { "INC-42", 42 },
        { "INC-0", 0 },
        { "INC-007", 7 },
        { "A-1-9", 9 },
        { "-5", 5 },
        { "INC", 0 },
        { "42", 0 },
        { "", 0 },
        { "INC-", 0 },
        { "INC-4x", 0 },
        { "INC-x4", 0 },
        { "INC-4/T", 0 },
        { "INC-4:", 0 },
        { "INC-1000000000000", 1'000'000'000'000 },
        { "INC-10000000000009", 10'000'000'000'009 },
        { "INC-10000000000010", 0 },
        { "INC-100000000000000", 0 },
        { "INC-99999999999999999999999999", 0 },
    };
    for (const auto& [id, number] : cases) {
        EXPECT_EQ(number_in(id), number) << id;
    }
}

}
}
