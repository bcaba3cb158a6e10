// SPDX-License-Identifier: Apache-2.0
#include "shared/core/text_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace watchfloor {
namespace {

std::map<std::string, std::string> contents(const TextMap& map)
{
    std::map<std::string, std::string> all;
    for (const auto& item : map) {
        all.emplace(item.first, item.second);
    }
    return all;
}

TEST(TextMapTest, AgreesWithAnOrdinaryMap)
{
    std::mt19937 random { 7 };
    TextMap map;
    std::map<std::string, std::string> reference;
    for (int step = 0; step < 5'000; ++step) {
        const std::string name = "name-" + std::to_string(random() % 60);
        const std::string text(random() % 9, 'x');
        switch (random() % 4) {
        case 0:
            map.erase_if([&](const auto& item) { return item.first == name; });
            reference.erase(name);
            break;
        case 1:
            EXPECT_EQ(map.add(name, text), reference.emplace(name, text).second);
            break;
        default:
            map.set(name, text);
            reference[name] = text;
        }
        ASSERT_EQ(map.size(), reference.size());
        ASSERT_EQ(map.last_name(), reference.empty() ? "" : reference.rbegin()->first);
        ASSERT_EQ(map.contains(name), reference.contains(name));
    }
    EXPECT_EQ(contents(map), reference);
    EXPECT_TRUE(std::is_sorted(map.begin(), map.end()));
    for (const auto& item : reference) {
        EXPECT_EQ(map.at(item.first), item.second);
    }
}

TEST(TextMapTest, LeavesCopiesAsTheyWere)
{
    TextMap map { { "b", "1" }, { "a", "2" } };
    const TextMap before = map;
    map.set("b", "3");
    map.append("c", "");
    EXPECT_EQ(before, (TextMap { { "a", "2" }, { "b", "1" } }));
    EXPECT_EQ(map, (TextMap { { "a", "2" }, { "b", "3" }, { "c", "" } }));
    EXPECT_NE(map, before);
    map.clear();
    EXPECT_EQ(map, TextMap {});
    EXPECT_EQ(before.size(), 2U);
}

TEST(TextMapTest, TakesTextsOfItsOwn)
{
    TextMap map { { "a", std::string(100, 'x') }, { "z", "last" } };
    map.set("a", map.at("z"));
    map.add("b", map.at("a"));
    EXPECT_EQ(map, (TextMap { { "a", "last" }, { "b", "last" }, { "z", "last" } }));
}

TEST(TextMapTest, IsEqualWhateverItsHistory)
{
    TextMap map { { "a", "1" }, { "b", "2" } };
    map.add("c", "3");
    map.erase_if([](const auto& item) { return item.first == "c"; });
    EXPECT_EQ(map, (TextMap { { "b", "2" }, { "a", "1" }, { "a", "first counts" } }));
    map.erase_if([](const auto&) { return true; });
    EXPECT_EQ(map, TextMap {});
}

TEST(TextMapTest, CopiesIntoMemoryOfItsOwn)
{
    TextMap map { { "a", "1" } };
    map.add("b", std::string(300, 'x'));
    const TextMap copy = map.copy();
    EXPECT_EQ(copy, map);
    EXPECT_NE(copy.at("a").data(), map.at("a").data());
    EXPECT_EQ(copy.last_name(), "b");
    map.set("a", "2");
    EXPECT_EQ(copy.at("a"), "1");
    EXPECT_TRUE(TextMap {}.copy().empty());
}

}
}
