// SPDX-License-Identifier: Apache-2.0
#include "server/samples/sqlite_samples_store.h"

#include "server/samples/sample_block.h"
#include "tests/fault/fault_vfs.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/eventually.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

namespace watchfloor {
namespace {

const ResourceId kCpu { "host/cpu" };
const ResourceId kDisk { "host/disk" };
constexpr Timestamp kDay { 20'000 * kDayMillis };

constexpr Timestamp after(std::int64_t seconds)
{
    return { kDay.millis + seconds * 1000 };
}

std::vector<Sample> ramp(std::int64_t from, std::int64_t to, std::int64_t step)
{
    std::vector<Sample> samples;
    for (std::int64_t second = from; second < to; second += step) {
        samples.push_back({ after(second), static_cast<double>(second) });
    }
    return samples;
}

class SamplesStoreTest : public testing::Test {
protected:
    SamplesStoreTest() { reopen(); }

    void reopen(SamplesOptions options = {})
    {
        store_.reset();
        auto opened = SqliteSamplesStore::open(database(), std::move(options));
        VERIFY(opened.ok());
        store_ = std::move(opened).value();
    }

    std::filesystem::path database() const { return folder_ / "samples.db"; }
    std::size_t raw_count(const ResourceId& resource)
    {
        return store_->raw(resource, {}, after(1'000'000'000), 1'000'000).value().size();
    }
    std::vector<SeriesPoint> series(std::int64_t from, std::int64_t to, std::size_t points)
    {
        auto found = store_->query({ kCpu, after(from), after(to), points });
        EXPECT_TRUE(found.ok());
        return found.ok() ? std::move(found).value() : std::vector<SeriesPoint> {};
    }

    TemporaryFolder folder_;
    std::unique_ptr<SqliteSamplesStore> store_;
};

TEST_F(SamplesStoreTest, KeepsSamplesAcrossARestart)
{
    const auto samples = ramp(0, 3 * 3600, 60);
    const auto first = store_->append(kCpu, samples, after(3 * 3600));
    const auto second = store_->append(kDisk, ramp(0, 60, 60), after(3 * 3600));
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(first.value().sample_seq, 1U);
    EXPECT_EQ(second.value().sample_seq, 2U);
    reopen();
    EXPECT_EQ(store_->resources(), (std::vector { kCpu, kDisk }));
    EXPECT_EQ(store_->raw(kCpu, after(0), after(10'800), 1000).value(), samples);
    EXPECT_EQ(store_->raw(kCpu, after(60), after(180), 1000).value().size(), 2U);
    EXPECT_EQ(store_->raw(kCpu, after(60), after(10'800), 5).value().size(), 5U);
    EXPECT_EQ(store_->latest(kCpu)->sample, samples.back());
    EXPECT_EQ(store_->latest(kCpu)->sample_seq, 1U);
    EXPECT_FALSE(store_->latest(ResourceId { "none" }).has_value());
    EXPECT_EQ(store_->last_sample_seq(), 2U);
    ASSERT_EQ(store_->since(1).size(), 1U);
    EXPECT_EQ(store_->since(1)[0].resource, kDisk);
    EXPECT_EQ(store_->append(kCpu, ramp(10'800, 10'801, 1), after(10'801)).value().sample_seq, 3U);
}

TEST_F(SamplesStoreTest, TakesSamplesOutOfOrderAndOnce)
{
    ASSERT_TRUE(store_->append(kCpu, std::vector<Sample> { { after(20), 2 }, { after(10), 1 } }, after(60)).ok());
    const auto again = store_->append(kCpu, std::vector<Sample> { { after(20), 99 }, { after(5), 0.5 } }, after(60));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(store_->raw(kCpu, after(0), after(60), 10).value(),
        (std::vector<Sample> { { after(5), 0.5 }, { after(10), 1 }, { after(20), 2 } }));
    EXPECT_EQ(store_->latest(kCpu)->sample, (Sample { after(20), 2 }));
    const auto duplicate = store_->append(kCpu, std::vector<Sample> { { after(20), 3 } }, after(60));
    EXPECT_EQ(duplicate.value().sample_seq, again.value().sample_seq) << "nothing new, so no new number";
    EXPECT_EQ(again.value().duplicates, 1U);
    EXPECT_TRUE(again.value().newer.empty()) << "what it brought is late";
    EXPECT_EQ(duplicate.value().duplicates, 1U);
    EXPECT_TRUE(duplicate.value().newer.empty()) << "the first stands";
    const auto newer
        = store_->append(kCpu, std::vector<Sample> { { after(40), 6 }, { after(30), 4 }, { after(30), 5 } }, after(60));
    EXPECT_EQ(newer.value().duplicates, 1U);
    EXPECT_EQ(newer.value().newer, (std::vector<Sample> { { after(30), 4 }, { after(40), 6 } }));
}

TEST_F(SamplesStoreTest, RefusesWhatCannotBeASample)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    struct Case {
        const char* name;
        std::vector<Sample> samples;
    };
    const std::vector<Case> cases {
        { "nothing", {} },
        { "not a number", { { after(0), std::nan("") } } },
        { "infinite", { { after(0), kInfinity } } },
        { "negative infinite", { { after(0), -kInfinity } } },
        { "future", { { after(301), 1 } } },
        { "too old", { { after(-46 * 86'400), 1 } } },
        { "before the epoch", { { { -1 }, 1 } } },
        { "unknown quality", { { after(0), 1, static_cast<SampleQuality>(7) } } },
        { "one bad among good", { { after(0), 1 }, { after(1), std::nan("") } } },
    };
    for (const Case& bad : cases) {
        const auto refused = store_->append(kCpu, bad.samples, after(0));
        ASSERT_FALSE(refused.ok()) << bad.name;
        EXPECT_EQ(refused.error().code, ErrorCode::Malformed) << bad.name;
    }
    EXPECT_FALSE(store_->append(ResourceId {}, ramp(0, 1, 1), after(0)).ok());
    EXPECT_TRUE(store_->resources().empty());
    EXPECT_TRUE(store_->append(kCpu, std::vector<Sample> { { after(300), 1 } }, after(0)).ok())
        << "five minutes ahead still pass";
    EXPECT_FALSE(store_->query({ kCpu, after(1), after(1) }).ok());
    EXPECT_FALSE(store_->query({ kCpu, after(0), after(1), 0 }).ok());
    EXPECT_FALSE(store_->query({ kCpu, { -5 }, after(1) }).ok());
}

TEST_F(SamplesStoreTest, EveryLevelShowsTheSameExtremesAndCounts)
{
    // Three days of one sample a minute, an outage of two hours, and one spike.
    auto samples = ramp(0, 3 * 86'400, 60);
    std::erase_if(
        samples, [](const Sample& sample) { return sample.at >= after(100'000) && sample.at < after(107'200); });
    samples[1234].value = 1e9;
    ASSERT_TRUE(store_->append(kCpu, samples, after(3 * 86'400)).ok());
    for (const std::size_t points : { 10'000U, 5000U, 1000U, 70U, 10U, 3U, 1U }) {
        // Both while roll-ups are made and after.
        for (int turn = 0; turn < 3; ++turn) {
            const auto found = series(0, 3 * 86'400, points);
            ASSERT_LE(found.size(), points);
            double highest = 0;
            double weighted = 0;
            std::uint64_t count = 0;
            std::size_t gaps = 0;
            for (const SeriesPoint& point : found) {
                highest = std::max(highest, point.max);
                weighted += point.mean * point.count;
                count += point.count;
                gaps += point.gap_before ? 1 : 0;
                EXPECT_LE(point.min, point.mean);
                EXPECT_LE(point.p95, point.max);
            }
            EXPECT_EQ(highest, 1e9) << points;
            EXPECT_EQ(count, samples.size()) << points;
            EXPECT_EQ(found.front().min, 0);
            if (points >= 70) {
                EXPECT_EQ(gaps, 1U) << points;
            }
            double sum = 0;
            for (const Sample& sample : samples) {
                sum += sample.value;
            }
            EXPECT_NEAR(weighted / sum, 1, 1e-9);
        }
    }
}

TEST_F(SamplesStoreTest, LateSamplesReachTheRollUps)
{
    ASSERT_TRUE(store_->append(kCpu, ramp(0, 3 * 86'400, 600), after(3 * 86'400)).ok());
    reopen();
    const auto rolled
        = [&] { return foreign_value(database(), "SELECT count(*) FROM blocks WHERE rolled = 0") == "1"; };
    ASSERT_TRUE(eventually(rolled)) << "only the open hour is not rolled up";
    ASSERT_TRUE(store_->append(kCpu, std::vector<Sample> { { after(90'001), 5e6 } }, after(3 * 86'400)).ok());
    EXPECT_EQ(series(0, 3 * 86'400, 1).front().max, 5e6) << "before it is rolled up";
    ASSERT_TRUE(eventually(rolled));
    for (const std::size_t points : { 1U, 3U, 72U, 5000U }) {
        double highest = 0;
        for (const SeriesPoint& point : series(0, 3 * 86'400, points)) {
            highest = std::max(highest, point.max);
        }
        EXPECT_EQ(highest, 5e6) << points;
    }
}

TEST_F(SamplesStoreTest, SealsHoursAndFindsTamperingWithThem)
{
    ASSERT_TRUE(store_->append(kCpu, ramp(0, 7200, 60), after(7200)).ok());
    ASSERT_TRUE(store_->append(kDisk, ramp(3600, 7200, 60), after(7200)).ok());
    EXPECT_FALSE(store_->close_hour(after(3600), after(7199)).ok()) << "not over";
    EXPECT_FALSE(store_->close_hour(after(60), after(7200)).ok()) << "not the start of an hour";
    const auto first = store_->close_hour(after(0), after(7200));
    ASSERT_TRUE(first.ok());
    ASSERT_EQ(first.value().size(), 1U);
    EXPECT_EQ(first.value()[0].count, 60U);
    EXPECT_EQ(store_->sealed_until(), after(3600));
    const auto refused = store_->append(kCpu, ramp(3599, 3600, 1), after(7200));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Malformed);
    const auto second = store_->close_hour(after(3600), after(7200));
    ASSERT_EQ(second.value().size(), 2U);
    reopen();
    EXPECT_EQ(store_->sealed_until(), after(7200));
    EXPECT_EQ(store_->close_hour(after(0), after(9000)).value()[0].hash, first.value()[0].hash);
    EXPECT_TRUE(store_->verify_hour(after(3600), second.value()).value().empty());
    store_.reset();
    run_foreign_sql(database(),
        "UPDATE blocks SET samples = CAST(substr(samples, 1, 15) || x'41' || substr(samples, 17) AS BLOB) WHERE id = "
        "(SELECT max(id) FROM blocks)");
    reopen();
    EXPECT_EQ(store_->verify_hour(after(3600), second.value()).value(), std::vector { kDisk });
    EXPECT_EQ(store_->close_hour(after(3600), after(9000)).value()[1].hash, second.value()[1].hash)
        << "the seal stands";
}

TEST_F(SamplesStoreTest, RetentionDeletesRawButKeepsRollUpsAndIncidents)
{
    reopen({ .raw_age = std::chrono::hours { 240 }, .minutes_age = std::chrono::hours { 480 } });
    for (int day = 0; day < 4; ++day) {
        ASSERT_TRUE(store_->append(kCpu, ramp(day * 86'400, (day + 1) * 86'400, 600), after((day + 1) * 86'400)).ok());
    }
    ASSERT_TRUE(store_->keep(kCpu, after(3600), after(7200)).ok());
    ASSERT_TRUE(
        eventually([&] { return foreign_value(database(), "SELECT count(*) FROM blocks WHERE rolled = 0") == "1"; }));
    const Timestamp much_later = after(12 * 86'400);
    while (store_->expire(much_later).value()) { }
    EXPECT_EQ(raw_count(kCpu), 2 * 144U + 6U) << "two days gone, one hour kept";
    EXPECT_EQ(series(0, 86'400, 5000).size(), 144U) << "minutes take the place of raw samples";
    const Timestamp later_still = after(40 * 86'400);
    while (store_->expire(later_still).value()) { }
    const auto days = series(0, 4 * 86'400, 4);
    ASSERT_EQ(days.size(), 4U);
    EXPECT_EQ(days[0].count, 144U);
    EXPECT_EQ(days[1].max, 2 * 86'400 - 600);
    EXPECT_EQ(series(0, 86'400, 24).size(), 24U);
    reopen({ .raw_age = std::chrono::hours { 240 } });
    EXPECT_EQ(store_->latest(kCpu)->sample.at, after(4 * 86'400 - 600));
}

TEST_F(SamplesStoreTest, ManyWritersAreCommittedTogether)
{
    std::vector<std::thread> threads;
    for (int w = 0; w < 8; ++w) {
        threads.emplace_back([&, w] {
            const ResourceId resource { "r" + std::to_string(w % 4) };
            for (int i = 0; i < 50; ++i) {
                const std::vector<Sample> one { { after(i * 10 + w), static_cast<double>(i) } };
                VERIFY(store_->append(resource, one, after(600)).ok());
                VERIFY(store_->query({ resource, after(0), after(600), 10 }).ok());
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(store_->last_sample_seq(), 400U);
    for (int r = 0; r < 4; ++r) {
        EXPECT_EQ(raw_count(ResourceId { "r" + std::to_string(r) }), 100U);
    }
}

TEST_F(SamplesStoreTest, RecoversFromAFullDiskButNotFromAFailedSync)
{
    FaultVfs vfs;
    const auto one = [](std::int64_t second) { return ramp(second, second + 1, 1); };
    reopen({ .vfs = vfs.name(), .probe_every = std::chrono::milliseconds { 5 } });
    ASSERT_TRUE(store_->append(kCpu, one(1), after(10)).ok());
    vfs.fail_write(1, FaultKind::NoSpace, true);
    const auto refused = store_->append(kCpu, one(2), after(10));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_FALSE(store_->writable());
    EXPECT_EQ(raw_count(kCpu), 1U) << "reads go on";
    vfs.heal();
    ASSERT_TRUE(eventually([&] { return store_->writable(); }));
    ASSERT_TRUE(store_->append(kCpu, one(3), after(10)).ok());

    vfs.fail_sync(1, false);
    ASSERT_FALSE(store_->append(kCpu, one(4), after(10)).ok());
    EXPECT_FALSE(eventually([&] { return store_->writable(); }, std::chrono::milliseconds { 200 })) << "never retried";
    EXPECT_FALSE(store_->append(kCpu, one(5), after(10)).ok());
    reopen({ .vfs = vfs.name() });
    EXPECT_TRUE(store_->append(kCpu, one(5), after(10)).ok());
    EXPECT_GE(raw_count(kCpu), 3U);
    store_.reset();
}

constexpr Millis kMoment { 1 };

TEST_F(SamplesStoreTest, TakesWhatIsNeitherTooOldNorTooFarAheadToTheMoment)
{
    reopen({ .raw_age = std::chrono::hours { 240 } });
    const Timestamp now = after(0);
    const auto taken = [&](Timestamp at) { return store_->append(kCpu, std::vector<Sample> { { at, 1 } }, now).ok(); };
    const Timestamp oldest = now - std::chrono::hours { 240 };
    EXPECT_FALSE(taken(oldest - kMoment));
    EXPECT_TRUE(taken(oldest));
    EXPECT_TRUE(taken(now + std::chrono::minutes { 5 }));
    EXPECT_FALSE(taken(now + std::chrono::minutes { 5 } + kMoment));
    ASSERT_TRUE(store_->close_hour(after(-3600), now).ok());
    EXPECT_FALSE(taken(now - kMoment));
    EXPECT_TRUE(taken(now)) << "the seal ends where the next hour begins";
}

TEST_F(SamplesStoreTest, ASealNeverMovesBack)
{
    ASSERT_TRUE(store_->append(kCpu, ramp(0, 7200, 600), after(7200)).ok());
    ASSERT_TRUE(store_->close_hour(after(3600), after(7200)).ok());
    ASSERT_TRUE(store_->close_hour(after(0), after(7200)).ok());
    EXPECT_EQ(store_->sealed_until(), after(7200));
    reopen();
    EXPECT_EQ(store_->sealed_until(), after(7200));
    EXPECT_FALSE(store_->append(kCpu, ramp(7199, 7200, 1), after(7200)).ok());
}

TEST_F(SamplesStoreTest, ReadsRawSamplesFromTheirBeginningToBeforeTheirEnd)
{
    ASSERT_TRUE(store_->append(kCpu, ramp(3598, 3603, 1), after(3603)).ok());
    ASSERT_TRUE(store_->append(kDisk, ramp(3598, 3603, 1), after(3603)).ok());
    const auto seconds = [&](Timestamp from, Timestamp to, std::size_t limit) {
        std::vector<double> found;
        const auto read = store_->raw(kCpu, from, to, limit);
        for (const Sample& sample : read.value()) {
            found.push_back(sample.value);
        }
        return found;
    };
    using Values = std::vector<double>;
    EXPECT_EQ(seconds(after(3599), after(3601), 100), (Values { 3599, 3600 }));
    EXPECT_EQ(seconds(after(3599), after(3601) + kMoment, 100), (Values { 3599, 3600, 3601 }));
    EXPECT_EQ(seconds(after(3599) + kMoment, after(3601), 100), Values { 3600 });
    EXPECT_EQ(seconds(after(3598), after(3600), 100), (Values { 3598, 3599 }));
    EXPECT_EQ(seconds(after(3600), after(3600) + kMoment, 100), Values { 3600 });
    EXPECT_EQ(seconds(after(3598), after(3603), 2), (Values { 3598, 3599 }));
    EXPECT_EQ(seconds(after(3601), after(3601), 100), Values {});
    EXPECT_EQ(seconds({ -1 }, after(3601), 100), Values {});
    EXPECT_TRUE(store_->raw(ResourceId { "none" }, after(0), after(9000), 100).value().empty());
}

TEST_F(SamplesStoreTest, TheLatestIsTheNewestByItsTimeAndItsNumberTheLastThatBroughtAny)
{
    ASSERT_EQ(store_->append(kCpu, ramp(7000, 7001, 1), after(7200)).value().sample_seq, 1U);
    ASSERT_EQ(store_->append(kDisk, ramp(10, 11, 1), after(7200)).value().sample_seq, 2U);
    ASSERT_EQ(store_->append(kCpu, ramp(20, 21, 1), after(7200)).value().sample_seq, 3U) << "late, and of another hour";
    EXPECT_EQ(store_->latest(kCpu)->sample.at, after(7000));
    EXPECT_EQ(store_->latest(kCpu)->sample_seq, 3U);
    ASSERT_EQ(store_->append(kCpu, ramp(20, 21, 1), after(7200)).value().sample_seq, 3U) << "a repeat brings nothing";
    EXPECT_EQ(store_->latest(kCpu)->sample_seq, 3U);
    ASSERT_EQ(store_->since(2).size(), 1U);
    EXPECT_EQ(store_->since(2)[0].resource, kCpu);
    EXPECT_TRUE(store_->since(3).empty());
    EXPECT_EQ(store_->since(1).size(), 2U);
}

TEST_F(SamplesStoreTest, KeepsTheHoursOfAnIncidentAndNoOther)
{
    reopen({ .raw_age = std::chrono::hours { 240 } });
    const std::int64_t hours = 6;
    for (const ResourceId& resource : { kCpu, kDisk }) {
        ASSERT_TRUE(store_->append(resource, ramp(0, hours * 3600, 600), after(hours * 3600)).ok());
        ASSERT_TRUE(store_->append(resource, ramp(30 * 3600, 30 * 3600 + 1, 1), after(30 * 3600)).ok());
    }
    ASSERT_TRUE(store_->keep(kCpu, after(2 * 3600), after(4 * 3600)).ok());
    EXPECT_FALSE(store_->keep(kCpu, after(9), after(9)).ok());
    EXPECT_FALSE(store_->keep(ResourceId { "none" }, after(0), after(9)).ok());
    ASSERT_TRUE(
        eventually([&] { return foreign_value(database(), "SELECT count(*) FROM blocks WHERE rolled = 0") == "2"; }));
    // An hour goes when all of it is past its age: the last of them is the sixth's.
    const Timestamp at_age = after(hours * 3600 + 240 * 3600);
    while (store_->expire(at_age - kMoment).value()) { }
    const auto left = [&](const ResourceId& resource) {
        return store_->raw(resource, after(0), after(hours * 3600), 1'000).value().size();
    };
    EXPECT_EQ(left(kCpu), 2U * 6U + 6U) << "the two hours kept, and the last";
    EXPECT_EQ(left(kDisk), 6U);
    while (store_->expire(at_age).value()) { }
    EXPECT_EQ(left(kCpu), 2U * 6U);
    EXPECT_EQ(left(kDisk), 0U);
    EXPECT_EQ(store_->raw(kDisk, after(30 * 3600), after(31 * 3600), 10).value().size(), 1U);
}

TEST_F(SamplesStoreTest, VerifiesAgainstWhatWasSealedAndNamesWhatIsGone)
{
    ASSERT_TRUE(store_->append(kCpu, ramp(0, 3600, 600), after(7200)).ok());
    ASSERT_TRUE(store_->append(kDisk, ramp(0, 3600, 600), after(7200)).ok());
    auto sealed = store_->close_hour(after(0), after(7200)).value();
    ASSERT_EQ(sealed.size(), 2U);
    EXPECT_TRUE(store_->verify_hour(after(0), sealed).value().empty());
    sealed.push_back({ ResourceId { "none" }, after(0), 1, sealed[0].hash });
    EXPECT_EQ(store_->verify_hour(after(0), sealed).value(), std::vector { ResourceId { "none" } });
    std::swap(sealed[0].hash, sealed[1].hash);
    EXPECT_EQ(store_->verify_hour(after(0), sealed).value().size(), 3U);
}

TEST_F(SamplesStoreTest, WhoeverReadsDamageTellsOfIt)
{
    ASSERT_TRUE(store_->append(kCpu, ramp(0, 100, 10), after(100)).ok());
    std::vector<std::string> told;
    store_->on_damage([&](const std::string& what) { told.push_back(what); });
    EXPECT_EQ(raw_count(kCpu), 10U);
    EXPECT_TRUE(told.empty());
    run_foreign_sql_beside(database(), "UPDATE blocks SET samples = x'00'");
    EXPECT_FALSE(store_->raw(kCpu, {}, after(1'000), 100).ok());
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].find("are damaged"), std::string::npos) << told[0];
    EXPECT_FALSE(store_->query({ kCpu, after(0), after(100), 100 }).ok());
    EXPECT_EQ(told.size(), 2U);
    EXPECT_FALSE(store_->query({ kCpu, after(100), after(0), 100 }).ok());
    EXPECT_EQ(told.size(), 2U) << "a question that cannot be answered is no damage";
}

}
}
