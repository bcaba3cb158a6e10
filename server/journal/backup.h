// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <filesystem>

namespace watchfloor {

struct RestoreOptions {
    std::filesystem::path backup {};
    std::filesystem::path database {}; // must not exist
    // The list of erasures kept outside backups (erasure_ledger.h). Replayed before the
    // database gets its name; empty: the one beside `database`, if there is one.
    std::filesystem::path erasures {};
};

// Brings a backup back: copy, replay of erasures, verification, and only then the final name.
// On error there is no database and the message says what was wrong.
Result<void> restore_database(const RestoreOptions& options);

}
