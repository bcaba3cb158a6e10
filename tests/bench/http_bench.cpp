// SPDX-License-Identifier: Apache-2.0
// http_bench [seconds]: 8 clients on kept connections against a trivial handler, first alone, then
// beside 500 clients that trickle a header, 200 idle kept connections and 60 half-sent headers.
// Prints one line of JSON for each: requests a second and latencies. Clients share this process.
#include "server/http/http_server.h"
#include "tests/server/http/raw_client.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace watchfloor {
namespace {

using Clock = std::chrono::steady_clock;
using test::RawClient;

constexpr int kClients = 8;

struct Load {
    std::vector<RawClient> tricklers;
    std::vector<RawClient> idle;
    std::vector<RawClient> half_sent;
};

std::vector<std::int64_t> drive(std::uint16_t port, std::chrono::seconds length)
{
    std::mutex mutex;
    std::vector<std::int64_t> all;
    std::vector<std::thread> threads;
    for (int i = 0; i < kClients; ++i) {
        threads.emplace_back([&, port, length] {
            RawClient client { port };
            std::vector<std::int64_t> latencies;
            const auto request = test::post_json("/items/1", std::string(600, ' ') + "{}");
            const auto until = Clock::now() + length;
            while (Clock::now() < until) {
                const auto from = Clock::now();
                if (!client.send(request) || !client.read_response()) {
                    std::fprintf(stderr, "a request failed\n");
                    std::exit(1);
                }
                latencies.push_back(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - from).count());
            }
            const std::lock_guard lock { mutex };
            all.insert(all.end(), latencies.begin(), latencies.end());
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::sort(all.begin(), all.end());
    return all;
}

void report(const char* name, const std::vector<std::int64_t>& latencies, std::chrono::seconds length)
{
    const auto at = [&latencies](double part) {
        return static_cast<double>(
                   latencies[static_cast<std::size_t>(part * static_cast<double>(latencies.size() - 1))])
            / 1e3;
    };
    std::printf("{\"bench\":\"%s\",\"requests_per_second\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}\n",
        name, static_cast<double>(latencies.size()) / static_cast<double>(length.count()), at(0.5), at(0.99), at(1.0));
    std::fflush(stdout);
}

void hang_on(std::uint16_t port, Load& load)
{
    for (int i = 0; i < 500; ++i) {
        load.tricklers.emplace_back(port);
        load.tricklers.back().send("GET /hello HTTP/1.1\r\nX-Slow: ");
    }
    for (int i = 0; i < 200; ++i) {
        load.idle.emplace_back(port);
        load.idle.back().send(test::get("/hello"));
        load.idle.back().read_response();
    }
    for (int i = 0; i < 60; ++i) {
        load.half_sent.emplace_back(port);
        load.half_sent.back().send("GET /hello HTTP/1.1\r\nHost: localhost\r\n");
    }
}

int run(std::chrono::seconds length)
{
    HttpServer server { { .port = 0 } };
    server.route(Method::Get, "/hello", {}, [](const Request&) { return text_response(200, "hello"); });
    server.route(Method::Post, "/items/{id}", { .body = BodyKind::Json },
        [](const Request&) { return json_response(201, std::string { "{\"seq\":1}" }); });
    if (const auto started = server.start(); !started.ok()) {
        std::fprintf(stderr, "%s\n", started.error().message.c_str());
        return 1;
    }
    report("http_alone", drive(server.port(), length), length);
    Load load;
    hang_on(server.port(), load);
    std::atomic<bool> done { false };
    std::thread trickle { [&load, &done] {
        while (!done.load()) {
            for (auto& client : load.tricklers) {
                client.send("a");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds { 500 });
        }
    } };
    report("http_beside_slow_clients", drive(server.port(), length), length);
    done = true;
    trickle.join();
    return 0;
}

}
}

int main(int argc, char** argv)
{
    return watchfloor::run(std::chrono::seconds { argc > 1 ? std::strtol(argv[1], nullptr, 10) : 5 });
}
