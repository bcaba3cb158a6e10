// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/enumeration.h"

namespace watchfloor {

enum class WallAudience { Room, Visitor };
WATCHFLOOR_ENUM_TEXTS(WallAudience, Visitor, "room", "visitor");

}
