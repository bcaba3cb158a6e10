// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/golden/golden_journal.h"

#include "shared/domain/apply/apply.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "tests/shared/wire/filled.h"

namespace watchfloor {
namespace {

constexpr Timestamp kStart { 1'767'322'800'000 };

EntryHead head_of(std::uint64_t seq)
{
    EntryHead head;
    head.seq = seq;
    head.journal = JournalId { "main" };
    head.recorded_at = kStart + std::chrono::seconds { seq };
    head.occurred_at = kStart;
    head.actor = UserId { "ID-1" };
    head.subject = "ID-1";
    if (seq % 2 == 0) {
        head.duty = Duty::IncidentCommander;
        head.seen_seq = seq - 1;
    }
    return head;
}

EntrySalts salts_of(std::uint64_t seq)
{
    EntrySalts salts;
    for (std::size_t i = 0; i < salts.size(); ++i) {
        salts[i].fill(static_cast<std::uint8_t>(seq * 3 + i));
    }
    return salts;
}

}

std::string make_golden_journal()
{
    std::string lines;
    std::uint64_t seq = 0;
    Digest previous {};
    for (const int seed : { 0, 1000 }) {
        for (const Payload& payload : filled_payloads(seed, Ids::Same)) {
            ++seq;
            const SealedEntry entry = seal_entry(head_of(seq), payload, salts_of(seq), previous);
            previous = entry.hash;
            lines += entry_to_wire(entry, Sight::Whole) + "\n";
        }
    }
    return lines;
}

Result<State> fold_golden_journal(std::string_view lines)
{
    State state;
    Digest previous {};
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        ASSIGN_OR_RETURN(const SealedEntry sealed, entry_from_wire(lines.substr(0, end)));
        if (!verifies(sealed, previous)) {
            return Error { ErrorCode::Malformed, "The chain breaks at entry " + std::to_string(sealed.seq) + "." };
        }
        previous = sealed.hash;
        ASSIGN_OR_RETURN(const Entry entry, decode_entry(sealed));
        apply(state, entry);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
    return state;
}

}
