// SPDX-License-Identifier: Apache-2.0
#include "server/http/connection_service.h"

#include "server/http/json_error.h"
#include "server/http/limits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sys/epoll.h>

namespace watchfloor {

namespace {

constexpr std::string_view kHeaderEnd = "\r\n\r\n";
constexpr std::string_view kInvitation = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::int64_t kSlowRequestMillis = 1'000;
constexpr std::uint32_t kInput = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
// Who has ended the sending half may still read: that is no event here.
constexpr std::uint32_t kRoomForOutput = EPOLLOUT | EPOLLONESHOT;

// What stands before a chunk of so many bytes; of none: before the end.
std::string chunk_line(std::size_t size)
{
    std::array<char, 2 * sizeof(size)> digits {};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16);
    return std::string { digits.data(), written.ptr } + "\r\n";
}

}

void ConnectionService::admit(Connection& connection)
{
    be_idle(connection);
    epoll_event event {};
    event.events = kInput;
    event.data.ptr = &connection;
    const int socket = connection.channel.number();
    connection.release_to_next_worker();
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0) {
        table_.remove(connection).close();
    }
}

void ConnectionService::on_ready(Connection& connection)
{
    connection.acquire_from_last_worker();
    switch (connection.phase.load(std::memory_order_relaxed)) {
    case Phase::Idle:
    case Phase::Header:
    case Phase::Serving:
        go_on(connection);
        return;
    case Phase::Body:
        go_on_after(connection, collect_body(connection));
        return;
    case Phase::Writing: {
        const auto stall_until = connection.deadline.load(std::memory_order_acquire);
        // A quick reader may keep this worker sending for longer than a stall may last.
        connection.enter(Phase::Writing, connection.serving->send_until);
        go_on_after(connection, go_on_sending(std::move(connection.serving), stall_until));
        return;
    }
    case Phase::Draining:
        drain(connection) ? wait_in_set(connection, kInput) : close(connection);
        return;
    }
}

void ConnectionService::go_on(Connection& connection)
{
    for (;;) {
        const auto ready = readiness(connection);
        if (ready == Readiness::NeedsMore) {
            const bool shook_hands = connection.channel.shakes_hands();
            const auto outcome = receive_available(connection, kMaxReceivedAtOnce);
            if (outcome == ReadOutcome::Data) {
                continue;
            }
            if (outcome == ReadOutcome::Closed) {
                finish(connection, connection.channel.met_plain_http() ? refuse_plain(connection) : Served::Close);
                return;
            }
            wait_for_header(connection, shook_hands);
            return;
        }
        const auto served = ready == Readiness::Ready ? serve(connection) : refuse_header(connection);
        if (served != Served::Keep || connection.input.empty()) {
            finish(connection, served);
            return;
        }
        connection.enter(Phase::Idle, kNoDeadline);
    }
}

// A handshake is part of the request that it is made for, until it is done: then somebody may keep the connection at
// hand, as browsers do.
void ConnectionService::wait_for_header(Connection& connection, bool shook_hands)
{
    const auto phase = connection.phase.load(std::memory_order_relaxed);
    const bool shakes_hands = connection.channel.shakes_hands();
    if (shakes_hands && phase == Phase::Idle) {
        enter_header(connection);
    } else if (shook_hands && !shakes_hands && connection.input.empty()) {
        be_idle(connection);
    } else if (phase == Phase::Idle && !connection.has_deadline()) {
        be_idle(connection); // nothing but an empty line came behind the last request
    }
    wait_in_set(connection, kInput);
}

// Requests that were sent without waiting for answers are served from what is already here.
void ConnectionService::go_on_after(Connection& connection, Served served)
{
    if (served != Served::Keep || connection.input.empty()) {
        finish(connection, served);
        return;
    }
    connection.enter(Phase::Idle, kNoDeadline);
    go_on(connection);
}

