// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/sequencer/sequencer.h"
#include "shared/domain/entities/sources.h"

namespace watchfloor {

// Makes the source known, unless it is: what people set of it stays. Any thread but the sequencer's own.
Result<void> declare_source(Sequencer& sequencer, const Source& source, const Actor& by);

}
