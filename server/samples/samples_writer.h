// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"
#include "server/samples/sqlite_samples_store.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace watchfloor {

// The one connection that writes samples. `queue_mutex_` guards the queue, `write_mutex_` the
// connection, `known_mutex_` what readers ask for; taken in this order.
class SamplesWriter {
public:
    static Result<std::unique_ptr<SamplesWriter>> open(
        const std::filesystem::path& database, const SamplesOptions& options);
    ~SamplesWriter();

    // Waits until the samples are durable.
    Result<SamplesStored> append(const ResourceId& resource, std::span<const Sample> samples, Timestamp now);

    // Runs a writing transaction of its own.
    Result<void> write(const std::function<Result<void>(SqliteConnection&)>& body);

    // Moves the watermark before which samples are refused, and writes the seals in the same
    // transaction.
    Result<void> seal_until(Timestamp end, const std::function<Result<void>(SqliteConnection&)>& body);

    bool writable() const { return trouble_.load(std::memory_order_acquire) == SqliteTrouble::None; }
    Timestamp sealed_until() const { return { sealed_until_.load(std::memory_order_acquire) }; }
    std::uint64_t last_seq() const;
    std::vector<std::pair<std::uint64_t, LatestSample>> known() const;
    std::optional<std::pair<std::uint64_t, LatestSample>> known(const ResourceId& resource) const;

private:
    struct Request {
        const ResourceId& resource;
        std::span<const Sample> samples;
        Timestamp now {};
        bool done = false;
        Result<SamplesStored> outcome { SamplesStored {} };
    };
    struct Resource {
        std::uint64_t number = 0;
        LatestSample latest {};
    };
    struct Commit;

    SamplesWriter(std::filesystem::path database, SamplesOptions options, SqliteConnection connection)
        : database_(std::move(database)), options_(std::move(options)), connection_(std::move(connection))
    {
    }
    Result<void> load();
    Result<void> load_latest(Resource& resource);
    Result<void> check(std::span<const Sample> samples, Timestamp now) const;
    void run();
    void commit(std::span<Request* const> batch);
    bool commit_together(std::span<Request* const> batch);
    Result<void> store(Commit& commit, const Request& request);
    Result<void> write_commit(Commit& commit, std::span<Request* const> batch);
    void publish(const Commit& commit);
    void roll_up_some();
    void probe();
    void note(const Result<void>& outcome);
    void checkpoint(bool truncate);
    Result<void> refuse_unless_writable() const;

    const std::filesystem::path database_;
    const SamplesOptions options_;

    std::mutex queue_mutex_;
    std::condition_variable queued_;
    std::condition_variable committed_;
    std::deque<Request*> queue_;
    bool stopping_ = false;

    std::mutex write_mutex_;
    SqliteConnection connection_;
    std::int64_t open_hour_ = 0; // the newest hour with samples
    bool behind_ = true;         // some hour's roll-ups may be
    std::size_t log_pages_ = 0;
    std::size_t checkpointed_at_ = 0;

    mutable std::mutex known_mutex_;
    std::map<ResourceId, Resource> known_;
    std::uint64_t last_seq_ = 0;
    std::string reason_;

    std::atomic<SqliteTrouble> trouble_ { SqliteTrouble::None };
    std::atomic<std::int64_t> sealed_until_ { 0 };
    std::thread thread_;
};

}
