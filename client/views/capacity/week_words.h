// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"
#include "client/views/view.h"
#include "shared/domain/entities/capacity.h"

#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// "Acting is due 3 Mar": why a resource stands on the week's page.
std::string finding_words(
    const CapacityRow& row, const CapacityResource& resource, Timestamp now, const SiteZone& zone);
Text choice_text(CapacityChoice choice);
// "Buy, 12000, by Ann until 3 Mar: second rack".
std::string decision_words(const State& state, const CapacityDecision& decision, const SiteZone& zone);

// Each published forecast, the newest first, and how it came out: "Published 3 Mar: full 1 Jun to 9 Jun, act by 4 May:
// open".
std::vector<std::string> ledger_lines(const CapacityResource& resource, const SiteZone& zone);

// What changes whenever the page may be another: what was decided, signed and said of the resources.
std::uint64_t plan_position(const State& state);

// The plan that ISO 20000 8.4.3 asks for: each resource with its use, limits, dates and what is planned, a line for each
// finding with what was decided.
SaveRows plan_csv(const ViewInput& input, const std::vector<CapacityRow>& rows);

}
