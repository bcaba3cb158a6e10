// SPDX-License-Identifier: Apache-2.0
#include "server/http/client_address.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

bool lists(const std::string& entry, std::string_view address)
{
    const auto list = PeerList::parse({ entry });
    EXPECT_TRUE(list.ok()) << entry;
    return list.ok() && list.value().contains(address);
}

TEST(PeerListTest, ANetworkHoldsItsFirstAndItsLastAddressAndNoOther)
{
    struct Case {
        const char* network;
        std::vector<const char*> inside;
        std::vector<const char*> outside;
    };
    for (const Case& given : std::vector<Case> {
             { "10.0.0.0/8", { "10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3" }, { "9.255.255.255", "11.0.0.0" } },
             { "10.0.0.0/9", { "10.0.0.0", "10.127.255.255" }, { "10.128.0.0" } },
             { "192.168.4.0/22", { "192.168.4.0", "192.168.7.255" }, { "192.168.3.255", "192.168.8.0" } },
             { "192.168.4.6/31", { "192.168.4.6", "192.168.4.7" }, { "192.168.4.5", "192.168.4.8" } },
             { "10.0.0.1/32", { "10.0.0.1" }, { "10.0.0.0", "10.0.0.2" } },
             { "10.0.0.1", { "10.0.0.1" }, { "10.0.0.0", "10.0.0.2", "::1", "" } },
             { "0.0.0.0/0", { "0.0.0.0", "255.255.255.255" }, { "::1", "fd00::1" } },
             { "::/0", { "::1", "fd00::1", "10.0.0.1" }, {} },
             { "fd00::/8", { "fd00::", "fdff:ffff::1" }, { "fc00::1", "fe00::1" } },
             { "2001:db8::/127", { "2001:db8::", "2001:db8::1" }, { "2001:db8::2" } },
             { "::1", { "::1" }, { "::2", "127.0.0.1" } },
         }) {
        for (const char* address : given.inside) {
            EXPECT_TRUE(lists(given.network, address)) << given.network << " " << address;
        }
        for (const char* address : given.outside) {
            EXPECT_FALSE(lists(given.network, address)) << given.network << " " << address;
        }
    }
    EXPECT_FALSE(PeerList::parse({}).value().contains("10.0.0.1"));
    EXPECT_TRUE(PeerList::parse({ "::1", "10.0.0.0/8" }).value().contains("10.0.0.1"));
    EXPECT_FALSE(lists("0.0.0.0/0", "no address"));
}

TEST(PeerListTest, RefusesWhatIsNoNetwork)
{
    for (const char* bad : { "", "room", "10.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
             "fd00::/129", "10.0.0.0/8/8", "/8" }) {
        EXPECT_EQ(PeerList::parse({ "::1", bad }).error().code, ErrorCode::Malformed) << bad;
    }
    EXPECT_TRUE(PeerList::parse({ "10.0.0.0/32", "fd00::/128" }).ok());
}

TEST(ClientAddressTest, IsTheRightmostThatIsNoProxyOfOurs)
{
    const PeerList trusted = PeerList::parse({ "10.0.0.0/8", "::1" }).value();
    struct Case {
        const char* peer;
        std::vector<std::string_view> forwarded;
        const char* client;
    };
    for (const Case& given : std::vector<Case> {
             { "9.9.9.9", { "1.1.1.1" }, "9.9.9.9" },
             { "10.0.0.1", {}, "10.0.0.1" },
             { "10.0.0.1", { "1.1.1.1" }, "1.1.1.1" },
             { "10.0.0.1", { "1.1.1.1, 2.2.2.2" }, "2.2.2.2" },
             { "10.0.0.1", { "1.1.1.1, 2.2.2.2 ,10.0.0.2" }, "2.2.2.2" },
             { "10.0.0.1", { "1.1.1.1", "2.2.2.2, 10.0.0.3", "10.0.0.2" }, "2.2.2.2" },
             { "10.0.0.1", { "10.0.0.3, 10.0.0.2" }, "10.0.0.3" },
             { "::1", { "1.1.1.1, ::ffff:10.0.0.2" }, "1.1.1.1" },
             { "10.0.0.1", { "1.1.1.1, , 10.0.0.2" }, "10.0.0.2" },
             { "10.0.0.1", { "1.1.1.1:80" }, "1.1.1.1" },
             { "10.0.0.1", { "[2001:DB8::1]" }, "2001:db8::1" },
             { "10.0.0.1", { "[2001:db8::1" }, "10.0.0.1" },
             { "10.0.0.1", { "2001:db8::1" }, "2001:db8::1" },
         }) {
        EXPECT_EQ(resolve_client_address(given.peer, given.forwarded, trusted), given.client)
            << (given.forwarded.empty() ? "" : given.forwarded.front());
    }
}

