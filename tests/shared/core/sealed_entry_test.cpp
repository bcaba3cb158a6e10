// SPDX-License-Identifier: Apache-2.0
#include "shared/core/sealed_entry.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

SealedEntry sample(const Digest& previous)
{
    SealedEntry entry;
    entry.seq = 1;
    entry.head = SealedPart { R"({"actor":"a"})", { 1, 2, 3 } };
    entry.facts = SealedPart { R"({"b":1})", { 4, 5, 6 } };
    entry.text = SealedPart { R"({"c":"words"})", { 7, 8, 9 } };
    seal(entry, previous);
    return entry;
}

TEST(Sha256Test, IsTheStandardFunction)
{
    EXPECT_EQ(to_hex(as_view(sha256("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256Test, ReadsOnlyItsOwnHexadecimal)
{
    const std::string text = to_hex(as_view(sha256("abc")));
    EXPECT_EQ(digest_from_hex(text), sha256("abc"));
    EXPECT_FALSE(digest_from_hex(text.substr(1)));
    EXPECT_FALSE(digest_from_hex("BA" + text.substr(2)));
    EXPECT_FALSE(digest_from_hex("zz" + text.substr(2)));
}

TEST(SealedEntryTest, NoticesAnyChangedPart)
{
    const Digest previous = sha256("before");
    EXPECT_TRUE(verifies(sample(previous), previous));
    for (auto part : { &SealedEntry::head, &SealedEntry::facts, &SealedEntry::text }) {
        SealedEntry changed = sample(previous);
        (changed.*part)->bytes.back() ^= 1;
        EXPECT_FALSE(verifies(changed, previous));
        SealedEntry salted = sample(previous);
        (salted.*part)->salt[0] ^= 1;
        EXPECT_FALSE(verifies(salted, previous));
    }
    EXPECT_FALSE(verifies(sample(previous), sha256("elsewhere")));
}

TEST(SealedEntryTest, VerifiesWithoutTheTextThatWasErasedOrWithheld)
{
    const Digest previous {};
    SealedEntry entry = sample(previous);
    entry.text.reset();
    EXPECT_TRUE(verifies(entry, previous));
    entry.facts.reset();
    entry.head.reset();
    EXPECT_TRUE(verifies(entry, previous));
}

}
}
