// SPDX-License-Identifier: Apache-2.0
#include "server/api/maintenance_preview.h"

#include "server/calendar/recurrence.h"
#include "shared/domain/formulas/muting.h"
#include "shared/wire/answers/maintenance.h"
#include "shared/wire/entries/entry_codec.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <variant>

namespace watchfloor {
namespace {

constexpr Millis kLookedBack = std::chrono::hours { 24 * 30 };
constexpr Millis kWeek = std::chrono::hours { 24 * 7 };
constexpr std::size_t kMostLookedAt = 20'000; // alerts
constexpr std::size_t kMostNames = 20;

Result<Recurrence> spans_of(const PreviewWindow& asked, Timestamp now)
{
    const bool once = asked.from && asked.to;
    if (once == !asked.recurrence.empty()) {
        return Error { ErrorCode::Malformed, "Give `from` and `to`, or `recurrence`." };
    }
    if (!once) {
        return expand_recurrence(asked.recurrence, now);
    }
    if (*asked.to <= *asked.from) {
        return Error { ErrorCode::Malformed, "Let it end after it begins." };
    }
    return Recurrence { { { *asked.from, *asked.to } }, false, {} };
}

// The alert as it fired; nothing where its entry is of another kind, or may not be seen.
std::optional<Alert> alert_of(App& app, const Caller& caller, std::uint64_t seq)
{
    const auto sealed = visible_entry(app, caller, seq);
    const auto entry = sealed.ok() ? decode_entry(sealed.value()) : Result<Entry> { sealed.error() };
    const auto* fired = entry.ok() ? std::get_if<AlertFired>(&entry.value().payload) : nullptr;
    return fired != nullptr ? std::optional { fired->alert } : std::nullopt;
}

}

bool at_hours_of(Timestamp began, const PlannedSpan& span)
{
    const std::int64_t week = kWeek.count();
    const std::int64_t into = ((began - span.from).count() % week + week) % week;
    return into < (span.to - span.from).count();
}

Response preview_window(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const PreviewWindow asked, decode_command<PreviewWindow>(request.body));
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_permission(caller.actor, Act::PlanWindow));
    const Timestamp now = caller.journal->clock->now();
    ASSIGN_OR_ANSWER(const Recurrence made, spans_of(asked, now));
    WindowPreviewAnswer answer;
    answer.goes_on = made.goes_on;
    answer.rule = made.rule;
    for (const PlannedSpan& span : made.occurrences) {
        answer.windows.push_back({ 0, span.from, span.to });
    }
    TimelineQuery query;
    query.from = now - kLookedBack;
    query.to = now;
    ASSIGN_OR_ANSWER(const TimelineAnswer items, caller.journal->timeline->query(query, caller.viewer, *caller.state));
    answer.left_out = items.more_before;
    const WindowReach reach(*caller.state, asked.assets, asked.services, asked.match);
    std::set<std::string> names;
    std::size_t looked_at = 0;
    for (auto item = items.items.rbegin(); item != items.items.rend(); ++item) {
        if (item->kind != ItemKind::Alert || item->begin < query.from) {
            continue;
        }
        if (++looked_at > kMostLookedAt) {
            answer.left_out = true;
            break;
        }
        const auto alert = alert_of(app, caller, item->seq);
        if (!alert || !reach.covers(*alert, words_of(*alert))) {
            continue;
        }
        ++answer.alerts;
        names.insert(alert->name);
        for (PreviewedWindow& window : answer.windows) {
            window.alerts += at_hours_of(item->begin, { window.from, window.to }) ? 1U : 0U;
        }
    }
    answer.names.assign(
        names.begin(), std::next(names.begin(), std::min<std::ptrdiff_t>(std::ssize(names), kMostNames)));
    return ok(to_json_text(answer));
}

}
