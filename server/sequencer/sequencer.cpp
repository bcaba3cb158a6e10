// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/sequencer.h"

#include "server/sequencer/committer.h"
#include "server/sequencer/fold.h"
#include "server/sequencer/lease_table.h"
#include "server/sequencer/published_state.h"
#include "server/sequencer/round.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace watchfloor {
namespace {

// How often the last wall clock seen is written along with a batch.
constexpr std::chrono::seconds kRememberClockEvery { 5 };

}

class Sequencer::Impl {
public:
    using Done = SubmissionDone;

    Impl(Store& store, const JournalId& journal, Clock& clock) : store_(store), journal_(journal), clock_(clock) { }
    ~Impl() { stop(); }

    Result<void> fold(State folded);
    Result<void> write_genesis(JournalPurpose purpose);
    void start()
    {
        committer_.emplace(store_, journal_, [this](Result<void> outcome) { note_commit(std::move(outcome)); });
        thread_ = std::thread([this] { run(); });
    }
    void submit(Submission submission, Done done);

    const PublishedState& published() const { return published_; }
    LeaseTable& leases() { return leases_; }

    std::atomic<Listener*> listener { nullptr };

private:
    using Waiting = WaitingSubmission;
    using Queue = std::deque<Waiting>;

    void stop();
    void run();
    bool wait_for_work(std::optional<Result<void>>& committed);
    bool can_decide() const;
    void note_commit(Result<void> outcome);
    void decide_queued();
    void decide_from(Queue& queue, Timestamp now);
    bool take(Queue& queue, Waiting& waiting);
    void put_deferred_back();
    bool anything_queued() const { return !queue_.empty() || !bulk_queue_.empty(); }
    void hand_over();
    void finish_commit(const Result<void>& outcome);
    void drop_open(const Result<void>& failure);
    Result<void> publish_batch(const Batch& batch);
    void settle_leases(const Batch& batch);

    Store& store_;
    const JournalId& journal_;
    Clock& clock_;
    LeaseTable leases_;

    PublishedState published_;

    std::mutex queue_mutex_;
    std::condition_variable queued_;
    Queue queue_;
    Queue bulk_queue_;
    std::optional<Result<void>> committed_ {}; // what became of the round in flight
    bool stopping_ = false;

    std::unique_ptr<Round> open_ {}; // the thread's own, as is what follows
    std::unique_ptr<Round> in_flight_ {};
    std::vector<Waiting> deferred_ {}; // they repeat what is not durable yet
    bool bulk_had_its_turn_ = false;
    Timestamp clock_remembered_ {};
    std::optional<Committer> committer_ {};
    std::thread thread_;
};

