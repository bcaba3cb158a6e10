// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/resource_form.h"

#include "client/language/text.h"
#include "client/views/capacity/capacity_cards.h"
#include "client/widgets/controls/badges.h"
#include "shared/domain/formulas/level_severity.h"

#include <array>

namespace watchfloor {
namespace {

constexpr std::array kResourceFields {
    FormField { "name", 2 },
    FormField { "id", 2, Text::HintId },
    FormField { "kind" },
    FormField { "unit", 3, Text::HintUnit },
    FormField { "owner" },
    FormField { "total", 4, Text::HintTotal },
    FormField { "reserved", 4 },
    FormField { "warn_percent", 4 },
    FormField { "critical_percent", 4 },
    FormField { "lead_time_days", 4 },
    FormField { "margin_days", 4, Text::HintMargin },
    FormField { "equal_nodes", 4, Text::HintNodes },
    FormField { "growth_percent", 4, Text::HintGrowth },
    FormField { "site" },
    FormField { "source" },
    FormField { "cadence_seconds", 3, Text::HintCadence },
    FormField { "query", 1 },
    FormField { "planned_changes", 1, Text::HintPlanned },
    FormField { "review_due", 3, Text::HintDay },
    FormField { "stress_tested_at", 3, Text::HintDay },
    FormField { "stress_test_note", 3, Text::HintStress },
    FormField { "key_person", 1, Text::HintKeyPerson },
    FormField { "single_point", 1 },
    FormField { "services", 1 },
};

double percent_of(double usable, std::int64_t percent)
{
    return usable * static_cast<double>(percent) / 100;
}

std::vector<FormLine> resource_means(const ViewInput& input, const ReadLine& line)
{
    const auto* const command = std::get_if<DefineCapacity>(&line.command);
    return command == nullptr ? std::vector<FormLine> {}
                              : limits_meant(command->resource, input.replica.samples().latest(command->resource.id));
}

constexpr FormKind kResourceForm {
    .of = Register::Resources,
    .act = Act::DefineCapacity,
    .part = "capacity",
    .add = Text::ResourceAddTitle,
    .edit = Text::ResourceEditTitle,
    .from_list = Text::ImportResources,
    .fields = kResourceFields,
    .means = &resource_means,
};

}

const FormKind& resource_form()
{
    return kResourceForm;
}

std::vector<FormLine> limits_meant(const CapacityResource& resource, const std::optional<SamplePoint>& latest)
{
    std::vector<FormLine> lines;
    if (resource.total_milli == 0) {
        lines.push_back({ std::string(tr(Text::ResourceUndefined)), true });
    } else if (resource.usable_milli() <= 0) {
        lines.push_back({ std::string(tr(Text::ResourceUnusable)), true });
    } else {
        const double usable = static_cast<double>(resource.usable_milli()) / 1000;
        lines.push_back({ tr(Text::ResourceLimits, amount_words(resource, percent_of(usable, resource.warn_percent)),
            amount_words(resource, percent_of(usable, resource.critical_percent)), amount_words(resource, usable)) });
    }
    if (!latest) {
        lines.push_back({ tr(Text::ResourceUnmeasured, resource.id.text) });
    } else if (const double value = static_cast<double>(latest->value_milli) / 1000; resource.usable_milli() > 0) {
        const auto permille = utilisation_permille(resource, value);
        const CapacityLevel level
            = permille ? capacity_level(resource, *permille, CapacityLevel::Normal) : CapacityLevel::Normal;
        lines.push_back({ tr(Text::ResourceNow, amount_words(resource, value), severity_name(level_severity(level))),
            level != CapacityLevel::Normal });
    }
    if (resource.lead_time_days > 0) {
        lines.push_back({ tr(Text::ResourceLeads, std::to_string(resource.lead_time_days)) });
    }
    return lines;
}

}
