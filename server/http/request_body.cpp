// SPDX-License-Identifier: Apache-2.0
#include "server/http/request_body.h"

#include "server/http/limits.h"
#include "server/http/url_decoding.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace watchfloor {

namespace {

constexpr std::size_t kBodyGrowth = 64 * 1024;

Error malformed(std::string message)
{
    return { ErrorCode::Malformed, std::move(message) };
}

Error lost_peer()
{
    return { ErrorCode::Malformed, "" };
}

Error too_large(std::size_t limit)
{
    return { ErrorCode::TooLarge,
        "the body is larger than the " + std::to_string(limit) + " bytes taken here; send less at once" };
}

Error no_memory()
{
    return { ErrorCode::Unavailable, "too many large bodies are being received; send it again shortly" };
}

bool all_of_class(std::string_view text, std::string_view allowed)
{
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

// A line without its CRLF; an error for one that is too long or ends in a bare LF.
Result<std::string> read_line(ConnectionIo& io, std::size_t limit)
{
    std::string line;
    char c = 0;
    while (io.read(&c, 1) == 1) {
        if (c == '\n') {
            if (line.empty() || line.back() != '\r') {
                return malformed("a line of the chunked body does not end in CRLF");
            }
            line.pop_back();
            return line;
        }
        if (line.size() == limit) {
            return malformed("a line of the chunked body is too long");
        }
        line += c;
    }
    return lost_peer();
}

// Digits only: what other parsers take as a sign, a prefix or a wrap-around is refused.
Result<std::size_t> read_chunk_size(ConnectionIo& io)
{
    ASSIGN_OR_RETURN(const std::string line, read_line(io, kMaxChunkLineBytes));
    const auto digits = trimmed(std::string_view { line }.substr(0, line.find(';')));
    if (digits.size() > 8 || !all_of_class(digits, "0123456789abcdefABCDEF")) {
        return malformed("a chunk's size is not 1 to 8 hexadecimal digits");
    }
    std::size_t size = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    return size;
}

Result<void> append_exactly(ConnectionIo& io, std::string& body, std::size_t size)
{
    while (size > 0) {
        const auto offset = body.size();
        const auto step = std::min(size, kBodyGrowth);
        body.resize(offset + step);
        const auto count = io.read(body.data() + offset, step);
        body.resize(offset + count);
        if (count == 0) {
            return lost_peer();
        }
        size -= count;
    }
    return {};
}

Result<void> skip_trailers(ConnectionIo& io)
{
    std::size_t total = 0;
    for (;;) {
        ASSIGN_OR_RETURN(const std::string line, read_line(io, kMaxTrailerBytes));
        total += line.size();
        if (line.empty()) {
            return {};
        }
        if (total > kMaxTrailerBytes) {
            return malformed("the chunked body's trailers are too long");
        }
    }
}

Result<std::string> read_chunked(ConnectionIo& io, std::size_t limit, BodyMemory& memory)
{
    std::string body;
    for (;;) {
        ASSIGN_OR_RETURN(const std::size_t size, read_chunk_size(io));
        if (size == 0) {
            RETURN_IF_ERROR(skip_trailers(io));
            return body;
        }
        if (size > limit - body.size()) {
            return too_large(limit);
        }
        if (!memory.grow_to(body.size() + size)) {
            return no_memory();
        }
        RETURN_IF_ERROR(append_exactly(io, body, size));
        std::array<char, 2> end {};
        for (auto& c : end) {
            if (io.read(&c, 1) == 0) {
                return lost_peer();
            }
        }
        if (end[0] != '\r' || end[1] != '\n') {
            return malformed("a chunk is longer than its stated size");
        }
    }
}

}

Result<BodyFraming> body_framing(const std::vector<NamedValue>& headers)
{
    const NamedValue* length = nullptr;
    const NamedValue* coding = nullptr;
    for (const auto& header : headers) {
        const bool is_length = header.name == "content-length";
        const bool is_coding = header.name == "transfer-encoding";
        if ((is_length && length != nullptr) || (is_coding && coding != nullptr)) {
            return malformed("send " + header.name + " once");
        }
        length = is_length ? &header : length;
        coding = is_coding ? &header : coding;
    }
    if (length != nullptr && coding != nullptr) {
        return malformed("send either content-length or transfer-encoding, not both");
    }
    if (coding != nullptr) {
        if (ascii_lower(coding->value) != "chunked") {
            return malformed("the only transfer-encoding taken is chunked");
        }
        return BodyFraming { .chunked = true };
    }
    BodyFraming framing;
    if (length != nullptr) {
        if (length->value.size() > 18 || !all_of_class(length->value, "0123456789")) {
            return malformed("content-length is not a number of bytes");
        }
        std::from_chars(length->value.data(), length->value.data() + length->value.size(), framing.length);
    }
    return framing;
}

bool BodyMemory::grow_to(std::size_t size)
{
    if (size <= held_) {
        return true;
    }
    const auto more = size - held_;
    if (used_.fetch_add(more, std::memory_order_relaxed) + more > limit_) {
        used_.fetch_sub(more, std::memory_order_relaxed);
        return false;
    }
    held_ = size;
    return true;
}

Result<std::string> read_body(ConnectionIo& io, const BodyFraming& framing, std::size_t limit, BodyMemory& memory)
{
    if (framing.chunked) {
        return read_chunked(io, limit, memory);
    }
    if (framing.length > limit) {
        return too_large(limit);
    }
    if (!memory.grow_to(framing.length)) {
        return no_memory();
    }
    std::string body;
    const auto ready = io.received();
    if (ready.size() >= framing.length) {
        body.assign(ready.substr(0, framing.length));
        io.skip_received(framing.length);
        return body;
    }
    body.reserve(framing.length);
    RETURN_IF_ERROR(append_exactly(io, body, framing.length));
    return body;
}

}