void Sequencer::Impl::stop()
{
    {
        const std::scoped_lock lock { queue_mutex_ };
        stopping_ = true;
    }
    queued_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Sequencer::Impl::submit(Submission submission, Done done)
{
    const char* refusal = nullptr;
    {
        const std::scoped_lock lock { queue_mutex_ };
        if (stopping_) {
            refusal = "The server is stopping; try again in a moment.";
        } else if (queue_.size() + bulk_queue_.size() >= kMaxQueued) {
            refusal = "Too much is waiting to be written; try again in a few seconds.";
        } else {
            Queue& queue = submission.bulk ? bulk_queue_ : queue_;
            queue.push_back({ std::move(submission), std::move(done) });
        }
    }
    if (refusal != nullptr) {
        done(Error { ErrorCode::Unavailable, refusal });
        return;
    }
    queued_.notify_one();
}

Result<void> Sequencer::Impl::fold(State folded)
{
    ASSIGN_OR_RETURN(State state, fold_on(store_, journal_, std::move(folded)));
    published_.publish(std::move(state), store_.head(journal_));
    ASSIGN_OR_RETURN(const auto leases, store_.leases(journal_));
    leases_.load(leases, clock_.now());
    return {};
}

Result<void> Sequencer::Impl::write_genesis(JournalPurpose purpose)
{
    Batch batch { store_, journal_, State {}, Digest {} };
    Submission submission;
    submission.command = OpenJournal { purpose, WATCHFLOOR_VERSION };
    submission.actor.system = true;
    RETURN_IF_ERROR(batch.add(submission, clock_.now()));
    RETURN_IF_ERROR(store_.append(journal_, batch.entries(), batch.extras()));
    return publish_batch(batch);
}

void Sequencer::Impl::run()
{
    std::optional<Result<void>> committed;
    while (wait_for_work(committed)) {
        if (committed) {
            finish_commit(*committed);
        }
        decide_queued();
        hand_over();
    }
}

// False once it is to stop and nothing is left to do.
bool Sequencer::Impl::wait_for_work(std::optional<Result<void>>& committed)
{
    committed.reset();
    std::unique_lock lock { queue_mutex_ };
    const auto done = [this] { return stopping_ && !anything_queued() && !in_flight_; };
    queued_.wait(lock, [&] { return committed_ || can_decide() || done(); });
    committed.swap(committed_);
    return committed || !done();
}

// Whether something in the queues may join the open round, or begin one.
bool Sequencer::Impl::can_decide() const
{
    if (!open_) {
        // After an erasure only a fold of the journal does not hold what was erased.
        return anything_queued() && !(in_flight_ && in_flight_->batch.erases());
    }
    const bool room = open_->batch.entries().size() < kMaxBatchEntries && open_->answers.size() < kMaxBatchEntries;
    return room && !open_->batch.erases() && (!queue_.empty() || (open_->takes_bulk && !bulk_queue_.empty()));
}

// On the committer's thread.
void Sequencer::Impl::note_commit(Result<void> outcome)
{
    {
        const std::scoped_lock lock { queue_mutex_ };
        committed_ = std::move(outcome);
    }
    queued_.notify_one();
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
    const Batch* before = in_flight_ ? &in_flight_->batch : nullptr;
    Batch& batch = open_->batch;
    Waiting waiting;
    while (batch.entries().size() < kMaxBatchEntries && open_->answers.size() < kMaxBatchEntries && !batch.erases()
        && take(queue, waiting)) {
        if (batch.repeats_pending(waiting.submission) || (before && before->repeats_pending(waiting.submission))) {
            deferred_.push_back(std::move(waiting));
            continue;
        }
        auto outcome = batch.add(waiting.submission, now, before);
        open_->answers.emplace_back(std::move(waiting.done), std::move(outcome));
    }
}

void Sequencer::Impl::decide_queued()
{
    if (const std::scoped_lock lock { queue_mutex_ }; !can_decide()) {
        return;
    }
    const Timestamp now = clock_.now();
    const bool begins = !open_;
    if (begins) {
        open_ = std::make_unique<Round>(in_flight_
                ? Round { { store_, journal_, in_flight_->batch.state(), in_flight_->batch.head_hash() } }
                : Round { { store_, journal_, *published_.state(), published_.head().hash } });
    }
    decide_from(queue_, now);
    if (begins) {
        bulk_had_its_turn_ = open_->answers.empty() || !bulk_had_its_turn_;
        open_->takes_bulk = bulk_had_its_turn_;
    }
    if (open_->takes_bulk) {
        decide_from(bulk_queue_, now);
    }
}

// What is decided goes to disk as soon as what it stands on is there.
void Sequencer::Impl::hand_over()
{
    if (!open_ || in_flight_) {
        return;
    }
    if (open_->batch.empty()) {
        const auto round = std::move(open_);
        settle_leases(round->batch);
        round->answer({});
        return;
    }
    const Timestamp now = clock_.now();
    if (now - clock_remembered_ >= kRememberClockEvery) {
        open_->batch.remember("clock", std::to_string(now.millis));
        clock_remembered_ = now;
    }
    in_flight_ = std::move(open_);
    committer_->append(in_flight_->batch.entries(), in_flight_->batch.extras());
}

void Sequencer::Impl::finish_commit(const Result<void>& outcome)
{
    const auto round = std::move(in_flight_);
    if (!outcome.ok()) {
        round->answer(outcome);
        drop_open(outcome);
        return;
    }
    // The disk is given the next one before anybody is told of this one.
    if (open_ && !open_->batch.empty()) {
        hand_over();
    }
    const auto published = publish_batch(round->batch);
    if (published.ok()) {
        settle_leases(round->batch);
    }
    round->answer(published);
    put_deferred_back();
}

// What was decided on a version of the state that never came to be goes with it.
void Sequencer::Impl::drop_open(const Result<void>& failure)
{
    if (const auto round = std::move(open_)) {
        round->answer(failure);
    }
    clock_remembered_ = {};
    put_deferred_back();
}

// The batch is durable.
Result<void> Sequencer::Impl::publish_batch(const Batch& batch)
{
    if (batch.entries().empty()) {
        return {};
    }
    const JournalHead head { batch.entries().back().seq, batch.head_hash() };
    if (batch.erases()) {
        // The private version still holds what was erased; only a fold from the journal does not.
        ASSIGN_OR_RETURN(State refolded, fold_journal(store_, journal_));
        published_.publish(std::move(refolded), head);
    } else {
        published_.publish(batch.state(), head);
    }
    if (Listener* told = listener.load()) {
        told->committed(journal_, batch.entries().front().seq, head.seq);
        if (batch.erases()) {
            told->refolded(journal_);
        }
    }
    return {};
}

void Sequencer::Impl::settle_leases(const Batch& batch)
{
    for (const auto& [leases, at] : batch.leases()) {
        leases_.renew(leases, at);
    }
    for (const AlertId& alert : batch.extras().ended_leases) {
        const Alert* now = batch.state().alerts.find(alert);
        if (now == nullptr || now->state == AlertState::Resolved) {
            leases_.end(alert);
        }
    }
}

Sequencer::Sequencer(Store& store, JournalId journal, Clock& clock)
    : journal_(std::move(journal)), impl_(std::make_unique<Impl>(store, journal_, clock))
{
}

Sequencer::~Sequencer() = default;

Result<std::unique_ptr<Sequencer>> Sequencer::open(
    Store& store, JournalId journal, JournalPurpose purpose, Clock& clock, State folded)
{
    std::unique_ptr<Sequencer> sequencer(new Sequencer(store, std::move(journal), clock));
    if (store.head(sequencer->journal_).seq == 0) {
        RETURN_IF_ERROR(sequencer->impl_->write_genesis(purpose));
    }
    RETURN_IF_ERROR(sequencer->impl_->fold(std::move(folded)));
    ASSIGN_OR_RETURN(const auto genesis, store.read_range(sequencer->journal_, 1, 1, {}));
    if (genesis.empty()) {
        return Error { ErrorCode::Internal, "The journal has no first entry; run watchfloord verify." };
    }
    sequencer->identity_ = to_hex(as_view(genesis.front().hash));
    sequencer->impl_->start();
    return sequencer;
}

void Sequencer::set_listener(Listener* listener)
{
    impl_->listener.store(listener);
}

Result<Outcome> Sequencer::execute(Submission submission)
{
    std::promise<Result<Outcome>> promise;
    auto answer = promise.get_future();
    impl_->submit(std::move(submission), [&](Result<Outcome> outcome) { promise.set_value(std::move(outcome)); });
    return answer.get();
}

void Sequencer::submit(Submission submission, std::function<void(Result<Outcome>)> done)
{
    impl_->submit(std::move(submission), std::move(done));
}

std::shared_ptr<const State> Sequencer::state() const
{
    return impl_->published().state();
}
JournalHead Sequencer::head() const
{
    return impl_->published().head();
}
std::pair<std::shared_ptr<const State>, JournalHead> Sequencer::published() const
{
    return impl_->published().both();
}
std::vector<Lease> Sequencer::take_dirty_leases()
{
    return impl_->leases().take_dirty();
}
std::vector<AlertId> Sequencer::expired_leases(Timestamp now) const
{
    return impl_->leases().expired(now);
}

}
