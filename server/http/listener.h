// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/posix/descriptor.h"
#include "shared/core/result.h"

#include <cstdint>
#include <optional>
#include <string>

namespace watchfloor {

struct AcceptedSocket {
    Descriptor socket; // non-blocking, no delay
    std::string peer;  // canonical address
};

enum class AcceptFailure { None, NothingWaiting, OutOfResources, Transient, Broken };

// A listening socket that survives whatever accept says: running out of descriptors is waited out
// by the caller, and a broken socket is bound again.
class Listener {
public:
    static Result<Listener> open(const std::string& address, std::uint16_t port);

    // Never waits. On failure says why in `failure`.
    std::optional<AcceptedSocket> accept(AcceptFailure& failure) const;

    Result<void> reopen();
    void close() { socket_.close(); }

    int number() const { return socket_.number(); }
    std::uint16_t port() const { return port_; }

private:
    Listener(std::string address, std::uint16_t port, Descriptor socket)
        : address_(std::move(address)), port_(port), socket_(std::move(socket))
    {
    }

    std::string address_;
    std::uint16_t port_;
    Descriptor socket_;
};

}
