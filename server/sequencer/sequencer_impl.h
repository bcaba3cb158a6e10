// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/sequencer/committer.h"
#include "server/sequencer/lease_table.h"
#include "server/sequencer/published_state.h"
#include "server/sequencer/round.h"
#include "server/sequencer/sequencer.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace watchfloor {

class Sequencer::Impl {
public:
    using Done = SubmissionDone;

    Impl(Store& store, const JournalId& journal, Clock& clock, std::size_t alone_below, RoundTimer* timer)
        : store_(store)
        , journal_(journal)
        , clock_(clock)
        , alone_below_(alone_below)
        , timer_(timer != nullptr ? *timer : real_timer_)
    {
    }
    ~Impl() { stop(); }

    Result<void> fold(State folded);
    Result<void> write_genesis(JournalPurpose purpose);
    void start()
    {
        committer_.emplace(store_, journal_, [this](Result<void> outcome) { return note_commit(std::move(outcome)); });
        thread_ = std::thread([this] { run(); });
    }
    void submit(Submission submission, Done done);

    const PublishedState& published() const { return published_; }
    LeaseTable& leases() { return leases_; }

    std::atomic<Listener*> listener { nullptr };

private:
    using Waiting = WaitingSubmission;
    using SteadyTime = RoundTimer::Time;
    using Queue = std::deque<Waiting>;

    struct Finished {
        std::unique_ptr<Round> round;
        Result<void> outcome;
    };
    // What the thread has use for.
    struct Wanted {
        bool commands = false;
        bool bulk = false;
        bool end = false; // nothing is left to do but what is queued
    };

    struct Queued {
        std::size_t commands = 0;
        std::size_t bulk = 0;
    };

    void stop();
    void run();
    bool wait_for_work(std::optional<SteadyTime> until);
    Wanted wanted();
    std::optional<Committer::Work> note_commit(Result<void> outcome);
    Committer::Work launch();
    void decide_queued();
    void begin_round();
    void decide_from(Queue& queue, Timestamp now);
    bool has_room() const;
    bool gathers();
    void expect_company(const Round& told);
    bool take(Queue& queue, Waiting& waiting);
    Queued what_is_queued();
    void put_deferred_back();
    void hand_over();
    void settle_finished();
    void finish_commit(Round& round, const Result<void>& outcome);
    void drop_open(const Result<void>& failure);
    Result<void> publish_batch(const Batch& batch);
    void settle_leases(const Batch& batch);

    Store& store_;
    const JournalId& journal_;
    Clock& clock_;
    const std::size_t alone_below_;
    RoundTimer real_timer_ {};
    RoundTimer& timer_;
    LeaseTable leases_;

    PublishedState published_;

    std::mutex queue_mutex_;
    std::condition_variable queued_;
    Queue queue_;
    Queue bulk_queue_;
    bool untold_arrived_ = false; // since the thread looked last
    bool stopping_ = false;

    // Held while a submission is decided; then queue_mutex_ may be taken too. The committer takes the open round
    // between two submissions, and is let in while committer_waits_.
    std::mutex rounds_mutex_;
    std::unique_ptr<Round> open_ {};
    std::unique_ptr<Round> in_flight_ {};
    std::vector<Finished> untold_ {}; // nobody was told yet
    std::atomic<bool> committer_waits_ { false };

    std::vector<Waiting> deferred_ {}; // they repeat what is not durable yet; the thread's own, as is what follows
    bool bulk_had_its_turn_ = false;
    std::chrono::nanoseconds commit_took_ {}; // of the last little round
    std::size_t company_ = 0;                 // the next may wait for so many, until then
    SteadyTime company_until_ {};
    std::optional<Committer> committer_ {};
    std::thread thread_;
};

}
