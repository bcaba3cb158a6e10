// SPDX-License-Identifier: Apache-2.0
#include "tests/server/journal/sqlite_store_fixture.h"

#include "server/journal/erasure_ledger.h"
#include "server/journal/snapshot_files.h"
#include "server/journal/sqlite.h"
#include "server/journal/verify.h"
#include "tests/support/eventually.h"

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

namespace watchfloor {
namespace {

std::vector<std::uint64_t> numbers(const Result<std::vector<SealedEntry>>& read)
{
    VERIFY(read.ok());
    std::vector<std::uint64_t> all;
    for (const SealedEntry& entry : read.value()) {
        all.push_back(entry.seq);
    }
    return all;
}

TEST_F(SqliteStoreTest, ReadsBackExactlyWhatWasAppended)
{
    EntryMaker maker;
    auto entries = maker.batch(3, std::string { "zero\0byte, \xff and ünïcode", 24 });
    entries[1].text.reset(); // erased before it was ever stored is not possible, but absent is
    Extras extras;
    ASSERT_TRUE(store_->append(kMain, entries, extras).ok());
    reopen();
    const auto read = store_->read_after(kMain, 0, { .damaged = Damaged::AsStored });
    ASSERT_TRUE(read.ok()) << read.error().message;
    ASSERT_EQ(read.value().size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        const SealedEntry& entry = read.value()[i];
        EXPECT_EQ(entry.seq, i + 1);
        EXPECT_EQ(entry.head->bytes, entries[i].head->bytes);
        EXPECT_EQ(entry.head->salt, entries[i].head->salt);
        EXPECT_EQ(entry.facts->bytes, entries[i].facts->bytes);
        EXPECT_EQ(entry.facts->salt, entries[i].facts->salt);
        EXPECT_EQ(entry.text.has_value(), entries[i].text.has_value());
        EXPECT_EQ(entry.hash, entries[i].hash);
        EXPECT_TRUE(verifies(entry, i == 0 ? Digest {} : entries[i - 1].hash));
    }
    EXPECT_EQ(read.value()[0].text->bytes, entries[0].text->bytes);
    EXPECT_EQ(read.value()[0].text->salt, entries[0].text->salt);
    EXPECT_EQ(store_->head(kMain), maker.head());
}

TEST_F(SqliteStoreTest, KeepsJournalsApart)
{
    EntryMaker main;
    EntryMaker drill;
    ASSERT_TRUE(store_->append(kMain, main.batch(5), { .keys = { { "scope", "key", 2 } } }).ok());
    ASSERT_TRUE(store_->append(kDrill, drill.batch(2), { .keys = { { "scope", "key", 1 } } }).ok());
    ASSERT_TRUE(store_->append(kMain, main.batch(1), {}).ok());
    reopen();
    EXPECT_EQ(store_->journals(), (std::vector { kDrill, kMain }));
    EXPECT_EQ(store_->head(kMain), main.head());
    EXPECT_EQ(store_->head(kDrill), drill.head());
    EXPECT_EQ(store_->head(JournalId { "none" }), JournalHead {});
    EXPECT_EQ(store_->read_after(kMain, 0, {}).value().size(), 6U);
    EXPECT_EQ(store_->read_after(kDrill, 0, {}).value().size(), 2U);
    EXPECT_TRUE(store_->read_after(JournalId { "none" }, 0, {}).value().empty());
    EXPECT_EQ(store_->find_key(kMain, "scope", "key").value(), std::optional<std::uint64_t> { 2 });
    EXPECT_EQ(store_->find_key(kDrill, "scope", "key").value(), std::optional<std::uint64_t> { 1 });
}

TEST_F(SqliteStoreTest, RefusesWhatDoesNotContinueTheChain)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(2), {}).ok());
    const JournalHead head = maker.head();
    auto gap = EntryMaker { { 3, head.hash } }.batch(1);
    auto repeated = EntryMaker { { 1, head.hash } }.batch(1);
    auto unchained = EntryMaker { { 2, {} } }.batch(1);
    auto stub = EntryMaker { head }.batch(1);
    stub[0].facts.reset();
    auto late = EntryMaker { head }.batch(3);
    late[2].hash[0] ^= 1U;
    for (const auto& bad : { gap, repeated, unchained, stub, late }) {
        const auto refused = store_->append(kMain, bad, {});
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::Internal);
    }
    EXPECT_EQ(store_->head(kMain), head);
    EXPECT_TRUE(store_->writable());
    EXPECT_TRUE(store_->append(kMain, maker.batch(1), {}).ok());
}

