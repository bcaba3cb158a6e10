// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/posix/descriptor.h"
#include "shared/core/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace watchfloor {

// Sessions that have ended although the journal could not be written: a small file beside it, whose
// bytes are there from the start, so that a full disk does not keep anything from being noted in it.
// One line for each digest, blank where nobody stands. One more line holds a mark that is new whenever a session is
// ended, and that the journal's database has too: one with another mark is of before, and may hold sessions that ended.
// So the list need not name them all for as long as they would have lived. Any thread.
class SignOutList {
public:
    static constexpr std::size_t kPlaces = 256;

    // Makes the file where it is missing. Unavailable: it cannot be read or made.
    static Result<std::unique_ptr<SignOutList>> open(const std::filesystem::path& file);

    // What the file held when it was opened.
    const std::vector<std::string>& found() const { return found_; }
    // There were more than it has places for: whoever reads it ends every session.
    bool everybody() const { return everybody_; }

    // Of the last ended session; empty: there is none yet.
    std::string mark() const;
    Result<void> set_mark(const std::string& mark);

    // Notes the digest and syncs it to disk.
    Result<void> add(const std::string& digest);
    // The journal has it all now.
    Result<void> clear();

private:
    SignOutList(Descriptor file, std::filesystem::path path) : file_(std::move(file)), path_(std::move(path)) { }

    Result<void> read();

    mutable std::mutex mutex_;
    std::string mark_ {};
    Descriptor file_;
    std::filesystem::path path_;
    std::size_t taken_ = 0;
    std::vector<std::string> found_ {};
    bool everybody_ = false;
};

}
