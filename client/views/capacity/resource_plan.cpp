// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/resource_plan.h"

#include "client/language/text.h"
#include "client/views/capacity/capacity_cards.h"
#include "shared/core/words.h"

namespace watchfloor {
namespace {

std::string plan_day(Timestamp at, const SiteZone& zone)
{
    return format_date(at, zone.offset_at(at));
}

std::string signed_amount(const CapacityResource& resource, std::int64_t milli)
{
    return (milli > 0 ? "+" : "") + amount_words(resource, static_cast<double>(milli) / 1000);
}

std::string planned_words(const CapacityResource& resource, const PlannedChange& change)
{
    std::string words;
    if (change.capacity_milli != 0) {
        add_words(words, tr(Text::PlannedCapacity, signed_amount(resource, change.capacity_milli)));
    }
    if (change.demand_milli != 0) {
        add_words(words, tr(Text::PlannedDemand, signed_amount(resource, change.demand_milli)));
    }
    return words;
}

}

std::vector<FormLine> plan_lines(const CapacityResource& resource, Timestamp now, const SiteZone& zone)
{
    std::vector<std::string> parts;
    const auto add = [&](bool said, Text text, const std::string& value) {
        if (said) {
            parts.push_back(tr(text, value));
        }
    };
    add(!resource.site.empty(), Text::PlanSite, resource.site);
    add(resource.margin_days > 0, Text::PlanMargin, std::to_string(resource.margin_days));
    add(resource.equal_nodes > 0, Text::PlanNodes, std::to_string(resource.equal_nodes));
    add(resource.growth_percent != 0, Text::PlanGrowth, std::to_string(resource.growth_percent));
    add(!resource.key_person.empty(), Text::PlanKeyPerson, resource.key_person);
    if (resource.stress_tested_at) {
        add(true, Text::PlanStressed, plan_day(*resource.stress_tested_at, zone));
        parts.back() += resource.stress_test_note.empty() ? "" : ": " + resource.stress_test_note;
    }
    std::vector<FormLine> lines;
    if (!parts.empty()) {
        lines.push_back({ joined(parts, "; ") });
    }
    if (resource.review_due) {
        const bool late = *resource.review_due < now;
        const std::string day = plan_day(*resource.review_due, zone);
        lines.push_back({ tr(late ? Text::PlanReviewLate : Text::PlanReview, day), late });
    }
    for (const PlannedChange& change : resource.planned_changes) {
        const bool past = change.at <= now;
        lines.push_back({ tr(past ? Text::PlannedChangePast : Text::PlannedChangeLine, plan_day(change.at, zone),
                              planned_words(resource, change), change.reason),
            past });
    }
    return lines;
}

}