TEST_F(SqliteStoreTest, RefusesBadJournalIds)
{
    for (const char* id :
        { "", "Main", "a.b", "a/b", "ünï", "0123456789012345678901234567890123456789012345678901234567890123456789" }) {
        const auto refused = store_->append(JournalId { id }, EntryMaker {}.batch(1), {});
        ASSERT_FALSE(refused.ok()) << id;
        EXPECT_EQ(refused.error().code, ErrorCode::Malformed);
    }
    EXPECT_TRUE(store_->journals().empty());
}

TEST_F(SqliteStoreTest, TakenKeyRefusesTheWholeBatch)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(1), { .keys = { { "intake", "k1", 1 } } }).ok());
    const auto entries = EntryMaker { maker.head() }.batch(2);
    const Extras extras { .keys = { { "intake", "k2", 2 }, { "intake", "k1", 3 } },
        .secrets = { { "token/1", "digest" } } };
    const auto refused = store_->append(kMain, entries, extras);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    EXPECT_EQ(refused.error().missing, (std::vector<std::string> { "intake", "k1" }));
    EXPECT_EQ(store_->head(kMain).seq, 1U);
    EXPECT_EQ(store_->find_key(kMain, "intake", "k2").value(), std::nullopt);
    EXPECT_EQ(store_->secret("token/1").value(), std::nullopt);
    EXPECT_TRUE(store_->writable());

    const Extras twice { .keys = { { "intake", "k3", 2 }, { "intake", "k3", 3 } } };
    EXPECT_EQ(store_->append(kMain, entries, twice).error().code, ErrorCode::Conflict);
    EXPECT_EQ(store_->find_key(kMain, "intake", "k3").value(), std::nullopt);
}

TEST_F(SqliteStoreTest, ReadsWithinLimits)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(10, std::string(1000, 'x')), {}).ok());
    const auto seqs = [&](auto&& read) {
        std::vector<std::uint64_t> numbers;
        EXPECT_TRUE(read.ok());
        for (const SealedEntry& entry : read.value()) {
            numbers.push_back(entry.seq);
        }
        return numbers;
    };
    using Seqs = std::vector<std::uint64_t>;
    EXPECT_EQ(seqs(store_->read_after(kMain, 3, { .entries = 2 })), (Seqs { 4, 5 }));
    EXPECT_EQ(seqs(store_->read_after(kMain, 8, {})), (Seqs { 9, 10 }));
    EXPECT_EQ(seqs(store_->read_after(kMain, 10, {})), Seqs {});
    EXPECT_EQ(seqs(store_->read_after(kMain, ~std::uint64_t { 0 }, {})), Seqs {});
    EXPECT_EQ(seqs(store_->read_after(kMain, 0, { .entries = 100, .bytes = 3000 })), (Seqs { 1, 2 }));
    EXPECT_EQ(seqs(store_->read_after(kMain, 0, { .entries = 100, .bytes = 1 })), (Seqs { 1 }));
    EXPECT_EQ(seqs(store_->read_range(kMain, 2, 4, {})), (Seqs { 2, 3, 4 }));
    EXPECT_EQ(seqs(store_->read_range(kMain, 9, 100, {})), (Seqs { 9, 10 }));
    EXPECT_EQ(seqs(store_->read_range(kMain, 4, 2, {})), Seqs {});
}

TEST_F(SqliteStoreTest, FindsEntriesBySubject)
{
    EntryMaker maker;
    Extras extras;
    for (std::uint64_t seq = 1; seq <= 6; ++seq) {
        extras.subjects.push_back({ seq % 2 == 0 ? "incident/INC-1" : "incident/INC-10", seq });
    }
    extras.subjects.push_back({ "alert/a", 4 });
    extras.subjects.push_back({ "alert/a", 4 });
    ASSERT_TRUE(store_->append(kMain, maker.batch(6), extras).ok());
    ASSERT_TRUE(store_->append(kDrill, EntryMaker {}.batch(2), { .subjects = { { "incident/INC-1", 1 } } }).ok());
    const auto found = store_->read_subject(kMain, "incident/INC-1", 2, {});
    ASSERT_EQ(found.value().size(), 2U);
    EXPECT_EQ(found.value()[0].seq, 4U);
    EXPECT_EQ(found.value()[1].seq, 6U);
    EXPECT_EQ(store_->read_subject(kMain, "alert/a", 0, {}).value().size(), 1U);
    EXPECT_EQ(store_->read_subject(kDrill, "incident/INC-1", 0, {}).value().size(), 1U);
    EXPECT_TRUE(store_->read_subject(kMain, "incident/INC", 0, {}).value().empty());
}

