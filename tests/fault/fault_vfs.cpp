// SPDX-License-Identifier: Apache-2.0
#include "tests/fault/fault_vfs.h"

#include "shared/core/result.h"

#include <sqlite3.h>

#include <mutex>

namespace watchfloor {

struct FaultVfs::Plan {
    std::string name {};
    sqlite3_vfs vfs {};
    sqlite3_vfs* real = nullptr;

    std::mutex mutex {};
    int writes = 0;
    int syncs = 0;
    int bad_write = 0; // 0: none
    int bad_sync = 0;
    bool lasting = false;
    bool struck = false;
    FaultKind kind = FaultKind::NoSpace;
    DiskWatcher* watcher = nullptr;

    // What has been done to a file that has a name; temporary ones have none.
    template<typename Tell>
    int tell(int code, const char* file, Tell&& what)
    {
        if (code == SQLITE_OK && watcher != nullptr && file != nullptr) {
            const std::lock_guard lock { mutex };
            what(*watcher);
        }
        return code;
    }

    bool write_fails()
    {
        const std::lock_guard lock { mutex };
        ++writes;
        return strikes(writes, bad_write);
    }
    bool sync_fails()
    {
        const std::lock_guard lock { mutex };
        ++syncs;
        return strikes(syncs, bad_sync);
    }
    bool strikes(int count, int bad)
    {
        const bool now = bad != 0 && (lasting ? count >= bad : count == bad);
        struck = struck || now;
        return now;
    }
};

namespace {

struct FaultFile {
    sqlite3_file base; // first: SQLite sees only this
    FaultVfs::Plan* plan;
    const char* name;   // SQLite's, good until the file is closed
    sqlite3_file* real; // in the same allocation, behind this struct
};

FaultFile* as_fault(sqlite3_file* file)
{
    return reinterpret_cast<FaultFile*>(file);
}
sqlite3_file* real_of(sqlite3_file* file)
{
    return as_fault(file)->real;
}
const sqlite3_io_methods* methods_of(sqlite3_file* file)
{
    return real_of(file)->pMethods;
}

int close_file(sqlite3_file* file)
{
    return methods_of(file)->xClose(real_of(file));
}
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 at)
{
    return methods_of(file)->xRead(real_of(file), into, size, at);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at)
{
    FaultVfs::Plan& plan = *as_fault(file)->plan;
    if (!plan.write_fails()) {
        const char* name = as_fault(file)->name;
        const int code = methods_of(file)->xWrite(real_of(file), from, size, at);
        return plan.tell(code, name, [&](DiskWatcher& watcher) {
            watcher.written(name, static_cast<std::uint64_t>(at),
                { static_cast<const char*>(from), static_cast<std::size_t>(size) });
        });
    }
    switch (plan.kind) {
    case FaultKind::NoSpace:
        return SQLITE_FULL;
    case FaultKind::WriteError:
        return SQLITE_IOERR_WRITE;
    case FaultKind::ReadOnly:
        return SQLITE_READONLY;
    case FaultKind::ShortWrite:
        methods_of(file)->xWrite(real_of(file), from, size / 2, at);
        return SQLITE_IOERR_WRITE;
    }
    return SQLITE_IOERR_WRITE;
}

int sync_file(sqlite3_file* file, int flags)
{
    FaultVfs::Plan& plan = *as_fault(file)->plan;
    if (plan.sync_fails()) {
        return SQLITE_IOERR_FSYNC;
    }
    const char* name = as_fault(file)->name;
    return plan.tell(
        methods_of(file)->xSync(real_of(file), flags), name, [&](DiskWatcher& watcher) { watcher.synced(name); });
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size)
{
    const char* name = as_fault(file)->name;
    return as_fault(file)->plan->tell(methods_of(file)->xTruncate(real_of(file), size), name,
        [&](DiskWatcher& watcher) { watcher.truncated(name, static_cast<std::uint64_t>(size)); });
}
int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    return methods_of(file)->xFileSize(real_of(file), size);
}
int lock_file(sqlite3_file* file, int level)
{
    return methods_of(file)->xLock(real_of(file), level);
}
int unlock_file(sqlite3_file* file, int level)
{
    return methods_of(file)->xUnlock(real_of(file), level);
}
int check_lock(sqlite3_file* file, int* held)
{
    return methods_of(file)->xCheckReservedLock(real_of(file), held);
}
int control_file(sqlite3_file* file, int what, void* value)
{
    return methods_of(file)->xFileControl(real_of(file), what, value);
}
int sector_size(sqlite3_file* file)
{
    return methods_of(file)->xSectorSize(real_of(file));
}
int characteristics(sqlite3_file* file)
{
    return methods_of(file)->xDeviceCharacteristics(real_of(file));
}
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** at)
{
    return methods_of(file)->xShmMap(real_of(file), page, size, extend, at);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags)
{
    return methods_of(file)->xShmLock(real_of(file), offset, count, flags);
}
void barrier_shared(sqlite3_file* file)
{
    methods_of(file)->xShmBarrier(real_of(file));
}
int unmap_shared(sqlite3_file* file, int remove)
{
    return methods_of(file)->xShmUnmap(real_of(file), remove);
}

