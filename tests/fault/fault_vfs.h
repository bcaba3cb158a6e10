// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace watchfloor {

enum class FaultKind {
    NoSpace,    // SQLITE_FULL, nothing written
    WriteError, // SQLITE_IOERR_WRITE, nothing written
    ShortWrite, // half of it written, then SQLITE_IOERR_WRITE
    ReadOnly,   // SQLITE_READONLY
};

// Is told what reaches the files, in order and one call at a time. `file` is its full name.
class DiskWatcher {
public:
    virtual ~DiskWatcher() = default;
    virtual void opened(const std::string& file) = 0;
    virtual void written(const std::string& file, std::uint64_t at, std::string_view bytes) = 0;
    virtual void truncated(const std::string& file, std::uint64_t size) = 0;
    virtual void synced(const std::string& file) = 0;
    virtual void deleted(const std::string& file) = 0;
};

// A SQLite file layer that fails the n-th write or sync from now, once or until healed. Shared
// memory is left alone. Pass name() as the store's `vfs`; outlives every connection on it.
class FaultVfs {
public:
    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    const std::string& name() const;

    // nth counts from 1. `lasting`: all that follow fail too.
    void fail_write(int nth, FaultKind kind, bool lasting);
    void fail_sync(int nth, bool lasting);
    void heal();

    // Before the first file is opened. The watcher outlives every connection.
    void watch(DiskWatcher& watcher);

    // Whether an armed fault struck.
    bool struck() const;
    int writes() const;
    int syncs() const;

    struct Plan;

private:
    std::unique_ptr<Plan> plan_;
};

}
