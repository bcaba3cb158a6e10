// SPDX-License-Identifier: Apache-2.0
// FIPS 180-4 with the SHA extensions of x86 (Intel's instruction set reference, SHA256RNDS2 and others).
#include "shared/core/sha256_x86.h"

#if defined(__x86_64__) && !defined(__EMSCRIPTEN__)

#include <algorithm>
#include <cpuid.h>
#include <cstring>
#include <immintrin.h>

namespace watchfloor {
namespace {

constexpr std::size_t kBlock = 64;
using Words = std::array<std::uint32_t, 8>;

constexpr Words kFirstWords { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
    0x5be0cd19 };

alignas(16) constexpr std::array<std::uint32_t, 64> kRounds { 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
    0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74,
    0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351,
    0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
    0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f,
    0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2 };

bool has_instructions()
{
    constexpr unsigned kShaBit = 1U << 29U;
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    const bool sse = __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSE4_1) != 0 && (c & bit_SSSE3) != 0;
    return sse && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & kShaBit) != 0;
}

__m128i load(const void* at)
{
    return _mm_loadu_si128(static_cast<const __m128i*>(at));
}

// The instructions want the eight words as (a, b, e, f) and (c, d, g, h).
__attribute__((target("sha,sse4.1,ssse3"))) void compress(Words& words, const char* data, std::size_t blocks)
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i abcd = _mm_shuffle_epi32(load(words.data()), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(load(words.data() + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(abcd, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, abcd, 0xF0);
    for (; blocks > 0; --blocks, data += kBlock) {
        const __m128i abef_before = abef;
        const __m128i cdgh_before = cdgh;
        __m128i schedule[4];
#pragma GCC unroll 16
        for (unsigned four = 0; four < 16; ++four) {
            __m128i& now = schedule[four % 4];
            if (four < 4) {
                now = _mm_shuffle_epi8(load(data + std::size_t { 16 } * four), big_endian);
            } else {
                const __m128i& last = schedule[(four + 3) % 4];
                const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(now, schedule[(four + 1) % 4]),
                    _mm_alignr_epi8(last, schedule[(four + 2) % 4], 4));
                now = _mm_sha256msg2_epu32(sum, last);
            }
            const __m128i rounds = _mm_add_epi32(now, load(kRounds.data() + std::size_t { 4 } * four));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, rounds);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(rounds, 0x0E));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    const __m128i halves[2] { _mm_blend_epi16(feba, dchg, 0xF0), _mm_alignr_epi8(dchg, feba, 8) };
    std::memcpy(words.data(), halves, sizeof halves);
}

}

std::optional<Digest> sha256_by_processor(std::string_view first, std::string_view second)
{
    static const bool able = has_instructions();
    if (!able) {
        return std::nullopt;
    }
    Words words = kFirstWords;
    std::array<char, 2 * kBlock> tail; // begins with what fills no block yet
    std::size_t rest = 0;
    for (std::string_view part : { first, second }) {
        if (rest > 0) {
            const std::size_t taken = std::min(kBlock - rest, part.size());
            std::copy_n(part.data(), taken, tail.data() + rest);
            part.remove_prefix(taken);
            rest += taken;
            if (rest < kBlock) {
                continue;
            }
            compress(words, tail.data(), 1);
        }
        const std::size_t blocks = part.size() / kBlock;
        compress(words, part.data(), blocks);
        rest = part.size() - blocks * kBlock;
        std::copy_n(part.data() + blocks * kBlock, rest, tail.data());
    }
    // What is left, a one bit, zeros, and the length in bits at the end of a block.
    tail[rest] = static_cast<char>(0x80);
    std::fill(tail.begin() + static_cast<std::ptrdiff_t>(rest) + 1, tail.end(), '\0');
    const std::size_t size = first.size() + second.size();
    const std::size_t blocks = rest + 9 <= kBlock ? 1 : 2;
    for (std::size_t i = 0; i < 8; ++i) {
        tail[blocks * kBlock - 1 - i] = static_cast<char>((size * 8) >> (8 * i));
    }
    compress(words, tail.data(), blocks);
    Digest digest {};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest[i] = static_cast<std::uint8_t>(words[i / 4] >> (24 - 8 * (i % 4)));
    }
    return digest;
}

}

#else

namespace watchfloor {

std::optional<Digest> sha256_by_processor(std::string_view, std::string_view)
{
    return std::nullopt;
}

}

#endif
