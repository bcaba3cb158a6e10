// SPDX-License-Identifier: Apache-2.0
#include "server/journal/verify.h"

#include "server/journal/head_file.h"
#include "server/journal/sqlite_store.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace watchfloor {
namespace {

class VerifyTest : public testing::Test {
protected:
    VerifyTest()
    {
        auto store = SqliteStore::open(database());
        VERIFY(store.ok());
        EntryMaker maker;
        const Extras extras {
            .keys = { { "scope", "key", 5 } }, .subjects = { { "incident/INC-1", 3 } }, .erased_texts = { 7 }
        };
        VERIFY(store.value()->append(kMain, maker.batch(40), extras).ok());
        head_ = maker.head();
    }

    std::filesystem::path database() const { return folder_ / "journal.db"; }
    void sql(const std::string& statements) { run_foreign_sql(database(), statements); }
    std::string first_defect() const
    {
        const VerifyReport report = verify_database(database());
        return report.whole() ? "" : report.defects.front().what;
    }

    TemporaryFolder folder_;
    JournalHead head_;
};

TEST_F(VerifyTest, FindsNothingWrongWithAWholeJournal)
{
    const VerifyReport report = verify_database(database());
    ASSERT_TRUE(report.whole()) << report.defects.front().what;
    ASSERT_EQ(report.journals.size(), 1U);
    EXPECT_EQ(report.journals[0].entries, 40U);
    EXPECT_EQ(report.journals[0].erased_texts, 1U);
    EXPECT_EQ(report.journals[0].head, head_);
}

struct Tampering {
    const char* name;
    std::string sql;
    const char* finding;
};

// Every byte of every part of a row, first and last of each field.
TEST_F(VerifyTest, NamesTheFirstBrokenEntryWhateverByteIsChanged)
{
    const auto flip = [](const std::string& column, int at) {
        const std::string byte = "substr(" + column + "," + std::to_string(at) + ",1)";
        return "UPDATE entries SET " + column + " = CAST(substr(" + column + ",1," + std::to_string(at - 1)
            + ") || CASE " + byte + " WHEN x'41' THEN x'42' WHEN 'A' THEN 'B' ELSE CASE typeof(" + column
            + ") WHEN 'text' THEN 'A' ELSE x'41' END END || substr(" + column + "," + std::to_string(at + 1) + ") AS "
            + (column == "seal" || column == "text_salt" ? "BLOB" : "TEXT") + ") WHERE id = 17;";
    };
    const std::vector<Tampering> tamperings {
        { "kind in the head", "UPDATE entries SET head = replace(head, 'noted', 'noteD') WHERE id = 17",
            "entry 17: the head does not match its digest" },
        { "actor in the head", "UPDATE entries SET head = replace(head, 'u-1', 'u-2') WHERE id = 17",
            "entry 17: the head does not match its digest" },
        { "first byte of the head", flip("head", 1), "entry 17: the head does not match its digest" },
        { "facts", flip("facts", 5), "entry 17: the facts do not match their digest" },
        { "text", flip("text", 5), "entry 17: the text does not match its digest" },
        { "text salt", flip("text_salt", 1), "entry 17: the text does not match its digest" },
        { "last byte of the text salt", flip("text_salt", 16), "entry 17: the text does not match its digest" },
        { "head salt", flip("seal", 1), "entry 17: the head does not match its digest" },
        { "facts salt", flip("seal", 32), "entry 17: the facts do not match their digest" },
        { "head digest", flip("seal", 33), "entry 17: the head does not match its digest" },
        { "facts digest", flip("seal", 96), "entry 17: the facts do not match their digest" },
        { "text digest", flip("seal", 97), "entry 17: the text does not match its digest" },
        { "hash", flip("seal", 129), "entry 17: its hash does not follow from entry 16 and its own digests" },
        { "last byte of the hash", flip("seal", 160),
            "entry 17: its hash does not follow from entry 16 and its own digests" },
        { "erased text's digest",
            "UPDATE entries SET seal = CAST(substr(seal,1,96) || zeroblob(32) || substr(seal,129) AS BLOB) WHERE id = "
            "7",
            "entry 7: its hash does not follow from entry 6 and its own digests" },
        { "shorter seal", "UPDATE entries SET seal = substr(seal, 2) WHERE id = 17",
            "entry 17: its seal has the wrong size" },
        { "text taken away", "UPDATE entries SET text = NULL, text_salt = NULL WHERE id = 17",
            "entry 17: its text is missing although no erasure orders that" },
        { "entry taken away", "DELETE FROM entries WHERE id = 17", "entry 17: it is missing" },
        { "last entry taken away", "DELETE FROM entries WHERE id = 40", "entry 40: it is missing" },
        { "entry swapped",
            "UPDATE entries SET id = 1000 WHERE id = 17; UPDATE entries SET id = 17 WHERE id = 18; UPDATE entries SET "
            "id = 18 WHERE id = 1000",
            "entry 17: its hash does not follow from entry 16 and its own digests" },
        { "two broken entries", flip("head", 1) + "UPDATE entries SET facts = 'x' WHERE id = 9",
            "entry 9: the facts do not match their digest" },
    };
    const std::string whole = foreign_dump(database());
    for (const Tampering& tampering : tamperings) {
        sql(tampering.sql);
        ASSERT_NE(foreign_dump(database()), whole) << tampering.name << " changed nothing";
        EXPECT_EQ(first_defect(), tampering.finding) << tampering.name;
        foreign_restore(database(), whole);
    }
    EXPECT_EQ(first_defect(), "");
}

TEST_F(VerifyTest, FindsARewrittenTailThatIsWholeInItself)
{
    // Whoever owns the file drops the tail and the head row with it: only an outside memory tells.
    sql("DELETE FROM entries WHERE id > 38; DELETE FROM unique_keys; DELETE FROM entry_subjects;"
        "UPDATE journals SET head_seq = 38, head_hash = (SELECT substr(seal, 129) FROM entries WHERE id = 38)");
    EXPECT_EQ(first_defect(), "entry 39: it is missing, the journal was acknowledged up to entry 40");
    std::filesystem::remove(HeadFile::beside(database()));
    EXPECT_EQ(first_defect(), "");
    const VerifyReport report = verify_database(database(), { .anchors = { { kMain, head_ } } });
    ASSERT_FALSE(report.whole());
    EXPECT_EQ(report.defects.front().what, "entry 40: it is not the one that was remembered elsewhere");
}

TEST_F(VerifyTest, FindsReferencesThatPointNowhere)
{
    const std::vector<Tampering> tamperings {
        { "key", "UPDATE unique_keys SET seq = 41",
            "A unique key names an entry that does not exist: scope key -> 41" },
        { "subject", "UPDATE entry_subjects SET id = 99",
            "A subject names an entry that does not exist: incident/INC-1 -> 99" },
        { "text back", "INSERT INTO erasures(id, text_digest) VALUES(8, zeroblob(32))",
            "A text was ordered to be erased but is there: entry 8" },
        { "foreign entry",
            "INSERT INTO entries SELECT (5 << 40) + 1, seal, head, facts, text, text_salt FROM entries WHERE id = 1",
            "An entry belongs to no journal: row 5497558138881" },
    };
    const std::string whole = foreign_dump(database());
    for (const Tampering& tampering : tamperings) {
        sql(tampering.sql);
        EXPECT_EQ(first_defect(), tampering.finding) << tampering.name;
        foreign_restore(database(), whole);
    }
}

TEST_F(VerifyTest, ReportsDamagedPages)
{
    // Every page in turn, overwritten in its middle and at its start.
    const std::string whole = foreign_dump(database());
    const std::size_t pages = whole.size() / 4096;
    ASSERT_GT(pages, 10U);
    int free_pages = 0;
    for (std::size_t page = 0; page < pages; ++page) {
        std::string damaged = whole;
        damaged.replace(page * 4096, 64, std::string(64, '\x5a'));
        damaged.replace(page * 4096 + 2000, 64, std::string(64, '\x5a'));
        foreign_restore(database(), damaged);
        const VerifyReport report = verify_database(database());
        free_pages += report.whole() ? 1 : 0;
    }
    foreign_restore(database(), whole);
    // Pages that hold nothing have nothing to lose.
    EXPECT_LE(free_pages, 2);
    EXPECT_EQ(first_defect(), "");
}

TEST_F(VerifyTest, SpreadsManyEntriesOverWorkers)
{
    auto store = SqliteStore::open(database());
    ASSERT_TRUE(store.ok());
    EntryMaker maker { head_ };
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(store.value()->append(kMain, maker.batch(1000), {}).ok());
    }
    EXPECT_EQ(first_defect(), ""); // beside a running store
    store = Error {};
    for (const int seq : { 20'040, 12'289, 12'288, 4097, 4096 }) {
        sql("UPDATE entries SET facts = 'x' WHERE id = " + std::to_string(seq));
        for (const std::size_t workers : { 1U, 4U }) {
            const VerifyReport report = verify_database(database(), { .workers = workers });
            ASSERT_FALSE(report.whole());
            EXPECT_EQ(report.defects.front().seq, static_cast<std::uint64_t>(seq));
        }
    }
}

TEST_F(VerifyTest, ReportsWhatCannotBeOpened)
{
    EXPECT_FALSE(verify_database(folder_ / "nothing-here").whole());
    std::ofstream { folder_ / "text" } << std::string(5000, 'x');
    EXPECT_FALSE(verify_database(folder_ / "text").whole());
}

TEST_F(VerifyTest, FindsARewrittenTailThatIsAsLongAsTheTrueOne)
{
    // Another history whose every digest fits, put in place of the true one: only the memory of the head tells.
    const auto forge = [&](std::size_t entries, const std::string& note) {
        const TemporaryFolder elsewhere;
        const auto forged = elsewhere / "journal.db";
        auto store = SqliteStore::open(forged);
        VERIFY(store.ok());
        EntryMaker maker;
        VERIFY(store.value()->append(kMain, maker.batch(38), {}).ok());
        VERIFY(store.value()->append(kMain, maker.batch(entries - 38, note), {}).ok());
        store = Error {};
        foreign_restore(database(), foreign_dump(forged));
    };
    forge(40, "another story");
    EXPECT_EQ(first_defect(), "entry 40: it is not the one that was remembered elsewhere");
    forge(60, "another and longer story");
    EXPECT_EQ(first_defect(), "entry 40: it is not the one that was remembered elsewhere");
    forge(60, "note");
    EXPECT_EQ(first_defect(), "") << "a memory may be behind";
    const auto anchored
        = [&](const Anchor& anchor) { return verify_database(database(), { .anchors = { anchor } }).whole(); };
    EXPECT_TRUE(anchored({ kMain, head_ }));
    EXPECT_TRUE(anchored({ kMain, {} })) << "of an empty journal, before there was any";
    EXPECT_TRUE(anchored({ JournalId { "another" }, { 40, sha256("x") } }));
    EXPECT_FALSE(anchored({ kMain, { 40, sha256("x") } }));
    EXPECT_FALSE(anchored({ kMain, { 61, head_.hash } }));
}

TEST_F(VerifyTest, FindsAHeadThatIsNotTheLastEntrys)
{
    const std::vector<Tampering> tamperings {
        { "lower head", "UPDATE journals SET head_seq = 39", "entry 40 is the last one, but the head says 39" },
        { "other hash", "UPDATE journals SET head_hash = zeroblob(32)",
            "entry 40: it is not the one that the head names" },
        { "shorter hash", "UPDATE journals SET head_hash = substr(head_hash, 1, 31)",
            "entry 40: it is not the one that the head names" },
        { "other number", "UPDATE journals SET number = 1", "The table of journals is damaged at number 0." },
        { "no journal", "DELETE FROM journals", "Journal number 0 was acknowledged but is missing." },
    };
    const std::string whole = foreign_dump(database());
    for (const Tampering& tampering : tamperings) {
        sql(tampering.sql);
        EXPECT_EQ(first_defect(), tampering.finding) << tampering.name;
        foreign_restore(database(), whole);
    }
}

TEST_F(VerifyTest, AnErasureExplainsTheAbsenceOfItsOwnTextOnly)
{
    const std::string whole = foreign_dump(database());
    for (const char* tampering : { "UPDATE erasures SET text_digest = zeroblob(32)",
             "UPDATE erasures SET text_digest = substr(text_digest, 1, 31)",
             "UPDATE erasures SET text_digest = (SELECT substr(seal, 97, 32) FROM entries e WHERE e.id = 8)",
             "DELETE FROM erasures" }) {
        sql(tampering);
        EXPECT_EQ(first_defect(), "entry 7: its text is missing although no erasure orders that") << tampering;
        foreign_restore(database(), whole);
    }
    EXPECT_EQ(first_defect(), "");
}

TEST_F(VerifyTest, FindsWhatPointsNowhereBeforeItIsFiledToo)
{
    const std::string whole = foreign_dump(database());
    sql("INSERT INTO fresh_subjects(id, subject) VALUES(41, 'incident/INC-1')");
    EXPECT_EQ(first_defect(), "A subject names an entry that does not exist: incident/INC-1 -> 41");
    foreign_restore(database(), whole);
    sql("UPDATE entries SET text_salt = zeroblob(16) WHERE id = 7");
    EXPECT_EQ(first_defect(), "A text was ordered to be erased but is there: entry 7");
    foreign_restore(database(), whole);
    sql("UPDATE unique_keys SET journal = 1");
    EXPECT_EQ(first_defect(), "A unique key names an entry that does not exist: scope key -> 5");
    EXPECT_TRUE(verify_database(database(), { .references = false }).whole());
}

TEST_F(VerifyTest, TellsWhatItCouldNotOpenAndWhatItGaveUp)
{
    EXPECT_FALSE(verify_database(database()).not_opened);
    EXPECT_TRUE(verify_database(folder_ / "nothing-here").not_opened);
    int asked = 0;
    const VerifyReport stopped = verify_database(database(), { .go_on = [&] {
        ++asked;
        return false;
    } });
    EXPECT_EQ(asked, 1);
    EXPECT_TRUE(stopped.given_up);
    EXPECT_TRUE(stopped.whole());
    EXPECT_FALSE(verify_database(database(), { .go_on = [] { return true; } }).given_up);
}

TEST(ChainCheckTest, TakesEachEntryOfTheChainInTurn)
{
    EntryMaker maker;
    const auto entries = maker.batch(4);
    ChainCheck chain { { 1, entries[0].hash } };
    EXPECT_EQ(chain.next(entries[2]), "entry 2: it is missing");
    EXPECT_EQ(chain.next(entries[0]), "entry 2: it is missing");
    EXPECT_EQ(chain.next(entries[1]), "");
    SealedEntry wrong = entries[2];
    wrong.facts->bytes += " ";
    EXPECT_EQ(chain.next(wrong), "entry 3: the facts do not match their digest");
    EXPECT_EQ(chain.head(), (JournalHead { 2, entries[1].hash })) << "it stays where it was";
    SealedEntry stub = entries[2];
    stub.head.reset();
    stub.facts.reset();
    stub.text.reset();
    EXPECT_EQ(chain.next(stub), "") << "its digests are enough";
    wrong = entries[3];
    wrong.text_digest[0] ^= 1U;
    wrong.text.reset();
    EXPECT_EQ(chain.next(wrong), "entry 4: its hash does not follow from entry 3 and its own digests");
    EXPECT_EQ(chain.next(entries[3]), "");
    EXPECT_EQ(chain.head(), maker.head());
}

}
}
