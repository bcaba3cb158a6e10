// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace watchfloor {

// Slows guessing down, and never keeps a person from signing in where they did before: whoever could
// lock an account by guessing could disarm responders. What counts is the account together with the
// address (of IPv6 the network of one subscriber); a bound on the address and one on the account hold up
// who tries many of the other, one on the neighbourhood who has many addresses. An address from which the
// account was signed in to is exempt from what others do, and from what is tried there up to kKnownTries.
// Waits double with each failure. Where more is tried than is remembered, nobody is forgotten for it: who
// is not remembered shares one count with all such, but for addresses from which anybody was signed in.
// Any thread.
class SignInThrottle {
public:
    static constexpr int kFreeTries = 3;
    static constexpr int kFreeTriesOfAddress = 10; // at any account
    static constexpr int kFreeTriesOfAccount = 30; // from anywhere
    static constexpr int kFreeTriesOfSite = 60;    // from its neighbourhood, at any account
    static constexpr int kFreeTriesBeyond = 100;   // of all who are not remembered
    static constexpr int kKnownTries = 100;        // where the account was signed in to
    static constexpr Millis kLongestForAccount = std::chrono::seconds { 30 };
    static constexpr Millis kLongestForAddress = std::chrono::minutes { 5 };
    static constexpr Millis kForgottenAfter = std::chrono::minutes { 30 };
    static constexpr Millis kKnownFor = std::chrono::hours { 30 * 24 };
    static constexpr Millis kTidiedAfter = std::chrono::seconds { 1 };
    static constexpr std::size_t kMaxTracked = 20'000;
    static constexpr std::size_t kMaxKnown = 16; // of an account

    struct Known {
        std::string network {};
        Timestamp at {};

        template<typename V, typename S>
        static void fields(V& visit, S& self)
        {
            visit("at", self.at);
            visit("network", self.network);
        }
    };

    // How long to wait before the next try is looked at; zero: now.
    Millis wait(const std::string& account, const std::string& address, Timestamp now) const;
    void failed(const std::string& account, const std::string& address, Timestamp now);
    // Forgives what was mistyped there, nothing that others did.
    void forgive(const std::string& account, const std::string& address);
    // The same, and the address is known from now on.
    void succeeded(const std::string& account, const std::string& address, Timestamp now);

    // Where accounts were signed in to, so that it outlives the process.
    void load_known(const std::string& account, std::vector<Known> known);
    // Of the accounts where it has changed since the last call.
    std::map<std::string, std::vector<Known>> take_known();

private:
    struct Failures {
        int count = 0;
        Timestamp last {};
    };
    struct Table {
        std::map<std::string, Failures> own {};
        Failures beyond {}; // of those for whom there was no place
        Timestamp tidied_at {};

        bool full() const { return own.size() >= kMaxTracked; }
    };
    struct Bound {
        int free = 0;
        Millis longest {};
    };
    struct Places {
        std::vector<Known> known {}; // latest last
        bool fresh = false;
    };

    static Millis wait_of(const Failures& failures, const Bound& bound, Timestamp now);
    static Millis own_wait(const Table& table, const std::string& key, const Bound& bound, Timestamp now);
    static Millis wait(const Table& table, const std::string& key, const Bound& bound, Timestamp now);
    static void add_one(Failures& failures, Timestamp now);
    static void note(Table& table, const std::string& key, bool known, Timestamp now);
    static void take_back(Table& table, const std::string& key, int count);
    bool is_known(const std::string& account, const std::string& network, Timestamp now) const;
    bool anybody_is_known(const std::string& network, Timestamp now) const;

    mutable std::mutex mutex_;
    Table pairs_;
    Table accounts_;
    Table addresses_;
    Table sites_;
    std::map<std::string, Places> places_; // by account
};

// What whoever has to wait is told.
std::string wait_sentence(Millis wait);

}
