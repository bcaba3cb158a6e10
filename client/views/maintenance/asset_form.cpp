// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/asset_form.h"

#include "client/language/text.h"
#include "shared/core/words.h"
#include "shared/domain/formulas/muting.h"

#include <algorithm>
#include <array>
#include <set>

namespace watchfloor {
namespace {

constexpr std::size_t kMostMatched = 5; // names that are said

constexpr std::array kAssetFields {
    FormField { "name", 2 },
    FormField { "id", 2, Text::HintId },
    FormField { "model" },
    FormField { "serial" },
    FormField { "site" },
    FormField { "criticality" },
    FormField { "redundancy_group", 1, Text::HintRedundancyGroup },
    FormField { "last_maintained_at", 3, Text::HintDay },
    FormField { "vendor_interval_days", 3, Text::HintInterval },
    FormField { "insurer_interval_days", 3, Text::HintInterval },
    FormField { "policy_interval_days", 3, Text::HintInterval },
    FormField { "vendor_interval_hours", 4, Text::HintInterval },
    FormField { "insurer_interval_hours", 4, Text::HintInterval },
    FormField { "policy_interval_hours", 4, Text::HintInterval },
    FormField { "running_hours_per_day", 4, Text::HintHoursPerDay },
    FormField { "work_ahead_days", 2, Text::HintWorkAhead },
    FormField { "parent", 2 },
    FormField { "custodian", 2 },
    FormField { "contract", 2 },
    FormField { "warranty_until", 2, Text::HintDay },
    FormField { "documents", 1, Text::HintDocuments },
    FormField { "match", 1, Text::HintMatch },
    FormField { "holds_information", 1 },
    FormField { "media_held", 1, Text::HintMediaHeld },
    FormField { "services", 1 },
    FormField { "retired", 1 },
};

std::vector<FormLine> asset_means(const ViewInput& input, const ReadLine& line)
{
    const auto* const command = std::get_if<SetAsset>(&line.command);
    return command == nullptr ? std::vector<FormLine> {} : upkeep_meant(input, command->asset);
}

constexpr FormKind kAssetForm {
    .of = Register::Assets,
    .act = Act::SetAsset,
    .part = "assets",
    .add = Text::AssetAddTitle,
    .edit = Text::ResourceEditTitle,
    .from_list = Text::ImportAssets,
    .fields = kAssetFields,
    .means = &asset_means,
};

// Whole days between the calendar days of both, as they count for what is overdue.
FormLine due_line(const ViewInput& input, Timestamp due)
{
    const std::string day = format_date(due, input.zone.offset_at(due));
    if (const std::int64_t late = days_overdue(due, input.as_of()); late > 0) {
        return { tr(Text::AssetOverdue, day, std::to_string(late)), true };
    }
    const std::int64_t ahead = days_overdue(input.as_of(), due);
    return { ahead == 0 ? tr(Text::AssetDueToday, day) : tr(Text::AssetDue, day, std::to_string(ahead)) };
}

FormLine work_line(const ViewInput& input, const Asset& asset, Timestamp due)
{
    if (asset.work_made_for == due) {
        return { std::string(tr(Text::AssetWorkMade)) };
    }
    const Timestamp made = std::max(due - maintenance_work_ahead(asset), input.as_of());
    return { tr(Text::AssetWorkAhead, format_date(made, input.zone.offset_at(made))) };
}

std::string some_of(const std::set<std::string>& names)
{
    std::string words;
    std::size_t said = 0;
    for (const std::string& name : names) {
        if (said++ == kMostMatched) {
            return words + " " + tr(Text::More, std::to_string(names.size() - kMostMatched));
        }
        add_words(words, name);
    }
    return words;
}

void add_matches(std::vector<FormLine>& lines, const State& state, const Labels& match)
{
    if (match.empty()) {
        lines.push_back({ std::string(tr(Text::AssetUnmatched)) });
        return;
    }
    std::size_t held = 0;
    std::size_t matched = 0;
    std::set<std::string> names;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        held += counts_as_firing(alert) ? 1U : 0U;
        if (alert.state == AlertState::Firing && labels_match(match, words_of(alert))) {
            ++matched;
            names.insert(alert.name);
        }
    });
    lines.push_back({ matched == 0 ? std::string(tr(Text::AssetMatchesNone))
                                   : tr(Text::AssetMatches, std::to_string(matched), some_of(names)) });
    if (const auto all = static_cast<std::size_t>(std::max<std::int64_t>(0, state.firing)); held < all) {
        lines.push_back({ tr(Text::AssetMatchesHeld, std::to_string(held), std::to_string(all)), true });
    }
}

}

const FormKind& asset_form()
{
    return kAssetForm;
}

std::vector<FormLine> upkeep_meant(const ViewInput& input, const Asset& asset)
{
    std::vector<FormLine> lines;
    const auto interval = maintenance_interval_days(asset);
    lines.push_back({ asset.retired ? std::string(tr(Text::AssetRetired))
            : interval              ? tr(Text::AssetInterval, std::to_string(*interval))
                                    : std::string(tr(Text::AssetNoInterval)) });
    if (const auto due = maintenance_due_at(asset)) {
        lines.push_back(due_line(input, *due));
        lines.push_back(work_line(input, asset, *due));
    } else if (interval) {
        lines.push_back({ std::string(tr(Text::AssetDueUnknown)), true });
    }
    add_matches(lines, input.state, asset.match);
    return lines;
}

}
