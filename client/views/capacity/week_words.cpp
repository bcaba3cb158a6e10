// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/week_words.h"

#include "client/language/text.h"
#include "shared/core/csv.h"
#include "shared/core/words.h"
#include "shared/domain/formulas/capacity_week.h"
#include "shared/wire/sheets/planned_cells.h"
#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

std::string week_day(Timestamp at, const SiteZone& zone)
{
    return format_date(at, zone.offset_at(at));
}

std::string moved_words(const CapacityRow& row, const SiteZone& zone)
{
    if (row.before && row.after) {
        return tr(Text::FindingMoved, week_day(*row.before, zone), week_day(*row.after, zone));
    }
    return row.after ? tr(Text::FindingDated, week_day(*row.after, zone))
        : row.before ? tr(Text::FindingUndated, week_day(*row.before, zone))
                     : std::string();
}

Text score_text(ForecastScore score)
{
    static constexpr std::array kScores { Text::ScoreOpen, Text::ScoreHeld, Text::ScoreTooSoon, Text::ScoreMissed,
        Text::ScoreOvertaken };
    static_assert(kScores.size() == EnumTexts<ForecastScore>::texts.size());
    return kScores[static_cast<std::size_t>(score)];
}

std::string day_cell(const std::optional<Timestamp>& at)
{
    return at ? write_day(*at) : std::string();
}

std::vector<std::string> resource_cells(const ViewInput& input, const CapacityResource& resource)
{
    const auto latest = input.replica.samples().latest(resource.id);
    const ResourceLimit* limit = input.replica.limit(resource.id);
    const ResourceLimit none {};
    const ResourceLimit& known = limit != nullptr ? *limit : none;
    return { resource.id.text, resource.name, std::string(to_string(resource.kind)),
        service_names(input.state, resource.services), resource.owner, resource.unit,
        write_thousandths(resource.usable_milli()), latest ? write_thousandths(latest->value_milli) : std::string(),
        std::to_string(resource.warn_percent), std::to_string(resource.critical_percent), day_cell(known.early),
        day_cell(known.late), day_cell(known.act_by), std::to_string(resource.lead_time_days),
        std::to_string(resource.margin_days), std::to_string(resource.growth_percent),
        write_planned_changes(resource.planned_changes) };
}

void add_decision_cells(std::vector<std::string>& cells, const State& state, const CapacityDecision* decision)
{
    if (decision == nullptr) {
        cells.insert(cells.end(), 6, std::string());
        return;
    }
    cells.insert(cells.end(),
        { std::string(to_string(decision->choice)), decision->note,
            decision->owner.empty() ? std::string() : user_name(state, decision->owner), day_cell(decision->due),
            decision->cost_milli > 0 ? write_thousandths(decision->cost_milli) : std::string(),
            user_name(state, decision->decided_by) });
}

}

std::string finding_words(const CapacityRow& row, const CapacityResource& resource, Timestamp now, const SiteZone& zone)
{
    const auto dated = [&](Text ahead, Text late) {
        return row.after ? tr(*row.after < now ? late : ahead, week_day(*row.after, zone)) : std::string();
    };
    switch (row.finding) {
    case CapacityFinding::ActByMoved:
        return moved_words(row, zone);
    case CapacityFinding::LeadTime:
        return dated(Text::FindingLead, Text::FindingLeadLate);
    case CapacityFinding::ForecastMissed:
        return std::string(tr(Text::FindingMissed));
    case CapacityFinding::Stale:
        return dated(Text::FindingStale, Text::FindingStale);
    case CapacityFinding::Unmapped:
        return std::string(tr(resource.services.empty() ? Text::FindingNoService : Text::FindingUnmeasured));
    case CapacityFinding::ReviewDue:
        return dated(Text::FindingReview, Text::FindingReviewLate);
    }
    return {};
}

