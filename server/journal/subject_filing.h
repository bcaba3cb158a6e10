// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"

#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// Moves subjects from where they arrived (fresh_subjects) to where they are looked up (entry_subjects),
// all of a round in the order of that index, so that each of its pages is written once for all that it
// takes. A round is many steps, each short enough to stand between two appends. Until its last step
// subjects may stand in both places; one that is left half done by a restart is begun anew.
class SubjectFiling {
public:
    // Does one step, in the caller's transaction; after an error the round begins anew. Returns how many
    // subjects left where they arrived.
    Result<std::size_t> step(SqliteConnection& connection);

    // Whether no round is under way.
    bool idle() const { return phase_ == Phase::Read && items_.empty(); }

private:
    enum class Phase { Read, File, Remove };
    struct Item {
        std::uint64_t id = 0;
        std::uint32_t offset = 0; // of the subject in texts_
        std::uint32_t size = 0;
    };
    // Rows that lay together when they were read; nothing is added among them later.
    struct Run {
        Item first {};
        Item last {};
        std::size_t count = 0;
    };

    Result<void> read(SqliteConnection& connection);
    Result<void> file(SqliteConnection& connection);
    Result<std::size_t> remove(SqliteConnection& connection);
    void note(std::uint64_t id, std::string_view subject);
    std::string_view subject(const Item& item) const { return std::string_view(texts_).substr(item.offset, item.size); }

    Phase phase_ = Phase::Read;
    std::vector<Item> items_ {};
    std::string texts_ {};
    std::vector<Run> runs_ {};
    std::size_t next_ = 0; // the item to file, or the run to remove
};

}
