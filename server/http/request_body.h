// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/request.h"
#include "shared/core/result.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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

// Takes a body as its bytes arrive.
class BodyReader {
public:
    BodyReader(BodyFraming framing, std::size_t limit) : limit_(limit), left_(framing.length)
    {
        part_ = framing.chunked ? Part::SizeLine : framing.length > 0 ? Part::Content : Part::Done;
        chunked_ = framing.chunked;
    }

    // Takes from the front of `bytes` what belongs to the body and says how much that was: all of it, unless the body
    // is whole. TooLarge above the limit, Malformed for bad chunks; then nothing more can be read.
    Result<std::size_t> take(std::string_view bytes);

    bool whole() const { return part_ == Part::Done; }
    std::size_t size() const { return body_.size(); }
    std::string release() { return std::move(body_); }

private:
    enum class Part { SizeLine, Content, ContentEnd, Trailers, Done };

    Result<std::size_t> take_line(std::string_view bytes);
    Result<void> end_line();
    Result<void> begin_chunk();
    std::size_t take_content(std::string_view bytes);

    const std::size_t limit_;
    Part part_ = Part::Done;
    bool chunked_ = false;
    std::size_t left_ = 0;     // of the content, or of the chunk
    std::size_t trailers_ = 0; // bytes of them
    std::string line_ {};      // of what stands around the chunks, as far as it has come
    std::string body_ {};
};

}
