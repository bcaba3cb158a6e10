// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/viewers.h"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kChunkBytes = 262'144;
constexpr double kFirstRetrySeconds = 0.5;
constexpr int kMostDoublings = 4; // up to 8 s

// The number after the first "id: " of an event; 0 without one.
std::uint64_t id_of(std::string_view event)
{
    const auto at = event.find("id: ");
    return at == std::string_view::npos ? 0 : std::strtoull(event.data() + at + 4, nullptr, 10);
}

// The time between two @ of an event; 0 without one.
std::int64_t stamp_of(std::string_view event)
{
    for (auto at = event.find('@'); at != std::string_view::npos; at = event.find('@', at + 1)) {
        char* end = nullptr;
        const auto stamp = std::strtoll(event.data() + at + 1, &end, 10);
        if (stamp > 0 && *end == '@') {
            return stamp;
        }
    }
    return 0;
}

}

Viewers::Viewers(std::uint16_t port, std::string request, std::size_t count)
    : port_(port)
    , request_(std::move(request))
    , epoll_(::epoll_create1(EPOLL_CLOEXEC))
    , streams_(count)
    , chunk_(kChunkBytes)
{
    for (std::size_t i = 0; i < count; ++i) {
        connect(i);
    }
}

void Viewers::connect(std::size_t index)
{
    Stream& stream = streams_[index];
    stream.rest.clear();
    stream.socket = std::make_unique<KeptConnection>(port_);
    const std::string resume = stream.last > 0 ? "Last-Event-ID: " + std::to_string(stream.last) + "\r\n" : "";
    const std::string request = request_ + resume + "\r\n";
    epoll_event event {};
    event.events = EPOLLIN;
    event.data.u64 = index;
    if (!stream.socket->open() || ::send(stream.socket->number(), request.data(), request.size(), MSG_NOSIGNAL) <= 0
        || ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, stream.socket->number(), &event) != 0) {
        drop(stream);
    }
}

void Viewers::drop(Stream& stream)
{
    stream.socket.reset();
    attached_ -= stream.attached ? 1 : 0;
    lost_ += stream.attached ? 1 : 0;
    stream.attached = false;
    const double longest = kFirstRetrySeconds * static_cast<double>(1U << static_cast<unsigned>(stream.tries));
    stream.tries = std::min(stream.tries + 1, kMostDoublings);
    const std::chrono::duration<double> delay { longest * std::uniform_real_distribution<> { 0.5, 1 }(random_) };
    stream.next_try = BenchClock::now() + std::chrono::duration_cast<BenchClock::duration>(delay);
}

void Viewers::read_some()
{
    std::array<epoll_event, 512> events;
    const int count = ::epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), 50);
    for (int i = 0; i < count; ++i) {
        read(streams_[events[static_cast<std::size_t>(i)].data.u64]);
    }
    if (attached_ == streams_.size()) {
        return;
    }
    const auto now = BenchClock::now();
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        if (!streams_[i].socket && streams_[i].next_try <= now) {
            connect(i);
        }
    }
}

void Viewers::read(Stream& stream)
{
    const auto got = ::recv(stream.socket->number(), chunk_.data(), chunk_.size(), 0);
    if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            drop(stream);
        }
        return;
    }
    const std::int64_t now = bench_micros();
    stream.rest.append(chunk_.data(), static_cast<std::size_t>(got));
    if (!stream.attached && !take_head(stream)) {
        return;
    }
    std::size_t from = 0;
    for (auto end = stream.rest.find("\n\n"); end != std::string::npos; end = stream.rest.find("\n\n", from)) {
        note(stream, { stream.rest.data() + from, end - from }, now);
        from = end + 2;
    }
    stream.rest.erase(0, from);
}

// False until the whole head of a stream is there.
bool Viewers::take_head(Stream& stream)
{
    const auto end = stream.rest.find("\r\n\r\n");
    if (end == std::string::npos) {
        return false;
    }
    if (stream.rest.compare(0, 12, "HTTP/1.1 200") != 0) {
        ++refused_;
        refusal_ = stream.rest.substr(0, 400);
        drop(stream);
        return false;
    }
    stream.rest.erase(0, end + 4);
    stream.attached = true;
    stream.tries = 0;
    ++attached_;
    return true;
}

void Viewers::note(Stream& stream, std::string_view event, std::int64_t now)
{
    if (const std::uint64_t id = id_of(event); id > 0) {
        // An entry follows the one before; what else carries an id, as a stream's first event, repeats where it stands.
        const std::uint64_t expected
            = event.find("event: entry\n") != std::string_view::npos ? stream.last + 1 : stream.last;
        disorder_ += stream.last > 0 && id != expected ? 1 : 0;
        stream.last = id;
    }
    if (const std::int64_t stamp = stamp_of(event); stamp > 0) {
        latencies_.add(now - stamp);
    }
}

std::string request_head(const char* method, const std::string& path, const std::string& token)
{
    std::string head = std::string { method } + " " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    return token.empty() ? head : head + "Authorization: Bearer " + token + "\r\n";
}

void raise_file_limit()
{
    rlimit files {};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

}
