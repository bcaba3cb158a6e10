// SPDX-License-Identifier: Apache-2.0
// slow_strangers port=N [count=200] [addresses=4]
// Holds so many requests open whose bodies never come, from that many addresses of loopback and without credentials;
// who is sent away begins again. Says so on a line and goes on until it is stopped.
#include "tests/server/http/slow_strangers.h"
#include "tests/bench/bench_arguments.h"

#include <chrono>
#include <cstdio>
#include <thread>

int main(int argc, char** argv)
{
    const watchfloor::BenchArguments arguments { argc, argv };
    watchfloor::test::SlowStrangers strangers { arguments.port(), { "/api/v1/session", "/v2/enqueue" },
        arguments.count("count", 200), static_cast<int>(arguments.count("addresses", 4)) };
    std::printf("{\"strangers\":%zu}\n", strangers.connected());
    std::fflush(stdout);
    for (;;) {
        strangers.trickle();
        // Their pace: nothing is waited for.
        std::this_thread::sleep_for(std::chrono::milliseconds { 250 });
    }
}
