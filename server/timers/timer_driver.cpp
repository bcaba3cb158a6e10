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
// Between two rounds a clock that nobody set is not further off.
constexpr Millis kKeepsPace { 2'000 };

}

TimerDriver::TimerDriver(Store& store, Sequencer& sequencer, SourceLedger& ledger, SamplesStore* samples, Clock& clock)
    : store_(store)
    , sequencer_(sequencer)
    , ledger_(ledger)
    , samples_(samples)
    , clock_(clock)
    , started_at_(clock.now())
    , ticked_at_(started_at_)
    , ticked_running_(clock.running())
    , keeps_pace_since_(ticked_running_)
{
}

void TimerDriver::start()
{
    worker_.start(std::chrono::seconds { 1 }, [this] { tick(); });
}

void TimerDriver::tick()
{
    const Timestamp now = clock_.now();
    note_leap(now);
    fire_deadlines(now);
    check_heartbeats(now);
    lapse_alerts(now);
    review_mutes(now);
    flush();
    seal_hour(now);
    ticked_at_ = now;
    ticked_running_ = clock_.running();
}

void TimerDriver::note_leap(Timestamp now)
{
    const Millis running = clock_.running();
    if (std::chrono::abs((now - ticked_at_) - (running - ticked_running_)) > kKeepsPace) {
        keeps_pace_since_ = running;
    }
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
        mutes_settled_at_ = clock_.running() + kMutesSettle;
    }
    if (clock_.running() > mutes_settled_at_) {
        return;
    }
    const std::vector<AlertId> outdated = outdated_mutes(*state, now);
    std::span<const AlertId> left { outdated };
    while (!left.empty()) {
        const auto slice = left.first(std::min(left.size(), Sequencer::kSlice));
        if (!execute(ReviewMutes { { slice.begin(), slice.end() } }, true)) {
            mutes_settled_at_ = clock_.running() + kMutesSettle;
        }
        left = left.subspan(slice.size());
    }
}

TimerDriver::Heard& TimerDriver::hear(const SourceId& source, Timestamp last_delivery, Timestamp now)
{
    const Millis running = clock_.running();
    const auto [at, first] = heard_.try_emplace(source);
    Heard& heard = at->second;
    if (first || heard.last_delivery != last_delivery) {
        // Our own outage is not the source's: silence counts from our start at the earliest.
        const Millis ago = now - std::max(last_delivery, started_at_);
        heard.running = running - std::clamp(ago, Millis::zero(), running - ticked_running_);
        heard.delivered = !first || last_delivery >= started_at_;
        heard.last_delivery = last_delivery;
    }
    return heard;
}

void TimerDriver::check_heartbeats(Timestamp now)
{
    const Millis running = clock_.running();
    std::vector<ReportSourceHealth> reports;
    sequencer_.state()->sources.for_each([&](const SourceId& id, const Source& source) {
        if (source.cadence_seconds <= 0) {
            return;
        }
        const Timestamp last_delivery = ledger_.of(id).last_delivery_at;
        Heard& heard = hear(id, last_delivery, now);
        const bool silent
            = running - heard.running > std::chrono::seconds { source.cadence_seconds * kLostAfterCadences };
        heard.delivered = heard.delivered && !silent;
        if (silent != source.lost && (silent || heard.delivered)) {
            reports.push_back({ id, silent, std::max(last_delivery, started_at_) });
        }
    });
    for (ReportSourceHealth& report : reports) {
        if (report.lost) {
            ledger_.add_gap(report.source);
        }
        execute(std::move(report));
    }
}

void TimerDriver::flush()
{
    const Millis running = clock_.running();
    if (flushed_at_ && running - *flushed_at_ < kFlushEvery) {
        return;
    }
    flushed_at_ = running;
    const auto leases = sequencer_.take_dirty_leases();
    if (!leases.empty()) {
        static_cast<void>(store_.flush_leases(sequencer_.journal(), leases));
    }
    ledger_.flush(sequencer_.journal());
}

void TimerDriver::seal_hour(Timestamp now)
{
    // Right after a start sources may still bring what they measured while nobody listened; and a clock that was just
    // set may be wrong: what it seals takes no more samples.
    if (samples_ == nullptr || clock_.running() - keeps_pace_since_ < kSealDelay) {
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
