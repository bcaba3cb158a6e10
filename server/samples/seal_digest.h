// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/samples/samples_store.h"

#include <span>

namespace watchfloor {

// What the hourly sealing entry says of an hour's blocks, which are in the order of their resources.
Digest seal_digest(std::span<const ClosedBlock> blocks);

}
