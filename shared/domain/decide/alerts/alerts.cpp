// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/alerts.h"
#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/alerts.h"
#include "shared/domain/input_text.h"
#include "shared/domain/labels.h"
#include "shared/domain/state/state.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>

namespace watchfloor {
namespace {

// What is said to fire this long after its end was no copy that came late: senders try again for less.
constexpr Millis kReopensAfter = std::chrono::minutes { 5 };
constexpr Timestamp kNoTime { INT64_MIN }; // before any other

void add_claim(std::vector<Timestamp>& claims, Timestamp claim)
{
    const auto at = std::lower_bound(claims.begin(), claims.end(), claim);
    if (at == claims.end() || *at != claim) {
        claims.insert(at, claim);
    }
}

// Keeps the latest claims only: which ones are kept does not depend on the order they came in.
void remember(std::vector<Timestamp>& claims, Timestamp claim)
{
    add_claim(claims, claim);
    if (claims.size() > kMaxKnownClaims) {
        claims.erase(claims.begin());
    }
}

// Whether any path claimed the start that the alert is known by, perhaps one forgotten since; otherwise we gave it.
bool start_was_claimed(const Alert& alert)
{
    const std::vector<Timestamp>& claims = alert.known_starts;
    return contains(claims, alert.started_at)
        || (claims.size() == kMaxKnownClaims && alert.started_at < claims.front());
}

// The latest occurrence with what the report claims. The start that an alert is known by counts beside the claims: it
// may be a forgotten one, or ours. So does its end, which may lie behind the one claimed.
Occurrence occurrence_with(const Alert& known, const AlertReport& report)
{
    std::vector<Timestamp> starts = known.known_starts;
    std::vector<Timestamp> ends = known.known_ends;
    add_claim(starts, known.started_at);
    add_claim(starts, report.started_at);
    if (known.ended_at && !known.lapsed) {
        add_claim(ends, *known.ended_at);
    }
    if (report.ended_at) {
        add_claim(ends, *report.ended_at);
    }
    return occurrence_of(starts, ends);
}

// A resolve that names no start says of nothing but what fires that it is over.
bool ends_nothing(const AlertReport& report, const Alert* known)
{
    const bool may_end = known != nullptr && (known->state == AlertState::Firing || known->lapsed);
    return report.ended_at && report.start_is_ours && !may_end;
}

// An end that is still to come was recorded by a clock that ran ahead; it is taken back, or what fires would count as
// over until the world has caught up. It stands as one that nobody renewed, of now.
std::optional<Alert> with_end_taken_back(const Alert& known, const Context& context)
{
    const Timestamp latest = context.now + kFutureSlack;
    if (known.state == AlertState::Firing || !known.ended_at || *known.ended_at <= latest) {
        return std::nullopt;
    }
    Alert past = known;
    const auto is_ahead = [&](Timestamp claim) { return claim > latest; };
    std::erase_if(past.known_starts, is_ahead);
    std::erase_if(past.known_ends, is_ahead);
    past.started_at = std::min(past.started_at, context.now);
    past.ended_at = context.now;
    past.lapsed = true;
    return past;
}

// A source whose clock runs ahead must not poison the order of its claims: what lies in the future
// counts as now, or as what is known already, so that repeats of it change nothing.
AlertReport sane(AlertReport report, const Alert* known, const Context& context)
{
    const Timestamp latest = context.now + kFutureSlack;
    const bool firing = known != nullptr && known->state == AlertState::Firing;
    if (report.ended_at && *report.ended_at > latest) {
        report.ended_at = known != nullptr && !firing ? known->ended_at : context.now;
    }
    if (report.started_at > latest) {
        const bool about_known = known != nullptr && (firing || report.ended_at);
        report.started_at = about_known ? known->started_at : context.now;
        report.start_is_ours = true;
    }
    if (report.ended_at) {
        report.started_at = std::min(report.started_at, *report.ended_at);
    }
    return report;
}

class AlertIntake {
public:
    AlertIntake(const State& state, const Source& source, const Context& context)
        : source_(source), context_(context), book_(state, context, decision_)
    {
    }

