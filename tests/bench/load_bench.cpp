// SPDX-License-Identifier: Apache-2.0
// load_bench port=N path=P kind=note|alerts|resend|storm [batch=1] [clients=8] [seconds=5] [count=0] [token=T]
//            [name=Bench] [first=0] [seed=1]
// Posts over kept connections, each client one request at a time, for a while or `count` times. One line of JSON:
// requests a second, latencies, and the share of one core this generator took itself. Any answer but a 2xx is a
// failure.
#include "tests/bench/alert_bodies.h"
#include "tests/bench/bench_arguments.h"
#include "tests/bench/kept_connection.h"
#include "tests/bench/latencies.h"

#include <sys/epoll.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>

namespace watchfloor {
namespace {

struct Client {
    std::unique_ptr<KeptConnection> connection;
    std::int64_t began = 0;
    bool idle = true;
};

std::string request_of(const BenchArguments& arguments, const std::string& body)
{
    std::string head = "POST " + arguments.text("path") + " HTTP/1.1\r\nHost: localhost\r\n";
    if (const auto token = arguments.text("token"); !token.empty()) {
        head += "Authorization: Bearer " + token + "\r\n";
    }
    return head + "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n"
        + body;
}

// The n-th body; an empty one ends the run.
using Bodies = std::function<std::string(std::uint64_t)>;

Bodies bodies_of(const BenchArguments& arguments)
{
    const std::string kind = arguments.text("kind", "note");
    const std::size_t batch = arguments.count("batch", 1);
    const auto first = static_cast<std::uint64_t>(arguments.number("first", 0));
    const std::string name = arguments.text("name", "Bench");
    if (kind == "alerts") {
        return [=](std::uint64_t n) { return alert_batch(first + n * batch, batch, name); };
    }
    if (kind == "resend") {
        const std::uint64_t turns = arguments.count("turns", 8);
        return [=](std::uint64_t n) { return alert_batch(first + n % turns * batch, batch, name); };
    }
    if (kind == "storm") {
        const auto all = std::make_shared<std::vector<std::string>>(storm_bodies(
            arguments.count("alerts", 100'000), batch, static_cast<std::uint32_t>(arguments.number("seed", 1))));
        return [all](std::uint64_t n) { return n < all->size() ? (*all)[n] : std::string {}; };
    }
    return [](std::uint64_t n) {
        return R"({"kind":"observation","text":"entry )" + std::to_string(n) + R"( of a bench"})";
    };
}

class Run {
public:
    explicit Run(const BenchArguments& arguments)
        : arguments_(arguments)
        , bodies_(bodies_of(arguments))
        , most_(arguments.count("count", 0))
        , epoll_(::epoll_create1(EPOLL_CLOEXEC))
    {
    }

    // False with what went wrong on standard error.
    bool drive()
    {
        if (!connect()) {
            return fail("a connection was refused");
        }
        begun_ = BenchClock::now();
        for (Client& client : clients_) {
            if (!pump(client)) {
                return false;
            }
        }
        while (busy_ > 0) {
            std::array<epoll_event, 64> events;
            const int count = ::epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), 60'000);
            if (count == 0) {
                return fail("no answer within a minute");
            }
            for (int i = 0; i < count; ++i) {
                if (Client& client = clients_[events[static_cast<std::size_t>(i)].data.u64]; !take(client)) {
                    return false;
                }
            }
        }
        return true;
    }

    void report()
    {
        const double seconds = seconds_between(begun_, BenchClock::now());
        const double cpu = static_cast<double>(std::clock()) / CLOCKS_PER_SEC - prepared_cpu_;
        latencies_.sort();
        std::printf("{\"per_second\":%.1f,\"requests\":%zu,\"seconds\":%.3f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
                    "\"max_ms\":%.3f,\"generator_cpu_percent\":%.0f}\n",
            static_cast<double>(latencies_.size()) / seconds, latencies_.size(), seconds, latencies_.millis_at(0.5),
            latencies_.millis_at(0.99), latencies_.millis_at(1), cpu / seconds * 100);
    }

private:
    static bool fail(const std::string& why)
    {
        std::fprintf(stderr, "load_bench: %s\n", why.c_str());
        return false;
    }

    bool connect()
    {
        clients_.resize(arguments_.count("clients", 8));
        for (std::size_t i = 0; i < clients_.size(); ++i) {
            clients_[i].connection = std::make_unique<KeptConnection>(arguments_.port());
            epoll_event event {};
            event.events = EPOLLIN;
            event.data.u64 = i;
            if (!clients_[i].connection->open()
                || ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, clients_[i].connection->number(), &event) != 0) {
                return false;
            }
        }
        prepared_cpu_ = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
        return true;
    }

    bool over() const
    {
        return most_ > 0 ? next_ >= most_
                         : seconds_between(begun_, BenchClock::now()) >= arguments_.number("seconds", 5);
    }

    // False once there is nothing left to ask.
    bool begin_next(Client& client)
    {
        const std::string body = over() ? std::string {} : bodies_(next_);
        if (body.empty()) {
            return false;
        }
        ++next_;
        ++busy_;
        client.began = bench_micros();
        client.idle = false;
        client.connection->begin(request_of(arguments_, body));
        return true;
    }

    // Sends and takes what there is, request after request; false on a failure.
    bool pump(Client& client)
    {
        while (!client.idle || begin_next(client)) {
            const auto progress = client.connection->go_on();
            if (progress == KeptConnection::Progress::Lost) {
                return fail("a connection was closed");
            }
            if (progress == KeptConnection::Progress::Waiting) {
                watch(client, client.connection->sending());
                return true;
            }
            latencies_.add(bench_micros() - client.began);
            client.idle = true;
            --busy_;
            if (client.connection->status() / 100 != 2) {
                return fail(client.connection->answer().substr(0, 400));
            }
        }
        return true;
    }

    bool take(Client& client) { return client.idle ? fail("something came that nobody asked for") : pump(client); }

    void watch(const Client& client, bool sending) const
    {
        epoll_event event {};
        event.events = sending ? EPOLLIN | EPOLLOUT : EPOLLIN;
        event.data.u64 = static_cast<std::uint64_t>(&client - clients_.data());
        ::epoll_ctl(epoll_.number(), EPOLL_CTL_MOD, client.connection->number(), &event);
    }

    const BenchArguments& arguments_;
    Bodies bodies_;
    std::size_t most_;
    Descriptor epoll_;
    std::vector<Client> clients_ {};
    BenchClock::time_point begun_ {};
    double prepared_cpu_ = 0;
    std::uint64_t next_ = 0;
    std::size_t busy_ = 0;
    Latencies latencies_ {};
};

}
}

int main(int argc, char** argv)
{
    const watchfloor::BenchArguments arguments { argc, argv };
    watchfloor::Run run { arguments };
    if (!run.drive()) {
        return 1;
    }
    run.report();
    return 0;
}
