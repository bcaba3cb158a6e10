// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/register_form.h"

namespace watchfloor {

const FormKind& asset_form();

// How often it is maintained, when that is due next, and which alerts its labels match now: "Maintained every 90 days: the
// shortest interval that is given. Due next: Fri 21 Nov 2025, in 12 days."
std::vector<FormLine> upkeep_meant(const ViewInput& input, const Asset& asset);

}
