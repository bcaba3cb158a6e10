// SPDX-License-Identifier: Apache-2.0
#include "tests/fault/sync_watch.h"

#include "shared/core/result.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <mutex>
#include <set>
#include <string_view>

namespace watchfloor {

struct SyncWatch::Notes {
    std::mutex mutex {};
    std::filesystem::path folder {}; // empty: nobody watches
    std::vector<std::string> happened {};
    std::set<std::string> failing {};

    // The name as seen from the watched folder; empty for what lies elsewhere. With the lock held.
    std::string name_of(const std::filesystem::path& path) const
    {
        const std::string name = folder.empty() ? std::string {} : path.lexically_relative(folder).generic_string();
        return name.starts_with("..") ? std::string {} : name;
    }

    // False: it is to fail.
    bool note_sync(const std::filesystem::path& path)
    {
        const std::lock_guard lock { mutex };
        const std::string name = name_of(path);
        if (!name.empty()) {
            happened.push_back("sync " + name);
        }
        return !failing.contains(name);
    }

    void note_rename(const std::filesystem::path& from, const std::filesystem::path& to)
    {
        const std::lock_guard lock { mutex };
        if (const std::string name = name_of(from); !name.empty()) {
            happened.push_back("rename " + name + " " + name_of(to));
        }
    }
};

namespace {

SyncWatch::Notes& notes()
{
    static SyncWatch::Notes the_notes;
    return the_notes;
}

}

SyncWatch::SyncWatch(std::filesystem::path folder) : folder_(std::move(folder))
{
    const std::lock_guard lock { notes().mutex };
    VERIFY(notes().folder.empty());
    notes().folder = folder_;
    notes().happened.clear();
    notes().failing.clear();
}

SyncWatch::~SyncWatch()
{
    const std::lock_guard lock { notes().mutex };
    notes().folder.clear();
    notes().failing.clear();
}

void SyncWatch::fail(const std::string& name)
{
    const std::lock_guard lock { notes().mutex };
    notes().failing.insert(name);
}

std::vector<std::string> SyncWatch::happened() const
{
    const std::lock_guard lock { notes().mutex };
    return notes().happened;
}

}

// The program's own come before the C library's, for what is linked into it as for SQLite.
extern "C" int fsync(int descriptor)
{
    std::error_code failed;
    const auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), failed);
    if (!failed && !watchfloor::notes().note_sync(path)) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

extern "C" int rename(const char* from, const char* to) noexcept
{
    const int code = ::renameat(AT_FDCWD, from, AT_FDCWD, to);
    if (code == 0) {
        watchfloor::notes().note_rename(from, to);
    }
    return code;
}
