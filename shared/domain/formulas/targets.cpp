// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/targets.h"
#include "shared/core/sorting.h"

#include <algorithm>

namespace watchfloor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TargetClock* find_clock(TargetClocks& clocks, ClockKind kind)
{
    const auto at
        = std::find_if(clocks.begin(), clocks.end(), [&](const TargetClock& clock) { return clock.kind == kind; });
    return at == clocks.end() ? nullptr : &*at;
}

// In order and without overlaps: a reopening pauses from a restoration that may be claimed for any time before.
std::vector<PauseInterval> merged(std::vector<PauseInterval> pauses)
{
    sort_stably(pauses, [](const PauseInterval& a, const PauseInterval& b) { return a.from < b.from; });
    std::vector<PauseInterval> apart;
    for (const PauseInterval& pause : pauses) {
        if (!apart.empty() && pause.from <= apart.back().to) {
            apart.back().to = std::max(apart.back().to, pause.to);
        } else {
            apart.push_back(pause);
        }
    }
    return apart;
}

// Walks the stretches between pauses: a pause after the target was used up moves nothing.
Timestamp due_of(const TargetClock& clock, const BusinessCalendar& calendar)
{
    Millis remaining { clock.target_millis };
    Timestamp cursor = clock.started_at;
    for (const PauseInterval& pause : merged(clock.pauses)) {
        if (pause.to <= cursor) {
            continue;
        }
        const Millis worked = working_time(calendar, cursor, pause.from);
        if (worked >= remaining) {
            break;
        }
        remaining -= worked;
        cursor = std::max(cursor, pause.to);
    }
    return after_working_time(calendar, cursor, remaining);
}

TargetClock started(ClockKind kind, Millis target, const TargetTerms& terms, Timestamp now)
{
    TargetClock clock;
    clock.kind = kind;
    clock.started_at = now;
    clock.target_millis = target.count();
    clock.due_at = due_of(clock, *terms.calendar);
    return clock;
}

void add_pause(TargetClock& clock, Timestamp from, Timestamp to)
{
    if (from < to) {
        clock.pauses.push_back({ from, to });
        clock.paused_millis = 0;
        for (const PauseInterval& pause : merged(clock.pauses)) {
            clock.paused_millis += (pause.to - pause.from).count();
        }
    }
}

void end_pause(TargetClock& clock, Timestamp at, const TargetTerms& terms)
{
    if (clock.paused_at) {
        add_pause(clock, *clock.paused_at, at);
        clock.paused_at.reset();
        clock.due_at = due_of(clock, *terms.calendar);
    }
}

void retarget(TargetClock& clock, Millis target, const TargetTerms& terms)
{
    if (!clock.stopped_at) {
        clock.target_millis = target.count();
        clock.due_at = due_of(clock, *terms.calendar);
    }
}

void stop(TargetClock& clock, Timestamp at, const TargetTerms& terms)
{
    if (clock.stopped_at) {
        return;
    }
    end_pause(clock, at, terms);
    clock.stopped_at = at;
    clock.breached = clock.breached || at > clock.due_at;
}

}

TargetTerms target_terms(Priority priority, bool declared, const BusinessCalendar& business)
{
    const BusinessCalendar* always = &around_the_clock();
    if (declared) {
        return { minutes { 5 }, hours { 4 }, minutes { 30 }, always };
    }
    const Millis day = business_day(business);
    switch (priority) {
    case Priority::P1:
        return { minutes { 15 }, hours { 4 }, minutes { 30 }, always };
    case Priority::P2:
        return { minutes { 30 }, hours { 8 }, minutes { 60 }, always };
    case Priority::P3:
        return { hours { 4 }, 3 * day, day, &business };
    case Priority::P4:
        return { hours { 8 }, 5 * day, std::nullopt, &business };
    case Priority::P5:
        return { 2 * day, 10 * day, std::nullopt, &business };
    }
    return {};
}

TargetTerms target_terms(const Incident& incident)
{
    return target_terms(incident.priority, incident.declared());
}

