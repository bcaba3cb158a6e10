// SPDX-License-Identifier: Apache-2.0
#include "server/http/host_names.h"

#include "tests/server/http/http_server_fixture.h"

#include <array>
#include <unistd.h>

namespace watchfloor::test {
namespace {

class HostNamesTest : public HttpServerTest {
protected:
    int status(const std::string& host) const { return status_of("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n"); }
};

TEST_F(HostNamesTest, WithoutASettingItAnswersToAddressesAndThisMachinesNames)
{
    start();
    std::array<char, 256> own {};
    ASSERT_EQ(::gethostname(own.data(), own.size() - 1), 0);
    for (const std::string& host : std::vector<std::string> { "localhost", "LocalHost:1", "wall.localhost", "127.0.0.1",
             "127.8.9.1:8470", "[::1]:8470", "10.1.2.3:8470", "[fd00::8]", own.data() }) {
        EXPECT_EQ(status(host), 200) << host;
    }
    for (const char* host : { "elsewhere.example", "notlocalhost", "127.0.0.1.elsewhere.example", "127.evil",
             "localhost.elsewhere.example" }) {
        EXPECT_EQ(status(host), 421) << host;
    }
    EXPECT_EQ(status_of("GET /hello HTTP/1.0\r\n\r\n"), 200) << "old clients may say none";
}

TEST_F(HostNamesTest, NamesAreListedOneByOneOrByWhatTheyEndIn)
{
    start({ .names = { "room.example", "https://Status.Example:8443/", "*.rooms.example" } });
    for (const char* host :
        { "room.example", "Room.Example.:80", "status.example", "one.rooms.example", "localhost", "127.0.0.1" }) {
        EXPECT_EQ(status(host), 200) << host;
    }
    for (const char* host : { "elsewhere.example", "room.example.elsewhere.example", "the.room.example",
             "rooms.example", "xrooms.example" }) {
        EXPECT_EQ(status(host), 421) << host;
    }
    const auto refused = exchange_once(port(), "GET /hello HTTP/1.1\r\nHost: elsewhere.example:80\r\n\r\n");
    ASSERT_TRUE(refused.has_value());
    EXPECT_NE(refused->body.find("--names elsewhere.example,"), std::string::npos) << refused->body;
}

TEST_F(HostNamesTest, RefusesWhatIsNeitherANameNorAnAddress)
{
    start();
    for (const char* host :
        { "", "a b", "a@localhost", "localhost:x", "localhost:8470:1", "[::1", "[::1]x", "[127.0.0.1]", "::1" }) {
        EXPECT_EQ(status(host), 400) << host;
    }
}

TEST_F(HostNamesTest, AProxyThatIsListedKnowsTheNamesUnlessTheyAreSaid)
{
    start({ .trusted_peers = { "127.0.0.1" } });
    EXPECT_EQ(status("room.example"), 200);
    EXPECT_EQ(status("a b"), 400);
    start({ .trusted_peers = { "127.0.0.1" }, .names = { "room.example" } });
    EXPECT_EQ(status("room.example"), 200);
    EXPECT_EQ(status("elsewhere.example"), 421);
}

TEST_F(HostNamesTest, SaysWhichNameIsNone)
{
    HttpServer misnamed { { .port = 0, .names = { "room.example", "not a name" } } };
    const auto started = misnamed.start();
    ASSERT_FALSE(started.ok());
    EXPECT_NE(started.error().message.find("\"not a name\""), std::string::npos) << started.error().message;
}

}
}
