// SPDX-License-Identifier: Apache-2.0
#include "server/samples/samples_writer.h"

#include "server/samples/samples_tables.h"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

constexpr Millis kSampleFutureSlack { std::chrono::minutes { 5 } };
constexpr std::size_t kMostPerCommit = 256;
constexpr std::size_t kMostPerAppend = 100'000;
constexpr std::int64_t kRollUpsPerTurn = 64;
constexpr std::size_t kCheckpointPages = 2000;
constexpr std::size_t kTruncatePages = 8000;

Error malformed(std::string message)
{
    return Error { ErrorCode::Malformed, std::move(message) };
}

// Newer than anything known, so all of them are stored; of one instant the first.
std::vector<Sample> newer_than(const LatestSample& known, std::span<const Sample> samples)
{
    std::vector<Sample> newer;
    std::copy_if(samples.begin(), samples.end(), std::back_inserter(newer),
        [&](const Sample& sample) { return known.sample_seq == 0 || known.sample.at < sample.at; });
    std::vector<Sample> ordered;
    merge_samples(ordered, newer);
    return ordered;
}

}

// What one transaction changes; becomes known only when it is durable.
struct SamplesWriter::Commit {
    std::uint64_t last_seq = 0;
    std::map<ResourceId, Resource> resources {};
    std::map<std::uint64_t, std::vector<Sample>> blocks {};
    std::vector<SamplesStored> stored {}; // of the requests, in order
    std::int64_t newest_hour = 0;
};

Result<void> SamplesWriter::check(std::span<const Sample> samples, Timestamp now) const
{
    if (samples.empty()) {
        return malformed("There are no samples in this request.");
    }
    if (samples.size() > kMostPerAppend) {
        return Error { ErrorCode::TooLarge, "Send at most 100,000 samples in one request." };
    }
    const Timestamp oldest
        = std::max({ now - std::chrono::duration_cast<Millis>(options_.raw_age), Timestamp {}, sealed_until() },
            [](Timestamp a, Timestamp b) { return a < b; });
    for (const Sample& sample : samples) {
        if (!std::isfinite(sample.value)) {
            return malformed("A sample's value must be a finite number.");
        }
        if (sample.at > now + kSampleFutureSlack) {
            return malformed(
                "The sample of " + format_timestamp(sample.at) + " lies in the future: check the sender's clock.");
        }
        if (sample.at < oldest) {
            return malformed("The sample of " + format_timestamp(sample.at) + " is too old: samples before "
                + format_timestamp(oldest) + " are sealed or past their age.");
        }
        if (sample.quality > SampleQuality::Suspect) {
            return malformed("A sample's quality is unknown.");
        }
    }
    return {};
}

Result<SamplesStored> SamplesWriter::append(const ResourceId& resource, std::span<const Sample> samples, Timestamp now)
{
    if (resource.empty()) {
        return malformed("Samples belong to a resource: name one.");
    }
    RETURN_IF_ERROR(check(samples, now));
    RETURN_IF_ERROR(refuse_unless_writable());
    Request request { resource, samples, now };
    std::unique_lock lock { queue_mutex_ };
    if (stopping_) {
        return Error { ErrorCode::Unavailable, "The server is stopping: send the samples again." };
    }
    queue_.push_back(&request);
    queued_.notify_one();
    committed_.wait(lock, [&] { return request.done; });
    return std::move(request.outcome);
}

void SamplesWriter::run()
{
    std::unique_lock lock { queue_mutex_ };
    while (true) {
        const auto wanted = [&] { return stopping_ || !queue_.empty(); };
        if (writable() && !behind_) {
            queued_.wait(lock, wanted);
        } else {
            queued_.wait_for(lock, writable() ? std::chrono::milliseconds { 0 } : options_.probe_every, wanted);
        }
        if (stopping_ && queue_.empty()) {
            return;
        }
        std::vector<Request*> batch;
        while (!queue_.empty() && batch.size() < kMostPerCommit) {
            batch.push_back(queue_.front());
            queue_.pop_front();
        }
        lock.unlock();
        if (!batch.empty()) {
            commit(batch);
        } else if (!writable()) {
            probe();
        } else {
            roll_up_some();
        }
        lock.lock();
        for (Request* request : batch) {
            request->done = true;
        }
        committed_.notify_all();
    }
}

void SamplesWriter::commit(std::span<Request* const> batch)
{
    const std::lock_guard lock { write_mutex_ };
    std::vector<Request*> accepted;
    for (Request* request : batch) {
        // Again, now that nothing can be sealed in between.
        const Result<void> checked = check(request->samples, request->now);
        if (checked.ok()) {
            accepted.push_back(request);
        } else {
            request->outcome = checked.error();
        }
    }
    if (!commit_together(accepted) && writable()) {
        // One of them met a damaged block; the others must not suffer for it.
        for (Request*& request : accepted) {
            commit_together({ &request, 1 });
        }
    }
}

