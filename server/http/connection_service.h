// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/connection_table.h"
#include "server/http/protocol.h"
#include "server/http/reply_queue.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

namespace watchfloor {

// What happens to one connection when its socket has something to say: collect, serve, put back.
// Any worker; each connection is with one worker at a time, and no worker waits for a peer. Answers that come later
// are sent by one worker, all that are there after one wake-up.
class ConnectionService {
public:
    // `epoll` is the set all connections wait in.
    ConnectionService(ExchangeContext& context, ConnectionTable& table, int epoll)
        : context_(context), table_(table), epoll_(epoll), replies_(epoll)
    {
    }

    // Puts a new connection into the set.
    void admit(Connection& connection);

    // Called for the connection an event came for. Afterwards it waits in the set again, or is gone.
    void on_ready(Connection& connection);

    // Called when the set gives this in place of a connection.
    const void* replies_event() const { return &replies_; }
    void send_replies();

    // Waits for what was promised, and ends those connections. No worker is left.
    void drop_replies();

    std::uint64_t requests() const { return requests_.load(std::memory_order_relaxed); }
    std::array<std::uint64_t, 6> by_status_class() const;

private:
    enum class Readiness { Ready, NeedsMore, HeaderTooLarge };
    enum class Served { Keep, Close, Drain, HandedOver, Later, WaitsForBody, WaitsForReader };

    Readiness readiness(Connection& connection);
    void go_on(Connection& connection);
    void wait_for_header(Connection& connection, bool shook_hands);
    void enter_header(Connection& connection);
    Served serve(Connection& connection);
    Served wait_for_body(std::unique_ptr<Serving> serving);
    Served collect_body(Connection& connection);
    Served answer(std::unique_ptr<Serving> serving);
    void promise(std::unique_ptr<Serving> serving);
    Served send(std::unique_ptr<Serving> serving);
    Served go_on_sending(std::unique_ptr<Serving> serving, std::int64_t stall_until);
    static bool write_piece(Exchange& exchange, ConnectionIo& io);
    Served refuse_header(Connection& connection);
    Served refuse_plain(Connection& connection);
    bool drain(Connection& connection);
    void go_on_after(Connection& connection, Served served);
    void finish(Connection& connection, Served served);
    void hand_over(Connection& connection, Response& response);
    void be_idle(Connection& connection);
    void wait_in_set(Connection& connection, std::uint32_t events);
    void close(Connection& connection);
    void note(Exchange& exchange, std::int64_t started_at);

    ExchangeContext& context_;
    ConnectionTable& table_;
    const int epoll_;
    Protocol protocol_;
    ReplyQueue replies_;
    std::atomic<std::uint64_t> requests_ { 0 };
    std::array<std::atomic<std::uint64_t>, 6> by_status_class_ {};
};

}
