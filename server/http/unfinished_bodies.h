// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace watchfloor {

struct UnfinishedLimits {
    std::size_t count = 0;
    std::size_t count_of_address = 0;
    std::size_t bytes = 0;
    std::size_t bytes_of_address = 0;
};

// Bodies that have begun to arrive, which take nothing from requests that are whole. Where there are too many, one of
// them is dropped: of the address that has the most, of equal ones the one that the latest came from, a stranger's
// first, then the slowest, then the oldest. One subscriber's addresses of IPv6 are one (network_of).
// Any thread. Times are milliseconds of the monotonic clock.
class UnfinishedBodies {
public:
    explicit UnfinishedBodies(UnfinishedLimits limits) : limits_(limits) { }
    ~UnfinishedBodies();

    struct Sender {
        std::string address {};
        bool known = false; // the guard accepted its credentials
        int socket = -1;    // shut down for reading when it is dropped; open for as long as the place exists
    };

    // One body's place; it leaves when destroyed. With one worker at a time.
    class Place {
    public:
        ~Place() { pool_.leave(*this); }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

        // So much has arrived. False once the body was dropped, for its own bytes or for others.
        bool grow_to(std::size_t bytes, std::int64_t now);
        bool dropped() const { return dropped_.load(std::memory_order_relaxed); }

    private:
        friend class UnfinishedBodies;
        Place(UnfinishedBodies& pool, Sender sender, std::int64_t now)
            : pool_(pool), sender_(std::move(sender)), since_(now)
        {
        }

        UnfinishedBodies& pool_;
        const Sender sender_;
        const std::int64_t since_;
        std::size_t bytes_ = 0; // the pool's lock
        std::atomic<bool> dropped_ { false };
    };

    std::unique_ptr<Place> enter(Sender sender, std::int64_t now);

    std::size_t count() const;
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

private:
    struct Share {
        std::vector<Place*> places {};
        std::size_t bytes = 0;
    };
    using Shares = std::unordered_map<std::string, Share>;

    void leave(Place& place);
    bool grow(Place& place, std::size_t bytes, std::int64_t now);
    void make_room(const std::string& address, std::int64_t now);
    Share& largest(std::size_t (*size)(const Share&), const std::string& comer);
    void drop_one(Share& share, std::int64_t now);
    void take_out(Place& place);

    const UnfinishedLimits limits_;
    mutable std::mutex mutex_;
    Shares shares_;
    std::size_t count_ = 0;
    std::size_t bytes_ = 0;
    std::atomic<std::uint64_t> dropped_ { 0 };
};

}