    void take(const AlertReport& raw)
    {
        AlertId id = alert_id(domain_of(source_), raw.whole.empty() ? raw.labels : raw.whole);
        const Alert* known = book_.find(id);
        const std::optional<Alert> past = known != nullptr ? with_end_taken_back(*known, context_) : std::nullopt;
        known = past ? &*past : known;
        const std::size_t before = decision_.entries.size();
        const AlertReport report = sane(raw, known, context_);
        if (!ends_nothing(raw, known)) {
            known == nullptr ? take_first(id, report) : take_further(*known, report);
        }
        const bool unchanged = decision_.entries.size() == before;
        decision_.duplicates += unchanged ? 1 : 0;
        const Alert* after = book_.find(id);
        if (after == nullptr) {
            return;
        }
        decision_.muted += after->muted_by.empty() ? 0 : 1;
        if (after->state == AlertState::Firing && !report.ended_at) {
            decision_.leases.push_back({ std::move(id), report.lease_until.value_or(kNeverLapses) });
        }
    }

    Decision decision() &&
    {
        keep_longest_leases();
        return std::move(decision_);
    }

private:
    // One lease per alert, however often the delivery names it.
    void keep_longest_leases()
    {
        std::vector<AlertLease>& leases = decision_.leases;
        std::sort(leases.begin(), leases.end(), [](const AlertLease& a, const AlertLease& b) {
            return a.alert != b.alert ? a.alert < b.alert : a.until > b.until;
        });
        const auto same = [](const AlertLease& a, const AlertLease& b) { return a.alert == b.alert; };
        leases.erase(std::unique(leases.begin(), leases.end(), same), leases.end());
    }

    // Events have a summary and no alertname.
    static std::string_view name_of(const AlertReport& report)
    {
        if (const auto name = report.labels.find("alertname"); name != report.labels.end()) {
            return name->second;
        }
        const auto summary = report.annotations.find("summary");
        return summary != report.annotations.end() ? summary->second : std::string_view { "Alert" };
    }

    Alert described(const AlertId& id, const AlertReport& report) const
    {
        Alert alert;
        alert.id = id;
        alert.name = made_printable(name_of(report), kMaxName);
        alert.source = source_.id;
        alert.labels = made_printable(report.labels);
        alert.annotations = made_printable(report.annotations);
        alert.details = made_printable(report.details);
        alert.links = made_printable(report.links);
        return alert;
    }

    // A start that the sender did not name is no claim: each repeat would be another.
    static void claim(Alert& alert, const AlertReport& report)
    {
        if (!report.start_is_ours) {
            remember(alert.known_starts, report.started_at);
        }
        if (report.ended_at) {
            remember(alert.known_ends, *report.ended_at);
        }
    }

    // Also an alert that is over before it was heard of: fired and resolved, nothing is lost.
    void take_first(const AlertId& id, const AlertReport& report)
    {
        Alert alert = described(id, report);
        book_.classify(alert);
        claim(alert, report);
        open(std::move(alert), { report.started_at, report.ended_at });
    }

    void open(Alert alert, const Occurrence& occurrence)
    {
        alert.started_at = occurrence.started_at;
        alert.state = AlertState::Firing;
        alert.ended_at.reset();
        alert.lapsed = false;
        book_.mute(alert);
        if (!occurrence.ended_at) {
            book_.fire(std::move(alert));
            return;
        }
        book_.fire(alert);
        book_.resolve(alert.id, *occurrence.ended_at, alert.known_starts, alert.known_ends);
    }

    void take_further(const Alert& known, const AlertReport& raw)
    {
        const AlertReport report = known.state == AlertState::Firing || known.lapsed ? with_end_after_start(known, raw)
                                                                                     : with_start_after_end(known, raw);
        Alert after = described(known.id, report);
        after.source = known.source;
        if (keeps_text(known, raw, report)) {
            after.annotations = known.annotations;
            after.details = known.details;
            after.links = known.links;
        }
        book_.classify(after);
        after.known_starts = known.known_starts;
        after.known_ends = known.known_ends;
        // The end that lags is remembered as it was said, so that its repeat is known.
        claim(after,
            { .started_at = raw.started_at,
                .ended_at = raw.ordered ? report.ended_at : raw.ended_at,
                .start_is_ours = raw.start_is_ours });
        const Occurrence occurrence = occurrence_with(known, report);
        if (known.state == AlertState::Firing) {
            continue_firing(known, after, occurrence);
        } else {
            continue_resolved(known, after, occurrence, report);
        }
    }

