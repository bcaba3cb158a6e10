// SPDX-License-Identifier: Apache-2.0
#include "shared/core/sealed_entry.h"

namespace watchfloor {

Digest part_digest(const SealedPart& part)
{
    std::string input;
    input.reserve(part.salt.size() + part.bytes.size());
    input.append(as_view(part.salt)).append(part.bytes);
    return sha256(input);
}

Digest chain_hash(const Digest& previous, const Digest& head, const Digest& facts, const Digest& text)
{
    std::string input;
    input.reserve(1 + 4 * previous.size());
    input.push_back('\0');
    input.append(as_view(previous)).append(as_view(head)).append(as_view(facts)).append(as_view(text));
    return sha256(input);
}

void seal(SealedEntry& entry, const Digest& previous)
{
    entry.head_digest = part_digest(entry.head.value_or(SealedPart {}));
    entry.facts_digest = part_digest(entry.facts.value_or(SealedPart {}));
    entry.text_digest = part_digest(entry.text.value_or(SealedPart {}));
    entry.hash = chain_hash(previous, entry.head_digest, entry.facts_digest, entry.text_digest);
}

bool verifies(const SealedEntry& entry, const Digest& previous)
{
    const auto matches = [](const std::optional<SealedPart>& part, const Digest& digest) {
        return !part || part_digest(*part) == digest;
    };
    return matches(entry.head, entry.head_digest) && matches(entry.facts, entry.facts_digest)
        && matches(entry.text, entry.text_digest)
        && chain_hash(previous, entry.head_digest, entry.facts_digest, entry.text_digest) == entry.hash;
}

}
