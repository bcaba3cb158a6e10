// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/mirror/mirror.h"

namespace watchfloor {

// Hands a finished frame to whoever reads it: the DOM on the web, nobody natively.
void publish_mirror(Mirror& mirror);

}