ConnectionService::Readiness ConnectionService::readiness(Connection& connection)
{
    auto& input = connection.input;
    // RFC 9112 section 2.2: an empty line before a request is ignored.
    while (input.starts_with("\r\n")) {
        input.erase(0, 2);
        connection.scanned = 0;
    }
    const auto from = connection.scanned > kHeaderEnd.size() ? connection.scanned - kHeaderEnd.size() : 0;
    const auto end = input.find(kHeaderEnd, from);
    if (end != std::string::npos) {
        return end + kHeaderEnd.size() <= kMaxHeaderBytes ? Readiness::Ready : Readiness::HeaderTooLarge;
    }
    connection.scanned = input.size();
    if (input.size() >= kMaxHeaderBytes) {
        return Readiness::HeaderTooLarge;
    }
    if (!input.empty() && connection.phase.load(std::memory_order_relaxed) != Phase::Header) {
        enter_header(connection);
    }
    return Readiness::NeedsMore;
}

void ConnectionService::enter_header(Connection& connection)
{
    connection.enter(Phase::Header, monotonic_millis() + context_.options.deadlines.header.count());
}

ConnectionService::Served ConnectionService::serve(Connection& connection)
{
    connection.enter(Phase::Serving, kNoDeadline);
    auto serving = std::make_unique<Serving>(context_, connection);
    if (!protocol_.serve(serving->exchange, serving->io)) {
        return Served::Close;
    }
    return serving->exchange.waits_for_body() ? wait_for_body(std::move(serving)) : answer(std::move(serving));
}

ConnectionService::Served ConnectionService::wait_for_body(std::unique_ptr<Serving> serving)
{
    auto& [io, exchange, started_at, send_until] = *serving;
    Connection& connection = io.connection();
    exchange.wait_for_body();
    if (exchange.invites_body()) {
        io.write(kInvitation);
        if (io.send() != Sent::All) {
            return Served::Close;
        }
    }
    connection.serving = std::move(serving);
    connection.enter(Phase::Body, monotonic_millis() + context_.options.deadlines.body.count());
    return collect_body(connection);
}

ConnectionService::Served ConnectionService::collect_body(Connection& connection)
{
    auto& [io, exchange, started_at, send_until] = *connection.serving;
    for (int i = 0; i < kReceivesInATurn; ++i) {
        io.forget_consumed();
        const auto outcome
            = connection.has_deadline() ? receive_available(connection, kMaxReceivedAtOnce) : ReadOutcome::Closed;
        if (outcome == ReadOutcome::Nothing) {
            return Served::WaitsForBody;
        }
        if (outcome == ReadOutcome::Closed) {
            exchange.lose_body();
        } else if (!exchange.receive_body()) {
            continue;
        }
        connection.enter(Phase::Serving, kNoDeadline);
        exchange.run();
        protocol_.write_head(exchange, io);
        return answer(std::move(connection.serving));
    }
    io.forget_consumed();
    return Served::WaitsForBody;
}

ConnectionService::Served ConnectionService::answer(std::unique_ptr<Serving> serving)
{
    Exchange& exchange = serving->exchange;
    if (exchange.response().take_over && !exchange.request().head_only) {
        note(exchange, serving->started_at);
        hand_over(serving->io.connection(), exchange.response());
        return Served::HandedOver;
    }
    if (exchange.response().later) {
        promise(std::move(serving));
        return Served::Later;
    }
    return send(std::move(serving));
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
        Connection& connection = serving->io.connection();
        connection.acquire_from_last_worker();
        protocol_.write_head(serving->exchange, serving->io);
        const auto served = send(std::move(serving));
        replies_.sent();
        if (served == Served::Keep && !connection.input.empty()) {
            // To serve what came behind may take a while: another worker sends the other answers.
            replies_.pass_on();
            go_on_after(connection, served);
            return;
        }
        finish(connection, served);
    }
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

ConnectionService::Served ConnectionService::send(std::unique_ptr<Serving> serving)
{
    Exchange& exchange = serving->exchange;
    if (exchange.in_pieces()) {
        serving->io.write(chunk_line(exchange.response().body.size()));
    } else {
        exchange.leave_place();
    }
    serving->io.write_body(body_to_send(exchange, exchange.response()));
    return go_on_sending(std::move(serving), kNoDeadline);
}

