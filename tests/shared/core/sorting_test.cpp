// SPDX-License-Identifier: Apache-2.0
#include "shared/core/sorting.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace watchfloor {
namespace {

struct Sorted {
    int rank = 0;
    std::string name {};

    bool operator==(const Sorted&) const = default;
};

TEST(SortingTest, SortsAsTheStandardDoesAndKeepsEqualsAsTheyStood)
{
    std::mt19937 random { 11 };
    for (const int count : { 0, 1, 2, 3, 40, 2000 }) {
        std::vector<Sorted> items;
        for (int i = 0; i < count; ++i) {
            items.push_back(
                { static_cast<int>(random() % 20), "a name too long to lie in place " + std::to_string(i) });
        }
        auto expected = items;
        const auto by_rank = [](const Sorted& a, const Sorted& b) { return a.rank < b.rank; };
        std::stable_sort(expected.begin(), expected.end(), by_rank);
        sort_stably(items, by_rank);
        EXPECT_EQ(items, expected) << count;
    }
}

TEST(SortingTest, TakesAFunctionForItsOrder)
{
    bool (*const larger)(const int& a, const int& b) = [](const int& a, const int& b) { return a > b; };
    std::vector<int> items { 2, 3, 1 };
    sort_stably(items, larger);
    EXPECT_EQ(items, (std::vector<int> { 3, 2, 1 }));
}

}
}
