// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/column_codec.h"

namespace watchfloor {

namespace {

constexpr std::string_view kMagic = "WFT";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 8;
constexpr std::size_t kColumnCount = 8;

void append_varint(std::string& out, std::uint64_t value)
{
    while (value >= 0x80) {
        out.push_back(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<char>(value));
}

void append_zigzag(std::string& out, std::int64_t value)
{
    append_varint(out, (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

// Reads numbers one after the other; once something is wrong it stays wrong.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) { }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 63; shift += 7) {
            const std::uint8_t part = byte();
            value |= std::uint64_t { part & 0x7fu } << shift;
            if ((part & 0x80) == 0) {
                good_ = good_ && (part != 0 || shift == 0); // one way to write each number
                return value;
            }
        }
        good_ = false;
        return 0;
    }

    std::int64_t zigzag()
    {
        const std::uint64_t raw = varint();
        return static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1);
    }

    std::uint8_t byte()
    {
        if (at_ >= bytes_.size()) {
            good_ = false;
            return 0;
        }
        return static_cast<std::uint8_t>(bytes_[at_++]);
    }

    bool good() const { return good_; }
    bool at_end() const { return at_ == bytes_.size(); }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool good_ = true;
};

Error malformed(const char* message)
{
    return Error { ErrorCode::Malformed, message };
}

Result<std::size_t> read_count(std::string_view bytes)
{
    if (bytes.size() < kHeaderBytes || bytes.substr(0, kMagic.size()) != kMagic) {
        return malformed("this is not a timeline body");
    }
    if (static_cast<std::uint8_t>(bytes[3]) != kVersion) {
        return Error { ErrorCode::Unsupported, "the timeline body has a newer version: update this console" };
    }
    std::size_t count = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        count |= std::size_t { static_cast<std::uint8_t>(bytes[4 + i]) } << (8 * i);
    }
    if (count > kMaxEncodedItems) {
        return Error { ErrorCode::TooLarge, "a timeline body holds at most 2,000,000 items: ask for less" };
    }
    // Each item takes at least a byte in each column: no allocation for what cannot be there.
    if (count > (bytes.size() - kHeaderBytes) / kColumnCount) {
        return malformed("the timeline body is cut off");
    }
    return count;
}

// The times, which depend on each other. False if a number leads outside what can be stored.
bool read_times(Reader& reader, std::vector<TimelineItem>& items)
{
    std::int64_t begin = 0;
    for (TimelineItem& item : items) {
        const std::int64_t distance = reader.zigzag();
        if (distance > 2 * kMaxItemMillis || distance < -2 * kMaxItemMillis) {
            return false;
        }
        begin += distance;
        if (begin > kMaxItemMillis || begin < -kMaxItemMillis) {
            return false;
        }
        item.begin = { begin };
    }
    for (TimelineItem& item : items) {
        const std::uint64_t code = reader.varint();
        if (code > static_cast<std::uint64_t>(kMaxItemSpanMillis) + 1) {
            return false;
        }
        item.end = code == 0 ? kOpenEnd : Timestamp { item.begin.millis + static_cast<std::int64_t>(code) - 1 };
    }
    for (TimelineItem& item : items) {
        const std::int64_t distance = reader.zigzag();
        if (distance > kMaxItemSpanMillis || distance < -kMaxItemSpanMillis) {
            return false;
        }
        item.recorded_at = { item.begin.millis + distance };
    }
    return reader.good();
}

bool read_seqs_and_lanes(Reader& reader, std::vector<TimelineItem>& items)
{
    std::uint64_t seq = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::uint64_t distance = reader.varint();
        if (distance > kMaxItemSeq - seq || (distance == 0 && i > 0)) {
            return false;
        }
        seq += distance;
        items[i].seq = seq;
    }
    for (TimelineItem& item : items) {
        const std::uint64_t lane = reader.varint();
        if (lane >= kMaxLanes) {
            return false;
        }
        item.lane = static_cast<std::uint16_t>(lane);
    }
    return reader.good();
}

}

std::string encode_items(std::span<const TimelineItem> items)
{
    VERIFY(items.size() <= kMaxEncodedItems);
    std::string out { kMagic };
    out.reserve(kHeaderBytes + items.size() * 16);
    out.push_back(static_cast<char>(kVersion));
    for (unsigned shift = 0; shift < 32; shift += 8) {
        out.push_back(static_cast<char>(items.size() >> shift));
    }
    std::uint64_t seq = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        VERIFY(i == 0 || items[i].seq > seq);
        append_varint(out, items[i].seq - seq);
        seq = items[i].seq;
    }
    for (const auto& item : items) {
        append_varint(out, item.lane);
    }
    std::int64_t begin = 0;
    for (const auto& item : items) {
        append_zigzag(out, item.begin.millis - begin);
        begin = item.begin.millis;
    }
    for (const auto& item : items) {
        append_varint(out, item.open() ? 0 : static_cast<std::uint64_t>((item.end - item.begin).count()) + 1);
    }
    for (const auto& item : items) {
        append_zigzag(out, (item.recorded_at - item.begin).count());
    }
    for (const auto& item : items) {
        out.push_back(static_cast<char>(item.kind));
    }
    for (const auto& item : items) {
        out.push_back(static_cast<char>(item.severity));
    }
    for (const auto& item : items) {
        out.push_back(static_cast<char>(item.flags));
    }
    return out;
}

Result<std::vector<TimelineItem>> decode_items(std::string_view bytes)
{
    ASSIGN_OR_RETURN(const std::size_t count, read_count(bytes));
    std::vector<TimelineItem> items(count);
    Reader reader { bytes.substr(kHeaderBytes) };
    if (!read_seqs_and_lanes(reader, items) || !read_times(reader, items)) {
        return malformed("the timeline body is damaged: a number is out of range, repeated or cut off");
    }
    for (TimelineItem& item : items) {
        item.kind = static_cast<ItemKind>(reader.byte());
    }
    for (TimelineItem& item : items) {
        item.severity = static_cast<ItemSeverity>(reader.byte());
    }
    for (TimelineItem& item : items) {
        item.flags = reader.byte();
    }
    if (!reader.good() || !reader.at_end()) {
        return malformed("the timeline body is longer or shorter than its count says");
    }
    for (const TimelineItem& item : items) {
        RETURN_IF_ERROR(check_item(item));
    }
    return items;
}

}
