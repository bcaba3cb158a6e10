// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/sequencer.h"

#include "server/sequencer/fold.h"
#include "server/sequencer/sequencer_impl.h"

#include <future>

namespace watchfloor {

namespace {

bool fires(const State& state, const AlertId& alert)
{
    const Alert* const known = state.alerts.find(alert);
    return known != nullptr && known->state != AlertState::Resolved;
}

}

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
    const JournalHead head = store_.head(journal_);
    ASSIGN_OR_RETURN(auto leases, store_.leases(journal_));
    // A fresh lease is not looked for when its alert ends.
    std::erase_if(leases, [&](const Lease& lease) { return !fires(state, lease.alert); });
    leases_.load(leases, clock_.now());
    leases_.settled(head.seq);
    published_.publish(std::move(state), head);
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
        // First, so that nobody is given from a copy what this very batch erased.
        if (batch.erases()) {
            told->refolded(journal_, batch.entries().front().seq, head.seq);
        }
        told->committed(journal_, batch.entries().front().seq, head.seq);
    }
    return {};
}

void Sequencer::Impl::settle_leases(const Batch& batch)
{
    for (const auto& [leases, at] : batch.leases()) {
        leases_.renew(leases, at);
    }
    for (const AlertId& alert : batch.extras().ended_leases) {
        if (!fires(batch.state(), alert)) {
            leases_.end(alert);
        }
    }
    if (!batch.entries().empty()) {
        leases_.settled(batch.entries().back().seq);
    }
}

Sequencer::Sequencer(Store& store, JournalId journal, Clock& clock, std::size_t alone_below, RoundTimer* timer)
    : journal_(std::move(journal)), impl_(std::make_unique<Impl>(store, journal_, clock, alone_below, timer))
{
}

Sequencer::~Sequencer() = default;

Result<std::unique_ptr<Sequencer>> Sequencer::open(Store& store, JournalId journal, JournalPurpose purpose,
    Clock& clock, State folded, std::size_t alone_below, RoundTimer* timer)
{
    std::unique_ptr<Sequencer> sequencer(new Sequencer(store, std::move(journal), clock, alone_below, timer));
    if (store.head(sequencer->journal_).seq == 0) {
        RETURN_IF_ERROR(sequencer->impl_->write_genesis(purpose));
    }
    RETURN_IF_ERROR(sequencer->impl_->fold(std::move(folded)));
    ASSIGN_OR_RETURN(const auto genesis, store.read_range(sequencer->journal_, 1, 1, { .damaged = Damaged::AsStored }));
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
std::pair<std::vector<Lease>, std::uint64_t> Sequencer::take_dirty_leases()
{
    return impl_->leases().take_dirty();
}
std::optional<Timestamp> Sequencer::lease_end(const AlertId& alert) const
{
    return impl_->leases().end_of(alert);
}
std::vector<AlertId> Sequencer::expired_leases(Timestamp now) const
{
    return impl_->leases().expired(now);
}

}
