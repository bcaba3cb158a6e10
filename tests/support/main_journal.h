// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"

namespace watchfloor {

inline const JournalId kMain { "main" };

}
