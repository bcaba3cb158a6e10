// SPDX-License-Identifier: Apache-2.0
// The same streams for viewers who came by the server's own TLS.
#include "tests/server/live/sse_client.h"
#include "tests/support/eventually.h"
#include "tests/support/test_certificate.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using test::NumberedSource;
using test::SseClient;

class LiveTlsTest : public testing::Test {
protected:
    explicit LiveTlsTest(std::size_t padding = 0) : source_(padding)
    {
        auto loaded = TlsIdentity::load(certificate_.certificate_file(), certificate_.key_file());
        VERIFY(loaded.ok());
        identity_ = std::move(loaded).value();
    }

    void open(LiveHubOptions options = {})
    {
        hub_ = std::make_unique<LiveHub>(source_, std::move(options));
        hub_->open_journal("main", "journal-1", 0);
    }

    SseClient view(Viewer viewer, int receive_buffer_bytes = 0)
    {
        return { *hub_, std::move(viewer), receive_buffer_bytes, *identity_, certificate_.certificate_file() };
    }

    const TestCertificate certificate_ { "IP:127.0.0.1" };
    std::unique_ptr<TlsIdentity> identity_;
    NumberedSource source_;
    std::unique_ptr<LiveHub> hub_;
};

class SlowLiveTlsTest : public LiveTlsTest {
protected:
    static constexpr std::size_t kPadding = 4'000;
    SlowLiveTlsTest() : LiveTlsTest(kPadding) { }
};

TEST_F(LiveTlsTest, TellsEntriesAndTheClock)
{
    open({ .clock_interval = std::chrono::milliseconds { 100 } });
    SseClient client = view({ .visibility_key = "all" });
    ASSERT_TRUE(client.next("clock").has_value());
    EXPECT_TRUE(client.head().starts_with("HTTP/1.1 200 OK\r\n"));
    hub_->publish("main", 1, 3);
    for (int seq = 1; seq <= 3; ++seq) {
        const auto entry = client.next("entry");
        ASSERT_TRUE(entry.has_value());
        EXPECT_EQ(entry->data, "main/all/" + std::to_string(seq));
    }
    EXPECT_TRUE(client.next("clock").has_value());
    EXPECT_TRUE(client.next("clock").has_value());
}

TEST_F(LiveTlsTest, EndsWithAGoodbye)
{
    open();
    SseClient client = view({ .session_id = "session" });
    ASSERT_TRUE(client.next("clock").has_value());
    hub_->disconnect("session");
    const auto last = client.next("resync");
    ASSERT_TRUE(last.has_value());
    EXPECT_NE(last->data.find("session_ended"), std::string::npos) << last->data;
    EXPECT_TRUE(client.wait_for_close());
    EXPECT_TRUE(client.was_told_the_end());
    EXPECT_TRUE(eventually([this] { return hub_->viewer_count() == 0; }));
}

TEST_F(LiveTlsTest, SaysThatAllPlacesAreTaken)
{
    open({ .max_viewers = 0 });
    SseClient client = view({});
    EXPECT_FALSE(client.next().has_value());
    EXPECT_TRUE(client.head().starts_with("HTTP/1.1 503 ")) << client.head();
}

// A record that is half out was made of frames that the last words replace: it ends all the same, and once.
TEST_F(SlowLiveTlsTest, WhoReadsLateGetsWholeEntriesAndThenTheLastWords)
{
    open({ .send_buffer_bytes = 8 * 1024 });
    SseClient client = view({ .visibility_key = "all" }, 4'096);
    ASSERT_TRUE(client.next("clock").has_value());
    constexpr std::uint64_t kEntries = 2'000;
    hub_->publish("main", 1, kEntries);
    ASSERT_TRUE(eventually([this] { return hub_->metrics().lag_entries > 0; }));
    hub_->resync([](const Viewer&) { return true; });
    std::uint64_t seen = 0;
    for (auto event = client.next(); event; event = client.next()) {
        if (event->name == "resync") {
            EXPECT_LT(seen, kEntries);
            EXPECT_GT(seen, 0U);
            EXPECT_TRUE(client.wait_for_close());
            EXPECT_TRUE(client.was_told_the_end());
            return;
        }
        ASSERT_EQ(event->name, "entry");
        ASSERT_EQ(event->id, std::to_string(++seen));
        ASSERT_EQ(event->data, "main/all/" + std::to_string(seen) + std::string(kPadding, 'p'));
    }
    FAIL() << "the last words did not come";
}

TEST_F(SlowLiveTlsTest, WhoReadsLateGetsEverything)
{
    open({ .send_buffer_bytes = 8 * 1024 });
    SseClient client = view({ .visibility_key = "all" }, 4'096);
    constexpr std::uint64_t kEntries = 300;
    hub_->publish("main", 1, kEntries);
    ASSERT_TRUE(eventually([this] { return hub_->metrics().lag_entries > 0; }));
    for (std::uint64_t seq = 1; seq <= kEntries; ++seq) {
        const auto entry = client.next("entry");
        ASSERT_TRUE(entry.has_value()) << seq;
        ASSERT_EQ(entry->id, std::to_string(seq));
    }
    hub_->publish("main", kEntries + 1, kEntries + 1);
    EXPECT_EQ(client.next("entry")->id, std::to_string(kEntries + 1)) << "and is not taken for slow any more";
}

TEST_F(SlowLiveTlsTest, WhoReadsNothingIsEnded)
{
    open({ .clock_interval = std::chrono::milliseconds { 100 },
        .stall_limit = std::chrono::milliseconds { 300 },
        .send_buffer_bytes = 8 * 1024 });
    SseClient client = view({ .visibility_key = "all" }, 4'096);
    hub_->publish("main", 1, 2'000);
    EXPECT_TRUE(eventually([this] { return hub_->metrics().closed_slow == 1; }));
}

}
}
