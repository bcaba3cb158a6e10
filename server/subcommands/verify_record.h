// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>

namespace watchfloor {

// Holds a saved record (shared/wire/entries/record_wire.h) against itself: what it is and what it cannot prove to
// `out`, or the first broken place to `trouble`. Returns the exit code.
int verify_record(const std::string& file, std::ostream& out, std::ostream& trouble);

}
