// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/result.h"
#include "shared/core/sha256.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace watchfloor {

// One erased text. The digest names the very text: after a restore, another entry may have the
// same number.
struct Erasure {
    JournalId journal {};
    std::uint64_t seq = 0;
    Digest text_digest {};

    friend bool operator==(const Erasure&, const Erasure&) = default;
};

// The list of erasures as a text file of its own, one per line, outside the database and its
// backups: a restored backup still holds the texts, and this list takes them out again before
// anybody is served.
std::filesystem::path erasure_ledger_beside(const std::filesystem::path& database);

// What the file lists; a line that was torn by a crash is passed over. No file: nothing.
Result<std::vector<Erasure>> read_erasure_ledger(const std::filesystem::path& file);

// Appends and syncs; makes the file where it is missing, so that a list that is lost can be told from an empty one.
Result<void> extend_erasure_ledger(const std::filesystem::path& file, std::span<const Erasure> erasures);

}
