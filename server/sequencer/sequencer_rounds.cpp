// SPDX-License-Identifier: Apache-2.0
// The sequencer's rounds: one is decided while the one before is on its way to disk.
#include "server/sequencer/sequencer_impl.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace watchfloor {
namespace {

// Longer than it takes anybody near to send the next, and too short to be felt.
constexpr std::chrono::milliseconds kLongestGathering { 2 };

}

void Sequencer::Impl::run()
{
    std::optional<SteadyTime> until;
    while (wait_for_work(until)) {
        settle_finished();
        decide_queued();
        until = gathers() ? std::optional { company_until_ } : std::nullopt;
        if (!until) {
            hand_over();
        }
    }
}

// False once it is to stop and nothing is left to do.
bool Sequencer::Impl::wait_for_work(std::optional<SteadyTime> until)
{
    const Wanted want = wanted();
    std::unique_lock lock { queue_mutex_ };
    const auto more = [&] {
        return !committer_waits_ && ((want.commands && !queue_.empty()) || (want.bulk && !bulk_queue_.empty()));
    };
    const auto done = [&] { return stopping_ && want.end && queue_.empty() && bulk_queue_.empty(); };
    const auto called = [&] { return untold_arrived_ || more() || done(); };
    if (until) {
        timer_.wait(queued_, lock, *until, std::ref(called));
    } else {
        queued_.wait(lock, called);
    }
    return std::exchange(untold_arrived_, false) || !done();
}

// Whoever was just told sends what comes next in a moment. A little round that left without them would make two crowds of
// one, each waiting for the other's commit.
bool Sequencer::Impl::gathers()
{
    const std::scoped_lock lock { rounds_mutex_ };
    if (!open_ || in_flight_ || open_->hurries || open_->batch.empty()) {
        return false;
    }
    return open_->answers.size() < company_ && open_->batch.entries().size() < kWorthACommit
        && timer_.now() < company_until_;
}

void Sequencer::Impl::expect_company(const Round& told)
{
    const auto patience = std::min<std::chrono::nanoseconds>(std::exchange(commit_took_, {}) / 2, kLongestGathering);
    company_ = told.hurries ? 0 : told.answers.size() + what_is_queued().bulk;
    company_until_ = timer_.now() + patience;
}

// The committer may change what this says; then it wakes the thread.
Sequencer::Impl::Wanted Sequencer::Impl::wanted()
{
    const std::scoped_lock lock { rounds_mutex_ };
    Wanted want;
    want.end = !open_ && !in_flight_ && untold_.empty();
    // After an erasure only a fold of the journal does not hold what was erased.
    want.commands = open_ ? has_room() : !(in_flight_ && in_flight_->batch.erases());
    want.bulk = want.commands && (!open_ || open_->takes_bulk);
    return want;
}

bool Sequencer::Impl::has_room() const
{
    return open_->batch.entries().size() < kMaxBatchEntries && open_->answers.size() < kMaxBatchEntries
        && !open_->batch.erases();
}

// On the thread that wrote it. The committer's: the disk is given the next round before anybody is told of the last.
std::optional<Committer::Work> Sequencer::Impl::note_commit(Result<void> outcome)
{
    std::optional<Committer::Work> next;
    committer_waits_ = true;
    {
        const std::scoped_lock lock { rounds_mutex_ };
        committer_waits_ = false;
        const bool goes_on = outcome.ok() && open_ && open_->ready && !open_->batch.empty();
        untold_.push_back({ std::move(in_flight_), std::move(outcome) });
        if (goes_on) {
            next = launch();
        }
    }
    {
        const std::scoped_lock lock { queue_mutex_ };
        untold_arrived_ = true;
    }
    queued_.notify_one();
    return next;
}

// The open round goes to disk. With rounds_mutex_ held.
Committer::Work Sequencer::Impl::launch()
{
    in_flight_ = std::move(open_);
    return { in_flight_->batch.entries(), &in_flight_->batch.extras() };
}

bool Sequencer::Impl::take(Queue& queue, Waiting& waiting)
{
    const std::scoped_lock lock { queue_mutex_ };
    if (queue.empty()) {
        return false;
    }
    waiting = std::move(queue.front());
    queue.pop_front();
    return true;
}

Sequencer::Impl::Queued Sequencer::Impl::what_is_queued()
{
    const std::scoped_lock lock { queue_mutex_ };
    return { queue_.size(), bulk_queue_.size() };
}

void Sequencer::Impl::put_deferred_back()
{
    const std::scoped_lock lock { queue_mutex_ };
    for (auto waiting = deferred_.rbegin(); waiting != deferred_.rend(); ++waiting) {
        (waiting->submission.bulk ? bulk_queue_ : queue_).push_front(std::move(*waiting));
    }
    deferred_.clear();
}

