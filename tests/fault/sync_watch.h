// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace watchfloor {

// While it lives, notes every fsync and rename of this program under one folder, and lets chosen syncs fail: a test
// that only reads files back cannot tell whether they would have survived a loss of power. One at a time. Any thread.
class SyncWatch {
public:
    explicit SyncWatch(std::filesystem::path folder);
    ~SyncWatch();
    SyncWatch(const SyncWatch&) = delete;
    SyncWatch& operator=(const SyncWatch&) = delete;

    // From now on each sync of the file or folder of this name in the folder fails; "." is the folder itself.
    void fail(const std::string& name);

    // "sync a", "rename a b", in order; names as seen from the folder, which is ".".
    std::vector<std::string> happened() const;

    struct Notes;

private:
    std::filesystem::path folder_;
};

}
