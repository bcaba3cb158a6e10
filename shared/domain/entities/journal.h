// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/enumeration.h"

namespace watchfloor {

enum class JournalPurpose { Main, Drill };
WATCHFLOOR_ENUM_TEXTS(JournalPurpose, Drill, "main", "drill");

// Who may see an entry at all; what of it each viewer sees is decided in visibility.h.
enum class Audience { Staff, Restricted, Published };
WATCHFLOOR_ENUM_TEXTS(Audience, Published, "staff", "restricted", "published");

}