void Sequencer::Impl::decide_from(Queue& queue, Timestamp now)
{
    Waiting waiting;
    for (;;) {
        const std::scoped_lock lock { rounds_mutex_ };
        const bool bulk = &queue == &bulk_queue_;
        if (!open_ || (bulk && !open_->takes_bulk)) {
            return;
        }
        // Those who wait for the disk are told first, and a disk that waits is given what is worth a commit; but
        // where it is bulk's turn, something of it goes along.
        const bool disk_waits = !in_flight_ && open_->batch.entries().size() >= kWorthACommit;
        const bool first = committer_waits_ || !untold_.empty() || disk_waits;
        if (((!bulk || open_->ready) && first) || !has_room() || !take(queue, waiting)) {
            return;
        }
        Batch& batch = open_->batch;
        const Batch* before = in_flight_ ? &in_flight_->batch : nullptr;
        if (batch.repeats_pending(waiting.submission) || (before && before->repeats_pending(waiting.submission))) {
            deferred_.push_back(std::move(waiting));
            continue;
        }
        auto outcome = batch.add(waiting.submission, now, before);
        open_->answers.emplace_back(std::move(waiting.done), std::move(outcome));
        open_->ready = open_->ready || bulk;
        open_->hurries = open_->hurries || !bulk;
    }
}

// Opens a round, if none is open and something waits. None begins before all are told of what it stands on.
void Sequencer::Impl::begin_round()
{
    const std::scoped_lock lock { rounds_mutex_ };
    const Queued queued = what_is_queued();
    const bool anything = queued.commands + queued.bulk > 0;
    if (open_ || !untold_.empty() || (in_flight_ && in_flight_->batch.erases()) || !anything) {
        return;
    }
    open_ = std::make_unique<Round>(in_flight_
            ? Round { { store_, journal_, in_flight_->batch.state(), in_flight_->batch.head_hash() } }
            : Round { { store_, journal_, *published_.state(), published_.head().hash } });
    // Every other round, and each that has nothing else.
    bulk_had_its_turn_ = queued.commands == 0 || !bulk_had_its_turn_;
    open_->takes_bulk = bulk_had_its_turn_;
    open_->ready = !open_->takes_bulk;
}

void Sequencer::Impl::decide_queued()
{
    const Timestamp now = clock_.now();
    begin_round();
    decide_from(queue_, now);
    decide_from(bulk_queue_, now);
    const std::scoped_lock lock { rounds_mutex_ };
    if (open_) {
        open_->ready = true; // if no bulk was there
    }
}

// What is decided goes to disk as soon as what it stands on is there. What is little this thread writes by itself, and
// what comes meanwhile shares the next round.
void Sequencer::Impl::hand_over()
{
    std::unique_ptr<Round> nothing_to_write;
    std::optional<Committer::Work> work;
    {
        const std::scoped_lock lock { rounds_mutex_ };
        if (!open_ || in_flight_ || !untold_.empty()) {
            return;
        }
        if (open_->batch.empty()) {
            nothing_to_write = std::move(open_);
        } else {
            work = launch();
        }
    }
    if (work && work->entries.size() < alone_below_) {
        const auto began = timer_.now();
        note_commit(store_.append(journal_, work->entries, *work->extras));
        commit_took_ = timer_.now() - began;
        return;
    }
    if (work) {
        committer_->append(*work);
        return;
    }
    settle_leases(nothing_to_write->batch);
    nothing_to_write->answer({});
}

void Sequencer::Impl::settle_finished()
{
    std::vector<Finished> finished;
    {
        const std::scoped_lock lock { rounds_mutex_ };
        finished.swap(untold_);
    }
    for (Finished& each : finished) {
        finish_commit(*each.round, each.outcome);
    }
}

void Sequencer::Impl::finish_commit(Round& round, const Result<void>& outcome)
{
    if (!outcome.ok()) {
        round.answer(outcome);
        drop_open(outcome);
        return;
    }
    const auto published = publish_batch(round.batch);
    if (published.ok()) {
        settle_leases(round.batch);
    }
    round.answer(published);
    expect_company(round);
    put_deferred_back();
}

// What was decided on a version of the state that never came to be goes with it.
void Sequencer::Impl::drop_open(const Result<void>& failure)
{
    std::unique_ptr<Round> round;
    {
        const std::scoped_lock lock { rounds_mutex_ };
        round = std::move(open_);
    }
    if (round) {
        round->answer(failure);
    }
    put_deferred_back();
}

}
