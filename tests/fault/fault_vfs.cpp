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
        return methods_of(file)->xWrite(real_of(file), from, size, at);
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
    return as_fault(file)->plan->sync_fails() ? SQLITE_IOERR_FSYNC : methods_of(file)->xSync(real_of(file), flags);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size)
{
    return methods_of(file)->xTruncate(real_of(file), size);
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
    fault->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(FaultFile));
    fault->base.pMethods = nullptr;
    const int code = plan->real->xOpen(plan->real, name, fault->real, flags, out_flags);
    if (code == SQLITE_OK) {
        fault->base.pMethods = &kMethods;
    }
    return code;
}

}

FaultVfs::FaultVfs() : plan_(std::make_unique<Plan>())
{
    static std::atomic<int> count { 0 };
    plan_->name = "fault-" + std::to_string(++count);
    plan_->real = sqlite3_vfs_find(nullptr);
    plan_->vfs = *plan_->real; // everything but opening is the system's own
    plan_->vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + plan_->real->szOsFile;
    plan_->vfs.pNext = nullptr;
    plan_->vfs.zName = plan_->name.c_str();
    plan_->vfs.pAppData = plan_.get();
    plan_->vfs.xOpen = open_file;
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
