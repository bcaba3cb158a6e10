// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/register_form.h"
#include "client/widgets/axis/time_axis.h"
#include "shared/domain/entities/capacity.h"

#include <vector>

namespace watchfloor {

// What a planner said of a resource beside its amounts, in a line, and each planned change in one of its own. What is
// late warns. Empty where nothing was said.
std::vector<FormLine> plan_lines(const CapacityResource& resource, Timestamp now, const SiteZone& zone);

}
