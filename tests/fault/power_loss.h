// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/fault/fault_vfs.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace watchfloor {

// Remembers what was written and synced to each file, and rebuilds what a power loss may leave of them: all that was
// there at a file's last sync, and of what came later any part, in any order, sector by sector.
class PowerLoss final : public DiskWatcher {
public:
    void opened(const std::string& file) override;
    void written(const std::string& file, std::uint64_t at, std::string_view bytes) override;
    void truncated(const std::string& file, std::uint64_t size) override;
    void synced(const std::string& file) override;
    void deleted(const std::string& file) override;

    // How much happened so far: a moment to lose power at.
    std::size_t moment() const;

    // The files' contents by name, had the power been lost after the first `moment` happenings. A file that was
    // never synced may be missing.
    std::map<std::string, std::string> image(std::size_t moment, std::mt19937& random) const;

private:
    enum class What { Opened, Written, Truncated, Synced, Deleted };
    struct Happening {
        What what = What::Opened;
        std::string file {};
        std::uint64_t at = 0; // the size, if truncated
        std::string bytes {};
    };
    void note(Happening happening);

    mutable std::mutex mutex_;
    std::set<std::string> known_ {};
    std::vector<Happening> happenings_ {};
};

}
