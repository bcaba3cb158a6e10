// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

namespace watchfloor {

// All resources as a list that the import takes again: each column of the register, in the order of their ids, and
// behind these what is figured of them, which the import leaves out.
SaveRows resource_csv(const ViewInput& input);

}
