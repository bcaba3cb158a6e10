// SPDX-License-Identifier: Apache-2.0
#include "server/samples/samples_verify.h"

#include "server/journal/sqlite_store.h"
#include "server/samples/sample_block.h"
#include "server/samples/seal_digest.h"
#include "server/samples/sqlite_samples_store.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/eventually.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const ResourceId kProcessor { "processor" };
const ResourceId kVolume { "volume" };
constexpr Timestamp kFirstHour { 20'000 * kDayMillis };

constexpr Timestamp in_hour(std::int64_t hour, std::int64_t second = 0)
{
    return { kFirstHour.millis + hour * kHourMillis + second * 1000 };
}

// Two resources, samples in hours 0 to 3; hours 0 to 2 are sealed, by entries 1 to 3 of the journal.
class SamplesVerifyTest : public testing::Test {
protected:
    SamplesVerifyTest()
    {
        auto store = open();
        for (const ResourceId& resource : { kProcessor, kVolume }) {
            std::vector<Sample> samples;
            for (std::int64_t hour = 0; hour < 4; ++hour) {
                for (std::int64_t second = 0; second < 3600; second += 600) {
                    samples.push_back({ in_hour(hour, second), static_cast<double>(hour * 10 + second) / 7 });
                }
            }
            VERIFY(store->append(resource, samples, in_hour(4)).ok());
        }
        auto journal_store = SqliteStore::open(journal());
        VERIFY(journal_store.ok());
        for (std::int64_t hour = 0; hour < 3; ++hour) {
            const auto blocks = store->close_hour(in_hour(hour), in_hour(4));
            VERIFY(blocks.ok() && blocks.value().size() == 2);
            seal_in(*journal_store.value(), in_hour(hour), to_hex(as_view(seal_digest(blocks.value()))));
        }
        settle(*store);
    }

    std::unique_ptr<SqliteSamplesStore> open()
    {
        auto opened = SqliteSamplesStore::open(samples(), { .raw_age = std::chrono::hours { 240 } });
        VERIFY(opened.ok());
        return std::move(opened).value();
    }

    void seal_in(SqliteStore& store, Timestamp hour, const std::string& digest)
    {
        const std::string facts
            = "{\"blocks\":2,\"digest\":\"" + digest + "\",\"hour\":\"" + format_timestamp(hour) + "\"}";
        const std::vector<SealedEntry> entries { maker_.next_of("samples", "samples.sealed", facts) };
        const Extras extras { .keys = { { "samples", std::to_string(hour.millis), entries[0].seq } },
            .subjects = { { "samples", entries[0].seq } } };
        VERIFY(store.append(kMain, entries, extras).ok());
    }

    // Until the roll-ups are made: the newest hour is the only one without.
    void settle(SqliteSamplesStore&) const
    {
        ASSERT_TRUE(eventually(
            [&] { return foreign_value(samples(), "SELECT count(*) FROM blocks WHERE rolled = 0") == "2"; }));
    }

    std::string defects(bool in_slices = true) const
    {
        std::string all;
        for (const std::string& defect : verify_samples(samples(), journal(), { in_slices, {} }).defects) {
            all += defect + "\n";
        }
        return all;
    }

    std::filesystem::path samples() const { return folder_ / "samples.db"; }
    std::filesystem::path journal() const { return folder_ / "journal.db"; }

    TemporaryFolder folder_;
    EntryMaker maker_;
};

TEST_F(SamplesVerifyTest, FindsNothingWrongWithWholeSamples)
{
    for (const bool in_slices : { false, true }) {
        const SamplesReport report = verify_samples(samples(), journal(), { in_slices, {} });
        EXPECT_TRUE(report.whole()) << report.defects.front();
        EXPECT_EQ(report.blocks, 8U);
        EXPECT_EQ(report.sealed, 6U);
        EXPECT_EQ(report.absent, 0U);
    }
    EXPECT_TRUE(verify_samples(folder_ / "none.db", journal()).whole()) << "there need not be any";
    const auto store = open();
    EXPECT_EQ(defects(), "") << "beside a running store";
}

TEST_F(SamplesVerifyTest, FindsWhatWasAltered)
{
    const std::string first = "(SELECT min(id) FROM blocks)";
    const std::string altered = "CAST(substr(samples, 1, 15) || x'40' || substr(samples, 17) AS BLOB)";
    struct Case {
        std::string sql;
        const char* finding;
    };
    const std::vector<Case> cases {
        { "UPDATE blocks SET samples = " + altered + " WHERE id = " + first,
            "The samples of processor in the hour of 2024-10-04T00:00:00.000Z are not those that were sealed." },
        { "UPDATE blocks SET samples = substr(samples, 17) WHERE id = " + first, "are not those that were sealed" },
        { "UPDATE blocks SET samples = substr(samples, 2) WHERE id = " + first, "are no samples" },
        { "UPDATE seals SET hash = zeroblob(32) WHERE id = " + first, "are not those that were sealed" },
        { "UPDATE seals SET count = 7 WHERE id = " + first, "are not those that were sealed" },
        { "DELETE FROM seals WHERE id = " + first,
            "The seals of samples in the hour of 2024-10-04T00:00:00.000Z are not those of entry 1" },
        { "UPDATE blocks SET samples = (SELECT samples FROM blocks b WHERE b.id = blocks.id + 1),"
          " rolled = rolled WHERE id = "
                + first,
            "are not those that were sealed" },
        { "DELETE FROM blocks WHERE id = " + first + " + 1", "were sealed and are missing" },
        { "DELETE FROM blocks WHERE id = " + first + "; DELETE FROM hours WHERE id = (SELECT min(id) FROM hours)",
            "were sealed and are missing" },
        { "UPDATE hours SET roll_ups = (SELECT h.roll_ups FROM hours h WHERE h.id = hours.id + 1) WHERE id = " + first,
            "do not add up to their roll-ups" },
        { "UPDATE minutes SET roll_ups = substr(roll_ups, 57) WHERE id = " + first, "do not add up to their roll-ups" },
        { "UPDATE days SET roll_ups = (SELECT roll_ups FROM hours LIMIT 1)", "do not add up to the day's roll-up" },
        { "UPDATE blocks SET id = id + (99 << 32) WHERE id = " + first, "belong to no resource" },
        { "DELETE FROM resources WHERE number = 2", "belong to no resource" },
        { "CREATE TRIGGER hide AFTER INSERT ON blocks BEGIN DELETE FROM seals; END",
            "something that does not belong there: trigger hide" },
    };
    const std::string whole = foreign_dump(samples());
    for (const Case& tampering : cases) {
        // The days of a day that is not over are compared as well, once none of its hours is behind.
        run_foreign_sql(samples(), "DELETE FROM blocks WHERE rolled = 0");
        ASSERT_EQ(defects(), "");
        run_foreign_sql(samples(), tampering.sql);
        EXPECT_NE(defects().find(tampering.finding), std::string::npos) << tampering.sql << "\n" << defects();
        foreign_restore(samples(), whole);
    }
}

// Whoever can alter a block can alter its seal; the journal has the digest of both.
TEST_F(SamplesVerifyTest, FindsABlockThatWasAlteredTogetherWithItsSeal)
{
    const std::string row = foreign_value(samples(), "SELECT min(id) FROM blocks");
    std::vector<Sample> forged { { in_hour(0), 1 } };
    const std::string bytes = encode_block(in_hour(0), forged);
    const RollUp hour = roll_up(forged);
    const auto blob = [](std::string_view raw) { return "x'" + to_hex(raw) + "'"; };
    run_foreign_sql(samples(),
        "UPDATE blocks SET samples = " + blob(bytes) + " WHERE id = " + row + "; UPDATE seals SET count = 1, hash = "
            + blob(as_view(block_hash(kProcessor, in_hour(0), bytes))) + " WHERE id = " + row
            + "; UPDATE hours SET roll_ups = " + blob(encode_roll_ups({ &hour, 1 })) + " WHERE id = " + row
            + "; UPDATE minutes SET roll_ups = " + blob(encode_roll_ups({ &hour, 1 })) + " WHERE id = " + row);
    EXPECT_EQ(defects(),
        "The seals of samples in the hour of 2024-10-04T00:00:00.000Z are not those of entry 1 of the journal.\n");
}

TEST_F(SamplesVerifyTest, SamplesThatWentWithTheirAgeAreNotMissed)
{
    {
        const auto store = open();
        ASSERT_TRUE(store->keep(kVolume, in_hour(0), in_hour(1)).ok());
        while (store->expire(in_hour(2 + 240)).value()) { }
    }
    EXPECT_EQ(foreign_value(samples(), "SELECT count(*) FROM blocks"), "5") << "hours 0 and 1 went, but the one kept";
    EXPECT_EQ(defects(), "");
}

TEST_F(SamplesVerifyTest, SamplesThatWereBegunAnewAreCountedNotMissed)
{
    std::filesystem::remove(samples());
    std::filesystem::remove(samples().string() + "-wal");
    std::filesystem::remove(samples().string() + "-shm");
    {
        const auto store = open();
    }
    const SamplesReport report = verify_samples(samples(), journal());
    EXPECT_TRUE(report.whole());
    EXPECT_EQ(report.absent, 3U);
}

TEST_F(SamplesVerifyTest, FindsADamagedPageOfEachTableAndIndex)
{
    const std::string whole = foreign_dump(samples());
    for (const char* name :
        { "blocks", "blocks_behind", "minutes", "hours", "days", "seals", "kept", "resources", "meta" }) {
        damage_page_of(samples(), name);
        EXPECT_NE(defects(true), "") << name;
        EXPECT_NE(defects(false), "") << name;
        foreign_restore(samples(), whole);
    }
    EXPECT_EQ(defects(false), "");
    run_foreign_sql(samples(), "PRAGMA application_id = 7");
    EXPECT_NE(defects().find("not a Watchfloor samples"), std::string::npos);
}

TEST_F(SamplesVerifyTest, GivesUpWhenToldTo)
{
    int asked = 0;
    const SamplesReport report = verify_samples(samples(), journal(), { true, [&] { return ++asked < 3; } });
    EXPECT_TRUE(report.given_up);
    EXPECT_TRUE(report.whole());
    EXPECT_EQ(asked, 3);
}

}
}
