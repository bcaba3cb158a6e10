// SPDX-License-Identifier: Apache-2.0
// restart_bench port=N subscribe=PATH token=T [viewers=5000] [events=10]
// Attaches the viewers, says so on a line, and waits for the server to be restarted by somebody else who then posts
// `events` stamped events. One line of JSON: how long from the first lost stream until the last viewer was back and
// until it had all of them, and whether any event was missing or came twice.
#include "tests/bench/bench_arguments.h"
#include "tests/bench/viewers.h"

#include <cstdio>

namespace watchfloor {
namespace {

constexpr std::chrono::seconds kPatience { 60 };

int run(const BenchArguments& arguments)
{
    const std::size_t count = arguments.count("viewers", 5000);
    Viewers viewers { arguments.port(),
        request_head("GET", arguments.text("subscribe"), arguments.text("token")) + "Accept: text/event-stream\r\n",
        count };
    const auto begun = BenchClock::now();
    const auto patient = [&] { return BenchClock::now() - begun < kPatience; };
    while (viewers.attached() < count && patient()) {
        viewers.read_some();
    }
    const double attaching = seconds_between(begun, BenchClock::now());
    const std::size_t refused = viewers.refused();
    std::printf("{\"attached\":%zu}\n", viewers.attached());
    std::fflush(stdout);
    while (viewers.lost() == 0 && patient()) {
        viewers.read_some();
    }
    const auto lost = BenchClock::now();
    double back = 0;
    while ((back == 0 || viewers.deliveries() < count * arguments.count("events", 10)) && patient()) {
        viewers.read_some();
        if (back == 0 && viewers.lost() >= count && viewers.attached() == count) {
            back = seconds_between(lost, BenchClock::now());
        }
    }
    const bool whole = viewers.deliveries() == count * arguments.count("events", 10) && viewers.disorder() == 0;
    std::printf("{\"viewers\":%zu,\"attach_seconds\":%.2f,\"attach_refused\":%zu,\"back_seconds\":%.2f,"
                "\"caught_up_seconds\":%.2f,\"refused\":%zu,\"deliveries\":%zu,\"disorder\":%zu}\n",
        count, attaching, refused, back, seconds_between(lost, BenchClock::now()), viewers.refused() - refused,
        viewers.deliveries(), viewers.disorder());
    return whole && back > 0 ? 0 : 1;
}

}
}

int main(int argc, char** argv)
{
    watchfloor::raise_file_limit();
    return watchfloor::run({ argc, argv });
}
