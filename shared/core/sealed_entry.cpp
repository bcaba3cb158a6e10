// SPDX-License-Identifier: Apache-2.0
#include "shared/core/sealed_entry.h"

#include <algorithm>

namespace watchfloor {

Digest part_digest(const SealedPart& part)
{
    return sha256(as_view(part.salt), part.bytes);
}

Digest chain_hash(const Digest& previous, const Digest& head, const Digest& facts, const Digest& text)
{
    std::array<std::uint8_t, 1 + 4 * sizeof(Digest)> input {};
    auto at = input.begin() + 1;
    for (const Digest* part : { &previous, &head, &facts, &text }) {
        at = std::copy(part->begin(), part->end(), at);
    }
    return sha256(as_view(input));
}

void seal(SealedEntry& entry, const Digest& previous)
{
    const auto digest_of
        = [](const std::optional<SealedPart>& part) { return part ? part_digest(*part) : part_digest({}); };
    entry.head_digest = digest_of(entry.head);
    entry.facts_digest = digest_of(entry.facts);
    entry.text_digest = digest_of(entry.text);
    entry.hash = chain_hash(previous, entry.head_digest, entry.facts_digest, entry.text_digest);
}

bool verifies(const SealedEntry& entry, const Digest& previous)
{
    const auto matches = [](const std::optional<SealedPart>& part, const Digest& digest) {
        return !part || part_digest(*part) == digest;
    };
    return matches(entry.head, entry.head_digest) && (entry.facts_narrowed || matches(entry.facts, entry.facts_digest))
        && matches(entry.text, entry.text_digest)
        && chain_hash(previous, entry.head_digest, entry.facts_digest, entry.text_digest) == entry.hash;
}

}
