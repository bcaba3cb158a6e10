// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/erasure_ledger.h"
#include "server/journal/sqlite.h"

#include <span>
#include <vector>

namespace watchfloor {

// A database that is older than the list of erasures beside it, restored or put in place by hand, holds texts that the
// list names.

// Those whose text is there. Changes nothing.
Result<std::vector<Erasure>> listed_texts_in(SqliteConnection& connection, std::span<const Erasure> listed);

// Takes them out, notes that it was ordered, so that the database verifies, and drops the raw deliveries, which may
// repeat them; says how many there were. Within the caller's transaction. Snapshots are the caller's.
Result<std::uint64_t> erase_again(SqliteConnection& connection, std::span<const Erasure> listed);

}
