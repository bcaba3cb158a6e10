// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/incidents/classification.h"

#include <cstdint>

namespace watchfloor {

// Recorded with each priority, so that an incident keeps the matrix it was judged by.
inline constexpr std::int64_t kPriorityMatrixVersion = 1;

// The matrix of impact and urgency (ITIL). Security floor: a security-relevant incident of
// high impact is at least P2.
Priority priority_of(Level impact, Level urgency, bool security_relevant);

}
