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

namespace watchfloor {
namespace {

constexpr std::size_t kMaxQuery = 4'000;
constexpr std::int64_t kMaxPercent = 1'000;
constexpr std::int64_t kMaxLeadDays = 36'500;

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
    return check_cadence(resource.cadence_seconds);
}

Result<void> check_resource(const State& state, const CapacityResource& resource)
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
    return check_amounts(resource);
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
    RETURN_IF_ERROR(check_resource(state, command.resource));
    const CapacityResource* known = state.resources.find(command.resource.id);
    CapacityResource resource = command.resource;
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
