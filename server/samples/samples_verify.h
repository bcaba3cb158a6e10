// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace watchfloor {

struct SamplesReport {
    std::uint64_t blocks = 0; // of an hour and a resource
    std::uint64_t sealed = 0; // of them
    std::uint64_t absent = 0; // hours that the journal sealed and of which nothing is kept here any more, or yet
    std::vector<std::string> defects {};
    bool given_up = false;
    bool not_opened = false;

    bool whole() const { return defects.empty(); }
};

struct SamplesVerifyOptions {
    bool in_slices = false;         // as of the journal (verify.h)
    std::function<bool()> go_on {}; // asked before each few blocks; false: give up
};

// Holds each block of samples against its seal and its roll-ups, the seals against the entries of the main journal
// that sealed them, and lets SQLite check its pages. Only reads, in short transactions, so that it can run beside a
// server's writer. No file: nothing is wrong.
SamplesReport verify_samples(const std::filesystem::path& samples, const std::filesystem::path& journal,
    const SamplesVerifyOptions& options = {});

}
