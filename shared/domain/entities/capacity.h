// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/capacity_plan.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

enum class ResourceKind { Human, Technical, Information, Financial };
WATCHFLOOR_ENUM_TEXTS(ResourceKind, Financial, "human", "technical", "information", "financial");

enum class CapacityLevel { Normal, Warning, Critical };
WATCHFLOOR_ENUM_TEXTS(CapacityLevel, Critical, "normal", "warning", "critical");

// A level ends this far below its threshold, so that what wavers about it does not ring twice.
inline constexpr std::int64_t kLevelHysteresisPermille = 20;

// A peak is no shortage: a processor is busy for seconds all day long. What is measured more often
// crosses once a whole minute agrees.
inline constexpr Millis kLevelSustained = std::chrono::seconds { 60 };

// What is going to change from an instant on: more or less of it to use, more or less use of it.
struct PlannedChange {
    Timestamp at {};
    std::int64_t capacity_milli = 0; // added to the usable capacity; negative: taken away
    std::int64_t demand_milli = 0;   // added to what is used
    std::string reason {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("at", self.at, kRoom);
        visit("capacity_milli", self.capacity_milli, kRoom);
        visit("demand_milli", self.demand_milli, kRoom);
        visit("reason", self.reason, kRoom | kScreened);
    }
};

// A resource whose use is watched (ISO 27001 A.12.1.3). Amounts are in thousandths of `unit`:
// the journal holds no floating point. Samples live in a store of their own.
struct CapacityResource {
    ResourceId id {};
    std::string name {};
    ResourceKind kind = ResourceKind::Technical;
    std::string unit {};             // "bytes", "percent", "bytes_per_second", "people", …
    std::int64_t total_milli = 0;    // C; 0 = undefined
    std::int64_t reserved_milli = 0; // R
    std::int64_t warn_percent = 80;
    std::int64_t critical_percent = 90;
    std::int64_t lead_time_days = 0;
    std::int64_t cadence_seconds = 0; // expected time between samples
    bool single_point = false;        // e.g. a key person
    std::vector<ServiceId> services {};
    SourceId source {};
    std::string query {}; // PromQL, where the source pulls
    std::string owner {};
    CapacityLevel level = CapacityLevel::Normal;
    std::optional<Timestamp> level_since {};
    std::int64_t margin_days = 0;    // kept free beside the lead time
    std::int64_t equal_nodes = 0;    // that it consists of; 0 = unknown, or it is no such group
    std::int64_t growth_percent = 0; // a year, as the business expects
    std::string site {};
    std::string key_person {}; // who alone knows it, or is it
    std::optional<Timestamp> review_due {};
    std::optional<Timestamp> stress_tested_at {};
    std::string stress_test_note {};
    std::vector<PlannedChange> planned_changes {}; // in order of time
    std::vector<CapacityDecision> decisions {};    // the last on each finding
    std::vector<PublishedForecast> published {};   // the newest last

    std::int64_t usable_milli() const { return total_milli - reserved_milli; }
    // So many percent of what is usable, which may be more than all; no more than fits the number.
    std::int64_t limit_milli(std::int64_t percent) const;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("cadence_seconds", self.cadence_seconds, kRoom);
        visit("critical_percent", self.critical_percent, kRoom);
        visit("decisions", self.decisions, kFolded);
        visit("equal_nodes", self.equal_nodes, kRoom);
        visit("growth_percent", self.growth_percent, kRoom);
        visit("id", self.id, kRoom);
        visit("key_person", self.key_person, kText | kRoom | kScreenedTogether);
        visit("kind", self.kind, kRoom);
        visit("lead_time_days", self.lead_time_days, kRoom);
        visit("level", self.level, kFolded | kRoom);
        visit("level_since", self.level_since, kFolded | kRoom);
        visit("margin_days", self.margin_days, kRoom);
        visit("name", self.name, kText | kRoom | kScreenedTogether);
        visit("owner", self.owner, kText | kRoom | kScreenedTogether);
        visit("planned_changes", self.planned_changes, kText | kRoom | kScreenedTogether);
        visit("published", self.published, kFolded);
        visit("query", self.query, kRoom);
        visit("reserved_milli", self.reserved_milli, kRoom);
        visit("review_due", self.review_due, kRoom);
        visit("services", self.services, kRoom);
        visit("single_point", self.single_point, kRoom);
        visit("site", self.site, kText | kRoom | kScreenedTogether);
        visit("source", self.source, kRoom);
        visit("stress_test_note", self.stress_test_note, kText | kRoom | kScreenedTogether);
        visit("stress_tested_at", self.stress_tested_at, kRoom);
        visit("total_milli", self.total_milli, kRoom);
        visit("unit", self.unit, kRoom);
        visit("warn_percent", self.warn_percent, kRoom);
    }
};

// Utilisation of the usable capacity in thousandths; nothing where capacity is not defined. `value` is in `unit`.
std::optional<std::int64_t> utilisation_permille(const CapacityResource& resource, double value);

// The level a utilisation stands for while the resource is at `held`. Going back down takes 2 % more than going up,
// so that a figure on the threshold does not toggle.
CapacityLevel capacity_level(const CapacityResource& resource, std::int64_t permille, CapacityLevel held);

// Whether a level is crossed only once a whole minute of samples agrees.
bool level_waits(const CapacityResource& resource);

}
