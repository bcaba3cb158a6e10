// SPDX-License-Identifier: Apache-2.0
#include "server/http/connection_service.h"

#include "server/http/json_error.h"
#include "server/http/limits.h"
#include "server/http/url_decoding.h"

#include <algorithm>
#include <charconv>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace watchfloor {

namespace {

constexpr std::string_view kHeaderEnd = "\r\n\r\n";
constexpr std::int64_t kSlowRequestMillis = 1'000;

// The body's length as the header seems to state it. Only a hint on how much to collect before a
// worker is taken: the parser that decides comes later. Nothing where a worker must read: chunks,
// and a client that waits for "100 Continue".
std::size_t body_length_hint(std::string_view header)
{
    std::size_t length = 0;
    while (!header.empty()) {
        const auto line = header.substr(0, header.find("\r\n"));
        header.remove_prefix(std::min(header.size(), line.size() + 2));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) {
            continue;
        }
        const auto name = ascii_lower(line.substr(0, colon));
        if (name == "expect" || name == "transfer-encoding") {
            return 0;
        }
        if (name == "content-length") {
            const auto digits = trimmed(line.substr(colon + 1));
            std::from_chars(digits.data(), digits.data() + digits.size(), length);
        }
    }
    return length;
}

}

void ConnectionService::admit(Connection& connection)
{
    connection.enter(Phase::Idle, monotonic_millis() + context_.options.deadlines.idle.count());
    epoll_event event {};
    event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
    event.data.ptr = &connection;
    const int socket = connection.socket.number();
    connection.release_to_next_worker();
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0) {
        table_.remove(connection).close();
    }
}

void ConnectionService::on_ready(Connection& connection)
{
    connection.acquire_from_last_worker();
    if (connection.phase.load(std::memory_order_relaxed) == Phase::Draining) {
        drain(connection) ? rearm(connection) : close(connection);
        return;
    }
    go_on(connection);
}

void ConnectionService::go_on(Connection& connection)
{
    for (;;) {
        const auto ready = readiness(connection);
        if (ready == Readiness::NeedsMore) {
            const auto limit = connection.wanted > 0 ? connection.wanted : kMaxHeaderBytes;
            const auto outcome = receive_available(connection, limit);
            if (outcome == ReadOutcome::Data) {
                continue;
            }
            outcome == ReadOutcome::Nothing ? rearm(connection) : close(connection);
            return;
        }
        const auto served = ready == Readiness::Ready ? serve(connection) : refuse_header(connection);
        // Requests that were sent without waiting for answers are served from what is already here.
        if (served != Served::Keep || connection.input.empty()) {
            finish(connection, served);
            return;
        }
        connection.enter(Phase::Idle, kNoDeadline);
    }
}

ConnectionService::Readiness ConnectionService::readiness(Connection& connection)
{
    auto& input = connection.input;
    if (connection.wanted > 0) {
        return input.size() >= connection.wanted ? Readiness::Ready : Readiness::NeedsMore;
    }
    // RFC 9112 section 2.2: an empty line before a request is ignored.
    while (input.starts_with("\r\n")) {
        input.erase(0, 2);
        connection.scanned = 0;
    }
    const auto from = connection.scanned > kHeaderEnd.size() ? connection.scanned - kHeaderEnd.size() : 0;
    const auto end = input.find(kHeaderEnd, from);
    if (end != std::string::npos) {
        return collect_body(connection, end + kHeaderEnd.size()) ? Readiness::NeedsMore : Readiness::Ready;
    }
    connection.scanned = input.size();
    if (input.size() >= kMaxHeaderBytes) {
        return Readiness::HeaderTooLarge;
    }
    if (!input.empty() && connection.phase.load(std::memory_order_relaxed) != Phase::Header) {
        connection.enter(Phase::Header, monotonic_millis() + context_.options.deadlines.header.count());
    }
    return Readiness::NeedsMore;
}

// True if the rest of a small body should arrive before a worker is taken.
bool ConnectionService::collect_body(Connection& connection, std::size_t header_end)
{
    const auto length = body_length_hint(std::string_view { connection.input }.substr(0, header_end));
    if (length > kMaxCollectedBody || connection.input.size() >= header_end + length) {
        return false;
    }
    if (collected_.fetch_add(length, std::memory_order_relaxed) + length > kMaxCollectedTotal) {
        collected_.fetch_sub(length, std::memory_order_relaxed);
        return false;
    }
    connection.collected_share = length;
    connection.wanted = header_end + length;
    connection.enter(Phase::Body, monotonic_millis() + context_.options.deadlines.body.count());
    return true;
}

ConnectionService::Served ConnectionService::serve(Connection& connection)
{
    connection.enter(Phase::Serving, kNoDeadline);
    release_collected(connection);
    auto serving = std::make_unique<Serving>(context_, connection);
    Exchange& exchange = serving->exchange;
    if (!protocol_.serve(exchange, serving->io)) {
        return Served::Close;
    }
    if (exchange.response().take_over) {
        note(exchange, serving->started_at);
        hand_over(connection, exchange.response());
        return Served::HandedOver;
    }
    if (exchange.response().later) {
        promise(std::move(serving));
        return Served::Later;
    }
    const auto served = answer(exchange, serving->io, body_to_send(exchange, exchange.response()));
    note(exchange, serving->started_at);
    return served;
}

