// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

namespace watchfloor {

// A SQLite file layer over another one: writes that follow on each other reach the write-ahead log as one,
// so that a commit takes one write instead of two a page. They are kept back until the log is synced, read,
// measured or written elsewhere, so it is for the only connection that writes, and only where a commit syncs
// before it shows to others (synchronous=FULL). An error of a write that was kept back is the error of the
// call that makes it. The database itself is written at once: a checkpoint may end without another call whose
// error SQLite would heed.
class GatheringVfs {
public:
    // `base`: a registered layer; empty: the system's.
    explicit GatheringVfs(const std::string& base);
    ~GatheringVfs(); // after every connection on it
    GatheringVfs(const GatheringVfs&) = delete;
    GatheringVfs& operator=(const GatheringVfs&) = delete;

    const std::string& name() const;

private:
    struct Layer;
    std::unique_ptr<Layer> layer_;
};

}
