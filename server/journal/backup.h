// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/restored_secrets.h"
#include "server/journal/verify.h"
#include "shared/core/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace watchfloor {

struct RestoreOptions {
    std::filesystem::path backup {};
    std::filesystem::path database {}; // must not exist
    // The folder with the lists of what was erased and revoked (erasure_ledger.h, revocation_list.h), kept outside
    // backups; empty: the database's own.
    std::filesystem::path lists {};
    bool without_lists = false; // goes on where one of them is lost
};

struct RestoreReport {
    std::vector<JournalReport> journals {};
    std::uint64_t erased = 0; // texts that the backup still had
    DroppedSecrets dropped {};
    std::vector<std::string> missing_lists {};
};

// Brings a backup back: copy, replay of the lists, verification, and only then the final name; the lists then lie beside
// it. On error there is no database and the message says what was wrong. GateNotMet: a list is missing, so what was
// erased or revoked since the backup would be back.
Result<RestoreReport> restore_database(const RestoreOptions& options);

}
