// SPDX-License-Identifier: Apache-2.0
#include "server/http/unfinished_bodies.h"

#include "server/http/limits.h"
#include "server/posix/descriptor.h"
#include "shared/core/result.h"

#include <gtest/gtest.h>

#include <map>
#include <sys/socket.h>

namespace watchfloor {
namespace {

constexpr std::int64_t kSlow = kTimeToBeSlow.count();

class UnfinishedBodiesTest : public testing::Test {
protected:
    // A body that began at `since` and has `bytes`.
    void begin(const std::string& name, const std::string& address, std::int64_t since, std::size_t bytes = 0,
        bool known = false)
    {
        int ends[2] {};
        VERIFY(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        Body& body = bodies_[name];
        body.socket = Descriptor { ends[0] };
        body.peer = Descriptor { ends[1] };
        body.place = pool_.enter({ address, known, ends[0] }, since);
        VERIFY(bytes == 0 || body.place->grow_to(bytes, since));
    }

    bool grow(const std::string& name, std::size_t bytes, std::int64_t now)
    {
        return bodies_[name].place->grow_to(bytes, now);
    }

    // The names of those that were dropped; each is told by its socket too.
    std::string dropped()
    {
        std::string names;
        for (const auto& [name, body] : bodies_) {
            const bool told = ::send(body.peer.number(), "x", 1, MSG_NOSIGNAL) < 0;
            EXPECT_EQ(told, body.place->dropped()) << name;
            names += body.place->dropped() ? name : "";
        }
        return names;
    }

    struct Body {
        Descriptor socket {};
        Descriptor peer {};
        std::unique_ptr<UnfinishedBodies::Place> place {};
    };
    UnfinishedBodies pool_ { { .count = 6, .count_of_address = 3, .bytes = 100, .bytes_of_address = 60 } };
    std::map<std::string, Body> bodies_;
};

TEST_F(UnfinishedBodiesTest, TheSlowestOfTheAddressGoesFirst)
{
    begin("a", "one", 0, 30);
    begin("b", "one", 100, 10);
    begin("c", "one", 200, 20);
    EXPECT_EQ(dropped(), "");
    begin("d", "one", 5'000);
    EXPECT_EQ(dropped(), "b") << "not the newcomer, which has had no time";
    begin("e", "two", 5'000);
    EXPECT_EQ(dropped(), "b");
    EXPECT_EQ(pool_.count(), 4U);
    EXPECT_EQ(pool_.dropped(), 1U);
}

TEST_F(UnfinishedBodiesTest, OfEquallySlowOnesTheOldestGoesFirst)
{
    begin("a", "one", 200);
    begin("b", "one", 100);
    begin("c", "one", 300);
    begin("d", "one", 10'000);
    EXPECT_EQ(dropped(), "b");
}

TEST_F(UnfinishedBodiesTest, OfThoseThatHaveOnlyBegunTheOldestGoesFirst)
{
    begin("a", "one", 1);
    begin("b", "one", 2, 10);
    begin("c", "one", 3);
    begin("d", "one", kSlow);
    EXPECT_EQ(dropped(), "a");
    begin("e", "one", kSlow + 1);
    EXPECT_EQ(dropped(), "ab");
}

TEST_F(UnfinishedBodiesTest, StrangersGoBeforeThoseWhoAreKnown)
{
    begin("a", "one", 0, 0, true);
    begin("b", "one", 0, 50);
    begin("c", "one", 0, 0, true);
    begin("d", "one", 9'000, 0, true);
    EXPECT_EQ(dropped(), "b");
}

TEST_F(UnfinishedBodiesTest, TheAddressWithMostMakesRoomForOthers)
{
    begin("a", "one", 0);
    begin("b", "two", 1);
    begin("c", "two", 2);
    begin("d", "three", 3);
    begin("e", "three", 4);
    begin("f", "three", 5);
    begin("g", "four", 6);
    EXPECT_EQ(dropped(), "d");
    EXPECT_EQ(pool_.count(), 6U);
}

TEST_F(UnfinishedBodiesTest, VeryManyNetworksKeepNoNewcomerOut)
{
    for (const char* name : { "a", "b", "c", "d", "e", "f" }) {
        begin(name, std::string("network ") + name, name[0] == 'd' ? 0 : 1, 1);
    }
    begin("g", "network g", 2 * kSlow);
    EXPECT_EQ(dropped(), "d") << "the slowest of all, not who has only begun";
    begin("h", "network h", 2 * kSlow + 1);
    begin("i", "network i", 2 * kSlow + 2);
    EXPECT_EQ(pool_.dropped(), 3U);
    EXPECT_FALSE(bodies_["g"].place->dropped());
    EXPECT_FALSE(bodies_["i"].place->dropped());
}

TEST_F(UnfinishedBodiesTest, NetworksOfOneNeighbourhoodMakeRoomBeforeWhoHasFewer)
{
    begin("a", "198.51.100.1", 0);
    begin("b", "198.51.100.1", 1);
    begin("c", "192.0.2.1", 3);
    begin("d", "192.0.2.2", 2);
    begin("e", "2001:db8:1:1::1", 2);
    begin("f", "192.0.2.3", 4);
    begin("g", "203.0.113.1", 5);
    EXPECT_EQ(dropped(), "d");
    begin("h", "2001:db8:1:2::1", 6);
    begin("i", "2001:db8:1:3::1", 7);
    EXPECT_EQ(dropped(), "ade") << "of three with two each the one network, then the three of a site";
}

TEST_F(UnfinishedBodiesTest, HoweverManyStrangersDriveNobodyOutWhoIsKnown)
{
    begin("a", "one", 0, 0, true);
    begin("b", "one", 0, 0, true);
    for (const char* name : { "c", "d", "e", "f" }) {
        begin(name, std::string("network ") + name, 1);
    }
    begin("g", "one", 3 * kSlow, 0, true);
    EXPECT_EQ(dropped(), "c");
    begin("h", "network h", 3 * kSlow);
    EXPECT_EQ(dropped(), "cd") << "four of them are more than half";
    begin("i", "two", 3 * kSlow, 0, true);
    EXPECT_EQ(dropped(), "acd") << "three are not: whoever has most makes room";
}

TEST_F(UnfinishedBodiesTest, ASubscribersAddressesOfIpv6AreOne)
{
    begin("a", "2001:db8:1:2::1", 1);
    begin("b", "2001:db8:1:2::2", 0);
    begin("c", "2001:db8:1:2:ffff::3", 1);
    begin("d", "2001:db8:1:3::1", 0);
    EXPECT_EQ(dropped(), "");
    begin("e", "2001:db8:1:2::4", 2);
    EXPECT_EQ(dropped(), "b");
}

TEST_F(UnfinishedBodiesTest, BytesAreBoundedOfAnAddressAndOfAll)
{
    begin("a", "one", 0, 10);
    begin("b", "one", 0, 50);
    EXPECT_EQ(dropped(), "");
    EXPECT_TRUE(grow("b", 51, 2'000));
    EXPECT_EQ(dropped(), "a");
    EXPECT_FALSE(grow("a", 11, 2'000));
    begin("c", "two", 2'000, 49);
    EXPECT_EQ(dropped(), "a") << "what was dropped takes nothing";
    begin("d", "two", 2'000, 1);
    EXPECT_EQ(dropped(), "ab") << "the address that has most";
    EXPECT_FALSE(grow("c", 61, 9'000)) << "its own bytes may be too many";
    EXPECT_EQ(pool_.count(), 0U);
}

TEST_F(UnfinishedBodiesTest, WhoLeavesMakesRoom)
{
    for (int i = 0; i < 10; ++i) {
        begin("a", "one", i, 60);
        bodies_.clear();
        EXPECT_EQ(pool_.count(), 0U);
    }
    EXPECT_EQ(pool_.dropped(), 0U);
}

}
}
