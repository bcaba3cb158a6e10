// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/intake/intake.h"
#include "server/journal/sqlite_store.h"
#include "server/timers/timer_driver.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <memory>

namespace watchfloor {

// A journal on disk with its deliveries and its timers, whose rounds a test asks for.
class TimerFixture : public testing::Test {
protected:
    void SetUp() override
    {
        auto store = SqliteStore::open(folder_ / "journal.db", {});
        ASSERT_TRUE(store.ok());
        store_ = std::move(store).value();
        auto sequencer = Sequencer::open(*store_, JournalId { "main" }, JournalPurpose::Main, clock_);
        ASSERT_TRUE(sequencer.ok());
        sequencer_ = std::move(sequencer).value();
        ledger_ = std::make_unique<SourceLedger>(*store_);
        intake_ = std::make_unique<Intake>(*ledger_, clock_);
        start();
    }

    // As after a restart: what the timers know of themselves is gone.
    void start() { driver_ = std::make_unique<TimerDriver>(*store_, *sequencer_, *ledger_, nullptr, clock_); }

    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> sequencer_;
    std::unique_ptr<SourceLedger> ledger_;
    std::unique_ptr<Intake> intake_;
    std::unique_ptr<TimerDriver> driver_;
};

}
