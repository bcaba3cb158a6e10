// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/posix/descriptor.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// One kept HTTP/1.1 connection of a load generator on loopback, without blocking: a request goes out, an
// answer framed by Content-Length comes in.
class KeptConnection {
public:
    // Waits for the connection; not open if it was refused.
    explicit KeptConnection(std::uint16_t port);

    bool open() const { return socket_.valid(); }
    int number() const { return socket_.number(); }

    // Begins a request; go_on() sends what the socket did not take at once.
    void begin(std::string request);

    enum class Progress { Waiting, Answered, Lost };
    Progress go_on();
    // While a request is on its way out, the caller waits for the socket to take more.
    bool sending() const { return sent_ < request_.size(); }

    int status() const { return status_; }
    const std::string& answer() const { return received_; }

private:
    bool send_rest();
    bool whole();

    Descriptor socket_;
    std::string request_;
    std::size_t sent_ = 0;
    std::string received_;
    std::size_t wanted_ = 0; // bytes of head and body; 0 until the head is there
    int status_ = 0;
};

}
