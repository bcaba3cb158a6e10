// SPDX-License-Identifier: Apache-2.0
#include "server/journal/erase_again.h"

#include "server/journal/sqlite_schema.h"

#include <sqlite3.h>

#include <optional>

namespace watchfloor {
namespace {

struct ListedRow {
    std::uint64_t id = 0;
    bool has_text = false;
};

// By number and digest: after a restore, a later entry may carry the number of a lost one.
Result<std::optional<ListedRow>> row_of(SqliteConnection& connection, const Erasure& erasure)
{
    SqliteQuery find { connection,
        "SELECT e.id, e.text IS NOT NULL FROM entries e JOIN journals j ON j.number = e.id >> 40 WHERE j.id = ?1"
        " AND e.id = (j.number << 40) + ?2"
        " AND substr(e.seal, 97, 32) = ?3" };
    static_assert(kSeqBits == 40);
    find.text(erasure.journal.text).number(erasure.seq).blob(as_view(erasure.text_digest));
    std::optional<ListedRow> row;
    if (find.step()) {
        row = { find.number_at(0), find.number_at(1) != 0 };
    }
    RETURN_IF_ERROR(find.finish());
    return row;
}

}

Result<std::vector<Erasure>> listed_texts_in(SqliteConnection& connection, std::span<const Erasure> listed)
{
    std::vector<Erasure> there;
    for (const Erasure& erasure : listed) {
        ASSIGN_OR_RETURN(const auto row, row_of(connection, erasure));
        if (row && row->has_text) {
            there.push_back(erasure);
        }
    }
    return there;
}

Result<std::uint64_t> erase_again(SqliteConnection& connection, std::span<const Erasure> listed)
{
    std::uint64_t erased = 0;
    for (const Erasure& erasure : listed) {
        ASSIGN_OR_RETURN(const auto row, row_of(connection, erasure));
        if (!row) {
            continue;
        }
        SqliteQuery note { connection, "INSERT OR IGNORE INTO erasures(id, text_digest) VALUES(?1, ?2)" };
        RETURN_IF_ERROR(note.number(row->id).blob(as_view(erasure.text_digest)).run());
        SqliteQuery erase { connection,
            "UPDATE entries SET text = NULL, text_salt = NULL WHERE id = ?1 AND text IS NOT NULL" };
        RETURN_IF_ERROR(erase.number(row->id).run());
        erased += sqlite3_changes(connection.handle()) != 0 ? 1U : 0U;
    }
    if (listed.empty()) {
        return erased;
    }
    RETURN_IF_ERROR(connection.execute("DELETE FROM deliveries"));
    return erased;
}

}
