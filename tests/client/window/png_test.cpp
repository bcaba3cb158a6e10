// SPDX-License-Identifier: Apache-2.0
#include "client/window/png.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string_view>

namespace watchfloor {
namespace {

// Undoes a deflate stream of one fixed-code block, read from RFC 1951 on its own.
class FixedInflate {
public:
    explicit FixedInflate(std::string_view bytes) : bytes_(bytes) { }

    std::optional<std::string> run()
    {
        if (bits(1) != 1 || bits(2) != 1) {
            return std::nullopt;
        }
        for (int symbol = next_symbol(); symbol != 256; symbol = next_symbol()) {
            if (symbol < 0 || symbol > 285 || at_ / 8 >= bytes_.size()) {
                return std::nullopt;
            }
            if (symbol < 256) {
                out_ += static_cast<char>(symbol);
            } else if (!copy_run(static_cast<std::size_t>(symbol - 257))) {
                return std::nullopt;
            }
        }
        return out_;
    }

private:
    int bits(int count)
    {
        int value = 0;
        for (int i = 0; i < count; ++i, ++at_) {
            const auto byte = at_ / 8 < bytes_.size() ? static_cast<unsigned char>(bytes_[at_ / 8]) : 0U;
            value |= static_cast<int>((byte >> (at_ % 8)) & 1U) << i;
        }
        return value;
    }

    int code(int count)
    {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            value = value * 2 + bits(1);
        }
        return value;
    }

    int next_symbol()
    {
        int value = code(7);
        if (value <= 0x17) {
            return 256 + value;
        }
        value = value * 2 + bits(1);
        if (value >= 0x30 && value <= 0xBF) {
            return value - 0x30;
        }
        if (value >= 0xC0 && value <= 0xC7) {
            return 280 + value - 0xC0;
        }
        return 144 + value * 2 + bits(1) - 0x190;
    }

    bool copy_run(std::size_t index)
    {
        constexpr std::array<int, 29> first { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59,
            67, 83, 99, 115, 131, 163, 195, 227, 258 };
        constexpr std::array<int, 29> extra { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5,
            5, 5, 5, 0 };
        const int length = first[index] + bits(extra[index]);
        if (code(5) != 0 || out_.empty()) {
            return false;
        }
        out_.append(static_cast<std::size_t>(length), out_.back());
        return true;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    std::string out_;
};

std::uint32_t big_endian(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, 4)) {
        value = (value << 8U) | static_cast<unsigned char>(c);
    }
    return value;
}

// The data of a chunk whose CRC holds; empty otherwise.
std::string_view chunk(std::string_view png, std::string_view type)
{
    const auto at = png.find(type);
    const auto length = big_endian(png.substr(at - 4));
    const auto body = png.substr(at, length + 4);
    return big_endian(png.substr(at + 4 + length)) == png_crc(body) ? body.substr(4) : std::string_view {};
}

TEST(PngTest, ChecksumsMatchTheirStandards)
{
    EXPECT_EQ(png_crc("123456789"), 0xCBF43926U);
    EXPECT_EQ(zlib_adler("Wikipedia"), 0x11E60398U);
}

TEST(PngTest, DecodesToTheSamePixels)
{
    // Odd sizes, runs of every length, every byte value.
    Picture picture { 301, 7, {} };
    for (int i = 0; i < picture.width * picture.height * 3; ++i) {
        picture.pixels += static_cast<char>(i % 97 < 60 ? 40 : (i * 7) % 256);
    }
    const auto png = encode_png(picture);
    EXPECT_EQ(png.substr(0, 8), std::string_view("\x89PNG\r\n\x1A\n", 8));
    EXPECT_EQ(big_endian(chunk(png, "IHDR")), 301U);
    const auto data = chunk(png, "IDAT");
    ASSERT_GT(data.size(), 6U);
    const auto rows = FixedInflate { data.substr(2, data.size() - 6) }.run();
    ASSERT_TRUE(rows.has_value());
    EXPECT_EQ(big_endian(data.substr(data.size() - 4)), zlib_adler(*rows));
    const std::size_t stride = 301 * 3;
    ASSERT_EQ(rows->size(), (stride + 1) * 7);
    std::string above(stride, '\0');
    for (std::size_t row = 0; row < 7; ++row) {
        for (std::size_t i = 0; i < stride; ++i) {
            above[i] = static_cast<char>(above[i] + (*rows)[row * (stride + 1) + 1 + i]);
        }
        ASSERT_EQ(above, picture.pixels.substr(row * stride, stride)) << "row " << row;
    }
}

TEST(PngTest, FlatScreensBecomeSmall)
{
    const Picture picture { 1920, 1080, std::string(1920 * 1080 * 3, '\x11') };
    EXPECT_LT(encode_png(picture).size(), 60'000U);
}

}
}
