// SPDX-License-Identifier: Apache-2.0
#include "server/live/live_hub.h"

#include "tests/server/live/sse_client.h"
#include "tests/support/eventually.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <sys/socket.h>

namespace watchfloor {
namespace {

using namespace std::chrono_literals;
using test::NumberedSource;
using test::SseClient;
using Steady = std::chrono::steady_clock;

// From now on the kernel drops whatever arrives for this socket, as when the far machine lost its
// power: nothing is acknowledged and nothing is refused.
void fall_silent(int socket)
{
    sock_filter drop_all = BPF_STMT(BPF_RET | BPF_K, 0);
    const sock_fprog program { 1, &drop_all };
    ASSERT_EQ(::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)), 0);
}

}

TEST(LiveHubDeadPeersTest, LosesANonReaderAndAHalfOpenPeerAmongAThousandInTime)
{
    constexpr std::size_t kViewers = 1'000;
    NumberedSource source { 2'000 };
    LiveHub hub { source, { .send_buffer_bytes = 16 * 1024 } };
    hub.open_journal("main", "journal-1", 0);
    hub.open_journal("quiet", "journal-2", 0);
    std::vector<std::unique_ptr<SseClient>> readers;
    for (std::size_t i = 0; i < kViewers; ++i) {
        readers.push_back(std::make_unique<SseClient>(hub, Viewer { .visibility_key = "k" }));
    }
    SseClient non_reader { hub, { .visibility_key = "k" }, 4'096 };
    SseClient half_open { hub, { .journal = "quiet", .visibility_key = "k" } }; // its clocks fill no buffer
    ASSERT_TRUE(half_open.next("clock").has_value());
    ASSERT_TRUE(eventually([&] { return hub.viewer_count() == kViewers + 2; }));
    fall_silent(half_open.number());

    // Enough that the non-reader's buffers are full at once.
    constexpr std::uint64_t kEntries = 100;
    const auto began = Steady::now();
    hub.publish("main", 1, kEntries);
    std::vector<std::uint64_t> seen(kViewers, 0);
    Steady::time_point non_reader_gone {};
    const bool all_gone = eventually(
        [&] {
            for (std::size_t i = 0; i < kViewers; ++i) {
                EXPECT_TRUE(readers[i]->receive_some()) << "a reader was closed";
                const auto events = readers[i]->take_received();
                seen[i] += static_cast<std::uint64_t>(std::count_if(
                    events.begin(), events.end(), [](const auto& event) { return event.name == "entry"; }));
            }
            if (hub.viewer_count() <= kViewers + 1 && non_reader_gone == Steady::time_point {}) {
                non_reader_gone = Steady::now();
            }
            return hub.viewer_count() == kViewers;
        },
        40s);
    EXPECT_TRUE(all_gone);
    EXPECT_EQ(hub.metrics().closed_slow, 1U) << "the half-open peer is the kernel's to find";
    EXPECT_LE(non_reader_gone - began, 10s);
    EXPECT_LE(Steady::now() - began, 30s);
    EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](std::uint64_t count) { return count == kEntries; }));
}

}
