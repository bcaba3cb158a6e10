// SPDX-License-Identifier: Apache-2.0
// Three lines are the parts of an entry. What decodes seals again to the bytes it came from.
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/json/canonical_reader.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

std::string_view take_line(std::string_view& rest)
{
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

}

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    SealedEntry entry;
    entry.seq = 7;
    entry.head = SealedPart { std::string(take_line(input)), {} };
    entry.facts = SealedPart { std::string(take_line(input)), {} };
    entry.text = SealedPart { std::string(take_line(input)), {} };
    const auto decoded = decode_entry(entry);
    if (!decoded.ok()) {
        VERIFY(!decoded.error().message.empty());
        return;
    }
    VERIFY(is_canonical(entry.head->bytes) && is_canonical(entry.facts->bytes) && is_canonical(entry.text->bytes));
    const SealedEntry sealed = seal_entry(decoded.value().head, decoded.value().payload, EntrySalts {}, Digest {});
    const auto again = decode_entry(sealed);
    VERIFY(again.ok());
    const SealedEntry twice = seal_entry(again.value().head, again.value().payload, EntrySalts {}, Digest {});
    VERIFY(sealed.hash == twice.hash);
}
