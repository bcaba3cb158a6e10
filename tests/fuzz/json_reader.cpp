// SPDX-License-Identifier: Apache-2.0
// What the strict reader accepts has a canonical form, which is a fixed point.
#include "shared/wire/json/json_reader.h"
#include "shared/wire/json/canonical_reader.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    const auto read = read_json(input);
    if (!read.ok()) {
        VERIFY(!read.error().message.empty() && read.error().message.size() < 1000);
        return;
    }
    std::string once;
    append_canonical(once, read.value());
    VERIFY(is_canonical(once));
    const auto again = read_json(once);
    VERIFY(again.ok());
    std::string twice;
    append_canonical(twice, again.value());
    VERIFY(once == twice);
}