TEST_F(SqliteStoreTest, FilesSubjectsManyAtOnceAndFindsThemAllTheWhile)
{
    using Seqs = std::vector<std::uint64_t>;
    constexpr std::uint64_t kBatch = 2000;
    const auto subject_of = [](std::uint64_t seq) { return "alert/" + std::to_string(seq * 7919 % 1009); };
    EntryMaker maker;
    std::uint64_t written = 0;
    const auto write = [&] {
        Extras extras;
        for (std::uint64_t i = 1; i <= kBatch; ++i) {
            extras.subjects.push_back({ subject_of(written + i), written + i });
        }
        ASSERT_TRUE(store_->append(kMain, maker.batch(kBatch), extras).ok());
        written += kBatch;
    };
    const auto waiting = [&] {
        auto reader = SqliteConnection::open(database(), SqliteConnection::Mode::ReadOnly, {});
        VERIFY(reader.ok());
        const auto count = reader.value().integer("SELECT count(*) FROM fresh_subjects");
        VERIFY(count.ok());
        return static_cast<std::uint64_t>(count.value());
    };
    const auto complete = [&] {
        Seqs wanted;
        for (std::uint64_t seq = 1; seq <= written; ++seq) {
            if (subject_of(seq) == "alert/7") {
                wanted.push_back(seq);
            }
        }
        return numbers(store_->read_subject(kMain, "alert/7", 0, { .entries = 100'000 })) == wanted;
    };
    write();
    EXPECT_EQ(waiting(), kBatch);
    EXPECT_TRUE(complete());
    for (int batch = 0; batch < 34; ++batch) {
        write();
        EXPECT_TRUE(complete());
    }
    // A round begins with the 33rd batch and takes what is there by then; whatever the machine, two more may come.
    EXPECT_TRUE(eventually([&] { return waiting() <= 2 * kBatch; }));
    EXPECT_TRUE(complete());
    reopen();
    EXPECT_EQ(waiting(), 0U) << "nothing is left over when the store closes";
    EXPECT_TRUE(complete());
    EXPECT_TRUE(verify_database(database(), {}).whole());
}

// However the steps of a round fall, they never leave one of an entry's subjects behind.
TEST_F(SqliteStoreTest, FilesEntriesOfSeveralSubjects)
{
    constexpr std::uint64_t kEntries = 5000;
    EntryMaker maker;
    Extras extras;
    for (std::uint64_t seq = 1; seq <= kEntries; ++seq) {
        extras.subjects.push_back({ "alert/" + std::to_string(seq), seq });
        if (seq > 1) {
            extras.subjects.push_back({ "incident/INC-1", seq });
        }
    }
    ASSERT_TRUE(store_->append(kMain, maker.batch(kEntries), extras).ok());
    reopen();
    auto reader = SqliteConnection::open(database(), SqliteConnection::Mode::ReadOnly, {});
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(reader.value().integer("SELECT count(*) FROM fresh_subjects").value(), 0);
    EXPECT_EQ(store_->read_subject(kMain, "incident/INC-1", 0, { .entries = 100'000 }).value().size(), kEntries - 1);
}

TEST_F(SqliteStoreTest, TakesUpAJournalThatLacksTheTablesThatCameLater)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(1), { .subjects = { { "incident/INC-1", 1 } } }).ok());
    store_.reset();
    {
        auto writer = SqliteConnection::open(database(), SqliteConnection::Mode::ReadWrite, {});
        ASSERT_TRUE(writer.ok());
        ASSERT_TRUE(writer.value().execute("DROP TABLE fresh_subjects; DROP TABLE fresh_leases").ok());
    }
    reopen();
    ASSERT_TRUE(store_->append(kMain, maker.batch(1), { .subjects = { { "incident/INC-1", 2 } } }).ok());
    EXPECT_EQ(numbers(store_->read_subject(kMain, "incident/INC-1", 0, {})), (std::vector<std::uint64_t> { 1, 2 }));
}

TEST_F(SqliteStoreTest, ErasedTextLeavesTheDiskAndTheChainHolds)
{
    EntryMaker maker;
    const std::string personal = "Erika Mustermann called from +49 170 0000000";
    SnapshotFiles snapshots { folder_ / "snapshots" };
    ASSERT_TRUE(store_
                    ->append(kMain, maker.batch(20, personal),
                        { .deliveries = { { 1, 20, SourceId { "s" }, { 5 }, personal, 0 } } })
                    .ok());
    ASSERT_TRUE(snapshots.put(kMain, { maker.head(), 1, personal }).ok());
    ASSERT_TRUE(on_disk(personal));
    std::vector<std::uint64_t> all;
    for (std::uint64_t seq = 1; seq <= 20; ++seq) {
        all.push_back(seq);
    }
    ASSERT_TRUE(store_->append(kMain, maker.batch(1, "erased"), { .erased_texts = all }).ok());
    EXPECT_TRUE(eventually([&] { return !on_disk(personal); }));
    EXPECT_FALSE(store_->read_after(kMain, 0, {}).value()[7].text.has_value());
    EXPECT_FALSE(store_->delivery(kMain, 1).value().has_value());
    EXPECT_FALSE(snapshots.newest(kMain, 1).has_value());
    const auto listed = read_erasure_ledger(erasure_ledger_beside(database()));
    ASSERT_TRUE(listed.ok());
    ASSERT_EQ(listed.value().size(), 20U);
    EXPECT_EQ(listed.value()[19].seq, 20U);
    const VerifyReport report = verify_database(database());
    EXPECT_TRUE(report.whole()) << report.defects.front().what;
    EXPECT_EQ(report.journals[0].erased_texts, 20U);

    const auto unknown = store_->append(kMain, maker.batch(1), { .erased_texts = { 99 } });
    EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
    EXPECT_EQ(store_->head(kMain).seq, 21U);
}

TEST_F(SqliteStoreTest, ErasureCompletesAfterAReaderThatHeldTheLog)
{
    EntryMaker maker;
    const std::string personal = "personal text that must go";
    ASSERT_TRUE(store_->append(kMain, maker.batch(1, personal), {}).ok());
    std::atomic<bool> stop { false };
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                VERIFY(store_->read_after(kMain, 0, {}).ok());
            }
        });
    }
    ASSERT_TRUE(store_->append(kMain, maker.batch(1, "erased"), { .erased_texts = { 1 } }).ok());
    EXPECT_TRUE(eventually([&] { return !on_disk(personal); }));
    stop = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
}

