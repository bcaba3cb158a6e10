// SPDX-License-Identifier: Apache-2.0
// The two readers agree: what is canonical is read by the strict reader, and written back byte by byte.
#include "shared/wire/json/canonical_reader.h"
#include "shared/wire/json/json_reader.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    if (!is_canonical(input)) {
        return;
    }
    JsonLimits limits;
    limits.integers_only = true;
    const auto read = read_json(input, limits);
    if (!read.ok()) {
        return; // more keys or items than the limits allow
    }
    std::string written;
    append_canonical(written, read.value());
    VERIFY(written == input);
}
