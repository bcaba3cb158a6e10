// SPDX-License-Identifier: Apache-2.0
#include "server/http/request_body.h"

#include "server/http/limits.h"
#include "server/http/url_decoding.h"

#include <algorithm>
#include <charconv>

namespace watchfloor {

namespace {

// A body whose length is known is not moved while it grows to this.
constexpr std::size_t kReservedBody = 64 * 1024;

Error malformed(std::string message)
{
    return { ErrorCode::Malformed, std::move(message) };
}

Error too_large(std::size_t limit)
{
    return { ErrorCode::TooLarge,
        "the body is larger than the " + std::to_string(limit) + " bytes taken here; send less at once" };
}

bool all_of_class(std::string_view text, std::string_view allowed)
{
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

// Digits only: what other parsers take as a sign, a prefix or a wrap-around is refused.
Result<std::size_t> chunk_size(std::string_view line)
{
    const auto digits = trimmed(line.substr(0, line.find(';')));
    if (digits.size() > 8 || !all_of_class(digits, "0123456789abcdefABCDEF")) {
        return malformed("a chunk's size is not 1 to 8 hexadecimal digits");
    }
    std::size_t size = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    return size;
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

Result<std::size_t> BodyReader::take(std::string_view bytes)
{
    std::size_t taken = 0;
    while (taken < bytes.size() && part_ != Part::Done) {
        if (part_ == Part::Content) {
            taken += take_content(bytes.substr(taken));
            continue;
        }
        ASSIGN_OR_RETURN(const std::size_t of_line, take_line(bytes.substr(taken)));
        taken += of_line;
    }
    return taken;
}

std::size_t BodyReader::take_content(std::string_view bytes)
{
    if (body_.empty() && !chunked_) {
        body_.reserve(std::min(left_, kReservedBody));
    }
    const auto taken = std::min(left_, bytes.size());
    body_.append(bytes.substr(0, taken));
    left_ -= taken;
    if (left_ == 0) {
        part_ = chunked_ ? Part::ContentEnd : Part::Done;
    }
    return taken;
}

// Up to the line's end, and no further than a line may be long.
Result<std::size_t> BodyReader::take_line(std::string_view bytes)
{
    const auto limit = part_ == Part::Trailers ? kMaxTrailerBytes : kMaxChunkLineBytes;
    const auto end = bytes.find('\n');
    const auto taken = end == std::string_view::npos ? bytes.size() : end + 1;
    if (line_.size() + taken > limit + 2) {
        return malformed("a line of the chunked body is too long");
    }
    line_.append(bytes.substr(0, taken));
    if (part_ == Part::ContentEnd && !std::string_view { "\r\n" }.starts_with(line_)) {
        return malformed("a chunk is longer than its stated size");
    }
    if (end != std::string_view::npos) {
        RETURN_IF_ERROR(end_line());
    }
    return taken;
}

Result<void> BodyReader::end_line()
{
    if (!line_.ends_with("\r\n")) {
        return malformed("a line of the chunked body does not end in CRLF");
    }
    line_.resize(line_.size() - 2);
    if (part_ == Part::SizeLine) {
        RETURN_IF_ERROR(begin_chunk());
    } else if (part_ == Part::ContentEnd) {
        part_ = Part::SizeLine;
    } else {
        trailers_ += line_.size();
        if (trailers_ > kMaxTrailerBytes) {
            return malformed("the chunked body's trailers are too long");
        }
        part_ = line_.empty() ? Part::Done : Part::Trailers;
    }
    line_.clear();
    return {};
}

Result<void> BodyReader::begin_chunk()
{
    ASSIGN_OR_RETURN(left_, chunk_size(line_));
    if (left_ > limit_ - body_.size()) {
        return too_large(limit_);
    }
    part_ = left_ == 0 ? Part::Trailers : Part::Content;
    return {};
}

}
