// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "server/sequencer/sequencer.h"
#include "tests/server/sequencer/gated_store.h"
#include "tests/support/eventually.h"
#include "tests/support/fake_clock.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// A sequencer whose disk is held up.
class PipelineTest : public testing::Test {
protected:
    using Answer = std::future<Result<Outcome>>;

    void SetUp() override
    {
        auto store = SqliteStore::open(folder_ / "journal.db", {});
        ASSERT_TRUE(store.ok()) << store.error().message;
        store_ = std::move(store).value();
        gate_ = std::make_unique<GatedStore>(*store_);
        auto sequencer = Sequencer::open(*gate_, kMain, JournalPurpose::Main, clock_, {}, alone_below(), timer());
        ASSERT_TRUE(sequencer.ok()) << sequencer.error().message;
        sequencer_ = std::move(sequencer).value();
    }

    // Nothing is too little.
    virtual std::size_t alone_below() const { return 0; }
    // Real time, which nothing here waits for.
    virtual RoundTimer* timer() { return nullptr; }

    void TearDown() override
    {
        gate_->open();
        gate_->open_lookups();
        sequencer_.reset();
        store_.reset();
        EXPECT_TRUE(verify_database(folder_ / "journal.db").whole());
    }

    // A command under a key of its own, which is looked up when it is decided.
    static Submission incident(const std::string& key)
    {
        LogIncident log;
        log.title = key;
        Submission submission;
        submission.command = log;
        submission.actor.user = UserId { "ada" };
        submission.actor.roles = { SystemRole::Resolver, SystemRole::IncidentManager };
        submission.idempotency = Idempotency { { "ada", "POST /incidents", key }, sha256(key), 201 };
        return submission;
    }

    static Submission erasure_of(std::uint64_t seq)
    {
        EraseText erase;
        erase.seq = seq;
        erase.legal_basis = "GDPR 17";
        Submission submission = incident("erasure");
        submission.command = erase;
        submission.actor.roles = { SystemRole::ComplianceOfficer, SystemRole::Administrator };
        submission.actor.system = true;
        return submission;
    }

    Submission sealed_hour() const
    {
        Submission submission;
        submission.command = SealSamples { { 3'600'000 }, std::string(64, 'a'), 1 };
        submission.actor.system = true;
        return submission;
    }

    Answer submit(Submission submission)
    {
        auto promise = std::make_shared<std::promise<Result<Outcome>>>();
        Answer answer = promise->get_future();
        sequencer_->submit(
            std::move(submission), [promise](Result<Outcome> outcome) { promise->set_value(std::move(outcome)); });
        return answer;
    }

    // One batch on its way to disk, and held up there.
    Answer in_flight(Submission submission)
    {
        gate_->close();
        const int appends = gate_->appends();
        Answer answer = submit(std::move(submission));
        EXPECT_TRUE(eventually([&] { return gate_->appends() > appends; }));
        return answer;
    }

    // Decided upon, but not on its way to disk.
    Answer decided(Submission submission)
    {
        const int lookups = gate_->lookups();
        const int appends = gate_->appends();
        Answer answer = submit(std::move(submission));
        EXPECT_TRUE(eventually([&] { return gate_->lookups() > lookups; }));
        EXPECT_EQ(gate_->appends(), appends);
        return answer;
    }

    std::vector<Answer> submit_many(int count)
    {
        std::vector<Answer> answers;
        for (int i = 0; i < count; ++i) {
            answers.push_back(submit(incident("one of many " + std::to_string(i))));
        }
        return answers;
    }

    // While lookups are held, lets what is queued be decided one by one until `done` or all but one of `count` are
    // decided; each is seen to begin before the next may. Answers how many it let.
    template<typename Done>
    int decide_one_by_one(int count, Done done)
    {
        int let = 0;
        for (; let < count - 1 && !done(); ++let) {
            const int begun = gate_->lookups();
            gate_->let_lookup();
            EXPECT_TRUE(eventually([&] { return gate_->lookups() > begun || done(); }));
        }
        return let;
    }

    static bool waits(const Answer& answer)
    {
        return answer.wait_for(std::chrono::milliseconds { 0 }) == std::future_status::timeout;
    }

    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<GatedStore> gate_;
    std::unique_ptr<Sequencer> sequencer_;
};

}