const sqlite3_io_methods kMethods { 2, close_file, read_file, write_file, truncate_file, sync_file, file_size,
    lock_file, unlock_file, check_lock, control_file, sector_size, characteristics, map_shared, lock_shared,
    barrier_shared, unmap_shared, nullptr, nullptr };

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags)
{
    auto* plan = static_cast<FaultVfs::Plan*>(vfs->pAppData);
    FaultFile* fault = as_fault(file);
    fault->plan = plan;
    fault->name = name;
    fault->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(FaultFile));
    fault->base.pMethods = nullptr;
    const int code = plan->real->xOpen(plan->real, name, fault->real, flags, out_flags);
    if (code == SQLITE_OK) {
        fault->base.pMethods = &kMethods;
    }
    return plan->tell(code, name, [&](DiskWatcher& watcher) { watcher.opened(name); });
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder)
{
    auto* plan = static_cast<FaultVfs::Plan*>(vfs->pAppData);
    return plan->tell(
        plan->real->xDelete(plan->real, name, sync_folder), name, [&](DiskWatcher& watcher) { watcher.deleted(name); });
}

}

FaultVfs::FaultVfs() : plan_(std::make_unique<Plan>())
{
    static std::atomic<int> count { 0 };
    plan_->name = "fault-" + std::to_string(++count);
    plan_->real = sqlite3_vfs_find(nullptr);
    plan_->vfs = *plan_->real; // everything but opening and deleting is the system's own
    plan_->vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + plan_->real->szOsFile;
    plan_->vfs.pNext = nullptr;
    plan_->vfs.zName = plan_->name.c_str();
    plan_->vfs.pAppData = plan_.get();
    plan_->vfs.xOpen = open_file;
    plan_->vfs.xDelete = delete_file;
    VERIFY(sqlite3_vfs_register(&plan_->vfs, 0) == SQLITE_OK);
}

FaultVfs::~FaultVfs()
{
    sqlite3_vfs_unregister(&plan_->vfs);
}

const std::string& FaultVfs::name() const
{
    return plan_->name;
}

void FaultVfs::fail_write(int nth, FaultKind kind, bool lasting)
{
    const std::lock_guard lock { plan_->mutex };
    plan_->bad_write = plan_->writes + nth;
    plan_->kind = kind;
    plan_->lasting = lasting;
    plan_->struck = false;
}

void FaultVfs::fail_sync(int nth, bool lasting)
{
    const std::lock_guard lock { plan_->mutex };
    plan_->bad_sync = plan_->syncs + nth;
    plan_->lasting = lasting;
    plan_->struck = false;
}

void FaultVfs::heal()
{
    const std::lock_guard lock { plan_->mutex };
    plan_->bad_write = 0;
    plan_->bad_sync = 0;
}

void FaultVfs::watch(DiskWatcher& watcher)
{
    const std::lock_guard lock { plan_->mutex };
    plan_->watcher = &watcher;
}

bool FaultVfs::struck() const
{
    const std::lock_guard lock { plan_->mutex };
    return plan_->struck;
}

int FaultVfs::writes() const
{
    const std::lock_guard lock { plan_->mutex };
    return plan_->writes;
}

int FaultVfs::syncs() const
{
    const std::lock_guard lock { plan_->mutex };
    return plan_->syncs;
}

}
