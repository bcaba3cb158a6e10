// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/result.h"
#include "shared/core/time.h"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace watchfloor {

struct Pairing {
    std::string code {};   // eight letters the wall shows and a person types
    std::string secret {}; // what the wall redeems with; given out once
    Timestamp expires_at {};
};

// Wall displays that wait to be let in. Nothing here outlives the process: a code lives ten
// minutes. Any thread.
class PairingDesk {
public:
    static constexpr Millis kLifetime = std::chrono::minutes { 10 };
    static constexpr std::size_t kMaxWaiting = 100;
    static constexpr std::size_t kMaxPerAddress = 5;
    static constexpr int kTries = 5;

    // TooMany: this address (of IPv6 its subscriber's network) already shows as many codes as it may. Where all places
    // are taken, the oldest code of the neighbourhood that shows most makes room, there of the address that does, of
    // equal ones this one's: strangers cannot keep everybody else out. A code that somebody typed stays.
    Result<Pairing> begin(const std::string& address, Timestamp now);

    // Finds the wall that shows the code and keeps it for whoever asks, until approved or released. A
    // wrong code costs one of their five tries in ten minutes; beyond them TooMany. NotFound: no wall
    // shows it, or somebody else is at it.
    Result<void> claim(const std::string& code, const UserId& by, Timestamp now);

    // Lets the claimed wall have this token text.
    void approve(const std::string& code, std::string token_text, Timestamp now);
    // Gives the claimed wall back: its token could not be made.
    void release(const std::string& code);

    // For the wall: nothing while it waits, the token text once. NotFound: expired or unknown.
    Result<std::optional<std::string>> redeem(const std::string& secret, Timestamp now);

private:
    struct Waiting {
        std::string secret_digest {};
        std::string network {};
        std::string site {}; // neighbourhood_of its address
        Timestamp expires_at {};
        bool claimed = false;
        std::string token_text {};
    };
    struct Tries {
        int wrong = 0;
        Timestamp since {};
    };

    void forget_expired(Timestamp now);
    std::size_t shown_at(const std::string& network) const;
    std::size_t shown_around(const std::string& site) const;
    bool make_room(const std::string& comer);

    std::mutex mutex_;
    std::map<std::string, Waiting> waiting_; // by code
    std::map<UserId, Tries> tries_;
};

}
