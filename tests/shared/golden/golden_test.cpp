// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/state_codec.h"
#include "tests/shared/golden/golden_journal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace watchfloor {
namespace {

// Newest last. Files of a released version stay as they are for ever; the newest may be made anew until
// its release, by tests/shared/golden/make_golden.cpp.
constexpr std::string_view kVersions[] = { "v1", "v2", "v3", "v4", "v5", "v6" };

std::string read_file(const std::string& name)
{
    std::ifstream file(std::string(WATCHFLOOR_GOLDEN_FOLDER) + "/" + name, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << name;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string journal_of(std::string_view version)
{
    return read_file("journal-" + std::string(version) + ".jsonl");
}

}

TEST(GoldenJournalTest, EveryReleasesJournalFoldsToItsRecordedDigest)
{
    for (const std::string_view version : kVersions) {
        const auto state = fold_golden_journal(journal_of(version));
        ASSERT_TRUE(state.ok()) << version << ": " << state.error().message;
        const Digest digest = state_digest(state.value());
        EXPECT_EQ(to_hex(as_view(digest)) + "\n", read_file("journal-" + std::string(version) + ".digest"))
            << version << " folds to another state than when it was written; if that is meant, raise kFoldVersion"
            << " (server/app/state_snapshots.h) too: no state stored before may be started from";
    }
}

TEST(GoldenJournalTest, TheNewestHoldsEveryKind)
{
    const std::string lines = journal_of(*std::rbegin(kVersions));
    std::set<std::string> kinds;
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);) {
        const auto sealed = entry_from_wire(line);
        ASSERT_TRUE(sealed.ok()) << sealed.error().message;
        const auto head = decode_head(sealed.value());
        ASSERT_TRUE(head.ok()) << head.error().message;
        kinds.insert(head.value().kind);
    }
    for (const std::string_view kind : known_kinds()) {
        EXPECT_TRUE(kinds.count(std::string(kind)) == 1) << kind << " is in no golden journal";
    }
}

TEST(GoldenJournalTest, OneChangedByteIsFound)
{
    std::string lines = journal_of(kVersions[0]);
    const std::size_t at = lines.find("\\\"recorded_at\\\":\\\"2026");
    ASSERT_NE(at, std::string::npos);
    lines[at + 23] = '7';
    const auto state = fold_golden_journal(lines);
    ASSERT_FALSE(state.ok());
    EXPECT_EQ(state.error().message, "The chain breaks at entry 1.");
}

}
