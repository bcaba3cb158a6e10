// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/result.h"
#include "shared/core/sha256.h"
#include "shared/core/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace watchfloor {

enum class SampleQuality : std::uint8_t {
    Good = 0,
    Estimated = 1, // by people, or interpolated by the source
    Suspect = 2,   // the source marked it as doubtful
};

struct Sample {
    Timestamp at {};
    double value = 0;
    SampleQuality quality = SampleQuality::Good;

    friend bool operator==(const Sample&, const Sample&) = default;
};

struct ResourceSamples {
    ResourceId resource {};
    std::vector<Sample> samples {};
};

struct LatestSample {
    ResourceId resource {};
    Sample sample {};
    std::uint64_t sample_seq = 0; // of the append that brought it
};

// What became of an append.
struct SamplesStored {
    std::uint64_t sample_seq = 0;
    std::size_t duplicates = 0;   // of an instant that had a sample already, which stands
    std::vector<Sample> newer {}; // those stored that are newer than what was known before, oldest first
};

// One stretch of a reduced series, from its first sample to its last. p95 is exact where raw
// samples were read, and the largest of the parts where roll-ups were merged. `gap_before`:
// nothing was measured for longer than the query's `gap`, so a line must not be drawn across.
struct SeriesPoint {
    Timestamp from {};
    Timestamp to {};
    double min = 0;
    double max = 0;
    double mean = 0;
    double p95 = 0;
    std::uint32_t count = 0;
    bool gap_before = false;
};

struct SeriesQuery {
    ResourceId resource {};
    Timestamp from {};
    Timestamp to {}; // excluded
    std::size_t max_points = 1000;
    Millis gap { std::chrono::minutes { 5 } }; // and never less than a stretch's width
};

// The samples of one resource in one full hour that no later sample may enter.
struct ClosedBlock {
    ResourceId resource {};
    Timestamp hour {};
    std::uint32_t count = 0;
    Digest hash {};
};

// Where capacity samples are kept. Any thread. Each append is durable when it returns.
class SamplesStore {
public:
    SamplesStore() = default;
    SamplesStore(const SamplesStore&) = delete;
    SamplesStore& operator=(const SamplesStore&) = delete;
    virtual ~SamplesStore() = default;

    // Stores samples in any order and tells the sample_seq they got: synced to disk, together
    // with whatever else was queued. A sample at an instant that has one already is a duplicate:
    // the first stands. Malformed: NaN, infinite, more than 5 minutes ahead of `now`, older than
    // the retention, or before sealed_until(); then nothing of this call is stored.
    // Unavailable: cannot write at present.
    virtual Result<SamplesStored> append(const ResourceId& resource, std::span<const Sample> samples, Timestamp now)
        = 0;

    virtual bool writable() const = 0;
    virtual std::vector<ResourceId> resources() const = 0;
    virtual std::optional<LatestSample> latest(const ResourceId& resource) const = 0;

    // Latest samples of all resources that changed after this sample_seq, and so what a
    // coalesced live frame carries.
    virtual std::vector<LatestSample> since(std::uint64_t sample_seq) const = 0;
    virtual std::uint64_t last_sample_seq() const = 0;

    // At most max_points stretches, from raw samples or roll-ups of 1 min, 1 h or 1 d, whichever
    // is fine enough; extremes are never lost.
    virtual Result<std::vector<SeriesPoint>> query(const SeriesQuery& query) = 0;

    // Raw samples from..to (excluded), at most `limit`, in order.
    virtual Result<std::vector<Sample>> raw(const ResourceId& resource, Timestamp from, Timestamp to, std::size_t limit)
        = 0;

    // Seals the hour that starts at `hour`: no sample enters it, or an earlier one, any more.
    // Returns the hashes that go into the hourly sealing entry, resources without samples left
    // out; a second call returns the same. Malformed: not the start of an hour, or not over.
    virtual Result<std::vector<ClosedBlock>> close_hour(Timestamp hour, Timestamp now) = 0;

    // Samples before this instant are refused: a caller that brings old ones cuts them off.
    virtual Timestamp sealed_until() const = 0;

    // Compares a sealed hour with what is stored; the resources that no longer match.
    virtual Result<std::vector<ResourceId>> verify_hour(Timestamp hour, std::span<const ClosedBlock> sealed) = 0;

    // Blocks in this range survive retention, because an incident touches them.
    virtual Result<void> keep(const ResourceId& resource, Timestamp from, Timestamp to) = 0;

    // Deletes raw blocks and roll-ups past their age, a bounded number; true when there is more.
    virtual Result<bool> expire(Timestamp now) = 0;
};

}
