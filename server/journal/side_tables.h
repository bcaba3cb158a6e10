// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/sha256.h"
#include "shared/core/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Idempotency records and raw deliveries are kept this long.
inline constexpr std::chrono::hours kSideTableAge { 30 * 24 };

// A raw delivery is cut to this many bytes when stored.
inline constexpr std::size_t kRawDeliveryLimit = 64U << 10U;

// (scope, key) belongs to entry `seq` for ever; taking it twice refuses the batch.
struct UniqueKey {
    std::string scope {};
    std::string key {};
    std::uint64_t seq = 0;
};

// Entry `seq` can be found under `subject`. An entry may have several.
struct SubjectRef {
    std::string subject {};
    std::uint64_t seq = 0;
};

// Until when an alert stands without being resent, and how long its last lease was.
struct Lease {
    AlertId alert {};
    Timestamp end {};
    Millis length {};
    bool fresh = false; // stored with the alert's entry and not filed yet
};

// The first one of an alert that entry `seq` lets fire.
struct FreshLease {
    Lease lease {};
    std::uint64_t seq = 0;
};

// Never in the journal: password hashes, token and session digests.
struct Secret {
    std::string name {};
    std::string value {};
};

struct SecretChange {
    std::string name {};
    std::optional<std::string> value {}; // absent: delete
};

struct IdempotencyKey {
    std::string actor {};
    std::string route {};
    std::string key {};
};

// What a request did, so that its repeat is answered without doing it again. first_seq 0: it
// wrote no entry.
struct IdempotencyRecord {
    IdempotencyKey key {};
    Digest request {};
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;
    int status = 0;
    Timestamp at {};
};

// What a monitoring system sent, kept because it caused entries first_seq..last_seq.
struct RawDelivery {
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;
    SourceId source {};
    Timestamp received_at {};
    std::string body {};          // cut to kRawDeliveryLimit
    std::uint64_t full_bytes = 0; // what arrived
};

struct Remembered {
    std::string name {};
    std::string value {};
};

// What changes together with a batch of entries.
struct Extras {
    std::vector<UniqueKey> keys {};
    std::vector<SubjectRef> subjects {};
    std::vector<Lease> leases {};
    std::vector<FreshLease> fresh_leases {};
    std::vector<AlertId> ended_leases {};
    std::vector<SecretChange> secrets {};
    std::vector<IdempotencyRecord> idempotency {};
    std::vector<RawDelivery> deliveries {};
    std::vector<Remembered> remembered {};

    // Entries whose text is removed, because an entry of this batch orders it. Also removes the
    // journal's raw deliveries and snapshots, which may repeat it.
    std::vector<std::uint64_t> erased_texts {};
};

}
