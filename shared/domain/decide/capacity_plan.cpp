// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/capacity.h"
#include "shared/domain/decide/capacity.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/capacity.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/formulas/capacity_week.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxPlanNote = 1'000;
constexpr Millis kSignedOnce = std::chrono::hours { 24 }; // the same plan of the same day

Result<void> check_plan_note(std::string_view note)
{
    return check_text(note, { .field = "note", .max_characters = kMaxPlanNote, .form = TextForm::Paragraphs });
}

// What is done has somebody who does it until a day, what is bought a price; what is accepted a reason.
Result<void> check_decision(const State& state, const DecideCapacity& command, const Context& context)
{
    RETURN_IF_ERROR(check_plan_note(command.note));
    if (command.cost_milli < 0) {
        return malformed("Give `cost_milli` as 0 (none) or more.");
    }
    if (!command.owner.empty()) {
        RETURN_IF_ERROR(find_active_user(state, command.owner));
    }
    if (command.due && *command.due <= context.now) {
        return malformed("Give `due` a day that is still to come.");
    }
    std::vector<std::string> missing;
    const auto want = [&](bool wanted, bool given, const char* field) {
        if (wanted && !given) {
            missing.emplace_back(field);
        }
    };
    const bool accepted = command.choice == CapacityChoice::Accept;
    want(accepted, !is_blank(command.note), "note");
    want(!accepted, !command.owner.empty(), "owner");
    want(!accepted, command.due.has_value(), "due");
    want(command.choice == CapacityChoice::Buy, command.cost_milli > 0, "cost_milli");
    return gate_met(std::move(missing), "before this can be decided");
}

bool says_the_same(const CapacityDecision& known, const CapacityDecision& made)
{
    CapacityDecision same = made;
    same.decided_by = known.decided_by;
    same.decided_at = known.decided_at;
    return same_value(known, same);
}

// When it is made, and how an earlier one came out, says nothing new.
bool foretells_the_same(const PublishedForecast& known, const PublishedForecast& made)
{
    PublishedForecast same = made;
    same.made_at = known.made_at;
    same.score = known.score;
    same.scored_at = known.scored_at;
    return same_value(known, same);
}

// Once is enough: what never fills up would fill the ledger.
bool still_has_no_date(const State& state, const ResourcePublished& made)
{
    const CapacityResource* resource = state.resources.find(made.resource);
    return resource != nullptr && !made.forecast.early && !made.forecast.reached && !resource->published.empty()
        && resource->published.back().score == ForecastScore::Open
        && foretells_the_same(resource->published.back(), made.forecast);
}

bool is_signed_as_it_is(const State& state, const SignCapacityPlan& command)
{
    bool same = state.plan_signed_at.has_value();
    for (const ResourcePublished& made : command.forecasts) {
        const CapacityResource* resource = state.resources.find(made.resource);
        same = same && resource != nullptr && !resource->published.empty()
            && foretells_the_same(resource->published.back(), made.forecast);
    }
    state.resources.for_each([&](const ResourceId&, const CapacityResource& resource) {
        same = same
            && std::all_of(resource.decisions.begin(), resource.decisions.end(),
                [&](const CapacityDecision& decision) { return decision.decided_at <= *state.plan_signed_at; });
    });
    return same;
}

std::vector<ResourceScored> scores_of(const State& state, const SignCapacityPlan& command, Timestamp now)
{
    std::vector<ResourceScored> scores;
    for (const ResourcePublished& made : command.forecasts) {
        const CapacityResource* resource = state.resources.find(made.resource);
        for (const PublishedForecast& published :
            resource != nullptr ? resource->published : std::vector<PublishedForecast> {}) {
            const ForecastScore score = score_of(published, made.forecast, now);
            if (published.score == ForecastScore::Open && score != ForecastScore::Open) {
                scores.push_back({ made.resource, published.made_at, score });
            }
        }
    }
    return scores;
}

}

Result<Decision> decide_on(const State& state, const DecideCapacity& command, const Context& context)
{
    ASSIGN_OR_RETURN(const CapacityResource* resource, find_in(state.resources, command.resource, "Capacity resource"));
    RETURN_IF_ERROR(check_decision(state, command, context));
    CapacityDecision made;
    made.finding = command.finding;
    made.choice = command.choice;
    made.note = command.note;
    made.owner = command.owner;
    made.due = command.due;
    made.cost_milli = command.cost_milli;
    made.decided_by = context.actor.user;
    made.decided_at = context.now;
    const CapacityDecision* known = decision_since(*resource, command.finding, state.plan_signed_at);
    if (known != nullptr && says_the_same(*known, made)) {
        return Decision {}; // it is decided so already
    }
    return one_entry(
        CapacityDecided { .resource = resource->id, .decision = std::move(made) }, resource->id.text, context);
}

Result<Decision> decide_on(const State& state, const SignCapacityPlan& command, const Context& context)
{
    RETURN_IF_ERROR(check_plan_note(command.note));
    const auto open
        = std::count_if(command.rows.begin(), command.rows.end(), [](const CapacityRow& row) { return !row.decided; });
    if (open > 0) {
        const auto first = std::find_if(
            command.rows.begin(), command.rows.end(), [](const CapacityRow& row) { return !row.decided; });
        return conflict("Decide on each line before the plan is signed: " + std::to_string(open) + " are open, such as "
            + first->resource.text + ".");
    }
    CapacityPlanSigned entry;
    entry.scores = scores_of(state, command, context.now);
    const bool lately = state.plan_signed_at && context.now - *state.plan_signed_at < kSignedOnce;
    if (lately && entry.scores.empty() && is_signed_as_it_is(state, command)) {
        return Decision {};
    }
    for (const ResourcePublished& made : command.forecasts) {
        if (!still_has_no_date(state, made)) {
            entry.forecasts.push_back(made);
        }
    }
    for (ResourcePublished& made : entry.forecasts) {
        made.forecast.made_at = context.now;
        made.forecast.score = ForecastScore::Open;
        made.forecast.scored_at.reset();
    }
    entry.rows = command.rows;
    entry.note = command.note;
    return one_entry(std::move(entry), std::string {}, context);
}

}
