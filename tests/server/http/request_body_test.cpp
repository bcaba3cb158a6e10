// SPDX-License-Identifier: Apache-2.0
#include "server/http/request_body.h"

#include "server/http/connection_table.h"
#include "server/http/json_error.h"
#include "server/http/limits.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

namespace watchfloor {
namespace {

TEST(BodyFramingTest, ReadsOneLengthOrOneCoding)
{
    EXPECT_FALSE(body_framing({}).value().has_body());
    EXPECT_FALSE(body_framing({ { "content-length", "0" } }).value().has_body());
    const auto length = body_framing({ { "host", "t" }, { "content-length", "000000000000000042" } });
    EXPECT_EQ(length.value().length, 42U);
    EXPECT_FALSE(length.value().chunked);
    EXPECT_TRUE(length.value().has_body());
    EXPECT_EQ(body_framing({ { "content-length", "999999999999999999" } }).value().length, 999'999'999'999'999'999U);
    const auto chunked = body_framing({ { "transfer-encoding", "Chunked" } });
    EXPECT_TRUE(chunked.value().chunked && chunked.value().has_body());
    for (const std::vector<NamedValue>& bad : std::vector<std::vector<NamedValue>> {
             { { "content-length", "" } },
             { { "content-length", "0000000000000000042" } },
             { { "content-length", "4 2" } },
             { { "content-length", "4" }, { "host", "t" }, { "content-length", "4" } },
             { { "transfer-encoding", "chunked" }, { "transfer-encoding", "chunked" } },
             { { "transfer-encoding", "chunked" }, { "content-length", "4" } },
             { { "content-length", "4" }, { "transfer-encoding", "chunked" } },
             { { "transfer-encoding", "" } },
             { { "transfer-encoding", "chunked, chunked" } },
         }) {
        EXPECT_EQ(body_framing(bad).error().code, ErrorCode::Malformed) << bad[0].name << " " << bad[0].value;
    }
}

TEST(BodyMemoryTest, SharesWhatAllBodiesTogetherMayTake)
{
    std::atomic<std::size_t> used { 0 };
    {
        BodyMemory first { used, 100 };
        BodyMemory second { used, 100 };
        EXPECT_TRUE(first.grow_to(20));
        EXPECT_TRUE(first.grow_to(60)) << "by what it does not hold yet";
        EXPECT_EQ(used, 60U);
        EXPECT_FALSE(second.grow_to(41));
        EXPECT_EQ(used, 60U) << "what was refused takes nothing";
        EXPECT_TRUE(second.grow_to(40));
        EXPECT_TRUE(second.grow_to(40));
        EXPECT_TRUE(second.grow_to(10)) << "it never shrinks";
        EXPECT_EQ(used, 100U);
        EXPECT_FALSE(first.grow_to(61));
    }
    EXPECT_EQ(used, 0U);
}

// The body as it comes out, whatever pieces its bytes come in; or the error's code, or "..." for more to come.
std::string body_of(const BodyFraming& framing, std::string_view bytes, std::size_t piece, std::string_view rest = "")
{
    BodyReader reader { framing, 20 };
    std::string input;
    while (!reader.whole() && !bytes.empty()) {
        input = bytes.substr(0, piece);
        const auto taken = reader.take(input);
        if (!taken.ok()) {
            return std::string { error_name(taken.error().code) };
        }
        EXPECT_TRUE(reader.whole() || taken.value() == input.size());
        bytes.remove_prefix(taken.value());
    }
    EXPECT_TRUE(!reader.whole() || bytes == rest) << bytes;
    return reader.whole() ? reader.release() : "...";
}

TEST(BodyReaderTest, TakesALengthInAnyPieces)
{
    for (const std::size_t piece : { 1U, 2U, 3U, 100U }) {
        EXPECT_EQ(body_of({ .length = 5 }, "12345GET /", piece, "GET /"), "12345");
        EXPECT_EQ(body_of({ .length = 6 }, "12345", piece), "...");
        EXPECT_EQ(body_of({ .length = 0 }, "GET /", piece, "GET /"), "");
    }
}

TEST(BodyReaderTest, TakesChunksInAnyPieces)
{
    const BodyFraming chunked { .chunked = true };
    for (const std::size_t piece : { 1U, 2U, 3U, 100U }) {
        EXPECT_EQ(body_of(chunked, "3;a=b\r\nabc\r\n02\r\nde\r\n0\r\nX-T: 1\r\n\r\nGET", piece, "GET"), "abcde");
        EXPECT_EQ(body_of(chunked, "0\r\n\r\n", piece), "");
        EXPECT_EQ(body_of(chunked, "14\r\n" + std::string(20, 'x') + "\r\n0\r\n\r\n", piece), std::string(20, 'x'));
        for (const char* open : { "3", "3\r", "3\r\nab", "3\r\nabc\r", "3\r\nabc\r\n0\r\n", "0\r\nX: 1\r\n" }) {
            EXPECT_EQ(body_of(chunked, open, piece), "...") << open;
        }
        for (const char* bad : { "\r\n", "x\r\n", "-1\r\n", "0x2\r\n", "3\nabc", "3\r\nabcd\r\n", "3\r\nabc\n",
                 "3\r\nabc\rx", "000000001\r\n", "0\r\nX: 1\n", ";a\r\n" }) {
            EXPECT_EQ(body_of(chunked, bad, piece), "malformed") << bad;
        }
        EXPECT_EQ(body_of(chunked, "15\r\n", piece), "too_large");
        EXPECT_EQ(body_of(chunked, "a\r\n0123456789\r\nb\r\n", piece), "too_large") << "all chunks together";
    }
}

TEST(BodyReaderTest, BoundsWhatStandsAroundTheChunks)
{
    const BodyFraming chunked { .chunked = true };
    const auto extended = [](std::size_t size) { return "1" + std::string(size - 1, ';') + "\r\n"; };
    EXPECT_EQ(body_of(chunked, extended(kMaxChunkLineBytes), 1), "...");
    EXPECT_EQ(body_of(chunked, extended(kMaxChunkLineBytes + 1), 1), "malformed");
    EXPECT_EQ(body_of(chunked, std::string(kMaxChunkLineBytes + 3, '0'), 1'000), "malformed") << "without an end";
    std::string trailers = "0\r\n";
    for (std::size_t bytes = 0; bytes + 64 <= kMaxTrailerBytes; bytes += 64) {
        trailers += std::string(64, 'x') + "\r\n";
    }
    EXPECT_EQ(body_of(chunked, trailers + "\r\n", 7), "");
    EXPECT_EQ(body_of(chunked, trailers + "x\r\n\r\n", 7), "malformed");
}

// Connections whose peers tell whether they were shut down.
class ConnectionTableTest : public testing::Test {
protected:
    Connection* add(Phase phase, std::int64_t deadline, const std::string& peer = "peer")
    {
        return add_to(table_, phase, deadline, peer);
    }

    Connection* add_to(ConnectionTable& table, Phase phase, std::int64_t deadline, const std::string& peer)
    {
        int ends[2] {};
        VERIFY(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
        Connection* connection = table.add(Descriptor { ends[0] }, peer);
        peers_.emplace_back(ends[1]);
        if (connection != nullptr) {
            connection->enter(phase, deadline);
        }
        return connection;
    }

    // '-': open; 'r': it reads no more; 'x': it is over.
    std::string seen() const
    {
        std::string all;
        for (const Descriptor& peer : peers_) {
            char byte = 0;
            const bool reads = ::send(peer.number(), "x", 1, MSG_NOSIGNAL) == 1;
            const bool over = ::recv(peer.number(), &byte, 1, MSG_DONTWAIT) == 0;
            all += over ? 'x' : reads ? '-' : 'r';
        }
        return all;
    }

    std::vector<Descriptor> peers_;
    ConnectionTable table_ { 4 };
    const std::chrono::milliseconds kIdleLimit { 60'000 };
};

TEST_F(ConnectionTableTest, EndsEachConnectionTheMomentItsDeadlineHasPassed)
{
    add(Phase::Header, 100);
    add(Phase::Body, 101);
    add(Phase::Serving, kNoDeadline);
    EXPECT_EQ(table_.end_late(99, kIdleLimit, false), 0U);
    EXPECT_EQ(seen(), "---");
    EXPECT_EQ(table_.end_late(100, kIdleLimit, false), 1U);
    EXPECT_EQ(seen(), "x--");
    EXPECT_EQ(table_.end_late(101, kIdleLimit, false), 1U) << "each of them once";
    EXPECT_EQ(seen(), "xr-") << "who reads a body may still answer";
    EXPECT_EQ(table_.end_late(1'000'000, kIdleLimit, true), 0U);
}

TEST_F(ConnectionTableTest, HurriesOnlyIdleConnectionsUnderPressure)
{
    const std::int64_t deadline = 60'000; // idle since 0
    add(Phase::Idle, deadline);
    add(Phase::Header, deadline);
    const std::int64_t hurried = kIdleUnderPressure.count();
    EXPECT_EQ(table_.end_late(hurried, kIdleLimit, false), 0U);
    EXPECT_EQ(table_.end_late(hurried - 1, kIdleLimit, true), 0U);
    EXPECT_EQ(table_.end_late(hurried, kIdleLimit, true), 1U);
    EXPECT_EQ(seen(), "x-");
    add(Phase::Idle, hurried + 10);
    EXPECT_EQ(table_.end_late(hurried + 9, std::chrono::milliseconds { 10 }, true), 0U)
        << "a limit that is shorter already stays";
}

TEST_F(ConnectionTableTest, HoldsAsManyAsItMayAndFindsThemAllAgain)
{
    std::vector<Connection*> all;
    for (int i = 0; i < 4; ++i) {
        all.push_back(add(Phase::Idle, kNoDeadline));
        ASSERT_NE(all.back(), nullptr);
        EXPECT_EQ(table_.crowded(), i == 3) << i << ": more than three quarters";
    }
    EXPECT_EQ(add(Phase::Idle, kNoDeadline), nullptr);
    EXPECT_EQ(table_.size(), 4U);
    for (Connection* connection : { all[1], all[3], all[0] }) {
        EXPECT_TRUE(table_.remove(*connection).valid());
    }
    ASSERT_EQ(table_.size(), 1U);
    all[2]->enter(Phase::Idle, 5);
    EXPECT_EQ(table_.end_late(5, kIdleLimit, false), 1U);
    EXPECT_TRUE(table_.remove(*all[2]).valid());
    EXPECT_EQ(table_.size(), 0U);
}

TEST_F(ConnectionTableTest, WhoWaitsMakesRoomAndTheAddressWithMostFirst)
{
    add(Phase::Idle, 5, "one");
    add(Phase::Header, 20, "many");
    add(Phase::Body, 10, "many");
    add(Phase::Serving, kNoDeadline, "many");
    ASSERT_NE(add(Phase::Idle, 60, "one"), nullptr);
    EXPECT_EQ(seen(), "--x--") << "not the one that would end first of all, nor who is served";
    EXPECT_EQ(add(Phase::Idle, 60, "three"), nullptr) << "until the one that had to go is gone";
    EXPECT_EQ(table_.displaced(), 1U);
}

TEST_F(ConnectionTableTest, NobodyMakesRoomWhoIsServedOrReads)
{
    ConnectionTable table { 2 * kReadersShare };
    for (std::size_t i = 0; i < kReadersShare; ++i) {
        add_to(table, Phase::Serving, kNoDeadline, "peer " + std::to_string(i));
        add_to(table, Phase::Writing, 10, "peer " + std::to_string(i));
    }
    EXPECT_EQ(add_to(table, Phase::Idle, 60, "another"), nullptr);
    EXPECT_EQ(seen(), std::string(2 * kReadersShare, '-') + 'x');
    EXPECT_EQ(table.displaced(), 0U);
}

TEST_F(ConnectionTableTest, SlowReadersOfOneAddressMakeRoomTheSlowestFirst)
{
    const std::int64_t since[] { 30, 20, 25 };
    for (const auto began : since) {
        add(Phase::Writing, 1'000 - began, "many")->unread_since = began;
    }
    Connection* served = add(Phase::Serving, kNoDeadline, "many");
    ASSERT_NE(add(Phase::Idle, 60, "one"), nullptr);
    EXPECT_EQ(seen(), "-x---");
    EXPECT_EQ(table_.displaced(), 1U);
    table_.remove(*served);
    ASSERT_NE(add(Phase::Idle, 60, "two"), nullptr);
    EXPECT_EQ(seen(), "-xxr--") << "each of them once, and the served one has gone by itself";
}

TEST_F(ConnectionTableTest, WhoWaitsMakesRoomBeforeWhoReads)
{
    add(Phase::Writing, 5, "many");
    add(Phase::Idle, 50, "many");
    add(Phase::Header, 40, "many");
    add(Phase::Writing, 5, "many");
    ASSERT_NE(add(Phase::Idle, 60, "many"), nullptr);
    EXPECT_EQ(seen(), "--x--");
}

TEST_F(ConnectionTableTest, OfNetworksThatHaveAsMuchTheNewcomersMakesRoom)
{
    add(Phase::Idle, 30, "one");
    add(Phase::Idle, 20, "two");
    add(Phase::Idle, 10, "two");
    add(Phase::Idle, 40, "three");
    ASSERT_NE(add(Phase::Idle, 60, "one"), nullptr);
    EXPECT_EQ(seen(), "x----");
}

TEST_F(ConnectionTableTest, VeryManyNetworksKeepNobodyOut)
{
    add(Phase::Idle, 30, "one");
    Connection* second = add(Phase::Header, 10, "two");
    add(Phase::Idle, 20, "three");
    add(Phase::Idle, 40, "four");
    ASSERT_NE(add(Phase::Idle, 60, "five"), nullptr);
    EXPECT_EQ(seen(), "-x---");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(add(Phase::Idle, 50, "five"), nullptr) << "until the one that had to go is gone";
    }
    table_.remove(*second);
    ASSERT_NE(add(Phase::Idle, 60, "six"), nullptr);
    EXPECT_EQ(seen(), "-xx--xxx-") << "those that were refused are not counted";
}

TEST_F(ConnectionTableTest, NobodyMakesRoomForWhoHasMore)
{
    add(Phase::Serving, kNoDeadline, "many");
    add(Phase::Serving, kNoDeadline, "many");
    add(Phase::Idle, 10, "one");
    add(Phase::Idle, 20, "two");
    EXPECT_EQ(add(Phase::Idle, 60, "many"), nullptr);
    EXPECT_EQ(seen(), "----x");
    ASSERT_NE(add(Phase::Idle, 60, "three"), nullptr);
    EXPECT_EQ(seen(), "--x-x-") << "where those who have most are served, others make room for who has as little";
}

TEST_F(ConnectionTableTest, NetworksOfOneNeighbourhoodMakeRoomBeforeWhoHasFewer)
{
    add(Phase::Idle, 10, "198.51.100.1");
    add(Phase::Idle, 11, "198.51.100.1");
    add(Phase::Idle, 30, "192.0.2.1");
    add(Phase::Idle, 20, "192.0.2.2");
    ASSERT_NE(add(Phase::Idle, 60, "192.0.2.3"), nullptr);
    EXPECT_EQ(seen(), "---x-");
}

TEST_F(ConnectionTableTest, ASubscribersAddressesOfIpv6AreOne)
{
    add(Phase::Idle, 10, "192.0.2.1");
    add(Phase::Idle, 20, "192.0.2.1");
    add(Phase::Idle, 30, "2001:db8:1:2::1");
    add(Phase::Idle, 40, "2001:db8:1:2:ffff::2");
    ASSERT_NE(add(Phase::Idle, 60, "2001:db8:1:2::3"), nullptr);
    EXPECT_EQ(seen(), "--x--");
}

TEST_F(ConnectionTableTest, SparesWhoIsBeingServedUntilTheVeryEnd)
{
    add(Phase::Idle, kNoDeadline);
    add(Phase::Header, kNoDeadline);
    add(Phase::Serving, kNoDeadline);
    add(Phase::Writing, kNoDeadline);
    table_.shut_down_idle();
    EXPECT_EQ(seen(), "xx--");
    table_.shut_down_all();
    EXPECT_EQ(seen(), "xxxx");
}

}
}
