// SPDX-License-Identifier: Apache-2.0
// The binary columns have one form only.
#include "shared/timeline/column_codec.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    const auto items = decode_items(input);
    VERIFY(!items.ok() || encode_items(items.value()) == input);
}
