// SPDX-License-Identifier: Apache-2.0
// The power is lost: killing a process cannot show that a sync is missing, because the system still has what was
// written. Every image that a disk may be left with must hold all that was acknowledged.
#include "server/journal/head_file.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/fault/power_loss.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace watchfloor {
namespace {

// A longer run sets WATCHFLOOR_POWER_LOSSES.
int losses()
{
    const char* asked = std::getenv("WATCHFLOOR_POWER_LOSSES");
    return asked != nullptr ? std::atoi(asked) : 200;
}

struct Acknowledgement {
    std::size_t moment = 0; // of the disk, when it was given
    JournalHead head {};
    std::string heads_file {};
};

class PowerLossTest : public testing::Test {
protected:
    // Appends of all sizes with their side tables, checkpoints among them, and a start in the middle.
    void SetUp() override
    {
        vfs_.watch(disk_);
        std::mt19937 random { 5 };
        EntryMaker maker;
        for (int run = 0; run < 3; ++run) {
            auto opened = SqliteStore::open(folder_ / "journal.db", options());
            ASSERT_TRUE(opened.ok()) << opened.error().message;
            acknowledge(maker.head());
            for (int i = 0; i < 40; ++i) {
                const std::uint64_t first = maker.head().seq + 1;
                const auto entries = maker.batch(1 + random() % 7, std::string(random() % 900, 'x'));
                const Extras extras { .keys = { { "k", std::to_string(first), first } },
                    .subjects = { { "INC-1", first } },
                    .remembered = { { "clock", std::to_string(first) } } };
                ASSERT_TRUE(opened.value()->append(kMain, entries, extras).ok());
                for (const SealedEntry& entry : entries) {
                    hashes_.push_back(entry.hash);
                }
                acknowledge(maker.head());
            }
        }
    }

    SqliteOptions options() const
    {
        SqliteOptions options;
        options.vfs = vfs_.name();
        options.checkpoint_pages = 20;
        options.truncate_pages = 60;
        return options;
    }

    void acknowledge(const JournalHead& head)
    {
        std::ifstream heads { HeadFile::beside(folder_ / "journal.db"), std::ios::binary };
        acknowledged_.push_back({ disk_.moment(), head, { std::istreambuf_iterator<char> { heads }, {} } });
    }

    // Whatever was acknowledged by then.
    std::size_t acknowledged_at(std::size_t moment) const
    {
        std::size_t last = 0;
        while (last + 1 < acknowledged_.size() && acknowledged_[last + 1].moment <= moment) {
            ++last;
        }
        return last;
    }

    // The files as the disk may be left with; the memory of heads, which nobody syncs, is as old as luck has it.
    void rebuild(const std::filesystem::path& folder, std::size_t moment, std::size_t last, std::mt19937& random) const
    {
        for (const auto& [name, content] : disk_.image(moment, random)) {
            const auto file = folder / std::filesystem::path { name }.filename();
            std::ofstream { file, std::ios::binary } << content;
        }
        const std::string& heads = acknowledged_[random() % (last + 1)].heads_file;
        std::ofstream { HeadFile::beside(folder / "journal.db"), std::ios::binary } << heads;
    }

    void expect_all_there(const std::filesystem::path& database, const JournalHead& acknowledged)
    {
        const auto store = SqliteStore::open(database);
        ASSERT_TRUE(store.ok()) << store.error().message;
        const JournalHead head = store.value()->head(kMain);
        ASSERT_GE(head.seq, acknowledged.seq) << "an acknowledged entry is lost";
        const auto read = store.value()->read_after(kMain, 0, { .entries = 100'000, .bytes = 1U << 30U });
        ASSERT_TRUE(read.ok()) << read.error().message;
        ASSERT_EQ(read.value().size(), head.seq);
        for (std::size_t i = 0; i < head.seq; ++i) {
            ASSERT_EQ(read.value()[i].hash, hashes_[i]) << "entry " << i + 1;
        }
        const VerifyReport report = verify_database(database);
        EXPECT_TRUE(report.whole()) << report.defects.front().what;
    }

    TemporaryFolder folder_;
    PowerLoss disk_;
    FaultVfs vfs_;
    std::vector<Acknowledgement> acknowledged_ {};
    std::vector<Digest> hashes_ {};
};

TEST_F(PowerLossTest, LosesNothingThatWasAcknowledged)
{
    std::mt19937 random { 17 };
    const std::size_t first = acknowledged_.front().moment;
    const std::size_t span = disk_.moment() - first;
    ASSERT_GT(span, 500U);
    for (int i = 0; i < losses() && !HasFatalFailure(); ++i) {
        // Half of them right after an acknowledgement: later syncs have not made good for a missing one yet.
        const std::size_t moment
            = i % 2 == 0 ? first + random() % (span + 1) : acknowledged_[random() % acknowledged_.size()].moment;
        SCOPED_TRACE("image " + std::to_string(i) + ", after " + std::to_string(moment) + " happenings");
        const std::size_t last = acknowledged_at(moment);
        const TemporaryFolder crashed;
        rebuild(crashed.path(), moment, last, random);
        expect_all_there(crashed / "journal.db", acknowledged_[last].head);
    }
}

// The images must be able to show a loss: here everything is acknowledged a sync too early.
TEST_F(PowerLossTest, ShowsASyncThatIsMissing)
{
    std::mt19937 random { 17 };
    int lost = 0;
    for (std::size_t i = 1; i < acknowledged_.size() && lost == 0; ++i) {
        const std::size_t moment = acknowledged_[i].moment - 1; // the commit's sync comes last
        const TemporaryFolder crashed;
        rebuild(crashed.path(), moment, acknowledged_at(moment), random);
        const auto store = SqliteStore::open(crashed / "journal.db");
        lost += !store.ok() || store.value()->head(kMain).seq < acknowledged_[i].head.seq ? 1 : 0;
    }
    EXPECT_GT(lost, 0);
}

}
}
