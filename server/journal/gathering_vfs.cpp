// SPDX-License-Identifier: Apache-2.0
#include "server/journal/gathering_vfs.h"

#include "shared/core/result.h"

#include <sqlite3.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <string_view>

namespace watchfloor {
namespace {

// More than a usual commit; what is longer is written in pieces of this size. (SQLite's own layer for Unix
// takes less than 128 KiB at once.)
constexpr std::size_t kGatheredBytes = std::size_t { 64 } << 10U;

// SQLite sees only its first member. The file of the layer below lies behind it in the same allocation.
struct GatheringFile {
    sqlite3_file base {};
    sqlite3_file* real = nullptr;
    std::string unwritten {};
    sqlite3_int64 unwritten_at = 0;

    const sqlite3_io_methods& methods() const { return *real->pMethods; }
    bool keeps_back(sqlite3_int64 at, int size) const
    {
        return !unwritten.empty() && at + size > unwritten_at
            && at < unwritten_at + static_cast<sqlite3_int64>(unwritten.size());
    }
    int flush();
    int write(std::string_view bytes, sqlite3_int64 at);
};

GatheringFile& as_gathering(sqlite3_file* file)
{
    return *reinterpret_cast<GatheringFile*>(file);
}

// What could not be written is gone: whoever wrote it is told, and rolls back.
int GatheringFile::flush()
{
    if (unwritten.empty()) {
        return SQLITE_OK;
    }
    const int code = methods().xWrite(real, unwritten.data(), static_cast<int>(unwritten.size()), unwritten_at);
    unwritten.clear();
    return code;
}

int GatheringFile::write(std::string_view bytes, sqlite3_int64 at)
{
    const bool follows = at == unwritten_at + static_cast<sqlite3_int64>(unwritten.size());
    if (!follows || unwritten.size() + bytes.size() > kGatheredBytes) {
        if (const int code = flush(); code != SQLITE_OK) {
            return code;
        }
    }
    if (unwritten.empty()) {
        unwritten.reserve(kGatheredBytes);
        unwritten_at = at;
    }
    unwritten.append(bytes);
    return SQLITE_OK;
}

// Calls the layer below once nothing is kept back any more.
template<typename Call>
int flushed(sqlite3_file* file, Call&& call)
{
    GatheringFile& gathering = as_gathering(file);
    const int code = gathering.flush();
    return code == SQLITE_OK ? call(gathering.methods(), gathering.real) : code;
}

int close_file(sqlite3_file* file)
{
    GatheringFile& gathering = as_gathering(file);
    const int flushed = gathering.flush();
    const int closed = gathering.methods().xClose(gathering.real);
    std::destroy_at(&gathering);
    return flushed == SQLITE_OK ? closed : flushed;
}
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 at)
{
    GatheringFile& gathering = as_gathering(file);
    const int code = gathering.keeps_back(at, size) ? gathering.flush() : SQLITE_OK;
    return code == SQLITE_OK ? gathering.methods().xRead(gathering.real, into, size, at) : code;
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at)
{
    return as_gathering(file).write({ static_cast<const char*>(from), static_cast<std::size_t>(size) }, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size)
{
    return flushed(file, [&](auto& methods, auto* real) { return methods.xTruncate(real, size); });
}
int sync_file(sqlite3_file* file, int flags)
{
    return flushed(file, [&](auto& methods, auto* real) { return methods.xSync(real, flags); });
}
int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    return flushed(file, [&](auto& methods, auto* real) { return methods.xFileSize(real, size); });
}

// Nothing of these looks at the file's contents, and not all who call them look at what they return.
int control_file(sqlite3_file* file, int what, void* value)
{
    return as_gathering(file).methods().xFileControl(as_gathering(file).real, what, value);
}
int lock_file(sqlite3_file* file, int level)
{
    return as_gathering(file).methods().xLock(as_gathering(file).real, level);
}
int unlock_file(sqlite3_file* file, int level)
{
    return as_gathering(file).methods().xUnlock(as_gathering(file).real, level);
}
int check_lock(sqlite3_file* file, int* held)
{
    return as_gathering(file).methods().xCheckReservedLock(as_gathering(file).real, held);
}
int sector_size(sqlite3_file* file)
{
    return as_gathering(file).methods().xSectorSize(as_gathering(file).real);
}
int characteristics(sqlite3_file* file)
{
    return as_gathering(file).methods().xDeviceCharacteristics(as_gathering(file).real);
}
const sqlite3_io_methods kMethods { 1, close_file, read_file, write_file, truncate_file, sync_file, file_size,
    lock_file, unlock_file, check_lock, control_file, sector_size, characteristics, nullptr, nullptr, nullptr, nullptr,
    nullptr, nullptr };

sqlite3_vfs& below(sqlite3_vfs* vfs)
{
    return *static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags)
{
    sqlite3_vfs& real = below(vfs);
    if ((flags & SQLITE_OPEN_WAL) == 0) {
        return real.xOpen(&real, name, file, flags, out_flags);
    }
    auto* gathering = std::construct_at(reinterpret_cast<GatheringFile*>(file));
    gathering->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(GatheringFile));
    const int code = real.xOpen(&real, name, gathering->real, flags, out_flags);
    if (code == SQLITE_OK) {
        gathering->base.pMethods = &kMethods;
    } else {
        std::destroy_at(gathering);
        file->pMethods = nullptr;
    }
    return code;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder)
{
    return below(vfs).xDelete(&below(vfs), name, sync_folder);
}
int access_file(sqlite3_vfs* vfs, const char* name, int flags, int* yes)
{
    return below(vfs).xAccess(&below(vfs), name, flags, yes);
}
int full_name(sqlite3_vfs* vfs, const char* name, int size, char* into)
{
    return below(vfs).xFullPathname(&below(vfs), name, size, into);
}

}

struct GatheringVfs::Layer {
    std::string name {};
    sqlite3_vfs vfs {};
};

GatheringVfs::GatheringVfs(const std::string& base) : layer_(std::make_unique<Layer>())
{
    static std::atomic<int> count { 0 };
    sqlite3_vfs* real = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
    VERIFY(real != nullptr);
    layer_->name = "gathering-" + std::to_string(++count);
    layer_->vfs = *real; // what has to do with no file is its own
    layer_->vfs.szOsFile = static_cast<int>(sizeof(GatheringFile)) + real->szOsFile;
    layer_->vfs.pNext = nullptr;
    layer_->vfs.zName = layer_->name.c_str();
    layer_->vfs.pAppData = real;
    layer_->vfs.xOpen = open_file;
    layer_->vfs.xDelete = delete_file;
    layer_->vfs.xAccess = access_file;
    layer_->vfs.xFullPathname = full_name;
    VERIFY(sqlite3_vfs_register(&layer_->vfs, 0) == SQLITE_OK);
}

GatheringVfs::~GatheringVfs()
{
    sqlite3_vfs_unregister(&layer_->vfs);
}

const std::string& GatheringVfs::name() const
{
    return layer_->name;
}

}
