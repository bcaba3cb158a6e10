// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/column_codec.h"

#include "tests/shared/timeline/random_items.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(ColumnCodecTest, GivesBackWhatWasEncoded)
{
    for (const std::size_t count : { 0u, 1u, 2u, 5000u }) {
        const auto items = random_items(3, { .count = count, .lanes = 300 });
        const std::string bytes = encode_items(items);
        const auto decoded = decode_items(bytes);
        ASSERT_TRUE(decoded.ok()) << decoded.error().message;
        EXPECT_EQ(decoded.value(), items);
        EXPECT_LE(bytes.size(), 8 + count * 40);
    }
}

TEST(ColumnCodecTest, WritesTheFormatThatIsDocumented)
{
    TimelineItem item;
    item.seq = 300;
    item.lane = 2;
    item.begin = { -1 };
    item.end = { 4 };
    item.recorded_at = { 1 };
    item.kind = ItemKind::Deployment;
    item.severity = ItemSeverity::Major;
    item.flags = kItemLate;
    const std::string expected { "WFT\x01\x01\x00\x00\x00\xac\x02\x02\x01\x06\x04\x02\x05\x01", 17 };
    EXPECT_EQ(encode_items({ &item, 1 }), expected);
}

TEST(ColumnCodecTest, HoldsTheLargestItemInFortyBytes)
{
    TimelineItem item;
    item.seq = kMaxItemSeq;
    item.lane = kMaxLanes - 1;
    item.begin = { -kMaxItemMillis };
    item.end = item.begin + Millis { kMaxItemSpanMillis };
    item.recorded_at = item.end;
    const std::string bytes = encode_items({ &item, 1 });
    EXPECT_LE(bytes.size(), 48u);
    EXPECT_EQ(decode_items(bytes).value().front(), item);
}

TEST(ColumnCodecTest, RefusesEveryTruncationAndTrailingBytes)
{
    const std::string bytes = encode_items(random_items(4, { .count = 50 }));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_FALSE(decode_items(std::string_view { bytes }.substr(0, length)).ok()) << length;
    }
    EXPECT_FALSE(decode_items(bytes + '\0').ok());
}

TEST(ColumnCodecTest, NeverAcceptsADamagedByteAsSomethingUnstorable)
{
    const std::string bytes = encode_items(random_items(5, { .count = 40 }));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const int flip : { 1, 0x40, 0x80, 0xff }) {
            std::string damaged = bytes;
            damaged[i] = static_cast<char>(damaged[i] ^ flip);
            const auto decoded = decode_items(damaged);
            if (!decoded.ok()) {
                continue;
            }
            const auto& items = decoded.value();
            for (std::size_t k = 0; k < items.size(); ++k) {
                ASSERT_TRUE(check_item(items[k]).ok());
                ASSERT_TRUE(k == 0 || items[k].seq > items[k - 1].seq);
            }
        }
    }
}

TEST(ColumnCodecTest, NamesTheReasonOfARefusal)
{
    const auto header = [](std::uint8_t version, std::string_view count) {
        return std::string { "WFT" } + static_cast<char>(version) + std::string { count };
    };
    using namespace std::string_view_literals;
    EXPECT_EQ(decode_items("").error().code, ErrorCode::Malformed);
    EXPECT_EQ(decode_items("{\"items\":[]}").error().code, ErrorCode::Malformed);
    EXPECT_EQ(decode_items(header(2, "\0\0\0\0"sv)).error().code, ErrorCode::Unsupported);
    EXPECT_EQ(decode_items(header(1, "\xff\xff\xff\xff"sv)).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(decode_items(header(1, "\x10\0\0\0"sv)).error().code, ErrorCode::Malformed);
    EXPECT_TRUE(decode_items(header(1, "\0\0\0\0"sv)).ok());
    // A number written in more bytes than it needs, and one that never ends.
    EXPECT_FALSE(decode_items(header(1, "\x01\0\0\0\x81\x00\x00\x00\x00\x00\x00\x00\x00"sv)).ok());
    EXPECT_FALSE(decode_items(header(1, "\x01\0\0\0"sv) + std::string(40, '\xff')).ok());
}

TEST(ColumnCodecTest, EverySeqComesOnce)
{
    using namespace std::string_view_literals;
    const auto two_items = [](std::string_view seqs) {
        // Lanes, begins, ends (of no length), recorded, kinds, severities and flags.
        return std::string { "WFT\x01\x02\0\0\0"sv } + std::string { seqs }
        + std::string { "\0\0\0\0\1\1\0\0\0\0\0\0\0\0"sv };
    };
    EXPECT_TRUE(decode_items(two_items("\5\1"sv)).ok());
    EXPECT_FALSE(decode_items(two_items("\5\0"sv)).ok());
    EXPECT_TRUE(decode_items(two_items("\0\1"sv)).ok()) << "the first may be nought";
}

}
}
