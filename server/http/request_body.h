// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/connection_io.h"
#include "server/http/request.h"
#include "shared/core/result.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// How the body's end is found. Anything that two readers could understand differently is refused.
struct BodyFraming {
    bool chunked = false;
    std::size_t length = 0; // of a body that is not chunked

    bool has_body() const { return chunked || length > 0; }
};

// Refuses both lengths at once, repeated or signed or oversized lengths and other codings.
Result<BodyFraming> body_framing(const std::vector<NamedValue>& headers);

// A share of the memory that all request bodies together may take; returned when destroyed.
class BodyMemory {
public:
    BodyMemory(std::atomic<std::size_t>& used, std::size_t limit) : used_(used), limit_(limit) { }
    BodyMemory(const BodyMemory&) = delete;
    BodyMemory& operator=(const BodyMemory&) = delete;
    ~BodyMemory() { used_.fetch_sub(held_, std::memory_order_relaxed); }

    // Makes the share at least `size`; false if the memory is taken by others.
    bool grow_to(std::size_t size);

private:
    std::atomic<std::size_t>& used_;
    const std::size_t limit_;
    std::size_t held_ = 0;
};

// Reads the body. TooLarge above `limit`, Unavailable without memory, Malformed for bad chunks.
// An empty message means the peer is gone or took too long.
Result<std::string> read_body(ConnectionIo& io, const BodyFraming& framing, std::size_t limit, BodyMemory& memory);

}
