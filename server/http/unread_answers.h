// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace watchfloor {

// Answers that were made for one request each and wait for their readers: their bytes, together and by neighbourhood.
// Any thread.
class UnreadAnswers {
public:
    explicit UnreadAnswers(std::size_t limit) : limit_(limit) { }
    UnreadAnswers(const UnreadAnswers&) = delete;
    UnreadAnswers& operator=(const UnreadAnswers&) = delete;

    // One answer's bytes; given back when destroyed.
    class Kept {
    public:
        ~Kept() { answers_.give_back(*this); }
        Kept(const Kept&) = delete;
        Kept& operator=(const Kept&) = delete;

    private:
        friend class UnreadAnswers;
        Kept(UnreadAnswers& answers, std::string of, std::size_t bytes)
            : answers_(answers), of_(std::move(of)), bytes_(bytes)
        {
        }

        UnreadAnswers& answers_;
        const std::string of_;
        const std::size_t bytes_;
    };

    // Null where a neighbourhood would hold more than stays free. So one that takes all it can gets half, two get a third
    // each, and whoever holds none yet may keep an answer while others leave theirs unread.
    std::unique_ptr<Kept> keep(const std::string& address, std::size_t bytes);

private:
    void give_back(const Kept& kept);

    const std::size_t limit_;
    std::mutex mutex_;
    std::size_t held_ = 0;
    std::unordered_map<std::string, std::size_t> of_neighbourhood_; // of those that hold any
};

}
