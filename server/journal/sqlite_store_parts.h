// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite_reads.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/sqlite_writer.h"

namespace watchfloor {

struct SqliteStore::Parts {
    std::unique_ptr<SqliteWriter> writer {};
    std::unique_ptr<SqliteReaders> readers {}; // closed before the writer
    OnDamage on_damage {};
};

}
