// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"

#include <filesystem>
#include <optional>
#include <string>

namespace watchfloor {

// Remembers, beside the database, the head after each acknowledged append. SQLite silently drops
// whatever follows the first damaged frame of its log; only a memory outside of it can tell that
// acknowledged entries are gone. Written without a sync of its own (a commit has just been
// synced), so after a power loss it may be behind the database, but never ahead.
// Used by one thread at a time.
class HeadFile {
public:
    static Result<HeadFile> open(const std::filesystem::path& path);
    // Only for reading; nothing if there is no such file.
    static std::optional<HeadFile> existing(const std::filesystem::path& path);
    HeadFile(HeadFile&& other) noexcept;
    HeadFile& operator=(HeadFile&& other) noexcept;
    ~HeadFile();

    // Failing to remember is not an error: it only makes the memory older.
    void remember(std::uint64_t journal_number, const JournalHead& head);
    // Forgets everything.
    void clear();
    std::optional<JournalHead> recall(std::uint64_t journal_number) const;
    // Something stands there and is no record, so the memory is damaged. A power loss leaves nothing, or zeros.
    bool garbled(std::uint64_t journal_number) const;
    // How many records there is room for.
    std::uint64_t records() const;

    static std::filesystem::path beside(const std::filesystem::path& database) { return database.string() + "-heads"; }

private:
    explicit HeadFile(int descriptor) : descriptor_(descriptor) { }

    int descriptor_ = -1;
};

// What to say of a memory that is damaged.
std::string garbled_heads(const std::filesystem::path& file);

}
