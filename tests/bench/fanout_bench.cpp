// SPDX-License-Identifier: Apache-2.0
// fanout_bench port=N publish=PATH subscribe=PATH [token=T] [viewers=50] [rate=100] [seconds=5] [publishers=4]
//              [bytes=0]
// Viewers hold live streams, publishers post events that carry the time of their posting; each viewer notes when
// it has the event. rate=0 posts as fast as the publishers are answered. bytes=0 posts notes; otherwise plain
// events of that size. One line of JSON: latencies from before the post to each viewer, deliveries a second until
// the last viewer has the last event, and this generator's share of one core.
#include "tests/bench/bench_arguments.h"
#include "tests/bench/viewers.h"

#include <sys/epoll.h>

#include <atomic>
#include <cstdio>
#include <ctime>
#include <thread>

namespace watchfloor {
namespace {

constexpr std::chrono::seconds kPatience { 120 };

std::string event_of(const BenchArguments& arguments)
{
    const std::string stamp = "@" + std::to_string(bench_micros()) + "@";
    if (const std::size_t bytes = arguments.count("bytes", 0); bytes > 0) {
        return stamp + std::string(bytes > stamp.size() ? bytes - stamp.size() : 0, 'x');
    }
    return R"({"kind":"observation","text":"Seen at )" + stamp + R"( by a bench"})";
}

// Posts an event and waits for the answer; false unless it is a 2xx.
bool post(KeptConnection& connection, const BenchArguments& arguments)
{
    const std::string event = event_of(arguments);
    connection.begin(request_head("POST", arguments.text("publish"), arguments.text("token"))
        + "Content-Type: application/json\r\nContent-Length: " + std::to_string(event.size()) + "\r\n\r\n" + event);
    const Descriptor epoll { ::epoll_create1(EPOLL_CLOEXEC) };
    epoll_event wanted {};
    wanted.events = EPOLLIN;
    ::epoll_ctl(epoll.number(), EPOLL_CTL_ADD, connection.number(), &wanted);
    auto progress = connection.go_on();
    while (progress == KeptConnection::Progress::Waiting) {
        epoll_event arrived {};
        if (::epoll_wait(epoll.number(), &arrived, 1, 20'000) == 0) {
            break;
        }
        progress = connection.go_on();
    }
    return progress == KeptConnection::Progress::Answered && connection.status() / 100 == 2;
}

struct Tally {
    std::atomic<std::size_t> posted { 0 };
    std::atomic<std::size_t> running { 0 };
    std::atomic<bool> sound { true };
};

// Posts at its share of the rate, by the clock and not by the answers.
void publish(const BenchArguments& arguments, Tally& tally)
{
    KeptConnection connection { arguments.port() };
    const double each = arguments.number("rate", 100) / static_cast<double>(arguments.count("publishers", 4));
    const auto begun = BenchClock::now();
    const double seconds = arguments.number("seconds", 5);
    for (std::size_t n = 0; seconds_between(begun, BenchClock::now()) < seconds && tally.sound; ++n) {
        if (each > 0) {
            std::this_thread::sleep_until(begun + std::chrono::duration<double> { static_cast<double>(n) / each });
        }
        if (!connection.open() || !post(connection, arguments)) {
            std::fprintf(stderr, "fanout_bench: a post failed: %s\n", connection.answer().substr(0, 300).c_str());
            tally.sound = false;
            break;
        }
        ++tally.posted;
    }
    --tally.running;
}

void report(Viewers& viewers, std::size_t count, const Tally& tally, double seconds, double cpu)
{
    viewers.latencies().sort();
    std::printf("{\"viewers\":%zu,\"posted\":%zu,\"deliveries\":%zu,\"deliveries_per_second\":%.0f,\"p50_ms\":%.2f,"
                "\"p99_ms\":%.2f,\"max_ms\":%.2f,\"refused_at_first\":%zu,\"generator_cpu_percent\":%.0f}\n",
        count, tally.posted.load(), viewers.deliveries(), static_cast<double>(viewers.deliveries()) / seconds,
        viewers.latencies().millis_at(0.5), viewers.latencies().millis_at(0.99), viewers.latencies().millis_at(1),
        viewers.refused(), cpu / seconds * 100);
}

double cpu_now()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

int run(const BenchArguments& arguments)
{
    const std::size_t count = arguments.count("viewers", 50);
    Viewers viewers { arguments.port(),
        request_head("GET", arguments.text("subscribe"), arguments.text("token")) + "Accept: text/event-stream\r\n",
        count };
    const auto deadline = BenchClock::now() + kPatience;
    while (viewers.attached() < count && BenchClock::now() < deadline) {
        viewers.read_some();
    }
    Tally tally;
    tally.sound = viewers.attached() == count;
    tally.running = arguments.count("publishers", 4);
    const double cpu_before = cpu_now();
    const auto begun = BenchClock::now();
    std::vector<std::thread> publishers;
    for (std::size_t i = arguments.count("publishers", 4); i > 0; --i) {
        publishers.emplace_back([&] { publish(arguments, tally); });
    }
    const auto going = [&] { return tally.running > 0 || viewers.deliveries() < tally.posted * count; };
    while (going() && viewers.lost() == 0 && tally.sound && BenchClock::now() < deadline) {
        viewers.read_some();
    }
    const double seconds = seconds_between(begun, BenchClock::now());
    const double cpu = cpu_now() - cpu_before;
    tally.sound = tally.sound && !going();
    for (std::thread& publisher : publishers) {
        publisher.join();
    }
    report(viewers, count, tally, seconds, cpu);
    if (!tally.sound) {
        std::fprintf(stderr, "fanout_bench: %zu of %zu viewers attached, %zu streams ended, last refusal: %s\n",
            viewers.attached(), count, viewers.lost(), viewers.refusal().c_str());
    }
    return tally.sound ? 0 : 1;
}

}
}

int main(int argc, char** argv)
{
    watchfloor::raise_file_limit();
    return watchfloor::run({ argc, argv });
}
