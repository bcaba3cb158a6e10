// SPDX-License-Identifier: Apache-2.0
// An instant that is accepted can be written and read back.
#include "shared/wire/json/json_text.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    const auto canonical = read_canonical_timestamp(input);
    VERIFY(!canonical || format_timestamp(*canonical) == input);
    const auto parsed = parse_timestamp(input);
    const auto at = read_instant(input);
    VERIFY(!at.ok() || parsed.ok());
    if (at.ok()) {
        VERIFY(read_canonical_timestamp(format_timestamp(at.value())) == at.value());
    }
}
