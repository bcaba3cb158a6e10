// SPDX-License-Identifier: Apache-2.0
#include "server/journal/store.h"

#include <algorithm>

namespace watchfloor {
namespace {

// About 2 ms of writing, so that an incident's entry never waits for 100,000 leases.
constexpr std::size_t kLeasesPerTransaction = 1000;

}

Result<void> Store::flush_leases(const JournalId& journal, std::span<const Lease> leases, std::uint64_t filed)
{
    while (!leases.empty()) {
        const auto part = leases.first(std::min(leases.size(), kLeasesPerTransaction));
        Extras extras;
        extras.leases.assign(part.begin(), part.end());
        RETURN_IF_ERROR(append(journal, {}, extras));
        leases = leases.subspan(part.size());
    }
    bool more = filed > 0;
    while (more) {
        ASSIGN_OR_RETURN(more, drop_fresh_leases(journal, filed));
    }
    return {};
}

}