// A reader may take nothing until `stall_until`, and something gives as long again; all together as long as the slowest
// reader may take.
ConnectionService::Served ConnectionService::go_on_sending(std::unique_ptr<Serving> serving, std::int64_t stall_until)
{
    auto& [io, exchange, started_at, send_until] = *serving;
    Connection& connection = io.connection();
    const auto unsent = io.unsent();
    auto sent = io.send();
    while (sent == Sent::All && exchange.in_pieces()) {
        // Making it has no deadline, and its reader has as long for it as for any answer.
        connection.enter(Phase::Serving, kNoDeadline);
        send_until = 0;
        sent = write_piece(exchange, io) ? io.send() : Sent::Lost;
    }
    exchange.leave_place();
    const bool waited = send_until != 0;
    if (sent == Sent::Some && (waited || exchange.keep_unread())) {
        const auto now = monotonic_millis();
        const auto stall = context_.options.deadlines.write.count();
        if (!waited) {
            connection.unread_since.store(now, std::memory_order_relaxed);
            send_until = now + stall + static_cast<std::int64_t>(io.unsent()) * 1'000 / kSlowestWriteBytesPerSecond;
        }
        const bool took_some = !waited || io.unsent() < unsent;
        connection.enter(Phase::Writing, std::min(took_some ? now + stall : stall_until, send_until));
        connection.serving = std::move(serving);
        return Served::WaitsForReader;
    }
    note(exchange, started_at);
    io.forget_consumed();
    if (sent != Sent::All) {
        return Served::Close;
    }
    if (!exchange.close_after()) {
        return Served::Keep;
    }
    return exchange.body_left_unread() || !connection.input.empty() ? Served::Drain : Served::Close;
}

// The end of the piece before, and the next one or the end of all.
bool ConnectionService::write_piece(Exchange& exchange, ConnectionIo& io)
{
    const auto piece = exchange.next_piece();
    if (!piece) {
        return false;
    }
    io.write("\r\n" + chunk_line(piece->size()) + (piece->empty() ? "\r\n" : ""));
    io.write_body(*piece);
    return true;
}

ConnectionService::Served ConnectionService::refuse_header(Connection& connection)
{
    const auto refusal
        = error_response(431, "headers_too_large", "the headers are too long; send fewer or shorter ones");
    ConnectionIo io { connection };
    io.write("HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: application/json\r\n");
    io.write("Connection: close\r\nContent-Length: " + std::to_string(refusal.body.size()) + "\r\n\r\n");
    if (!connection.input.starts_with("HEAD ")) {
        io.write_body(refusal.body);
    }
    by_status_class_[4].fetch_add(1, std::memory_order_relaxed);
    return io.send() == Sent::All ? Served::Drain : Served::Close;
}

// Somebody typed the address without https, or follows an old link.
ConnectionService::Served ConnectionService::refuse_plain(Connection& connection)
{
    constexpr std::string_view kAdvice
        = "This port speaks HTTPS: begin the address with https:// in place of http://.\n";
    connection.channel.give_up_tls();
    receive_available(connection, kMaxHeaderBytes);
    ConnectionIo io { connection };
    io.write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n");
    io.write("Connection: close\r\nContent-Length: " + std::to_string(kAdvice.size()) + "\r\n\r\n");
    if (!connection.input.starts_with("HEAD ")) {
        io.write_body(kAdvice);
    }
    by_status_class_[4].fetch_add(1, std::memory_order_relaxed);
    return io.send() == Sent::All ? Served::Drain : Served::Close;
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
        connection.channel.end();
        std::string {}.swap(connection.input);
        connection.enter(Phase::Draining, monotonic_millis() + kDrainTime.count());
        wait_in_set(connection, kInput);
        return;
    case Served::WaitsForBody:
        wait_in_set(connection, kInput);
        return;
    case Served::WaitsForReader:
        wait_in_set(connection, kRoomForOutput);
        return;
    case Served::Keep:
        be_idle(connection);
        wait_in_set(connection, kInput);
        return;
    }
}

void ConnectionService::be_idle(Connection& connection)
{
    connection.enter(Phase::Idle, monotonic_millis() + context_.options.deadlines.idle.count());
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
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.channel.number(), nullptr);
    take_over(table_.remove(connection));
}

// The last touch: another worker may have the connection before this returns. Input that TLS has read already makes no
// event; room for output does.
void ConnectionService::wait_in_set(Connection& connection, std::uint32_t events)
{
    epoll_event event {};
    event.events = connection.channel.waits_for_output() ? kRoomForOutput : events;
    event.data.ptr = &connection;
    const int socket = connection.channel.number();
    connection.release_to_next_worker();
    if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event) != 0) {
        close(connection);
    }
}

void ConnectionService::close(Connection& connection)
{
    table_.remove(connection).close();
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
