// SPDX-License-Identifier: Apache-2.0
#include "server/journal/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace watchfloor {
namespace {

Error trouble_with(const std::filesystem::path& path, int reason)
{
    return Error { ErrorCode::Unavailable, path.string() + " could not be written: " + std::strerror(reason) + "." };
}

Result<void> sync_path(const std::filesystem::path& path, int flags)
{
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) {
        return trouble_with(path, errno);
    }
    const int reason = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return reason == 0 ? Result<void> {} : trouble_with(path, reason);
}

int write_all(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return errno;
        }
        bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return 0;
}

}

Result<void> sync_folder(const std::filesystem::path& folder)
{
    return sync_path(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

Result<void> publish_file(const std::filesystem::path& finished, const std::filesystem::path& name)
{
    RETURN_IF_ERROR(sync_path(finished, O_RDONLY));
    if (::rename(finished.c_str(), name.c_str()) != 0) {
        return trouble_with(name, errno);
    }
    return sync_folder(name.parent_path());
}

Result<void> write_file(const std::filesystem::path& name, std::string_view bytes)
{
    const std::filesystem::path building = name.string() + ".partial";
    const int descriptor = ::open(building.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return trouble_with(building, errno);
    }
    const int reason = write_all(descriptor, bytes);
    ::close(descriptor);
    if (reason != 0) {
        ::unlink(building.c_str());
        return trouble_with(building, reason);
    }
    return publish_file(building, name);
}

Result<void> append_lines(const std::filesystem::path& name, std::string_view lines)
{
    const int descriptor = ::open(name.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return trouble_with(name, errno);
    }
    const off_t size = ::lseek(descriptor, 0, SEEK_END);
    char last = '\n';
    const bool torn = size > 0 && ::pread(descriptor, &last, 1, size - 1) == 1 && last != '\n';
    int reason = torn ? write_all(descriptor, "\n") : 0;
    reason = reason == 0 ? write_all(descriptor, lines) : reason;
    reason = reason == 0 && ::fsync(descriptor) != 0 ? errno : reason;
    ::close(descriptor);
    if (reason != 0) {
        return trouble_with(name, reason);
    }
    return size == 0 ? sync_folder(name.parent_path()) : Result<void> {};
}

}
