// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/register_form.h"

namespace watchfloor {

// The form of a resource, and what its limits come to in its own unit: "Minor from 80 people, major from 90 people, of 100
// people that can be used. Now 85 people: minor."
const FormKind& resource_form();
std::vector<FormLine> limits_meant(const CapacityResource& resource, const std::optional<SamplePoint>& latest);

}
