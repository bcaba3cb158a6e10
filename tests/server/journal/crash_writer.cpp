// SPDX-License-Identifier: Apache-2.0
// Appends with eight writers until it is killed, one line on standard output per acknowledged
// entry ("key seq"). The crash test starts it again and again on the same folder and holds the
// journal against those lines.
//
// usage: crash_writer FOLDER RUN
#include "server/journal/data_folder.h"
#include "server/journal/sqlite_store.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/support/main_journal.h"

#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <thread>

namespace watchfloor {
namespace {

constexpr int kWriters = 8;
constexpr std::uint64_t kEraseEvery = 20; // entries
struct Request {
    std::string key;
    std::uint64_t seq = 0; // 0: not yet durable
};

// What queued during one commit makes the next batch, as in the sequencer.
class Committer {
public:
    explicit Committer(Store& store) : store_(store), maker_(store.head(kMain)) { }

    std::uint64_t submit(const std::string& key)
    {
        Request request { key };
        std::unique_lock lock { mutex_ };
        queue_.push_back(&request);
        changed_.notify_all();
        changed_.wait(lock, [&] { return request.seq != 0; });
        return request.seq;
    }

    [[noreturn]] void run()
    {
        while (true) {
            std::unique_lock lock { mutex_ };
            changed_.wait(lock, [&] { return !queue_.empty(); });
            const std::deque<Request*> batch = std::exchange(queue_, {});
            lock.unlock();
            const std::uint64_t first = maker_.head().seq + 1;
            commit(batch);
            lock.lock();
            for (std::size_t i = 0; i < batch.size(); ++i) {
                batch[i]->seq = first + i;
            }
            changed_.notify_all();
        }
    }

private:
    void commit(const std::deque<Request*>& batch)
    {
        const std::uint64_t first = maker_.head().seq + 1;
        const auto entries = maker_.batch(batch.size());
        Extras extras;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            extras.keys.push_back({ "crash", batch[i]->key, first + i });
            extras.subjects.push_back({ "writer/" + batch[i]->key.substr(0, 1), first + i });
            extras.leases.push_back(
                { AlertId { batch[i]->key.substr(0, 1) }, { static_cast<std::int64_t>(first + i) }, Millis { 1 } });
        }
        const std::uint64_t last = first + batch.size() - 1;
        if (last / kEraseEvery != (first - 1) / kEraseEvery) {
            extras.erased_texts.push_back(last);
        }
        const auto done = store_.append(kMain, entries, extras);
        if (!done.ok()) {
            std::fprintf(stderr, "append: %s\n", done.error().message.c_str());
            std::_Exit(3);
        }
    }

    Store& store_;
    EntryMaker maker_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Request*> queue_;
};

// A line in one write: a kill leaves it whole or leaves it out.
void acknowledge(const std::string& key, std::uint64_t seq)
{
    const std::string line = key + " " + std::to_string(seq) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        std::_Exit(4);
    }
}

int run(const std::string& path, const std::string& number)
{
    auto folder = DataFolder::own(path);
    if (!folder.ok()) {
        std::fprintf(stderr, "%s\n", folder.error().message.c_str());
        return 1;
    }
    SqliteOptions options;
    options.checkpoint_pages = 60; // so that kills also meet checkpoints
    options.truncate_pages = 200;
    auto store = SqliteStore::open(folder.value().journal_database(), options);
    if (!store.ok()) {
        std::fprintf(stderr, "%s\n", store.error().message.c_str());
        return 2;
    }
    Committer committer { *store.value() };
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w) {
        writers.emplace_back([&committer, w, number] {
            for (int i = 0;; ++i) {
                const std::string key = std::to_string(w) + "-" + number + "-" + std::to_string(i);
                acknowledge(key, committer.submit(key));
            }
        });
    }
    committer.run();
}

}
}

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: crash_writer FOLDER RUN\n");
        return 2;
    }
    return watchfloor::run(argv[1], argv[2]);
}
