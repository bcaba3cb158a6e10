// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/samples/samples_store.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace watchfloor {

struct SamplesOptions {
    std::string vfs {}; // SQLite file layer; empty: the system's
    std::size_t readers = 2;
    std::chrono::hours raw_age { 45 * 24 };
    std::chrono::hours minutes_age { 400 * 24 };   // hours and days are kept for ever
    std::chrono::milliseconds probe_every { 500 }; // while unwritable
};

// Samples in a SQLite file of their own: one blob per resource and hour, roll-ups beside it. A
// writer thread commits whatever queued while it synced, keeps the roll-ups of hours that are
// over, and probes while it cannot write. Readers never wait for it.
class SqliteSamplesStore final : public SamplesStore {
public:
    // Creates or opens, with the same refusals as the journal's.
    static Result<std::unique_ptr<SqliteSamplesStore>> open(
        const std::filesystem::path& database, SamplesOptions options = {});
    ~SqliteSamplesStore() override;

    // Called with what is wrong when a read comes upon damage: before anybody else reads, on any thread, however often.
    void on_damage(std::function<void(const std::string& what)> told);

    Result<SamplesStored> append(const ResourceId& resource, std::span<const Sample> samples, Timestamp now) override;
    bool writable() const override;
    std::vector<ResourceId> resources() const override;
    std::optional<LatestSample> latest(const ResourceId& resource) const override;
    std::vector<LatestSample> since(std::uint64_t sample_seq) const override;
    std::uint64_t last_sample_seq() const override;
    Result<std::vector<SeriesPoint>> query(const SeriesQuery& query) override;
    Result<std::vector<Sample>> raw(
        const ResourceId& resource, Timestamp from, Timestamp to, std::size_t limit) override;
    Result<std::vector<ClosedBlock>> close_hour(Timestamp hour, Timestamp now) override;
    Timestamp sealed_until() const override;
    Result<std::vector<ResourceId>> verify_hour(Timestamp hour, std::span<const ClosedBlock> sealed) override;
    Result<void> keep(const ResourceId& resource, Timestamp from, Timestamp to) override;
    Result<bool> expire(Timestamp now) override;

private:
    struct Parts;
    explicit SqliteSamplesStore(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}
