// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/domain/entries/entry.h"

#include <map>
#include <set>
#include <string>

namespace watchfloor {

// Entries of the past, fetched by seq when something draws them: the timeline knows geometry only.
// One request at a time, a page around what is wanted; at most kKept entries stay. Single-threaded.
class EntryTexts {
public:
    explicit EntryTexts(Transport& transport) : transport_(transport) { }

    // Null while it is being fetched, or where it cannot be had.
    const Entry* find(std::uint64_t seq);

    // Once a frame: asks for what was missed.
    void update(const std::string& journal);
    void clear();

private:
    void take(const HttpResponse& response, std::uint64_t first, std::uint64_t last);

    static constexpr std::uint64_t kPage = 200;
    static constexpr std::size_t kKept = 20'000;

    Transport& transport_;
    std::map<std::uint64_t, Entry> known_;
    std::set<std::uint64_t> absent_; // asked for and not there: stubs, or of another kind
    std::set<std::uint64_t> wanted_;
    bool asking_ = false;
};

}
