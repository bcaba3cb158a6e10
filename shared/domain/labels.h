// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/text_map.h"

namespace watchfloor {

using Labels = TextMap;

}
