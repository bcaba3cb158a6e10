// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/capacity.h"

#include "shared/domain/field_lists.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const CapacityDefined& defined)
{
    state.resources.update(
        defined.resource.id, [&](CapacityResource& resource) { assign_set(resource, defined.resource); });
}

void apply_payload(State& state, const EntryHead& head, const CapacityCrossed& crossed)
{
    state.resources.update(crossed.resource, [&](CapacityResource& resource) {
        resource.id = crossed.resource;
        resource.level = crossed.to;
        resource.level_since = head.occurred_at;
    });
}

void apply_payload(State& state, const EntryHead&, const CapacityDecided& decided)
{
    state.resources.update(decided.resource, [&](CapacityResource& resource) {
        resource.id = decided.resource;
        std::erase_if(resource.decisions,
            [&](const CapacityDecision& known) { return known.finding == decided.decision.finding; });
        resource.decisions.push_back(decided.decision);
    });
}

void apply_payload(State& state, const EntryHead& head, const CapacityPlanSigned& plan)
{
    state.plan_signed_at = head.occurred_at;
    state.plan_signed_by = head.actor;
    for (const ResourceScored& scored : plan.scores) {
        state.resources.update(scored.resource, [&](CapacityResource& resource) {
            resource.id = scored.resource;
            for (PublishedForecast& published : resource.published) {
                if (published.made_at == scored.made_at) {
                    published.score = scored.score;
                    published.scored_at = head.occurred_at;
                }
            }
        });
    }
    for (const ResourcePublished& made : plan.forecasts) {
        state.resources.update(made.resource, [&](CapacityResource& resource) {
            resource.id = made.resource;
            if (resource.published.size() >= kPublishedKept) {
                resource.published.erase(resource.published.begin());
            }
            resource.published.push_back(made.forecast);
        });
    }
}

void apply_payload(State&, const EntryHead&, const SamplesSealed&) { }

}