    // What is over was heard to fire again. Where the sender tells of no order, a start before the end may be that of
    // a copy which comes late, but not for ever.
    AlertReport with_start_after_end(const Alert& known, AlertReport report) const
    {
        const auto end = occurrence_with(known, report).ended_at;
        if (report.ended_at || !end) {
            return report;
        }
        if (report.ordered || report.start_is_ours || context_.now - *end > kReopensAfter) {
            report.started_at = std::max(context_.now, *end + Millis { 1 });
        }
        return report;
    }

    // An end before a start that we gave is the same clock's, and lags; where order is promised the last word counts.
    AlertReport with_end_after_start(const Alert& known, AlertReport report) const
    {
        if (!report.ended_at) {
            return report;
        }
        const bool news = known.known_ends.empty() || *report.ended_at > known.known_ends.back();
        if (report.ordered) {
            report.ended_at = std::max({ *report.ended_at, known.started_at, latest_start(known) });
        } else if (news && !start_was_claimed(known)) {
            report.ended_at = std::max(*report.ended_at, known.started_at);
        }
        return report;
    }

    // A text older than what is known does not replace it, nor does that of an end.
    static bool keeps_text(const Alert& known, const AlertReport& raw, const AlertReport& report)
    {
        if (raw.ended_at) {
            return known.state == AlertState::Firing || raw.started_at < latest_start(known);
        }
        const bool arrival_counts = raw.ordered || raw.start_is_ours || report.started_at != raw.started_at;
        return !arrival_counts && raw.started_at < latest_start(known);
    }

    static Timestamp latest_start(const Alert& known)
    {
        return known.known_starts.empty() ? kNoTime : known.known_starts.back();
    }

    void continue_firing(const Alert& known, Alert after, const Occurrence& occurrence)
    {
        keep_occurrence(known, after);
        if (occurrence.ended_at) {
            book_.resolve(known.id, *occurrence.ended_at, after.known_starts, after.known_ends);
            return;
        }
        after.started_at = occurrence.started_at;
        after.state = AlertState::Firing;
        after.muted_by = known.muted_by; // what a window mutes already it may go on muting
        book_.mute(after);
        record_difference(known, after);
    }

    void continue_resolved(const Alert& known, Alert after, const Occurrence& occurrence, const AlertReport& report)
    {
        const bool lapse_disproved = known.lapsed && !report.ended_at
            && report.lease_until.value_or(kNeverLapses) > known.ended_at.value_or(context_.now);
        const bool newer = known.ended_at && occurrence.started_at > *known.ended_at;
        if (newer || lapse_disproved) {
            book_.keep_open_incident(known, after);
            open(std::move(after), occurrence);
            return;
        }
        keep_occurrence(known, after);
        // What is over keeps its mute: it was muted while it fired.
        after.muted_by = known.muted_by;
        after.annotations = known.annotations;
        after.state = AlertState::Resolved;
        after.lapsed = known.lapsed;
        after.ended_at = known.ended_at;
        after.started_at = occurrence.started_at;
        if (occurrence.ended_at && (known.lapsed || *occurrence.ended_at != *known.ended_at)) {
            after.ended_at = occurrence.ended_at;
            book_.resolve(known.id, *occurrence.ended_at, after.known_starts, after.known_ends);
        }
        record_difference(*book_.find(known.id), after);
    }

    // What is done about an occurrence, and what was told when it began.
    static void keep_occurrence(const Alert& known, Alert& after)
    {
        after.details = known.details;
        after.links = known.links;
        after.opened_seq = known.opened_seq;
        after.acknowledged_at = known.acknowledged_at;
        after.acknowledged_by = known.acknowledged_by;
        after.incident = known.incident;
    }

    void record_difference(const Alert& known, const Alert& after)
    {
        const bool differs = known.severity != after.severity || known.service != after.service
            || known.started_at != after.started_at || known.muted_by != after.muted_by
            || known.known_starts != after.known_starts || known.known_ends != after.known_ends
            || known.annotations != after.annotations;
        if (differs) {
            book_.change(after);
        }
    }