TEST_F(SqliteStoreTest, ManyWritersAndReadersSeeOneOrder)
{
    EntryMaker maker;
    std::mutex sealing;
    std::atomic<int> writing { 8 };
    std::vector<std::thread> threads;
    for (int w = 0; w < 8; ++w) {
        threads.emplace_back([&, w] {
            for (int i = 0; i < 50; ++i) {
                const std::lock_guard lock { sealing };
                const auto entries = maker.batch(3);
                VERIFY(store_
                           ->append(kMain, entries,
                               { .keys = { { "w", std::to_string(w) + "-" + std::to_string(i), entries[0].seq } } })
                           .ok());
            }
            --writing;
        });
    }
    for (int r = 0; r < 6; ++r) {
        threads.emplace_back([&] {
            ChainCheck chain { {} };
            do {
                const auto read = store_->read_after(kMain, chain.head().seq, { .entries = 100 });
                VERIFY(read.ok());
                for (const SealedEntry& entry : read.value()) {
                    VERIFY(chain.next(entry).empty());
                }
            } while (writing > 0 || chain.head().seq < store_->head(kMain).seq);
            VERIFY(chain.head().seq == 1200);
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_TRUE(verify_database(database()).whole());
}

TEST_F(SqliteStoreTest, LogStaysBoundedUnderConstantReading)
{
    SqliteOptions options;
    options.checkpoint_pages = 100;
    options.truncate_pages = 400;
    reopen(options);
    std::atomic<bool> stop { false };
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                VERIFY(store_->read_after(kMain, 0, { .entries = 200 }).ok());
            }
        });
    }
    EntryMaker maker;
    std::uint64_t longest = 0;
    for (int i = 0; i < 300; ++i) {
        ASSERT_TRUE(store_->append(kMain, maker.batch(20, std::string(500, 'z')), {}).ok());
        longest = std::max(longest, store_->status().log_bytes);
    }
    stop = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
    EXPECT_LT(longest, 1200U * 4096U) << "about 3 times truncate_pages";
}

