// SPDX-License-Identifier: Apache-2.0
#include "shared/core/sha256.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

// FIPS 180-4's examples.
TEST(Sha256Test, GivesThePublishedDigests)
{
    const auto hex = [](std::string_view text) { return to_hex(as_view(sha256(text))); };
    EXPECT_EQ(hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hex(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// Every length around the ends of blocks; the digest of the digests is Python's hashlib's.
TEST(Sha256Test, IsRightForEveryLength)
{
    std::string bytes;
    std::string digests;
    for (std::size_t size = 0; size < 700; ++size) {
        digests.append(as_view(sha256(bytes)));
        bytes.push_back(static_cast<char>(size * 31));
    }
    EXPECT_EQ(to_hex(as_view(sha256(digests))), "83cfa462eabab587109f7719b250976b8697ddf167d5ed43e0d4e34eb606588b");
}

TEST(Sha256Test, OfTwoPartsIsOfBothAsOne)
{
    const std::string bytes(200, 'x');
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        const std::string_view whole = std::string_view { bytes }.substr(0, size);
        for (std::size_t first = 0; first <= size; ++first) {
            ASSERT_EQ(sha256(whole.substr(0, first), whole.substr(first)), sha256(whole)) << size << ' ' << first;
        }
    }
}

}
}
