// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"

#include <cstdint>
#include <optional>
#include <string>

namespace watchfloor {

// One part of an entry as it is stored and hashed: canonical bytes and their random salt.
struct SealedPart {
    std::string bytes {};
    Salt salt {};
};

// hash = SHA-256(salt ‖ bytes).
Digest part_digest(const SealedPart& part);

// An entry as the journal keeps it. `text` is absent once erased; `facts` and `head` are absent
// only in stubs sent to viewers who may not see them. The digests are always there, so that the
// chain verifies for everybody.
struct SealedEntry {
    std::uint64_t seq = 0;
    std::optional<SealedPart> head {};
    std::optional<SealedPart> facts {};
    std::optional<SealedPart> text {};
    Digest head_digest {};
    Digest facts_digest {};
    Digest text_digest {};
    Digest hash {}; // chain hash after this entry
    // `facts` are those of what was sealed that a viewer may have: nothing tells them from what the digest is of.
    bool facts_narrowed = false;
};

// hash = SHA-256(0x00 ‖ previous ‖ head_digest ‖ facts_digest ‖ text_digest).
Digest chain_hash(const Digest& previous, const Digest& head, const Digest& facts, const Digest& text);

// Computes the three digests from the parts and the chain hash.
void seal(SealedEntry& entry, const Digest& previous);

// Whether every part that is present whole matches its digest and the digests give `hash`.
bool verifies(const SealedEntry& entry, const Digest& previous);

}