    const Source& source_;
    const Context& context_;
    Decision decision_ {};
    AlertBook book_;
};

// A monitoring system speaks for its own alerts only.
Result<void> check_acknowledging_source(const State& state, const Alert& alert, const Actor& actor)
{
    const Source* source = state.sources.find(SourceId { actor.user.text });
    const Source* reporter = state.sources.find(alert.source);
    if (source != nullptr && reporter != nullptr && domain_of(*source) == domain_of(*reporter)) {
        return {};
    }
    return forbidden("A source acknowledges only what it reported itself; let a person acknowledge this alert.");
}

// Another path of the same monitoring domain may still be renewing what the lost one reported. A missed heartbeat holds
// up all of the domain, too: an alert keeps the source that told of it first, whoever renews it, and the labels of a
// heartbeat (its severity, a namespace that somebody enforces) need not be on all that its sender tells of. What does
// not lapse says too much until the heartbeat is back or retired; what lapsed wrongly would be missing in the outage.
bool source_is_lost(const State& state, const SourceId& id)
{
    const Source* source = state.sources.find(id);
    if (source == nullptr) {
        return false;
    }
    bool lost = source->silent();
    state.sources.for_each([&](const SourceId&, const Source& other) {
        lost = lost || (other.silent() && !other.domain.empty() && other.domain == source->domain);
    });
    return lost;
}

}

Result<void> check_report(const AlertReport& report)
{
    const bool identified = std::any_of(report.labels.begin(), report.labels.end(),
        [](const auto& label) { return !label.first.empty() && !label.second.empty(); });
    if (!identified) {
        return malformed("Send at least one label with a value: an alert is known by its labels.");
    }
    for (const Labels* labels : { &report.labels, &report.annotations, &report.details, &report.links }) {
        if (labels->size() > kMaxLabels) {
            return malformed(
                "Send at most " + std::to_string(kMaxLabels) + " labels and as many annotations per alert.");
        }
        for (const auto& label : *labels) {
            if (label.first.size() > kMaxLabelName || label.second.size() > kMaxLabelValue) {
                return malformed("Shorten the label or annotation " + made_printable(label.first, 40) + ": names hold "
                    + std::to_string(kMaxLabelName) + " bytes, values " + std::to_string(kMaxLabelValue) + ".");
            }
        }
    }
    return {};
}

Result<Decision> decide_on(const State& state, const ReportAlerts& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Source* source, find_in(state.sources, command.source, "Source"));
    for (const AlertReport& report : command.alerts) {
        RETURN_IF_ERROR(check_report(report));
    }
    AlertIntake intake(state, *source, context);
    for (const AlertReport& report : command.alerts) {
        intake.take(report);
    }
    return std::move(intake).decision();
}

Result<Decision> decide_on(const State& state, const LapseAlerts& command, const Context& context)
{
    Decision decision;
    AlertBook book(state, context, decision);
    for (const AlertId& id : command.alerts) {
        const Alert* alert = book.find(id);
        if (alert != nullptr && alert->state == AlertState::Firing && !source_is_lost(state, alert->source)) {
            book.lapse(id, context.now);
        }
    }
    return decision;
}

Result<Decision> decide_on(const State& state, const ReviewMutes& command, const Context& context)
{
    Decision decision;
    AlertBook book(state, context, decision);
    for (const AlertId& id : command.alerts) {
        book.review(id);
    }
    return decision;
}

Result<Decision> decide_on(const State& state, const AcknowledgeAlert& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Alert* alert, find_in(state.alerts, command.alert, "Alert"));
    if (context.actor.system) {
        RETURN_IF_ERROR(check_acknowledging_source(state, *alert, context.actor));
    }
    if (alert->acknowledged_at) {
        return conflict("The alert was acknowledged at " + format_timestamp(*alert->acknowledged_at)
            + " already; nothing is left to do.");
    }
    Decision decision;
    AlertAcknowledged acknowledged { .alert = alert->id, .acknowledged_at = context.now, .by = context.actor.user };
    decision.entries.push_back(draft_of(std::move(acknowledged), alert->id.text, context));
    // An incident is acknowledged by people: its clock runs until one of them has taken it up.
    const bool linked = !alert->incident.empty() && !context.actor.system;
    const Incident* incident = linked ? state.incidents.find(alert->incident) : nullptr;
    if (incident != nullptr && incident->open() && may_see(context.actor, *incident)) {
        Incident after = *incident;
        acknowledge(decision, after, context);
    }
    return decision;
}

}
