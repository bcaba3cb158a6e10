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

// Bodies that have begun to arrive, which take nothing from requests that are whole. Where a network has too many, one of
// its own is dropped: a stranger's first, then the slowest, then the oldest. Where all together have, it is one of the
// neighbourhood that has the most, there of the network that has the most; only of strangers, for as long as they have
// more than half. So very many networks with one body each keep neither a newcomer out, whose body comes at once, nor
// whoever is known. Any thread. Times are milliseconds of the monotonic clock.
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
private:
    struct Amount {
        std::size_t count = 0;
        std::size_t bytes = 0;
    };
    using Amounts = std::unordered_map<std::string, Amount>;
    using Share = Amounts::value_type;

public:
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
        Share* network_ = nullptr; // these three: the pool's lock
        Share* neighbourhood_ = nullptr;
        std::size_t bytes_ = 0;
        std::atomic<bool> dropped_ { false };
    };

    std::unique_ptr<Place> enter(Sender sender, std::int64_t now);

    std::size_t count() const;
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

private:
    void leave(Place& place);
    bool grow(Place& place, std::size_t bytes, std::int64_t now);
    void make_room(const Share& own, std::int64_t now);
    void drop_one_of(const Share& network, std::int64_t now);
    void drop_one_of_all(std::size_t Amount::*size, std::size_t limit, std::int64_t now);
    void drop(Place& place);
    void take_out(Place& place);
    template<typename Change>
    void change_amounts(const Place& place, const Change& change);
    static void forget_if_none(Amounts& amounts, const Share& share);

    const UnfinishedLimits limits_;
    mutable std::mutex mutex_;
    std::vector<Place*> places_; // at most one more than the limit
    Amounts networks_;
    Amounts neighbourhoods_;
    Amount all_;
    Amount of_strangers_;
    std::atomic<std::uint64_t> dropped_ { 0 };
};

}
