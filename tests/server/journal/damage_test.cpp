// SPDX-License-Identifier: Apache-2.0
// Bits and pages flipped, files cut: whatever happens to the journal's files, it is found or does no harm. Nothing
// that was altered is read back as if it were what was written.
#include "server/journal/head_file.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/whole_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

namespace watchfloor {
namespace {

constexpr std::size_t kPage = 4096;

// A longer run sets WATCHFLOOR_DAMAGES.
int damages()
{
    const char* asked = std::getenv("WATCHFLOOR_DAMAGES");
    return asked != nullptr ? std::atoi(asked) : 150;
}

// All bytes of the entries.
std::string image(const std::vector<SealedEntry>& entries)
{
    std::string all;
    for (const SealedEntry& entry : entries) {
        all += std::to_string(entry.seq);
        for (const Digest* digest : { &entry.head_digest, &entry.facts_digest, &entry.text_digest, &entry.hash }) {
            all += as_view(*digest);
        }
        for (const auto* part : { &entry.head, &entry.facts, &entry.text }) {
            all += *part ? (*part)->bytes + std::string { (*part)->salt.begin(), (*part)->salt.end() } : "-";
        }
    }
    return all;
}

enum class Finding { Refused, Found, Unreadable, Harmless, Silent };

// The files of a journal as a crash would leave them: much in the database, something in its log.
class DamageTest : public testing::Test {
protected:
    void SetUp() override
    {
        const TemporaryFolder running;
        auto opened = SqliteStore::open(running / "journal.db");
        ASSERT_TRUE(opened.ok());
        EntryMaker maker;
        append(*opened.value(), maker, 12);
        opened = Error {}; // everything so far is in the database file
        opened = SqliteStore::open(running / "journal.db");
        ASSERT_TRUE(opened.ok());
        append(*opened.value(), maker, 4);
        const auto read = opened.value()->read_after(kMain, 0, {});
        ASSERT_TRUE(read.ok());
        written_ = image(read.value());
        database_ = content(running / "journal.db");
        log_ = content(running / "journal.db-wal");
        heads_ = content(HeadFile::beside(running / "journal.db"));
        ASSERT_GT(database_.size(), 8 * kPage);
        ASSERT_GT(log_.size(), 4 * kPage);
    }

    static void append(SqliteStore& store, EntryMaker& maker, int batches)
    {
        for (int i = 0; i < batches; ++i) {
            const auto entries = maker.batch(5, std::string(150, 'n'));
            const std::uint64_t seq = maker.head().seq;
            const Extras extras { .keys = { { "k", std::to_string(seq), seq } }, .subjects = { { "INC-1", seq } } };
            VERIFY(store.append(kMain, entries, extras).ok());
        }
    }

    // What a server makes of these files: what it refuses, what its watch over the chain finds, what it reads.
    Finding finding(const std::string& database, const std::string& log)
    {
        const TemporaryFolder folder;
        const auto file = folder / "journal.db";
        overwrite(file, database);
        overwrite(file.string() + "-wal", log);
        overwrite(HeadFile::beside(file), heads_);
        const auto store = SqliteStore::open(file);
        if (!store.ok()) {
            return Finding::Refused;
        }
        VerifyOptions watch;
        watch.references = false;
        watch.pages = false;
        watch.workers = 1;
        if (!verify_database(file, watch).whole()) {
            return Finding::Found;
        }
        const auto read = store.value()->read_after(kMain, 0, {});
        if (!read.ok()) {
            return Finding::Unreadable;
        }
        return image(read.value()) == written_ ? Finding::Harmless : Finding::Silent;
    }

    // Damages as often as asked; none may stay silent, and so many must be more than harmless.
    template<typename Damage>
    void expect_none_silent(const char* what, int least_noticed_percent, Damage&& damage)
    {
        std::mt19937 random { 11 };
        int noticed = 0;
        for (int i = 0; i < damages(); ++i) {
            std::string database = database_;
            std::string log = log_;
            const std::string how = damage(random, database, log);
            const Finding found = finding(database, log);
            EXPECT_NE(found, Finding::Silent) << what << ": " << how;
            noticed += found == Finding::Harmless ? 0 : 1;
        }
        EXPECT_GE(noticed * 100, least_noticed_percent * damages()) << what << ": the damage must mean something";
        std::cout << what << ": " << noticed << " of " << damages() << " noticed, the others harmless\n";
    }

    static std::string flip_a_bit(std::mt19937& random, std::string& bytes)
    {
        const std::size_t at = random() % bytes.size();
        const auto bit = static_cast<unsigned char>(1U << random() % 8);
        bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ bit);
        return "byte " + std::to_string(at) + ", bit mask " + std::to_string(bit);
    }

    std::string database_;
    std::string log_;
    std::string heads_;
    std::string written_;
};

TEST_F(DamageTest, NothingIsMadeOutOfWholeFiles)
{
    EXPECT_EQ(finding(database_, log_), Finding::Harmless);
}

TEST_F(DamageTest, AFlippedBitOfTheDatabase)
{
    expect_none_silent("a bit of the database", 15,
        [](std::mt19937& random, std::string& database, std::string&) { return flip_a_bit(random, database); });
}

TEST_F(DamageTest, AFlippedBitOfTheLog)
{
    expect_none_silent("a bit of the log", 60,
        [](std::mt19937& random, std::string&, std::string& log) { return flip_a_bit(random, log); });
}

TEST_F(DamageTest, APageOfTheDatabaseThatWasWrittenElsewhere)
{
    expect_none_silent("a page", 15, [](std::mt19937& random, std::string& database, std::string&) {
        const std::size_t pages = database.size() / kPage;
        const std::size_t to = random() % pages;
        const std::size_t from = random() % (pages + 1); // beyond the end: zeros
        const std::string page = from < pages ? database.substr(from * kPage, kPage) : std::string(kPage, '\0');
        database.replace(to * kPage, kPage, page);
        return "page " + std::to_string(from) + " over page " + std::to_string(to);
    });
}

TEST_F(DamageTest, ACutDatabase)
{
    expect_none_silent("a cut database", 90, [](std::mt19937& random, std::string& database, std::string&) {
        database.resize(random() % database.size());
        return std::to_string(database.size()) + " bytes left";
    });
}

TEST_F(DamageTest, ACutLog)
{
    expect_none_silent("a cut log", 90, [](std::mt19937& random, std::string&, std::string& log) {
        log.resize(random() % log.size());
        return std::to_string(log.size()) + " bytes left";
    });
}

}
}
