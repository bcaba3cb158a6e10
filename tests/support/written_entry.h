// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/decide/decide.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/entries/entry.h"

#include <string>

namespace watchfloor {

// The entry that a server makes of a draft.
inline Entry written_entry(const Draft& draft, const Actor& by, std::uint64_t seq, Timestamp now)
{
    Entry entry;
    entry.head.seq = seq;
    entry.head.journal = JournalId { "main" };
    entry.head.kind = std::string(kind_of(draft.payload));
    entry.head.version = version_of(draft.payload);
    entry.head.recorded_at = now;
    entry.head.occurred_at = draft.occurred_at;
    entry.head.actor = by.system ? UserId { "system" } : by.user;
    entry.head.duty = draft.duty;
    entry.head.subject = draft.subject;
    entry.head.audience = draft.audience;
    entry.payload = draft.payload;
    return entry;
}

}
