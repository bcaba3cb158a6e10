// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/domain/entities/alerts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// What the server finds among the alerts that this console does not hold. Single-threaded.
struct AlertFindings {
    std::vector<Alert> alerts {}; // the worst of them
    std::size_t total = 0;
    bool answered = false; // false: the answer for these words is on its way
};

class AlertSearch {
public:
    explicit AlertSearch(Transport& transport) : transport_(transport) { }

    // Asks when the words have stayed the same for kPause, and again when the journal has grown, at most every kEvery.
    // `seq` is the console's.
    const AlertFindings& find(const std::string& words, std::uint64_t seq, Timestamp now, const std::string& journal);
    void clear();

private:
    void ask(const std::string& journal);

    static constexpr std::chrono::seconds kEvery { 2 };
    static constexpr Millis kPause { 150 }; // so that no answer is read between two keys
    static constexpr int kMost = 100;

    Transport& transport_;
    AlertFindings findings_ {};
    std::string words_ {};
    std::uint64_t asked_at_seq_ = 0;
    Timestamp asked_at_ {};
    Timestamp changed_at_ {};
    bool asked_ = false;
    bool asking_ = false;
};

}
