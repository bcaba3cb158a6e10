// SPDX-License-Identifier: Apache-2.0
#include "server/timers/timer_driver.h"

#include "server/samples/seal_digest.h"
#include "shared/domain/decide/incidents/timers.h"
#include "shared/domain/formulas/muting.h"

#include <algorithm>
#include <span>

namespace watchfloor {
namespace {

constexpr Millis kFlushEvery { 5'000 };
constexpr Millis kHour { 3'600'000 };
// What was decided before a window began or ended may be seen only after.
constexpr Millis kMutesSettle { 10'000 };
// Samples may come up to five minutes late; an hour is sealed after that.
constexpr Millis kSealDelay { 6 * 60'000 };

}

TimerDriver::TimerDriver(Store& store, Sequencer& sequencer, SourceLedger& ledger, SamplesStore* samples, Clock& clock)
    : store_(store), sequencer_(sequencer), ledger_(ledger), samples_(samples), clock_(clock), started_at_(clock.now())
{
}

void TimerDriver::start()
{
    worker_.start(std::chrono::seconds { 1 }, [this] { tick(); });
}

void TimerDriver::tick()
{
    const Timestamp now = clock_.now();
    fire_deadlines(now);
    check_heartbeats(now);
    lapse_alerts(now);
    review_mutes(now);
    flush(now);
    seal_hour(now);
}

// Nothing is kept of a refusal: what is still due is asked for again in the next round.
bool TimerDriver::execute(Command command, bool bulk)
{
    Submission submission;
    submission.command = std::move(command);
    submission.bulk = bulk;
    submission.actor.user = UserId { "system" };
    submission.actor.system = true;
    return sequencer_.execute(std::move(submission)).ok();
}

void TimerDriver::fire_deadlines(Timestamp now)
{
    for (FireTimer& timer : due_timers(*sequencer_.state(), now)) {
        execute(std::move(timer));
    }
}

void TimerDriver::lapse_alerts(Timestamp now)
{
    const auto expired = sequencer_.expired_leases(now);
    std::span<const AlertId> left { expired };
    while (!left.empty()) {
        const auto slice = left.first(std::min(left.size(), Sequencer::kSlice));
        execute(LapseAlerts { { slice.begin(), slice.end() } }, true);
        left = left.subspan(slice.size());
    }
}

// The alerts are looked through only when other windows mute than before: there may be very many of them.
void TimerDriver::review_mutes(Timestamp now)
{
    const auto state = sequencer_.state();
    std::vector<WindowId> muting = MutingWindows(*state, now).ids();
    if (muting != muting_) {
        muting_ = std::move(muting);
        mutes_settled_at_ = now + kMutesSettle;
    }
    if (now > mutes_settled_at_) {
        return;
    }
    const std::vector<AlertId> outdated = outdated_mutes(*state, now);
    std::span<const AlertId> left { outdated };
    while (!left.empty()) {
        const auto slice = left.first(std::min(left.size(), Sequencer::kSlice));
        if (!execute(ReviewMutes { { slice.begin(), slice.end() } }, true)) {
            mutes_settled_at_ = now + kMutesSettle;
        }
        left = left.subspan(slice.size());
    }
}

void TimerDriver::check_heartbeats(Timestamp now)
{
    std::vector<ReportSourceHealth> reports;
    sequencer_.state()->sources.for_each([&](const SourceId& id, const Source& source) {
        if (source.cadence_seconds <= 0) {
            return;
        }
        // Our own outage is not the source's: silence counts from our start at the earliest.
        const Timestamp heard = std::max(ledger_.of(id).last_delivery_at, started_at_);
        const bool silent = now - heard > std::chrono::seconds { source.cadence_seconds * kLostAfterCadences };
        if (silent != source.lost && (silent || ledger_.of(id).last_delivery_at >= source.lost_since.value_or(now))) {
            reports.push_back({ id, silent, heard });
        }
    });
    for (ReportSourceHealth& report : reports) {
        if (report.lost) {
            ledger_.add_gap(report.source);
        }
        execute(std::move(report));
    }
}

void TimerDriver::flush(Timestamp now)
{
    if (now - flushed_at_ < kFlushEvery) {
        return;
    }
    flushed_at_ = now;
    const auto leases = sequencer_.take_dirty_leases();
    if (!leases.empty()) {
        static_cast<void>(store_.flush_leases(sequencer_.journal(), leases));
    }
    ledger_.flush(sequencer_.journal());
}

void TimerDriver::seal_hour(Timestamp now)
{
    // Right after a start sources may still bring what they measured while nobody listened.
    if (samples_ == nullptr || now - started_at_ < kSealDelay) {
        return;
    }
    const Timestamp hour { (now - kSealDelay).millis / kHour.count() * kHour.count() - kHour.count() };
    if (hour <= sealed_hour_) {
        return;
    }
    const auto blocks = samples_->close_hour(hour, now);
    if (!blocks.ok()) {
        return;
    }
    sealed_hour_ = hour;
    if (!blocks.value().empty()) {
        execute(SealSamples {
            hour, to_hex(as_view(seal_digest(blocks.value()))), static_cast<std::int64_t>(blocks.value().size()) });
    }
}

}
