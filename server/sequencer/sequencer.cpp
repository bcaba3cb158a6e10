// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/sequencer.h"

#include "server/sequencer/batch.h"
#include "server/sequencer/fold.h"
#include "server/sequencer/lease_table.h"

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
    using Done = std::function<void(Result<Outcome>)>;

    Impl(Store& store, const JournalId& journal, Clock& clock) : store_(store), journal_(journal), clock_(clock) { }
    ~Impl() { stop(); }

    Result<void> fold(State folded);
    Result<void> write_genesis(JournalPurpose purpose);
    void start()
    {
        thread_ = std::thread([this] { run(); });
    }
    void submit(Submission submission, Done done);

    std::shared_ptr<const State> state() const
    {
        const std::scoped_lock lock { published_mutex_ };
        return published_;
    }

    std::pair<std::shared_ptr<const State>, JournalHead> published() const
    {
        const std::scoped_lock lock { published_mutex_ };
        return { published_, head_ };
    }

    JournalHead head() const
    {
        const std::scoped_lock lock { published_mutex_ };
        return head_;
    }

    LeaseTable& leases() { return leases_; }

    std::atomic<Listener*> listener { nullptr };

private:
    struct Waiting {
        Submission submission;
        Done done;
    };
    using Queue = std::deque<Waiting>;

    struct Round {
        Batch batch;
        Timestamp now {};
        std::vector<std::pair<Done, Result<Outcome>>> answers {};
    };

    void stop();
    void run();
    void run_batch();
    void decide_queued(Queue& queue, Round& round);
    bool take(Queue& queue, Waiting& waiting);
    void put_back(Queue& queue, std::vector<Waiting> deferred);
    bool anything_queued() const { return !queue_.empty() || !bulk_queue_.empty(); }
    Result<void> commit(const Batch& batch, Timestamp now);
    void publish(State state, JournalHead head);
    void settle_leases(const Batch& batch);

    Store& store_;
    const JournalId& journal_;
    Clock& clock_;
    LeaseTable leases_;

    mutable std::mutex published_mutex_;
    std::shared_ptr<const State> published_ = std::make_shared<State>();
    JournalHead head_ {};

    std::mutex queue_mutex_;
    std::condition_variable queued_;
    Queue queue_;
    Queue bulk_queue_;
    bool stopping_ = false;
    bool bulk_had_its_turn_ = false; // the thread's own, as is what follows
    Timestamp clock_remembered_ {};
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
    publish(std::move(state), store_.head(journal_));
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
    const Timestamp now = clock_.now();
    RETURN_IF_ERROR(batch.add(submission, now));
    return commit(batch, now);
}

void Sequencer::Impl::run()
{
    for (;;) {
        {
            std::unique_lock lock { queue_mutex_ };
            queued_.wait(lock, [this] { return stopping_ || anything_queued(); });
            if (!anything_queued()) {
                return;
            }
        }
        run_batch();
    }
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

void Sequencer::Impl::put_back(Queue& queue, std::vector<Waiting> deferred)
{
    const std::scoped_lock lock { queue_mutex_ };
    for (auto waiting = deferred.rbegin(); waiting != deferred.rend(); ++waiting) {
        queue.push_front(std::move(*waiting));
    }
}

void Sequencer::Impl::decide_queued(Queue& queue, Round& round)
{
    std::vector<Waiting> deferred;
    Waiting waiting;
    while (round.batch.entries().size() < kMaxBatchEntries && round.answers.size() < kMaxBatchEntries
        && take(queue, waiting)) {
        if (round.batch.repeats_pending(waiting.submission)) {
            deferred.push_back(std::move(waiting));
            continue;
        }
        auto outcome = round.batch.add(waiting.submission, round.now);
        round.answers.emplace_back(std::move(waiting.done), std::move(outcome));
    }
    put_back(queue, std::move(deferred));
}

void Sequencer::Impl::run_batch()
{
    const JournalHead before = head();
    Round round { { store_, journal_, *state(), before.hash }, clock_.now() };
    decide_queued(queue_, round);
    bulk_had_its_turn_ = round.answers.empty() || !bulk_had_its_turn_;
    if (bulk_had_its_turn_) {
        decide_queued(bulk_queue_, round);
    }
    Result<void> committed {};
    if (!round.batch.empty()) {
        committed = commit(round.batch, round.now);
    }
    if (committed.ok()) {
        settle_leases(round.batch);
    }
    for (auto& [done, outcome] : round.answers) {
        // What wrote nothing stands whatever became of the batch.
        const bool stands = committed.ok() || !outcome.ok() || outcome.value().replayed;
        done(stands ? std::move(outcome) : Result<Outcome> { committed.error() });
    }
}

Result<void> Sequencer::Impl::commit(const Batch& batch, Timestamp now)
{
    Extras extras = batch.extras();
    const bool remember = now - clock_remembered_ >= kRememberClockEvery;
    if (remember) {
        extras.remembered.push_back({ "clock", std::to_string(now.millis) });
    }
    RETURN_IF_ERROR(store_.append(journal_, batch.entries(), extras));
    clock_remembered_ = remember ? now : clock_remembered_;
    if (batch.entries().empty()) {
        return {};
    }
    const JournalHead head { batch.entries().back().seq, batch.head_hash() };
    const bool erased = !extras.erased_texts.empty();
    if (erased) {
        // The private version still holds what was erased; only a fold from the journal does not.
        ASSIGN_OR_RETURN(State refolded, fold_journal(store_, journal_));
        publish(std::move(refolded), head);
    } else {
        publish(batch.state(), head);
    }
    if (Listener* told = listener.load()) {
        told->committed(journal_, batch.entries().front().seq, head.seq);
        if (erased) {
            told->refolded(journal_);
        }
    }
    return {};
}

void Sequencer::Impl::publish(State state, JournalHead head)
{
    auto next = std::make_shared<const State>(std::move(state));
    const std::scoped_lock lock { published_mutex_ };
    published_.swap(next);
    head_ = head;
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
    return impl_->state();
}
JournalHead Sequencer::head() const
{
    return impl_->head();
}
std::pair<std::shared_ptr<const State>, JournalHead> Sequencer::published() const
{
    return impl_->published();
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