// From here on the connection is with whoever sends the reply, which may be at once.
void ConnectionService::promise(std::unique_ptr<Serving> serving)
{
    replies_.promise();
    const auto later = std::move(serving->exchange.response().later);
    later([this, promised = serving.release()](Response response) {
        promised->exchange.reply(std::move(response));
        replies_.add(std::unique_ptr<Serving> { promised });
    });
}

void ConnectionService::send_replies()
{
    while (auto serving = replies_.next()) {
        if (!send_reply(std::move(serving))) {
            return;
        }
    }
}

// False: the others were left to another worker.
bool ConnectionService::send_reply(std::unique_ptr<Serving> serving)
{
    auto& [io, exchange, started_at] = *serving;
    Connection& connection = io.connection();
    connection.acquire_from_last_worker();
    protocol_.write_head(exchange, io);
    io.write(body_to_send(exchange, exchange.response()));
    const bool at_once = io.send_at_once();
    if (!at_once) {
        replies_.pass_on();
    }
    const auto served = answer(exchange, io, {});
    note(exchange, started_at);
    serving.reset();
    replies_.sent();
    if (served != Served::Keep || connection.input.empty()) {
        finish(connection, served);
        return at_once;
    }
    if (at_once) {
        replies_.pass_on();
    }
    connection.enter(Phase::Idle, kNoDeadline);
    go_on(connection);
    return false;
}

void ConnectionService::drop_replies()
{
    while (auto serving = replies_.wait_for_next()) {
        Connection& connection = serving->io.connection();
        serving.reset();
        replies_.sent();
        close(connection);
    }
}

ConnectionService::Served ConnectionService::answer(Exchange& exchange, ConnectionIo& io, std::string_view body)
{
    auto& connection = io.connection();
    const bool sent = io.send_answer(body, context_.options.deadlines.write);
    io.finish_request();
    if (!sent) {
        return Served::Close;
    }
    if (!exchange.close_after()) {
        return Served::Keep;
    }
    return exchange.body_left_unread() || !connection.input.empty() ? Served::Drain : Served::Close;
}

ConnectionService::Served ConnectionService::refuse_header(Connection& connection)
{
    const auto refusal
        = error_response(431, "headers_too_large", "the headers are too long; send fewer or shorter ones");
    ConnectionIo io { connection };
    io.write("HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: application/json\r\n");
    io.write("Connection: close\r\nContent-Length: " + std::to_string(refusal.body.size()) + "\r\n\r\n");
    by_status_class_[4].fetch_add(1, std::memory_order_relaxed);
    return io.send_answer(refusal.body, context_.options.deadlines.write) ? Served::Drain : Served::Close;
}

void ConnectionService::finish(Connection& connection, Served served)
{
    switch (served) {
    case Served::HandedOver:
    case Served::Later:
        return;
    case Served::Close:
        close(connection);
        return;
    case Served::Drain:
        ::shutdown(connection.socket.number(), SHUT_WR);
        std::string {}.swap(connection.input);
        connection.enter(Phase::Draining, monotonic_millis() + kDrainTime.count());
        rearm(connection);
        return;
    case Served::Keep:
        connection.enter(Phase::Idle, monotonic_millis() + context_.options.deadlines.idle.count());
        rearm(connection);
        return;
    }
}

bool ConnectionService::drain(Connection& connection)
{
    for (;;) {
        const auto outcome = receive_available(connection, kMaxHeaderBytes);
        connection.drained += connection.input.size();
        connection.input.clear();
        if (outcome != ReadOutcome::Data) {
            return outcome == ReadOutcome::Nothing;
        }
        if (connection.drained > kMaxDrainedBytes) {
            return false;
        }
    }
}

void ConnectionService::hand_over(Connection& connection, Response& response)
{
    const auto take_over = std::move(response.take_over);
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.socket.number(), nullptr);
    take_over(table_.remove(connection));
}

// The last touch: another worker may have the connection before this returns.
void ConnectionService::rearm(Connection& connection)
{
    epoll_event event {};
    event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
    event.data.ptr = &connection;
    const int socket = connection.socket.number();
    connection.release_to_next_worker();
    if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event) != 0) {
        close(connection);
    }
}

void ConnectionService::close(Connection& connection)
{
    release_collected(connection);
    table_.remove(connection).close();
}

void ConnectionService::release_collected(Connection& connection)
{
    collected_.fetch_sub(connection.collected_share, std::memory_order_relaxed);
    connection.collected_share = 0;
    connection.wanted = 0;
}

std::array<std::uint64_t, 6> ConnectionService::by_status_class() const
{
    std::array<std::uint64_t, 6> counts {};
    for (std::size_t i = 0; i < counts.size(); ++i) {
        counts[i] = by_status_class_[i].load(std::memory_order_relaxed);
    }
    return counts;
}

void ConnectionService::note(Exchange& exchange, std::int64_t started_at)
{
    const int status = exchange.response().status;
    requests_.fetch_add(1, std::memory_order_relaxed);
    by_status_class_[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(1, std::memory_order_relaxed);
    auto* log = context_.options.log;
    const auto millis = monotonic_millis() - started_at;
    const bool notable = status >= 400 || millis >= kSlowRequestMillis;
    const auto level = status >= 500 ? LogLevel::Warning : notable ? LogLevel::Info : LogLevel::Debug;
    if (log == nullptr || !log->writes(level)) {
        return;
    }
    const auto& request = exchange.request();
    log->write(level, "request",
        { { "request_id", std::string_view { request.request_id } }, { "method", to_string(request.method) },
            { "route", request.route_pattern }, { "status", std::int64_t { status } }, { "millis", millis } });
}

}