bool SamplesWriter::commit_together(std::span<Request* const> batch)
{
    Commit commit;
    commit.last_seq = last_seq();
    Result<void> outcome = refuse_unless_writable();
    if (outcome.ok()) {
        outcome = write_commit(commit, batch);
    }
    if (outcome.ok()) {
        publish(commit);
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
        batch[i]->outcome
            = outcome.ok() ? Result<SamplesStored> { commit.stored[i] } : Result<SamplesStored> { outcome.error() };
    }
    return outcome.ok();
}

Result<void> SamplesWriter::write_commit(Commit& commit, std::span<Request* const> batch)
{
    connection_.clear_failure();
    const auto rows = [&]() -> Result<void> {
        for (const Request* request : batch) {
            RETURN_IF_ERROR(store(commit, *request));
        }
        for (const auto& [row, samples] : commit.blocks) {
            RETURN_IF_ERROR(write_block(connection_, row, samples));
        }
        SqliteQuery put { connection_,
            "INSERT INTO resources(number, id, last_seq) VALUES(?1, ?2, ?3) ON CONFLICT(number) DO UPDATE SET last_seq "
            "= excluded.last_seq" };
        for (const auto& [id, resource] : commit.resources) {
            RETURN_IF_ERROR(put.number(resource.number).text(id.text).number(resource.latest.sample_seq).run_again());
        }
        return {};
    };
    const Result<void> outcome = connection_.transaction(rows);
    note(outcome);
    return outcome;
}

// Into the commit's memory; the rows follow when all requests are in.
Result<void> SamplesWriter::store(Commit& commit, const Request& request)
{
    auto entry = commit.resources.find(request.resource);
    if (entry == commit.resources.end()) {
        const std::lock_guard known_lock { known_mutex_ };
        const auto before = known_.find(request.resource);
        const std::uint64_t fresh = known_.size() + 1
            + static_cast<std::uint64_t>(std::count_if(commit.resources.begin(), commit.resources.end(),
                [&](const auto& other) { return known_.find(other.first) == known_.end(); }));
        entry = commit.resources
                    .emplace(request.resource,
                        before == known_.end() ? Resource { fresh, { request.resource } } : before->second)
                    .first;
    }
    Resource& resource = entry->second;
    const LatestSample before = resource.latest;
    std::map<std::uint64_t, std::vector<Sample>> by_block;
    for (const Sample& sample : request.samples) {
        by_block[period_row(resource.number, hour_of(sample.at))].push_back(sample);
    }
    std::size_t added = 0;
    for (auto& [row, samples] : by_block) {
        auto block = commit.blocks.find(row);
        if (block == commit.blocks.end()) {
            ASSIGN_OR_RETURN(auto stored, read_block(connection_, row));
            block = commit.blocks.emplace(row, std::move(stored)).first;
        }
        added += merge_samples(block->second, samples);
        const Sample& newest = block->second.back();
        if (resource.latest.sample_seq == 0 || newest.at >= resource.latest.sample.at) {
            resource.latest.sample = newest;
        }
        commit.newest_hour = std::max(commit.newest_hour, period_in(row));
    }
    commit.last_seq += added > 0 ? 1 : 0;
    if (added > 0 || resource.latest.sample_seq == 0) {
        resource.latest.sample_seq = commit.last_seq;
    }
    commit.stored.push_back({ commit.last_seq, request.samples.size() - added, newer_than(before, request.samples) });
    return {};
}

void SamplesWriter::publish(const Commit& commit)
{
    {
        const std::lock_guard known_lock { known_mutex_ };
        for (const auto& [id, resource] : commit.resources) {
            known_[id] = resource;
        }
        last_seq_ = commit.last_seq;
    }
    behind_ = behind_ || commit.newest_hour > open_hour_
        || std::any_of(commit.blocks.begin(), commit.blocks.end(),
            [&](const auto& block) { return period_in(block.first) < open_hour_; });
    open_hour_ = std::max(open_hour_, commit.newest_hour);
    if (log_pages_ < kCheckpointPages) {
        checkpointed_at_ = 0;
    } else if (log_pages_ >= checkpointed_at_ + kCheckpointPages) {
        checkpoint(log_pages_ >= kTruncatePages);
        checkpointed_at_ = log_pages_;
    }
}

// Hours that are over get their roll-ups; a few per turn, so that samples never wait long.
void SamplesWriter::roll_up_some()
{
    const std::lock_guard lock { write_mutex_ };
    connection_.clear_failure();
    bool more = false;
    const Result<void> outcome = connection_.transaction([&]() -> Result<void> {
        ASSIGN_OR_RETURN(const auto rows, hours_behind(connection_, open_hour_, kRollUpsPerTurn));
        for (const std::uint64_t row : rows) {
            RETURN_IF_ERROR(roll_up_hour(connection_, row));
        }
        more = rows.size() == static_cast<std::size_t>(kRollUpsPerTurn);
        return {};
    });
    note(outcome);
    // A damaged block is not tried again until samples arrive; readers report it.
    behind_ = outcome.ok() && more;
}

}