TEST_F(SqliteStoreTest, RefusesAnEntryWithoutItsHead)
{
    auto headless = EntryMaker {}.batch(1);
    headless[0].head.reset();
    EXPECT_EQ(store_->append(kMain, headless, {}).error().code, ErrorCode::Internal);
    EXPECT_TRUE(store_->journals().empty());
}

TEST_F(SqliteStoreTest, TakesJournalIdsOfUpTo64Characters)
{
    EXPECT_TRUE(store_->append(JournalId { std::string(64, 'z') }, EntryMaker {}.batch(1), {}).ok());
    EXPECT_TRUE(store_->append(JournalId { "a-9_0z" }, EntryMaker {}.batch(1), {}).ok());
    EXPECT_EQ(store_->append(JournalId { std::string(65, 'z') }, EntryMaker {}.batch(1), {}).error().code,
        ErrorCode::Malformed);
}

TEST_F(SqliteStoreTest, ErasingOneTextLeavesEverythingElse)
{
    EntryMaker main;
    EntryMaker drill;
    const Extras delivered { .deliveries = { { 1, 2, SourceId { "s" }, { 5 }, "body", 4 } } };
    ASSERT_TRUE(store_->append(kMain, main.batch(4), delivered).ok());
    ASSERT_TRUE(store_->append(kDrill, drill.batch(4), delivered).ok());
    ASSERT_TRUE(store_->append(kDrill, drill.batch(1), { .erased_texts = { 3 } }).ok());
    const auto texts = [&](const JournalId& journal) {
        std::string present;
        const auto read = store_->read_after(journal, 0, {});
        for (const SealedEntry& entry : read.value()) {
            present += entry.text ? 'x' : '-';
        }
        return present;
    };
    EXPECT_EQ(texts(kMain), "xxxx");
    EXPECT_EQ(texts(kDrill), "xx-xx");
    EXPECT_TRUE(store_->delivery(kMain, 1).value()) << "another journal's deliveries repeat nothing of it";
    EXPECT_FALSE(store_->delivery(kDrill, 1).value());
    const auto listed = read_erasure_ledger(erasure_ledger_beside(database()));
    const Erasure erasure { kDrill, 3, store_->read_range(kDrill, 3, 3, {}).value().at(0).text_digest };
    EXPECT_EQ(listed.value(), std::vector { erasure });
    EXPECT_TRUE(verify_database(database()).whole());
}

TEST_F(SqliteStoreTest, AnEntryOfABatchMayEraseOneOfTheSameBatch)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(2), { .erased_texts = { 1 } }).ok());
    EXPECT_FALSE(store_->read_after(kMain, 0, {}).value()[0].text);
    EXPECT_TRUE(verify_database(database()).whole());
}

TEST_F(SqliteStoreTest, ReadsExactlyToItsLimits)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(4, std::string(1000, 'x')), {}).ok());
    const auto all = store_->read_after(kMain, 0, {});
    std::size_t two = 0;
    for (std::size_t i = 0; i < 2; ++i) {
        const SealedEntry& entry = all.value()[i];
        two += entry.head->bytes.size() + entry.facts->bytes.size() + entry.text->bytes.size() + 3 * sizeof(Salt)
            + 4 * sizeof(Digest);
    }
    EXPECT_EQ(store_->read_after(kMain, 0, { .entries = 100, .bytes = two }).value().size(), 2U);
    EXPECT_EQ(store_->read_after(kMain, 0, { .entries = 100, .bytes = two - 1 }).value().size(), 1U);
    EXPECT_EQ(store_->read_after(kMain, 0, { .entries = 0 }).value().size(), 1U) << "never less than one";
}

}
}
