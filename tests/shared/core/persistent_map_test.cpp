// SPDX-License-Identifier: Apache-2.0
#include "shared/core/persistent_map.h"

#include "shared/core/id.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace watchfloor {
namespace {

using Map = PersistentMap<UserId, int>;

UserId key(int number)
{
    return UserId { "user-" + std::to_string(number) };
}

std::map<std::string, int> contents(const Map& map)
{
    std::map<std::string, int> all;
    map.for_each([&](const UserId& id, int value) { all[id.text] = value; });
    return all;
}

TEST(PersistentMapTest, AgreesWithAnOrdinaryMap)
{
    std::mt19937 random { 7 };
    Map map;
    std::map<std::string, int> reference;
    for (int step = 0; step < 20'000; ++step) {
        const int number = static_cast<int>(random() % 3000);
        if (random() % 3 == 0) {
            map.erase(key(number));
            reference.erase(key(number).text);
        } else {
            map.set(key(number), step);
            reference[key(number).text] = step;
        }
    }
    EXPECT_EQ(map.size(), reference.size());
    EXPECT_EQ(contents(map), reference);
    for (int number = 0; number < 3000; ++number) {
        EXPECT_EQ(map.contains(key(number)), reference.contains(key(number).text));
    }
}

struct Named {
    UserId id {};
    int number = 0;
};

TEST(PersistentMapTest, StoresUnderItsOwnIdWhatHasOne)
{
    PersistentMap<UserId, Named> map;
    for (int number = 0; number < 1000; ++number) {
        map.set(key(number), { key(number), number });
    }
    const auto before = map;
    map.set(key(7), { key(8), -7 });
    map.update(key(1000), [](Named& named) { named.number = 1000; });
    map.erase(key(8));
    EXPECT_EQ(map.size(), 1000U);
    EXPECT_EQ(map.find(key(7))->number, -7);
    EXPECT_EQ(map.find(key(7))->id, key(7));
    EXPECT_EQ(map.find(key(1000))->id, key(1000));
    EXPECT_FALSE(map.contains(key(8)));
    EXPECT_EQ(before.find(key(8))->number, 8);
    int seen = 0;
    map.for_each([&](const UserId& id, const Named& named) {
        EXPECT_EQ(&id, &named.id);
        EXPECT_EQ(map.find(id), &named);
        ++seen;
    });
    EXPECT_EQ(seen, 1000);
}

TEST(PersistentMapTest, LeavesCopiesAsTheyWere)
{
    Map map;
    for (int number = 0; number < 1000; ++number) {
        map.set(key(number), number);
    }
    const Map before = map;
    const auto was = contents(before);
    for (int number = 0; number < 1000; number += 2) {
        map.update(key(number), [](int& value) { value = -1; });
        map.erase(key(number + 1));
    }
    EXPECT_EQ(contents(before), was);
    EXPECT_EQ(before.size(), 1000U);
    EXPECT_EQ(map.size(), 500U);
}

TEST(PersistentMapTest, IteratesEquallyWhateverItsHistory)
{
    Map forwards;
    Map backwards;
    for (int number = 0; number < 500; ++number) {
        forwards.set(key(number), number);
        backwards.set(key(1500 - number), number);
        backwards.set(key(499 - number), 499 - number);
    }
    for (int number = 1001; number <= 1500; ++number) {
        backwards.erase(key(number));
    }
    std::vector<std::string> left;
    std::vector<std::string> right;
    forwards.for_each([&](const UserId& id, int) { left.push_back(id.text); });
    backwards.for_each([&](const UserId& id, int) { right.push_back(id.text); });
    EXPECT_EQ(left, right);
}

}
}
