// SPDX-License-Identifier: Apache-2.0
#include "server/journal/verify_derived.h"

#include "server/journal/head_file.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "shared/core/time.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace watchfloor {
namespace {

constexpr Timestamp kSealedHour { 480'000LL * 3'600'000 };

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream { file, std::ios::binary };
    return { std::istreambuf_iterator<char> { stream }, {} };
}

// Entries 1 to 4 are about INC-1, 5 had no text when it was sealed and was erased all the same, 6 orders that, 7 seals
// an hour of samples. Each of the tables beside the entries holds something.
class VerifyDerivedTest : public testing::Test {
protected:
    VerifyDerivedTest()
    {
        auto store = SqliteStore::open(database());
        VERIFY(store.ok());
        EntryMaker maker;
        std::vector<SealedEntry> entries;
        Extras extras;
        for (std::uint64_t seq = 1; seq <= 5; ++seq) {
            entries.push_back(maker.next_of("INC-1", "noted", "{}", seq != 5));
            extras.subjects.push_back({ "INC-1", seq });
        }
        entries.push_back(maker.next_of("5", "text.erased", "{\"erased_seq\":5}"));
        extras.subjects.push_back({ "5", 6 });
        entries.push_back(maker.next_of(
            "samples", "samples.sealed", "{\"blocks\":1,\"hour\":\"" + format_timestamp(kSealedHour) + "\"}"));
        extras.subjects.push_back({ "samples", 7 });
        extras.keys = { { "erasure", "5", 6 }, { "samples", std::to_string(kSealedHour.millis), 7 } };
        extras.idempotency = { { { "u-1", "POST /x", "key" }, sha256("x"), 1, 4, 201, { 5 } } };
        extras.deliveries = { { 2, 3, SourceId { "monitor" }, { 7 }, "body", 4 } };
        VERIFY(store.value()->append(kMain, entries, extras).ok());
        VERIFY(store.value()->append(kMain, {}, { .erased_texts = { 5 } }).ok());
        VERIFY(store.value()->append(kMain, {}, { .deliveries = extras.deliveries }).ok());
        head_ = maker.head();
    }

    std::filesystem::path database() const { return folder_ / "journal.db"; }
    std::string defects(bool in_slices) const
    {
        std::string all;
        for (const Defect& defect : verify_database(database(), { .in_slices = in_slices }).defects) {
            all += defect.what + "\n";
        }
        return all;
    }

