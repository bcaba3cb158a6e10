// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"
#include "server/journal/verify.h"
#include "server/log/log.h"
#include "server/samples/samples_verify.h"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace watchfloor {

// Whether the journals and the samples are still what was acknowledged. A start does not wait for all of a long
// chain: it checks what it folds onto a snapshot, and a thread looks beside the server at all that `verify` looks at,
// once at start and once a day, at a tenth of one core and in slices of some 20 ms: none holds up a checkpoint, and so
// an append. Whoever meets damage meanwhile while reading tells it at once. What is found is logged, once of each entry,
// and the first stands until a restart; the server goes on, because a room must not lose its console over one damaged
// note, but says so.
class ChainWatch {
public:
    // As many entries are some 0.3 s; those before them are the thread's.
    static constexpr std::uint64_t kMostAtStart = 50'000;
    // So many are logged; who reads more of them has `verify` to run.
    static constexpr std::size_t kMostLogged = 200;

    ChainWatch(Store& store, std::filesystem::path database, Log* log);
    ~ChainWatch();

    // The entries after `after`, of the newest kMostAtStart. On the caller's thread, before anybody is served.
    void check_tail(const JournalId& journal, std::uint64_t after);

    // What was noticed, and perhaps mended, while the store was opened; empty: nothing.
    void note(const std::string& what);

    // Damage that was met. Any thread, however often the same.
    void found(const Defect& defect);

    void start();
    void stop();

    // A sentence about the first broken entry, empty while none is known. Any thread.
    std::string damage() const;

private:
    void run();
    bool look();
    void say(const VerifyReport& report, const SamplesReport& samples);
    bool rest();
    bool pause(std::chrono::steady_clock::duration span);

    Store& store_;
    const std::filesystem::path database_;
    Log* log_;
    mutable std::mutex mutex_; // guards what follows
    std::condition_variable wake_;
    bool stopping_ = false;
    std::string damage_;
    std::set<std::string> logged_;
    std::chrono::steady_clock::time_point worked_since_ {}; // the thread's own
    std::thread thread_;
};

}
