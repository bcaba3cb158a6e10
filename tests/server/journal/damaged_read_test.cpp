// SPDX-License-Identifier: Apache-2.0
// What a reader gets of a journal whose file another program has altered.
#include "server/journal/sqlite_store.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::vector<std::uint64_t> seqs_of(const Result<std::vector<SealedEntry>>& read)
{
    std::vector<std::uint64_t> seqs;
    for (const SealedEntry& entry : read.ok() ? read.value() : std::vector<SealedEntry> {}) {
        seqs.push_back(entry.seq);
    }
    return seqs;
}

using Seqs = std::vector<std::uint64_t>;

class DamagedReadTest : public testing::Test {
protected:
    DamagedReadTest()
    {
        open();
        EntryMaker maker;
        Extras extras { .erased_texts = { 2 } };
        for (std::uint64_t seq = 1; seq <= 9; seq += 2) {
            extras.subjects.push_back({ "INC-1", seq });
        }
        VERIFY(store_->append(kMain, maker.batch(10), extras).ok());
    }

    void open()
    {
        auto opened = SqliteStore::open(folder_ / "journal.db");
        VERIFY(opened.ok());
        store_ = std::move(opened).value();
    }
    void tamper(const std::string& statements)
    {
        store_.reset();
        if (whole_.empty()) {
            whole_ = foreign_dump(folder_ / "journal.db");
        }
        foreign_restore(folder_ / "journal.db", whole_);
        run_foreign_sql(folder_ / "journal.db", statements);
        open();
    }
    std::string refusal(const Result<std::vector<SealedEntry>>& read) const
    {
        return read.ok() || read.error().code != ErrorCode::Internal ? "" : read.error().message;
    }

    TemporaryFolder folder_;
    std::string whole_;
    std::unique_ptr<SqliteStore> store_;
};

struct Damage {
    const char* sql;
    const char* says;
};

const std::vector<Damage> kDamages {
    { "UPDATE entries SET text = replace(text, 'note', 'nope') WHERE id = 5", "the text does not match its digest" },
    { "UPDATE entries SET facts = '{}' WHERE id = 5", "the facts do not match their digest" },
    { "UPDATE entries SET head = replace(head, 'u-1', 'u-2') WHERE id = 5", "the head does not match its digest" },
    { "UPDATE entries SET text = NULL, text_salt = NULL WHERE id = 5",
        "its text is missing although no erasure orders that" },
    { "UPDATE entries SET seal = substr(seal, 2) WHERE id = 5", "its seal has the wrong size" },
    { "UPDATE entries SET seal = CAST(substr(seal, 1, 128) || zeroblob(32) AS BLOB) WHERE id = 5",
        "its hash does not follow from entry 4" },
    { "DELETE FROM entries WHERE id = 5", "it is missing" },
};

TEST_F(DamagedReadTest, EndsBeforeAnEntryThatDoesNotVerifyAndNamesIt)
{
    EXPECT_EQ(seqs_of(store_->read_after(kMain, 0, {})).size(), 10U);
    for (const Damage& damage : kDamages) {
        tamper(damage.sql);
        EXPECT_EQ(seqs_of(store_->read_after(kMain, 2, {})), (Seqs { 3, 4 })) << damage.sql;
        EXPECT_EQ(seqs_of(store_->read_subject(kMain, "INC-1", 0, {})), (Seqs { 1, 3 })) << damage.sql;
        for (const std::string& refused : { refusal(store_->read_after(kMain, 4, {})),
                 refusal(store_->read_range(kMain, 5, 5, {})), refusal(store_->read_subject(kMain, "INC-1", 3, {})) }) {
            EXPECT_NE(refused.find(std::string("damaged at entry 5: ") + damage.says), std::string::npos)
                << damage.sql << refused;
            EXPECT_NE(refused.find("run `watchfloord verify`"), std::string::npos) << refused;
            EXPECT_NE(refused.find("What follows can be read after 5."), std::string::npos) << refused;
        }
        const Seqs rest = seqs_of(store_->read_after(kMain, 6, {}));
        EXPECT_EQ(rest, (Seqs { 7, 8, 9, 10 })) << damage.sql;
    }
}

// The entry after one whose hash was altered follows from nothing that can be believed.
TEST_F(DamagedReadTest, WhatFollowsAnAlteredHashDoesNotVerifyEither)
{
    tamper("UPDATE entries SET seal = CAST(substr(seal, 1, 128) || zeroblob(32) AS BLOB) WHERE id = 5");
    EXPECT_NE(refusal(store_->read_after(kMain, 5, {})).find("entry 6: its hash does not follow"), std::string::npos);
    tamper("UPDATE entries SET facts = '{}' WHERE id = 5");
    EXPECT_EQ(seqs_of(store_->read_after(kMain, 5, {})), (Seqs { 6, 7, 8, 9, 10 }));
}

TEST_F(DamagedReadTest, AStreamGetsItsDigestsOnlyAndAFoldWhatIsStored)
{
    const std::string hash { as_view(store_->read_range(kMain, 5, 5, {}).value().at(0).hash) };
    for (const Damage& damage : kDamages) {
        tamper(damage.sql);
        const auto stubs = store_->read_range(kMain, 4, 6, { .damaged = Damaged::AsStub });
        ASSERT_TRUE(stubs.ok()) << damage.sql;
        if (std::string_view(damage.says) == "it is missing") {
            EXPECT_EQ(seqs_of(stubs), (Seqs { 4, 6 }));
            continue;
        }
        ASSERT_EQ(seqs_of(stubs), (Seqs { 4, 5, 6 })) << damage.sql;
        EXPECT_TRUE(stubs.value()[0].head && stubs.value()[0].facts && stubs.value()[0].text);
        EXPECT_FALSE(stubs.value()[1].head || stubs.value()[1].facts || stubs.value()[1].text) << damage.sql;
    }
    tamper(kDamages[0].sql);
    const auto stub = store_->read_range(kMain, 5, 5, { .damaged = Damaged::AsStub });
    EXPECT_EQ(as_view(stub.value().at(0).hash), hash) << "so that whoever checks the chain can go on";
    const auto stored = store_->read_range(kMain, 5, 5, { .damaged = Damaged::AsStored });
    EXPECT_EQ(stored.value().at(0).text->bytes, "{\"text\":\"nope\"}");
}

}
}