TargetClocks start_clocks(const TargetTerms& terms, Timestamp now)
{
    TargetClocks clocks;
    clocks.push_back(started(ClockKind::Respond, terms.respond, terms, now));
    clocks.push_back(started(ClockKind::Resolve, terms.resolve, terms, now));
    if (terms.update_cadence) {
        clocks.push_back(started(ClockKind::NextUpdate, *terms.update_cadence, terms, now));
    }
    return clocks;
}

Millis elapsed(const TargetClock& clock, const BusinessCalendar& calendar, Timestamp now)
{
    const Timestamp end = clock.stopped_at.value_or(clock.paused_at.value_or(now));
    Millis worked = working_time(calendar, clock.started_at, end);
    for (const PauseInterval& pause : merged(clock.pauses)) {
        worked -= working_time(calendar, std::max(pause.from, clock.started_at), std::min(pause.to, end));
    }
    return worked;
}

void stop_clock(TargetClocks& clocks, ClockKind kind, Timestamp at, const TargetTerms& terms)
{
    if (TargetClock* clock = find_clock(clocks, kind)) {
        stop(*clock, at, terms);
    }
}

void stop_all_clocks(TargetClocks& clocks, Timestamp at, const TargetTerms& terms)
{
    for (TargetClock& clock : clocks) {
        stop(clock, at, terms);
    }
}

// Waiting for a supplier is ours to answer for.
bool pauses_targets(HoldReason reason)
{
    switch (reason) {
    case HoldReason::AwaitingUser:
    case HoldReason::AwaitingCustomerWindow:
        return true;
    case HoldReason::AwaitingSupplier:
        return false;
    }
    return false;
}

void pause_resolution(TargetClocks& clocks, Timestamp at)
{
    TargetClock* clock = find_clock(clocks, ClockKind::Resolve);
    if (clock != nullptr && !clock->stopped_at && !clock->paused_at) {
        clock->breached = clock->breached || at > clock->due_at;
        clock->paused_at = at;
    }
}

void resume_resolution(TargetClocks& clocks, Timestamp at, const TargetTerms& terms)
{
    if (TargetClock* clock = find_clock(clocks, ClockKind::Resolve)) {
        end_pause(*clock, at, terms);
    }
}

void retarget_clocks(TargetClocks& clocks, const TargetTerms& terms, Timestamp now)
{
    for (TargetClock& clock : clocks) {
        switch (clock.kind) {
        case ClockKind::Respond:
            retarget(clock, terms.respond, terms);
            break;
        case ClockKind::Resolve:
            retarget(clock, terms.resolve, terms);
            break;
        case ClockKind::NextUpdate:
            if (terms.update_cadence) {
                retarget(clock, *terms.update_cadence, terms);
            } else {
                stop(clock, now, terms);
            }
            break;
        }
    }
    const TargetClock* update = find_clock(clocks, ClockKind::NextUpdate);
    if (terms.update_cadence && (update == nullptr || update->stopped_at)) {
        restart_update_clock(clocks, terms, *terms.update_cadence, now);
    }
}

void restart_update_clock(TargetClocks& clocks, const TargetTerms& terms, Millis promise, Timestamp now)
{
    TargetClock fresh = started(ClockKind::NextUpdate, promise, terms, now);
    if (TargetClock* clock = find_clock(clocks, ClockKind::NextUpdate)) {
        fresh.cycle = clock->cycle + 1;
        *clock = fresh;
    } else {
        clocks.push_back(fresh);
    }
}

void reopen_clocks(TargetClocks& clocks, const TargetTerms& terms, Timestamp now)
{
    TargetClock* clock = find_clock(clocks, ClockKind::Resolve);
    if (clock != nullptr && clock->stopped_at) {
        add_pause(*clock, *clock->stopped_at, now);
        clock->stopped_at.reset();
        ++clock->cycle;
        retarget(*clock, terms.resolve, terms);
    }
    if (terms.update_cadence) {
        restart_update_clock(clocks, terms, *terms.update_cadence, now);
    }
}

}
