// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/paged_check.h"

namespace watchfloor {

// Holds what is kept beside the entries against them, both ways where it is derived from them: the lists of subjects,
// unique keys, erasures, idempotency records, raw deliveries, and the indexes of those. Whoever alters one of them
// hides an entry, lets a thing happen twice, or shows an entry where it does not belong.
void check_derived(SqliteConnection& connection, const GoOn& go_on, PagedFindings& findings);

}
