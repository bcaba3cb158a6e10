// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/decide/cadence.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/input_text.h"

#include "shared/core/sha256.h"
#include "shared/domain/commands/capacity.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/entries/capacity.h"
#include "shared/domain/labels.h"
#include "shared/domain/state/state.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxQuery = 4'000;
constexpr std::int64_t kMaxPercent = 1'000;
constexpr std::int64_t kMaxLeadDays = 36'500;
constexpr std::int64_t kMaxNodes = 100'000;
constexpr std::int64_t kMaxGrowth = 10'000;
constexpr Millis kHalfDay = std::chrono::hours { 12 };
constexpr std::size_t kMaxPlanned = 100;
constexpr std::size_t kMaxStressNote = 1'000;

Result<void> check_amounts(const CapacityResource& resource)
{
    if (resource.total_milli < 0) {
        return malformed("Give `total_milli` as 0 (undefined) or more.");
    }
    if (resource.reserved_milli < 0 || resource.reserved_milli > resource.total_milli) {
        return malformed("Give `reserved_milli` as 0 or more, and no larger than `total_milli`.");
    }
    if (resource.warn_percent <= 0 || resource.warn_percent >= resource.critical_percent
        || resource.critical_percent > kMaxPercent) {
        return malformed("Give `warn_percent` above 0 and `critical_percent` above it, at most "
            + std::to_string(kMaxPercent) + ".");
    }
    if (resource.lead_time_days < 0 || resource.lead_time_days > kMaxLeadDays) {
        return malformed("Give `lead_time_days` from 0 to " + std::to_string(kMaxLeadDays) + ".");
    }
    if (resource.margin_days < 0 || resource.margin_days > kMaxLeadDays) {
        return malformed("Give `margin_days` from 0 to " + std::to_string(kMaxLeadDays) + ".");
    }
    if (resource.equal_nodes < 0 || resource.equal_nodes > kMaxNodes) {
        return malformed("Give `equal_nodes` from 0 (unknown) to " + std::to_string(kMaxNodes) + ".");
    }
    if (resource.growth_percent < -100 || resource.growth_percent > kMaxGrowth) {
        return malformed("Give `growth_percent` from -100 to " + std::to_string(kMaxGrowth) + ", a year.");
    }
    return check_cadence(resource.cadence_seconds);
}

Result<void> check_planned(const std::vector<PlannedChange>& changes)
{
    if (changes.size() > kMaxPlanned) {
        return malformed("Give at most " + std::to_string(kMaxPlanned) + " `planned_changes`.");
    }
    for (const PlannedChange& change : changes) {
        if (change.at.millis <= 0) {
            return malformed("Give each of the `planned_changes` the day from which it counts.");
        }
        if (change.capacity_milli == 0 && change.demand_milli == 0) {
            return malformed("Let each of the `planned_changes` change the capacity, the demand or both.");
        }
        if (is_blank(change.reason)) {
            return malformed("Give each of the `planned_changes` its reason.");
        }
        RETURN_IF_ERROR(check_text(change.reason, { .field = "planned_changes", .max_characters = kMaxName }));
        if (change.reason.find(';') != std::string::npos) {
            return malformed(
                "Leave semicolons out of the reasons of `planned_changes`: one stands between two changes.");
        }
    }
    return {};
}

