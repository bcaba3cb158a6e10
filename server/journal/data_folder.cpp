// SPDX-License-Identifier: Apache-2.0
#include "server/journal/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace watchfloor {
namespace {

Error unusable(const std::filesystem::path& path, const std::string& why)
{
    return Error { ErrorCode::Unavailable, "The data folder " + path.string() + " cannot be used: " + why + "." };
}

// Who holds the lock, as it wrote down itself; only for the message.
std::string owner_in(int descriptor)
{
    char text[32] {};
    const auto length = ::pread(descriptor, text, sizeof text - 1, 0);
    std::string owner { text, length > 0 ? static_cast<std::size_t>(length) : 0 };
    while (!owner.empty() && owner.back() == '\n') {
        owner.pop_back();
    }
    return owner;
}

Result<int> lock_in(const std::filesystem::path& path)
{
    const auto file = path / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return unusable(path, std::strerror(errno));
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        return descriptor;
    }
    const int reason = errno;
    const std::string owner = owner_in(descriptor);
    ::close(descriptor);
    if (reason != EWOULDBLOCK) {
        return unusable(path, std::strerror(reason));
    }
    return Error { ErrorCode::Unavailable,
        "The data folder " + path.string() + " belongs to a running server"
            + (owner.empty() ? std::string {} : " (process " + owner + ")")
            + ": stop it first, or use another folder." };
}

}

Result<DataFolder> DataFolder::own(const std::filesystem::path& path)
{
    std::error_code failed;
    const auto absolute = std::filesystem::absolute(path, failed);
    if (!failed) {
        std::filesystem::create_directories(absolute.parent_path(), failed);
    }
    if (failed) {
        return unusable(path, failed.message());
    }
    if (::mkdir(absolute.c_str(), 0700) != 0 && errno != EEXIST) {
        return unusable(absolute, std::strerror(errno));
    }
    if (!std::filesystem::is_directory(absolute, failed)) {
        return unusable(absolute, "it is not a folder");
    }
    // An existing folder may have been made by hand, open to others. Somebody else's stays as it is.
    if (::chmod(absolute.c_str(), 0700) != 0) {
        return unusable(absolute, std::strerror(errno));
    }
    ASSIGN_OR_RETURN(const int lock, lock_in(absolute));
    DataFolder folder { absolute, lock };
    const std::string owner = std::to_string(::getpid()) + "\n";
    // Only told to people: a full disk must not keep the server from starting.
    if (::ftruncate(lock, 0) == 0) {
        [[maybe_unused]] const auto written = ::pwrite(lock, owner.data(), owner.size(), 0);
    }
    return folder;
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1))
{
}

DataFolder& DataFolder::operator=(DataFolder&& other) noexcept
{
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

DataFolder::~DataFolder()
{
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

}
