// SPDX-License-Identifier: Apache-2.0
#include "client/window/png.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace watchfloor {
namespace {

// RFC 1951: bits go in from the low end, Huffman codes with their high bit first.
class BitWriter {
public:
    void bits(std::uint32_t value, int count)
    {
        pending_ |= static_cast<std::uint64_t>(value) << pending_count_;
        pending_count_ += count;
        while (pending_count_ >= 8) {
            out_ += static_cast<char>(pending_ & 255U);
            pending_ >>= 8U;
            pending_count_ -= 8;
        }
    }

    void code(std::uint32_t value, int count)
    {
        std::uint32_t reversed = 0;
        for (int i = 0; i < count; ++i) {
            reversed = (reversed << 1U) | ((value >> i) & 1U);
        }
        bits(reversed, count);
    }

    std::string finish()
    {
        bits(0, (8 - pending_count_) % 8);
        return std::move(out_);
    }

private:
    std::string out_;
    std::uint64_t pending_ = 0;
    int pending_count_ = 0;
};

// The fixed literal/length code of RFC 1951 §3.2.6.
void put_symbol(BitWriter& writer, std::uint32_t symbol)
{
    if (symbol < 144) {
        writer.code(0x30 + symbol, 8);
    } else if (symbol < 256) {
        writer.code(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
        writer.code(symbol - 256, 7);
    } else {
        writer.code(0xC0 + symbol - 280, 8);
    }
}

struct LengthCode {
    std::uint32_t first;
    int extra_bits;
};

constexpr std::array<LengthCode, 29> kLengthCodes { { { 3, 0 }, { 4, 0 }, { 5, 0 }, { 6, 0 }, { 7, 0 }, { 8, 0 },
    { 9, 0 }, { 10, 0 }, { 11, 1 }, { 13, 1 }, { 15, 1 }, { 17, 1 }, { 19, 2 }, { 23, 2 }, { 27, 2 }, { 31, 2 },
    { 35, 3 }, { 43, 3 }, { 51, 3 }, { 59, 3 }, { 67, 4 }, { 83, 4 }, { 99, 4 }, { 115, 4 }, { 131, 5 }, { 163, 5 },
    { 195, 5 }, { 227, 5 }, { 258, 0 } } };

// Repeats the byte before, `length` (3…258) times.
void put_run(BitWriter& writer, std::uint32_t length)
{
    auto index = kLengthCodes.size() - 1;
    while (kLengthCodes[index].first > length) {
        --index;
    }
    put_symbol(writer, 257 + static_cast<std::uint32_t>(index));
    writer.bits(length - kLengthCodes[index].first, kLengthCodes[index].extra_bits);
    writer.code(0, 5);
}

std::string deflate_runs(std::string_view bytes)
{
    constexpr std::size_t longest = 258;
    BitWriter writer;
    writer.bits(1, 1);
    writer.bits(1, 2);
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t run = 0;
        while (at > 0 && at + run < bytes.size() && run < longest && bytes[at + run] == bytes[at - 1]) {
            ++run;
        }
        if (run >= 3) {
            put_run(writer, static_cast<std::uint32_t>(run));
            at += run;
        } else {
            put_symbol(writer, static_cast<unsigned char>(bytes[at]));
            ++at;
        }
    }
    put_symbol(writer, 256);
    return writer.finish();
}

std::string big_endian(std::uint32_t value)
{
    return { static_cast<char>(value >> 24U), static_cast<char>((value >> 16U) & 255U),
        static_cast<char>((value >> 8U) & 255U), static_cast<char>(value & 255U) };
}

std::string chunk(std::string_view type, std::string_view data)
{
    const std::string body = std::string { type } + std::string { data };
    return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(png_crc(body));
}

// Each row as its difference to the row above (filter 2): flat areas become zeros.
std::string filtered_rows(const Picture& picture)
{
    const auto stride = static_cast<std::size_t>(picture.width) * 3;
    std::string out;
    out.reserve((stride + 1) * static_cast<std::size_t>(picture.height));
    for (std::size_t row = 0; row < static_cast<std::size_t>(picture.height); ++row) {
        out += '\2';
        for (std::size_t i = 0; i < stride; ++i) {
            const auto here = static_cast<unsigned char>(picture.pixels[row * stride + i]);
            const auto above = row == 0 ? 0U : static_cast<unsigned char>(picture.pixels[(row - 1) * stride + i]);
            out += static_cast<char>(static_cast<unsigned char>(here - above));
        }
    }
    return out;
}

std::array<std::uint32_t, 256> crc_table()
{
    std::array<std::uint32_t, 256> table {};
    for (std::uint32_t n = 0; n < table.size(); ++n) {
        std::uint32_t value = n;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
        }
        table[n] = value;
    }
    return table;
}

}

std::uint32_t png_crc(std::string_view bytes)
{
    static const auto table = crc_table();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc = table[(crc ^ static_cast<unsigned char>(c)) & 255U] ^ (crc >> 8U);
    }
    return crc ^ 0xFFFFFFFFU;
}

std::uint32_t zlib_adler(std::string_view bytes)
{
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char c : bytes) {
        a = (a + static_cast<unsigned char>(c)) % 65521U;
        b = (b + a) % 65521U;
    }
    return (b << 16U) | a;
}

std::string encode_png(const Picture& picture)
{
    const std::string rows = filtered_rows(picture);
    const std::string header = big_endian(static_cast<std::uint32_t>(picture.width))
        + big_endian(static_cast<std::uint32_t>(picture.height)) + std::string { "\x08\x02\x00\x00\x00", 5 };
    const std::string data = std::string { "\x78\x01", 2 } + deflate_runs(rows) + big_endian(zlib_adler(rows));
    return std::string { "\x89PNG\r\n\x1A\n", 8 } + chunk("IHDR", header) + chunk("IDAT", data) + chunk("IEND", {});
}

}