// What a planner says beside the amounts.
Result<void> check_plan(const CapacityResource& resource, const Context& context)
{
    RETURN_IF_ERROR(check_text(resource.site, { .field = "site", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(resource.key_person, { .field = "key_person", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(resource.stress_test_note,
        { .field = "stress_test_note", .max_characters = kMaxStressNote, .form = TextForm::Paragraphs }));
    if (resource.stress_tested_at) {
        // A day is written as its noon, which on the morning of the test is still to come.
        const Timestamp day { resource.stress_tested_at->millis - kHalfDay.count() };
        RETURN_IF_ERROR(check_not_future("stress_tested_at", day, context));
    } else if (!is_blank(resource.stress_test_note)) {
        return malformed("Give `stress_tested_at` with `stress_test_note`: the day of the test.");
    }
    return check_planned(resource.planned_changes);
}

Result<void> check_resource(const State& state, const CapacityResource& resource, const Context& context)
{
    RETURN_IF_ERROR(check_chosen_id(resource.id.text, state.resources.contains(resource.id)));
    RETURN_IF_ERROR(check_text(resource.name, { .field = "name", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_text(resource.unit, { .field = "unit", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_text(resource.owner, { .field = "owner", .max_characters = kMaxName }));
    RETURN_IF_ERROR(
        check_text(resource.query, { .field = "query", .max_characters = kMaxQuery, .form = TextForm::Paragraphs }));
    RETURN_IF_ERROR(check_services(state, resource.services));
    if (!resource.source.empty()) {
        RETURN_IF_ERROR(find_in(state.sources, resource.source, "Source"));
    }
    RETURN_IF_ERROR(check_amounts(resource));
    return check_plan(resource, context);
}

std::string percent_text(std::int64_t permille)
{
    return std::to_string(permille / 10) + "." + std::to_string(permille % 10) + " %";
}

// One alert per level: going up a level ends the milder one.
void set_level_alert(AlertBook& book, const CapacityResource& resource, CapacityLevel level,
    const ReportCrossing& command, const Context& context)
{
    const bool critical = level == CapacityLevel::Critical;
    // The severity in words, which name this alert too: severity_of() reads the same.
    const auto labels = [&](const char* severity) {
        return Labels { { "alertname", critical ? "CapacityCritical" : "CapacityWarning" },
            { "resource", resource.id.text }, { "severity", severity } };
    };
    std::string summary
        = made_printable(resource.name, kMaxName) + " is used to " + percent_text(command.utilisation_permille);
    const ServiceId service = resource.services.empty() ? ServiceId {} : resource.services.front();
    const Labels present = labels(critical ? "critical" : "warning");
    set_own_alert(book, present, std::move(summary), command.to == level, service, context);
    if (critical) {
        // As it was named while running full was said to be major: what fires from then ends with the next crossing.
        set_own_alert(book, labels("major"), {}, false, service, context);
    }
}

}

Result<Decision> decide_on(const State& state, const DefineCapacity& command, const Context& context)
{
    RETURN_IF_ERROR(check_resource(state, command.resource, context));
    const CapacityResource* known = state.resources.find(command.resource.id);
    CapacityResource resource = command.resource;
    std::stable_sort(resource.planned_changes.begin(), resource.planned_changes.end(),
        [](const PlannedChange& a, const PlannedChange& b) { return a.at < b.at; });
    resource.decisions.clear(); // the fold's, like the level: the entry need not repeat them
    resource.published.clear();
    resource.level = known != nullptr ? known->level : CapacityLevel::Normal;
    resource.level_since = known != nullptr ? known->level_since : std::nullopt;
    if (sets_nothing(known, resource)) {
        return Decision {}; // it is so already
    }
    Decision decision;
    decision.created = known == nullptr ? resource.id.text : std::string {};
    std::string subject = resource.id.text;
    decision.entries.push_back(
        draft_of(CapacityDefined { .resource = std::move(resource) }, std::move(subject), context));
    return decision;
}

Result<Decision> decide_on(const State& state, const ReportCrossing& command, const Context& context)
{
    ASSIGN_OR_RETURN(const CapacityResource* resource, find_in(state.resources, command.resource, "Capacity resource"));
    RETURN_IF_ERROR(check_not_future("at", command.at, context));
    if (command.utilisation_permille < 0) {
        return malformed("Give `utilisation_permille` as 0 or more.");
    }
    Decision decision;
    if (resource->level == command.to) {
        decision.duplicates = 1;
        return decision;
    }
    CapacityCrossed crossed;
    crossed.resource = resource->id;
    crossed.from = resource->level;
    crossed.to = command.to;
    crossed.utilisation_permille = command.utilisation_permille;
    Draft draft = draft_of(std::move(crossed), resource->id.text, context);
    draft.occurred_at = command.at;
    decision.entries.push_back(std::move(draft));
    AlertBook book(state, context, decision);
    set_level_alert(book, *resource, CapacityLevel::Warning, command, context);
    set_level_alert(book, *resource, CapacityLevel::Critical, command, context);
    return decision;
}

Result<Decision> decide_on(const State&, const SealSamples& command, const Context& context)
{
    if (!digest_from_hex(command.digest) || command.blocks < 0) {
        return malformed("Give `digest` as 64 lower-case hexadecimal digits and `blocks` as 0 or more.");
    }
    RETURN_IF_ERROR(check_not_future("hour", command.hour, context));
    Decision decision;
    SamplesSealed sealed { .hour = command.hour, .digest = command.digest, .blocks = command.blocks };
    decision.entries.push_back(draft_of(std::move(sealed), std::string {}, context));
    decision.keys.push_back({ "samples", std::to_string(command.hour.millis) });
    return decision;
}

}