    TemporaryFolder folder_;
    JournalHead head_;
};

TEST_F(VerifyDerivedTest, FindsWhateverIsTakenAwayAddedOrAlteredBesideTheEntries)
{
    struct Case {
        const char* sql;
        const char* finding;
    };
    const std::vector<Case> cases {
        { "DELETE FROM entry_subjects WHERE id = 3", "entry 3: it is not listed under its subject INC-1" },
        { "UPDATE entry_subjects SET subject = 'INC-2' WHERE id = 4",
            "entry 4: it is listed under INC-2, which it does not name" },
        { "INSERT INTO entry_subjects VALUES('INC-2', 3)", "entry 3: it is listed under INC-2" },
        { "INSERT INTO fresh_subjects VALUES(3, 'INC-2')", "entry 3: it is listed under INC-2" },
        { "DELETE FROM erasures", "entry 6: the erasure that it orders is not listed" },
        { "DELETE FROM unique_keys WHERE scope = 'erasure'", "entry 6: its unique key is missing" },
        { "DELETE FROM unique_keys WHERE scope = 'samples'", "entry 7: its unique key is missing" },
        { "UPDATE unique_keys SET key = '4' WHERE scope = 'erasure'",
            "entry 6: the unique key erasure 4 names it, and it erased something else" },
        { "UPDATE unique_keys SET key = '3600000' WHERE scope = 'samples'",
            "entry 7: the unique key samples 3600000 names it, and it sealed something else" },
        { "UPDATE unique_keys SET seq = 7 WHERE scope = 'erasure'", "entry 6: its unique key is missing" },
        { "UPDATE idempotency SET last_seq = 99", "idempotency names an entry that does not exist: 99" },
        { "UPDATE deliveries SET last_seq = 99", "kept for an entry that does not exist: 2" },
        { "INSERT INTO entries SELECT 0, seal, head, facts, text, text_salt FROM entries WHERE id = 1",
            "An entry stands before the first of journal main" },
        { "CREATE TRIGGER hide AFTER INSERT ON fresh_subjects BEGIN DELETE FROM fresh_subjects; END",
            "something that does not belong there: trigger hide" },
        { "DROP INDEX deliveries_by_age", "lacks its index deliveries_by_age" },
        { "DROP TABLE leases", "lacks its table leases" },
    };
    for (const bool in_slices : { false, true }) {
        ASSERT_EQ(defects(in_slices), "");
    }
    const std::string whole = foreign_dump(database());
    for (const Case& tampering : cases) {
        run_foreign_sql(database(), tampering.sql);
        for (const bool in_slices : { false, true }) {
            EXPECT_NE(defects(in_slices).find(tampering.finding), std::string::npos) << tampering.sql << "\n"
                                                                                     << defects(in_slices);
        }
        foreign_restore(database(), whole);
    }
}

TEST_F(VerifyDerivedTest, FindsADamagedPageOfEachTableAndIndex)
{
    const std::string whole = foreign_dump(database());
    for (const char* name : { "entry_subjects", "unique_keys", "erasures", "idempotency", "idempotency_by_key",
             "idempotency_by_age", "deliveries", "deliveries_by_age", "leases", "fresh_leases", "secrets", "meta" }) {
        damage_page_of(database(), name);
        for (const bool in_slices : { false, true }) {
            EXPECT_NE(defects(in_slices), "") << name << (in_slices ? ", in slices" : "");
        }
        foreign_restore(database(), whole);
    }
}

TEST_F(VerifyDerivedTest, AJournalOfBeforeSubjectsArrivedApartIsWhole)
{
    run_foreign_sql(database(), "DROP TABLE fresh_subjects; DROP TABLE fresh_leases");
    EXPECT_EQ(defects(false), "");
}

// Whoever writes beside it must be able to fold the log back whenever it pauses.
TEST_F(VerifyDerivedTest, HoldsNoTransactionWhileItPauses)
{
    auto store = SqliteStore::open(database());
    ASSERT_TRUE(store.ok());
    EntryMaker maker { head_ };
    for (int i = 0; i < 5; ++i) {
        Extras extras;
        std::vector<SealedEntry> entries;
        for (int k = 0; k < 1000; ++k) {
            entries.push_back(maker.next_of("INC-1", "noted", "{}"));
            extras.subjects.push_back({ "INC-1", entries.back().seq });
        }
        ASSERT_TRUE(store.value()->append(kMain, entries, extras).ok());
    }
    store = Error {};
    auto other = SqliteConnection::open(database(), SqliteConnection::Mode::ReadWrite);
    ASSERT_TRUE(other.ok());
    int pauses = 0;
    int busy = 0;
    const VerifyReport report = verify_database(database(),
        { .in_slices = true, .workers = 1, .go_on = [&] {
             ++pauses;
             // Something in the log, or there would be nothing to fold back.
             EXPECT_TRUE(other.value().execute("INSERT OR REPLACE INTO meta(name, value) VALUES('x', 1)").ok());
             const auto blocked = other.value().integer("PRAGMA wal_checkpoint(TRUNCATE)");
             busy += blocked.ok() && blocked.value() == 0 ? 0 : 1;
             return true;
         } });
    EXPECT_TRUE(report.whole()) << report.defects.front().what;
    EXPECT_GT(pauses, 20) << "5,000 entries and as many subjects are several pages";
    EXPECT_EQ(busy, 0);
    int left = 10;
    const VerifyReport given_up = verify_database(database(), { .workers = 1, .go_on = [&] { return --left > 0; } });
    EXPECT_TRUE(given_up.given_up);
    EXPECT_TRUE(given_up.whole());
    EXPECT_EQ(left, 0) << "and it was not asked again";
}

TEST_F(VerifyDerivedTest, FindsAGarbledMemoryOfTheHeads)
{
    const auto file = HeadFile::beside(database());
    const std::string whole = bytes_of(file);
    ASSERT_EQ(whole.size(), 64U);
    const auto write = [&](const std::string& bytes) {
        std::ofstream { file, std::ios::binary | std::ios::trunc } << bytes;
    };
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string garbled = whole;
        garbled[at] = static_cast<char>(garbled[at] ^ 4);
        write(garbled);
        EXPECT_NE(defects(true).find("journal.db-heads, is damaged"), std::string::npos) << at;
    }
    write(whole.substr(0, 63));
    EXPECT_NE(defects(false).find("journal.db-heads, is damaged"), std::string::npos);
    write(whole + "x");
    EXPECT_NE(defects(false).find("journal.db-heads, is damaged"), std::string::npos);
    for (const std::string& lost : { std::string {}, std::string(64, '\0') }) {
        write(lost);
        EXPECT_EQ(defects(false), "") << "a power loss leaves such a file";
    }
}

TEST_F(VerifyDerivedTest, AStartMendsTheMemoryOfTheHeadsAndSaysSo)
{
    const auto file = HeadFile::beside(database());
    const std::string whole = bytes_of(file);
    std::ofstream { file, std::ios::binary | std::ios::trunc } << std::string(200, 'g');
    {
        const auto store = SqliteStore::open(database());
        ASSERT_TRUE(store.ok());
        EXPECT_NE(store.value()->mended().find("journal.db-heads, is damaged"), std::string::npos);
    }
    EXPECT_EQ(bytes_of(file), whole);
    std::filesystem::remove(file);
    const auto store = SqliteStore::open(database());
    ASSERT_TRUE(store.ok());
    EXPECT_EQ(store.value()->mended(), "");
    EXPECT_EQ(bytes_of(file), whole) << "a start remembers what it found whole";
}

}
}
