// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/enumeration.h"

namespace watchfloor {

enum class NoteKind {
    Observation,
    Hypothesis,
    Decision,
    Action,
    Communication,
    StateChange,
    Evidence,
    Metric,
    Handover
};
WATCHFLOOR_ENUM_TEXTS(NoteKind, Handover, "observation", "hypothesis", "decision", "action", "communication",
    "state_change", "evidence", "metric", "handover");

}
