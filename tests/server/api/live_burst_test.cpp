// SPDX-License-Identifier: Apache-2.0
// Many live streams begun in the same moment, as after a network was gone.
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>
#include <thread>

namespace watchfloor::test {
namespace {

constexpr int kStreams = 160; // each has two descriptors in this process

class LiveBurstTest : public testing::Test {
protected:
    // All of one caller and one address, each asking before any is answered; how many of each status.
    std::map<int, int> begin_all(const std::string& headers)
    {
        for (int i = 0; i < kStreams; ++i) {
            clients.push_back(server.connect());
        }
        const std::string request = get("/api/v1/live", headers);
        std::vector<std::thread> senders;
        for (std::size_t first = 0; first < 4; ++first) {
            senders.emplace_back([&, first] {
                for (std::size_t i = first; i < clients.size(); i += 4) {
                    EXPECT_TRUE(clients[i].send(request));
                }
            });
        }
        for (std::thread& sender : senders) {
            sender.join();
        }
        std::map<int, int> of_status;
        for (RawClient& client : clients) {
            const auto head = client.read_until("\r\n");
            ++of_status[head && head->size() > 12 ? std::stoi(head->substr(9, 3)) : 0];
        }
        return of_status;
    }

    RunningServer server { {}, { "127.0.0.1" } };
    std::vector<RawClient> clients {};
};

TEST_F(LiveBurstTest, OfOneSiteAreAllLetIn)
{
    const Credentials screens = server.token("screens", { "read" });
    const std::map<int, int> expected { { 200, kStreams } };
    EXPECT_EQ(begin_all(screens.headers + "X-Forwarded-For: 192.0.2.7\r\n"), expected);
    EXPECT_TRUE(eventually([&] { return server.app().hub->viewer_count() == kStreams; }));
    EXPECT_EQ(server.app().http->metrics().quota_refusals, 0U);
    EXPECT_EQ(server.get("/api/v1/me", screens).status, 200);
}

}
}
