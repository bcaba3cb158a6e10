// SPDX-License-Identifier: Apache-2.0
// An entry on the wire has one form only: what is accepted is written back byte by byte.
#include "shared/wire/entries/entry_wire.h"
#include "shared/core/result.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    if (const auto entry = entry_from_wire(input); entry.ok()) {
        VERIFY(entry_to_wire(entry.value(), Sight::Whole) == input);
    }
    const auto page = page_from_wire(input);
    if (!page.ok()) {
        return;
    }
    std::vector<std::string> wires;
    for (const SealedEntry& entry : page.value().entries) {
        wires.push_back(entry_to_wire(entry, Sight::Whole));
    }
    const std::string once = page_to_wire(page.value().journal, page.value().head_seq, page.value().head_hash, wires);
    VERIFY(page_from_wire(once).ok());
}
