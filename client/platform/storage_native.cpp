// SPDX-License-Identifier: Apache-2.0
#include "client/platform/storage.h"

#include "client/platform/write_all_native.h"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace watchfloor {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> folder()
{
    const char* data = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    fs::path base;
    if (data != nullptr && data[0] == '/') {
        base = data;
    } else if (home != nullptr && home[0] == '/') {
        base = fs::path { home } / ".local" / "share";
    } else {
        return std::nullopt;
    }
    const auto own = base / "watchfloor";
    std::error_code error;
    fs::create_directories(own, error);
    if (error || ::chmod(own.c_str(), 0700) != 0) {
        return std::nullopt;
    }
    return own;
}

std::optional<fs::path> file_of(std::string_view key)
{
    const auto own = is_storage_key(key) ? folder() : std::nullopt;
    return own ? std::optional { *own / std::string { key } } : std::nullopt;
}

}

std::optional<std::string> load_stored(std::string_view key)
{
    const auto path = file_of(key);
    const int file = path ? ::open(path->c_str(), O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) {
        return std::nullopt;
    }
    std::string bytes;
    char buffer[8192];
    for (auto got = ::read(file, buffer, sizeof buffer); got > 0; got = ::read(file, buffer, sizeof buffer)) {
        bytes.append(buffer, static_cast<std::size_t>(got));
        if (bytes.size() > kMaxStoredBytes) {
            ::close(file);
            return std::nullopt;
        }
    }
    ::close(file);
    return bytes;
}

bool store(std::string_view key, std::string_view value)
{
    const auto path = file_of(key);
    if (!path || value.size() > kMaxStoredBytes) {
        return false;
    }
    // Written beside and renamed: a crash leaves the old value or the new one, never half a queue.
    const auto fresh = path->string() + "~";
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    const bool written = write_all(file, value) && ::fsync(file) == 0;
    const bool closed = ::close(file) == 0;
    return written && closed && ::rename(fresh.c_str(), path->c_str()) == 0;
}

void erase_stored(std::string_view key)
{
    if (const auto path = file_of(key)) {
        ::unlink(path->c_str());
    }
}

void erase_stored_prefix(std::string_view prefix)
{
    const auto own = folder();
    if (!own) {
        return;
    }
    std::error_code error;
    for (const auto& entry : fs::directory_iterator { *own, error }) {
        if (entry.path().filename().string().starts_with(prefix)) {
            ::unlink(entry.path().c_str());
        }
    }
}

}
