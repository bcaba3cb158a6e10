// SPDX-License-Identifier: Apache-2.0
// A fault at any write or sync of the samples' own file: what was acknowledged is there, and it goes on unaided.
#include "server/samples/sample_block.h"
#include "server/samples/sqlite_samples_store.h"
#include "tests/fault/fault_vfs.h"
#include "tests/support/eventually.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace watchfloor {
namespace {

const ResourceId kMeter { "host/cpu" };
constexpr Timestamp kFaultDay { 20'000 * kDayMillis };
constexpr Millis kSpacing { 20 * 60'000 }; // three to the hour, so that hours end and are rolled up

int next_write(int nth)
{
    static const bool every = std::getenv("WATCHFLOOR_EVERY_WRITE") != nullptr;
    return nth + (every || nth < 15 ? 1 : 13);
}

// A store on the failing file layer, and what it acknowledged.
class Workload {
public:
    Workload() { open(); }

    void open()
    {
        store_.reset();
        SamplesOptions options;
        options.vfs = vfs_.name();
        options.probe_every = std::chrono::milliseconds { 2 };
        auto opened = SqliteSamplesStore::open(folder_ / "samples.db", options);
        VERIFY(opened.ok());
        store_ = std::move(opened).value();
    }

    // Appends one after the other; how many were refused, each of them as something to try again.
    int append(int count)
    {
        int refused = 0;
        for (int i = 0; i < count; ++i, next_ = next_ + kSpacing) {
            const Sample sample { next_, static_cast<double>(next_.millis % 1'000) };
            const auto done = store_->append(kMeter, std::vector { sample }, next_);
            if (done.ok()) {
                acknowledged_.push_back(next_);
            } else {
                EXPECT_EQ(done.error().code, ErrorCode::Unavailable) << done.error().message;
                ++refused;
            }
        }
        return refused;
    }

    void expect_acknowledged() const
    {
        const auto raw = store_->raw(kMeter, {}, next_, 1'000'000);
        ASSERT_TRUE(raw.ok()) << raw.error().message;
        for (const Timestamp at : acknowledged_) {
            EXPECT_TRUE(std::any_of(raw.value().begin(), raw.value().end(), [&](const Sample& sample) {
                return sample.at == at;
            })) << "acknowledged and lost";
        }
    }

    FaultVfs& vfs() { return vfs_; }
    bool writable() const { return store_->writable(); }

private:
    TemporaryFolder folder_;
    FaultVfs vfs_;
    Timestamp next_ = kFaultDay;
    std::vector<Timestamp> acknowledged_ {};
    std::unique_ptr<SqliteSamplesStore> store_;
};

constexpr int kSamples = 12;

struct WriteFault {
    FaultKind kind;
    bool lasting;
};

class SamplesWriteFaultTest : public testing::TestWithParam<WriteFault> { };

TEST_P(SamplesWriteFaultTest, AtAnyWriteNothingAcknowledgedIsLostAndItRecoversUnaided)
{
    int nth = 1;
    for (;; nth = next_write(nth)) {
        SCOPED_TRACE("write " + std::to_string(nth));
        Workload load;
        ASSERT_EQ(load.append(2), 0);
        load.vfs().fail_write(nth, GetParam().kind, GetParam().lasting);
        load.append(kSamples);
        if (!load.vfs().struck()) {
            break;
        }
        load.expect_acknowledged();
        load.vfs().heal();
        ASSERT_TRUE(eventually([&] { return load.writable(); }));
        ASSERT_EQ(load.append(kSamples), 0);
        load.expect_acknowledged();
        load.open();
        load.expect_acknowledged();
    }
    EXPECT_GT(nth, kSamples) << "every sample is written";
}

INSTANTIATE_TEST_SUITE_P(Kinds, SamplesWriteFaultTest,
    testing::Values(WriteFault { FaultKind::NoSpace, true }, WriteFault { FaultKind::NoSpace, false },
        WriteFault { FaultKind::WriteError, true }, WriteFault { FaultKind::ShortWrite, true },
        WriteFault { FaultKind::ShortWrite, false }, WriteFault { FaultKind::ReadOnly, true }));

TEST(SamplesSyncFaultTest, WritersStayRefusedUntilARestart)
{
    int nth = 1;
    for (;; ++nth) {
        SCOPED_TRACE("sync " + std::to_string(nth));
        Workload load;
        ASSERT_EQ(load.append(2), 0);
        load.vfs().fail_sync(nth, false);
        load.append(kSamples);
        if (!load.vfs().struck()) {
            break;
        }
        EXPECT_FALSE(eventually([&] { return load.writable(); }, std::chrono::milliseconds { 20 }));
        EXPECT_EQ(load.append(1), 1);
        load.expect_acknowledged();
        load.open();
        load.expect_acknowledged();
        EXPECT_EQ(load.append(1), 0);
    }
    EXPECT_GT(nth, kSamples) << "every sample is synced";
}

}
}
