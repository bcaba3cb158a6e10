// SPDX-License-Identifier: Apache-2.0
// live_bench [viewers] [broadcasts]: the hub in this process, the viewers in a child process.
// Prints one line of JSON: latencies from publishing to each viewer, the hub's memory and CPU time.
#include "server/http/listener.h"
#include "server/live/live_hub.h"
#include "tests/server/http/raw_client.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <vector>

namespace watchfloor {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t micros_now()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch()).count();
}

// Each entry says when it was rendered; one rendering serves all viewers.
class StampedSource final : public LiveSource {
public:
    LiveFrames render(std::string_view, std::uint64_t from_seq, std::uint64_t to_seq, std::string_view) override
    {
        std::string frames;
        for (auto seq = from_seq; seq <= to_seq; ++seq) {
            frames += "id: " + std::to_string(seq) + "\nevent: entry\ndata: @" + std::to_string(micros_now()) + "@"
                + std::string(600, 'x') + "\n\n";
        }
        return std::make_shared<const std::string>(std::move(frames));
    }
};

struct Usage {
    double cpu_seconds = 0;
    long rss_kib = 0;
};

Usage usage_now()
{
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    long size = 0;
    long resident = 0;
    std::ifstream { "/proc/self/statm" } >> size >> resident;
    return { seconds(usage.ru_utime) + seconds(usage.ru_stime), resident * (::sysconf(_SC_PAGESIZE) / 1024) };
}

void note_stamps(std::string_view text, std::vector<std::int64_t>& latencies)
{
    const auto now = micros_now();
    for (auto at = text.find("data: @"); at != std::string_view::npos; at = text.find("data: @", at + 7)) {
        latencies.push_back(now - std::atoll(text.data() + at + 7));
    }
}

// The child: reads all streams until every frame has arrived, then reports.
int watch(std::uint16_t port, std::size_t viewers, std::size_t broadcasts)
{
    std::vector<test::RawClient> clients;
    clients.reserve(viewers);
    const Descriptor epoll { ::epoll_create1(0) };
    for (std::size_t i = 0; i < viewers; ++i) {
        clients.emplace_back(port);
        epoll_event event {};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(epoll.number(), EPOLL_CTL_ADD, clients.back().number(), &event);
    }
    std::vector<std::int64_t> latencies;
    std::array<epoll_event, 512> events;
    const auto deadline = Clock::now() + std::chrono::seconds { 120 };
    while (latencies.size() < viewers * broadcasts && Clock::now() < deadline) {
        const int count = ::epoll_wait(epoll.number(), events.data(), static_cast<int>(events.size()), 1'000);
        for (int i = 0; i < count; ++i) {
            auto& client = clients[events[static_cast<std::size_t>(i)].data.u64];
            client.receive_some();
            note_stamps(client.received(), latencies);
            client.received().clear();
        }
    }
    std::sort(latencies.begin(), latencies.end());
    const bool whole = latencies.size() == viewers * broadcasts;
    const auto at = [&latencies](double part) {
        return latencies.empty()
            ? 0
            : latencies[static_cast<std::size_t>(part * static_cast<double>(latencies.size() - 1))];
    };
    std::printf("{\"bench\":\"live\",\"viewers\":%zu,\"broadcasts\":%zu,\"frames_received\":%zu,"
                "\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f}\n",
        viewers, broadcasts, latencies.size(), static_cast<double>(at(0.5)) / 1e3, static_cast<double>(at(0.99)) / 1e3,
        static_cast<double>(at(1.0)) / 1e3);
    std::fflush(stdout);
    return whole ? 0 : 1;
}

int serve(const Listener& listener, std::size_t viewers, std::size_t broadcasts, pid_t child)
{
    StampedSource source;
    LiveHub hub { source, {} };
    hub.open_journal("main", "bench", 0);
    const auto before = usage_now();
    std::size_t attached = 0;
    while (attached < viewers) {
        auto failure = AcceptFailure::None;
        if (auto accepted = listener.accept(failure)) {
            hub.attach(std::move(accepted->socket), { .visibility_key = "all" });
            ++attached;
        }
    }
    std::this_thread::sleep_for(std::chrono::seconds { 2 });
    const auto idle_from = usage_now();
    std::this_thread::sleep_for(std::chrono::seconds { 10 });
    const auto idle_to = usage_now();
    for (std::size_t i = 0; i < broadcasts; ++i) {
        hub.publish("main", i + 1, i + 1);
        std::this_thread::sleep_for(std::chrono::seconds { 1 });
    }
    const auto busy_to = usage_now();
    int status = 1;
    ::waitpid(child, &status, 0);
    std::printf("{\"bench\":\"live_hub\",\"rss_growth_kib\":%ld,\"idle_cpu_percent\":%.2f,"
                "\"broadcast_cpu_ms\":%.1f,\"sent_bytes\":%llu}\n",
        idle_to.rss_kib - before.rss_kib, (idle_to.cpu_seconds - idle_from.cpu_seconds) * 10,
        (busy_to.cpu_seconds - idle_to.cpu_seconds) * 1e3 / static_cast<double>(broadcasts),
        static_cast<unsigned long long>(hub.metrics().bytes));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}
}

int main(int argc, char** argv)
{
    const std::size_t viewers = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 5'000;
    const std::size_t broadcasts = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10;
    rlimit files {};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    auto listener = watchfloor::Listener::open("127.0.0.1", 0);
    if (!listener.ok()) {
        std::fprintf(stderr, "%s\n", listener.error().message.c_str());
        return 1;
    }
    const pid_t child = ::fork();
    return child == 0 ? watchfloor::watch(listener.value().port(), viewers, broadcasts)
                      : watchfloor::serve(listener.value(), viewers, broadcasts, child);
}
