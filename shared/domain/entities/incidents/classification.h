// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/enumeration.h"

namespace watchfloor {

enum class Level { Low, Medium, High }; // impact and urgency
WATCHFLOOR_ENUM_TEXTS(Level, High, "low", "medium", "high");

enum class Priority { P1, P2, P3, P4, P5 };
WATCHFLOOR_ENUM_TEXTS(Priority, P5, "P1", "P2", "P3", "P4", "P5");

// The measured effect of an incident; priority orders the work.
enum class IncidentSeverity { Sev1, Sev2, Sev3, Sev4 };
WATCHFLOOR_ENUM_TEXTS(IncidentSeverity, Sev4, "SEV1", "SEV2", "SEV3", "SEV4");

enum class PersonalData { Unknown, Yes, No };
WATCHFLOOR_ENUM_TEXTS(PersonalData, No, "unknown", "yes", "no");

}