Text choice_text(CapacityChoice choice)
{
    static constexpr std::array kChoices { Text::ChoiceAccept, Text::ChoiceTune, Text::ChoiceBuy, Text::ChoiceShift };
    static_assert(kChoices.size() == EnumTexts<CapacityChoice>::texts.size());
    return kChoices[static_cast<std::size_t>(choice)];
}

std::string decision_words(const State& state, const CapacityDecision& decision, const SiteZone& zone)
{
    std::string words(tr(choice_text(decision.choice)));
    if (decision.cost_milli > 0) {
        add_words(words, tr(Text::DecisionCost, write_thousandths(decision.cost_milli)));
    }
    if (!decision.owner.empty()) {
        add_words(words, tr(Text::DecisionOwner, user_name(state, decision.owner)));
    }
    if (decision.due) {
        add_words(words, tr(Text::DecisionDue, week_day(*decision.due, zone)));
    }
    add_words(words, decision.note, ": ");
    return words;
}

std::vector<std::string> ledger_lines(const CapacityResource& resource, const SiteZone& zone)
{
    std::vector<std::string> lines;
    for (auto at = resource.published.rbegin(); at != resource.published.rend(); ++at) {
        std::string words = at->reached ? std::string(tr(Text::LedgerReached))
            : !at->early                ? std::string(tr(Text::LedgerUndated))
            : at->late                  ? tr(Text::LedgerDated, week_day(*at->early, zone), week_day(*at->late, zone))
                                        : tr(Text::LedgerAfter, week_day(*at->early, zone));
        if (at->act_by) {
            add_words(words, tr(Text::CardActBy, week_day(*at->act_by, zone)));
        }
        lines.push_back(tr(Text::LedgerLine, week_day(at->made_at, zone), words, tr(score_text(at->score))));
    }
    return lines;
}

std::uint64_t plan_position(const State& state)
{
    std::uint64_t position = state.plan_signed_at ? static_cast<std::uint64_t>(state.plan_signed_at->millis) : 0;
    state.resources.for_each([&](const ResourceId&, const CapacityResource& resource) {
        for (const CapacityDecision& decision : resource.decisions) {
            position += static_cast<std::uint64_t>(decision.decided_at.millis);
        }
        position += static_cast<std::uint64_t>(resource.review_due.value_or(Timestamp {}).millis)
            + static_cast<std::uint64_t>(resource.lead_time_days + resource.margin_days) * 31
            + static_cast<std::uint64_t>(resource.usable_milli()) * 7 + resource.services.size() + 1;
    });
    return position;
}

SaveRows plan_csv(const ViewInput& input, const std::vector<CapacityRow>& rows)
{
    SaveRows saved;
    add_csv_line(saved.csv,
        { "id", "name", "kind", "services", "owner", "unit", "usable", "used", "warn_percent", "critical_percent",
            "full_early", "full_late", "act_by", "lead_time_days", "margin_days", "growth_percent", "planned_changes",
            "finding", "decision", "note", "decision_owner", "due", "cost", "decided_by" });
    std::vector<const CapacityResource*> resources;
    input.state.resources.for_each(
        [&](const ResourceId&, const CapacityResource& resource) { resources.push_back(&resource); });
    std::sort(resources.begin(), resources.end(),
        [](const CapacityResource* a, const CapacityResource* b) { return a->id < b->id; });
    const auto add = [&](const CapacityResource& resource, std::string_view finding, const CapacityDecision* decision) {
        std::vector<std::string> cells = resource_cells(input, resource);
        cells.emplace_back(finding);
        add_decision_cells(cells, input.state, decision);
        add_csv_line(saved.csv, cells);
        saved.rows += 1;
    };
    for (const CapacityResource* resource : resources) {
        bool found = false;
        for (const CapacityRow& row : rows) {
            if (row.resource == resource->id) {
                found = true;
                add(*resource, to_string(row.finding),
                    decision_since(*resource, row.finding, input.state.plan_signed_at));
            }
        }
        if (!found) {
            add(*resource, {}, nullptr);
        }
    }
    return saved;
}

}