TEST(ClientAddressTest, ASubscribersAddressesOfIpv6AreOneNetwork)
{
    EXPECT_EQ(network_of("2001:DB8:1:2::9"), "2001:0db8:0001:0002::/64");
    EXPECT_EQ(network_of("2001:db8:1:2:ffff:1:2:3"), network_of("2001:db8:1:2::"));
    EXPECT_NE(network_of("2001:db8:1:3::1"), network_of("2001:db8:1:2::1"));
    for (const char* own : { "192.0.2.1", "::1", "::ffff:192.0.2.1", "", "desk" }) {
        EXPECT_EQ(network_of(own), own);
    }
}

TEST(ClientAddressTest, NetworksOfOneSiteAreOneNeighbourhood)
{
    EXPECT_EQ(neighbourhood_of("192.0.2.1"), "192.0.2.0/24");
    EXPECT_EQ(neighbourhood_of("::ffff:192.0.2.255"), "192.0.2.0/24");
    EXPECT_NE(neighbourhood_of("192.0.3.1"), neighbourhood_of("192.0.2.1"));
    EXPECT_EQ(neighbourhood_of("2001:DB8:1:2::9"), "2001:0db8:0001::/48");
    EXPECT_EQ(neighbourhood_of("2001:db8:1:ffff::9"), neighbourhood_of("2001:db8:1:2::9"));
    EXPECT_NE(neighbourhood_of("2001:db8:2:2::9"), neighbourhood_of("2001:db8:1:2::9"));
    for (const char* own : { "127.0.0.1", "::1", "::ffff:127.0.0.1", "", "desk" }) {
        EXPECT_EQ(neighbourhood_of(own), own);
    }
}

TEST(ClientAddressTest, LoopbackIsKnownByItsAddressInAnySpelling)
{
    for (const char* loopback : { "127.0.0.1", "127.8.9.10", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1" }) {
        EXPECT_TRUE(is_loopback(loopback)) << loopback;
    }
    for (const char* other :
        { "", "localhost", "127.0.0.1.example.org", "126.0.0.1", "128.0.0.1", "::2", "10.0.0.1" }) {
        EXPECT_FALSE(is_loopback(other)) << other;
    }
}

TEST(ClientAddressTest, OnlyThisMachinesOwnRequestsAreLocal)
{
    const auto local = [](std::vector<NamedValue> headers, const char* peer = "127.0.0.1",
                           const char* version = "HTTP/1.1") { return is_local(peer, version, headers); };
    const NamedValue host { "host", "127.0.0.1:8470" };
    EXPECT_TRUE(local({}));
    EXPECT_TRUE(local({ host, { "accept", "*/*" }, { "user-agent", "via x-forwarded-for" } }));
    EXPECT_TRUE(local({ host }, "::1"));
    EXPECT_FALSE(local({ host }, "10.0.0.7"));
    EXPECT_FALSE(local({ host }, "127.0.0.1", "HTTP/1.0"));
    for (const char* name : { "localhost", "LOCALHOST:8470", "room.localhost:1", "[::1]:8470", "127.0.0.2" }) {
        EXPECT_TRUE(local({ { "host", name } })) << name;
        EXPECT_TRUE(local({ host, { "origin", std::string("http://") + name } })) << name;
    }
    for (const char* name :
        { "", "room.example.org", "127.0.0.1.example.org", "localhost.example.org", "10.0.0.7:8470", "notlocalhost" }) {
        EXPECT_FALSE(local({ { "host", name } })) << name;
        EXPECT_FALSE(local({ host, { "origin", std::string("http://") + name } })) << name;
    }
    EXPECT_FALSE(local({ host, { "origin", "null" } }));
    for (const char* sign : { "forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
             "x-forwarded", "x-forwarded-port", "x-real-ip", "x-client-ip", "x-cluster-client-ip",
             "x-original-forwarded-for", "x-original-host", "true-client-ip", "cf-connecting-ip", "cdn-loop" }) {
        EXPECT_FALSE(local({ host, { sign, "" } })) << sign;
        EXPECT_TRUE(names_a_proxy({ host, { sign, "" } })) << sign;
    }
}

}
}
