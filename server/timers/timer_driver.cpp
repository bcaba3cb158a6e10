// SPDX-License-Identifier: Apache-2.0
#include "server/timers/timer_driver.h"

#include "server/samples/seal_digest.h"
#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/decide/heartbeats.h"
#include "shared/domain/decide/incidents/timers.h"
#include "shared/domain/decide/maintenance/due_orders.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/formulas/muting.h"

#include <algorithm>
#include <functional>
#include <span>
#include <string_view>

namespace watchfloor {
namespace {

constexpr Millis kFlushEvery { 5'000 };
constexpr Millis kHour { 3'600'000 };
constexpr Millis kDueWorkEvery { 60'000 };
// So long a heartbeat that is expected no more is remembered, in case it comes all the same.
constexpr Millis kRetiredKept { 24 * 3'600'000 };
// What was decided before a window began or ended may be seen only after.
constexpr Millis kMutesSettle { 10'000 };
// Samples may come up to five minutes late; an hour is sealed after that.
constexpr Millis kSealDelay { 6 * 60'000 };
// Between two rounds a clock that nobody set is not further off.
constexpr Millis kKeepsPace { 2'000 };

// By the clock: after a start, or after more time was given, what came before may still be in time.
bool came_in_time(Timestamp last, std::int64_t interval_seconds, Timestamp now)
{
    return interval_seconds <= 0
        || now - last <= std::chrono::seconds { interval_seconds * TimerDriver::kLostAfterCadences };
}

std::string_view health_event(const ReportSourceHealth& report)
{
    if (report.heartbeat.empty()) {
        return report.lost ? "source_lost" : "source_regained";
    }
    return report.lost ? "heartbeat_missed" : "heartbeat_regained";
}

// Of the alert that says it; of a heartbeat that is none any more only that alert still tells which it was.
Labels labels_of_missed(const State& state, const ReportSourceHealth& report)
{
    if (!report.labels.empty()) {
        return missed_heartbeat_labels(report.source, report.labels);
    }
    const Alert* alert = report.heartbeat.empty() ? nullptr : state.alerts.find(report.heartbeat);
    return alert != nullptr ? alert->labels : Labels {};
}

}

TimerDriver::TimerDriver(
    Store& store, Sequencer& sequencer, SourceLedger& ledger, SamplesStore* samples, Clock& clock, Log* log)
    : store_(store)
    , sequencer_(sequencer)
    , ledger_(ledger)
    , samples_(samples)
    , clock_(clock)
    , log_(log)
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
    check_sources(now);
    check_heartbeats(now);
    lapse_alerts(now);
    review_alerts(now);
    make_due_work(now);
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

// Who was not watched before counts as heard just now: our own outage is not theirs, and their console needs a moment
// to come back after a start.
void TimerDriver::note_commanders(const State& state)
{
    std::map<UserId, Person> commanders;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        const DutyHeld* held = duty_holder(state, incident, Duty::IncidentCommander);
        if (presence_ == nullptr || !incident.declared() || held == nullptr) {
            return;
        }
        const Presence::Signs signs = presence_->of(held->user);
        const auto known = commanders_.find(held->user);
        const bool watched = known != commanders_.end();
        const bool here = signs.attending || (watched && signs.acts != known->second.acts);
        commanders[held->user] = { signs.acts, here || !watched ? clock_.running() : known->second.heard, here };
    });
    commanders_ = std::move(commanders);
}

// What is known of who commands it; null where nobody does, or nobody watches.
const TimerDriver::Person* TimerDriver::commander_of(const State& state, const IncidentId& id) const
{
    const Incident* incident = state.incidents.find(id);
    const DutyHeld* held = incident != nullptr ? duty_holder(state, *incident, Duty::IncidentCommander) : nullptr;
    const auto known = held != nullptr ? commanders_.find(held->user) : commanders_.end();
    return known == commanders_.end() ? nullptr : &known->second;
}

// A sign of life takes the doubt back as it would have kept it away, wherever it is given.
void TimerDriver::take_doubts_back(const State& state, Timestamp now)
{
    std::vector<FireTimer> regained;
    state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        const Person* commander = incident.command_uncertain ? commander_of(state, id) : nullptr;
        if (commander != nullptr && commander->here) {
            FireTimer timer { .incident = id, .alarm = Alarm::CommandRegained };
            timer.cycle = incident.commander_seen_at.value_or(incident.logged_at).millis;
            timer.due_at = now;
            regained.push_back(std::move(timer));
        }
    });
    for (FireTimer& timer : regained) {
        execute(std::move(timer));
    }
}

void TimerDriver::fire_deadlines(Timestamp now)
{
    const auto state = sequencer_.state();
    note_commanders(*state);
    take_doubts_back(*state, now);
    for (FireTimer& timer : due_timers(*state, now)) {
        const Person* commander
            = timer.alarm == Alarm::CommandUncertain ? commander_of(*state, timer.incident) : nullptr;
        if (commander == nullptr || clock_.running() - commander->heard >= kCommandUncertainAfter) {
            execute(std::move(timer));
        }
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

namespace {

// Changes with what any service says of its alerts.
std::size_t mark_of_services(const State& state)
{
    std::size_t mark = 0;
    const auto add = [&](std::string_view text) { mark = mark * 31 + std::hash<std::string_view> {}(text); };
    state.services.for_each([&](const ServiceId& id, const Service& service) {
        add(id.text);
        for (const auto& label : service.match) {
            add(label.first);
            add(label.second);
        }
    });
    return mark;
}

}

// The alerts are looked through only when other windows mute than before, or services fit others: there may be very many
// of them.
void TimerDriver::review_alerts(Timestamp now)
{
    const auto state = sequencer_.state();
    std::vector<WindowId> muting = MutingWindows(*state, now).ids();
    const std::size_t services = mark_of_services(*state);
    if (muting != muting_ || services != services_) {
        muting_ = std::move(muting);
        services_ = services;
        mutes_settled_at_ = clock_.running() + kMutesSettle;
    }
    if (clock_.running() > mutes_settled_at_) {
        return;
    }
    std::vector<AlertId> outdated = outdated_mutes(*state, now);
    const std::vector<AlertId> fitting = outdated_services(*state);
    outdated.insert(outdated.end(), fitting.begin(), fitting.end());
    std::span<const AlertId> left { outdated };
    while (!left.empty()) {
        const auto slice = left.first(std::min(left.size(), Sequencer::kSlice));
        if (!execute(ReviewMutes { { slice.begin(), slice.end() } }, true)) {
            mutes_settled_at_ = clock_.running() + kMutesSettle;
        }
        left = left.subspan(slice.size());
    }
}

// To the minute: due dates are days away. What is made follows from the state alone, so a restart makes nothing twice.
void TimerDriver::make_due_work(Timestamp now)
{
    const Millis running = clock_.running();
    if (due_work_at_ && running - *due_work_at_ < kDueWorkEvery) {
        return;
    }
    due_work_at_ = running;
    const std::vector<AssetId> assets = assets_with_due_work(*sequencer_.state(), now);
    std::span<const AssetId> left { assets };
    while (!left.empty()) {
        const auto slice = left.first(std::min(left.size(), Sequencer::kSlice));
        execute(MakeDueWork { { slice.begin(), slice.end() } }, true);
        left = left.subspan(slice.size());
    }
}

TimerDriver::Heard& TimerDriver::hear(const std::string& who, Timestamp last_delivery, Timestamp now)
{
    const Millis running = clock_.running();
    const auto [at, first] = heard_.try_emplace(who);
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

bool TimerDriver::overdue(const Heard& heard, std::int64_t interval_seconds) const
{
    return interval_seconds > 0
        && clock_.running() - heard.running > std::chrono::seconds { interval_seconds * kLostAfterCadences };
}

// Nobody counts what is delivered to an exercise, so nothing of it falls silent.
void TimerDriver::check_sources(Timestamp now)
{
    if (sequencer_.state()->purpose != JournalPurpose::Main) {
        return;
    }
    std::vector<ReportSourceHealth> reports;
    sequencer_.state()->sources.for_each([&](const SourceId& id, const Source& source) {
        const std::int64_t interval = source.cadence_seconds;
        if (interval <= 0 && !source.lost) {
            return;
        }
        const Timestamp last_delivery = ledger_.of(id).last_delivery_at;
        Heard& heard = hear(id.text, last_delivery, now);
        const bool silent = overdue(heard, interval);
        heard.delivered = heard.delivered && !silent;
        const bool back = heard.delivered || came_in_time(last_delivery, interval, now);
        if (silent != source.lost && (silent || back)) {
            reports.push_back(
                { .source = id, .lost = silent, .last_delivery_at = std::max(last_delivery, started_at_) });
        }
    });
    report(std::move(reports));
}

// What an exercise plays is nobody's sign of life.
void TimerDriver::check_heartbeats(Timestamp now)
{
    const auto state = sequencer_.state();
    if (state->purpose != JournalPurpose::Main) {
        return;
    }
    std::vector<ReportSourceHealth> reports;
    state->sources.for_each([&](const SourceId&, const Source& source) { check_heartbeats_of(source, now, reports); });
    report(std::move(reports));
}

void TimerDriver::check_heartbeats_of(const Source& source, Timestamp now, std::vector<ReportSourceHealth>& reports)
{
    std::vector<MissedHeartbeat> gone = source.missed;
    for (const HeartbeatSeen& seen : ledger_.of(source.id).heartbeats) {
        const HeartbeatRule* rule = heartbeat_rule(heartbeat_rules(source), seen.labels);
        // Nor is one remembered that is expected no more and does not come: it would keep the place of another.
        const bool gone_for_good = rule != nullptr && rule->retired && now - seen.last_at > kRetiredKept;
        if (rule == nullptr || gone_for_good) {
            ledger_.forget_heartbeat(source.id, seen.id);
            heard_.erase(seen.id.text);
            continue;
        }
        std::erase_if(gone, [&](const MissedHeartbeat& missed) { return missed.id == seen.id; });
        const std::int64_t interval = rule->interval_seconds > 0 ? rule->interval_seconds : seen.learnt_seconds;
        Heard& heard = hear(seen.id.text, seen.last_at, now);
        const bool silent = !rule->retired && (seen.ended_at || overdue(heard, interval));
        heard.delivered = heard.delivered && !silent;
        const bool back = rule->retired || heard.delivered || came_in_time(seen.last_at, interval, now);
        if (silent != is_missed(source, seen.id) && (silent || back)) {
            reports.push_back({ source.id, silent, seen.last_at, seen.id, seen.labels, seen.ended_at.has_value() });
        }
    }
    for (const MissedHeartbeat& missed : gone) {
        reports.push_back({ .source = source.id, .heartbeat = missed.id });
    }
}

void TimerDriver::report(std::vector<ReportSourceHealth> reports)
{
    if (reports.empty()) {
        return;
    }
    for (ReportSourceHealth& one : reports) {
        const ReportSourceHealth told = one;
        if (!execute(std::move(one))) {
            continue; // not written: it is found again in the next round
        }
        if (told.lost) {
            ledger_.add_gap(told.source);
        }
        log_health(told);
    }
    flush_accounts(); // a start must not find less in them than in the journal
}

// A heartbeat by its words and by the id that stands in its alert and in the metrics.
void TimerDriver::log_health(const ReportSourceHealth& told) const
{
    if (log_ == nullptr) {
        return;
    }
    const auto state = sequencer_.state();
    const Labels labels = labels_of_missed(*state, told);
    const auto label = [&](std::string_view name) {
        const auto at = labels.find(name);
        return at != labels.end() ? at->second : std::string_view {};
    };
    log_->write(told.lost ? LogLevel::Warning : LogLevel::Info, health_event(told),
        { { "journal", std::string_view(sequencer_.journal().text) }, { "source", std::string_view(told.source.text) },
            { "heartbeat", label("heartbeat") }, { "heartbeat_id", label("heartbeat_id") } });
}

void TimerDriver::flush()
{
    const Millis running = clock_.running();
    if (flushed_at_ && running - *flushed_at_ < kFlushEvery) {
        return;
    }
    flushed_at_ = running;
    const auto [leases, filed] = sequencer_.take_dirty_leases();
    if (!leases.empty()) {
        static_cast<void>(store_.flush_leases(sequencer_.journal(), leases, filed));
    }
    flush_accounts();
}

// They are the main journal's, whoever delivered: an exercise would write them down where nobody reads them again.
void TimerDriver::flush_accounts()
{
    if (sequencer_.state()->purpose == JournalPurpose::Main) {
        ledger_.flush(sequencer_.journal());
    }
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
