// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/posix/descriptor.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ssl_st; // OpenSSL's SSL

namespace watchfloor::test {

struct RawResponse {
    int status = 0;
    std::string head;
    std::string body;

    // The value of a header, empty where it is missing.
    std::string header(std::string_view name) const;
};

// A client that sends bytes exactly as given, so that tests can be as rude as strangers are.
// Every wait ends after kPatience.
class RawClient {
public:
    static constexpr std::chrono::seconds kPatience { 20 };

    // `from` is an address of this machine to come from; empty: the usual one.
    explicit RawClient(std::uint16_t port, int receive_buffer_bytes = 0, const std::string& from = {});

    bool send(std::string_view bytes);

    // From here on by TLS, if the server's certificate is of this authority (a PEM file) and for 127.0.0.1. `protocols`
    // are offered as ALPN writes them; `highest` is a version of OpenSSL's, 0 for the newest.
    bool start_tls(
        const std::string& authority, std::string_view protocols = {}, int highest = 0, const char* ciphers = "ALL");

    // What ALPN agreed on, and whether the server said goodbye.
    std::string protocol() const;
    bool was_told_the_end() const;

    // One response framed by Content-Length or in chunks; nothing if the connection ends before.
    std::optional<RawResponse> read_response(bool head_only = false);

    // Reads until `text` has arrived; everything so far, or nothing on an end or out of patience.
    std::optional<std::string> read_until(std::string_view text);

    // Takes what has arrived without waiting; false once the peer has closed.
    bool receive_some();

    // Waits for more bytes; false on an end or out of patience.
    bool receive_more() { return receive_until(std::chrono::steady_clock::now() + kPatience); }

    // True if the server closes within the patience; what came before is in `received()`.
    bool wait_for_close();

    std::string& received() { return received_; }
    int number() const { return socket_.number(); }
    void close() { socket_.close(); }

private:
    using Deadline = std::chrono::steady_clock::time_point;

    std::optional<std::string> read_chunks();
    bool receive_until(Deadline deadline);
    bool tls_may_go_on(Deadline deadline) const;
    bool send_by_tls(std::string_view bytes);
    bool receive_by_tls(Deadline deadline);

    Descriptor socket_;
    std::unique_ptr<ssl_st, void (*)(ssl_st*)> tls_ { nullptr, nullptr };
    std::string received_;
};

std::string get(std::string_view target, std::string_view extra_headers = "");
std::string post_json(std::string_view target, std::string_view body, std::string_view extra_headers = "");

// Sends one request on a connection of its own.
std::optional<RawResponse> exchange_once(std::uint16_t port, std::string_view request);

}
