// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sign_out_list.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace watchfloor {
namespace {

constexpr std::size_t kDigestLength = 64;
constexpr std::size_t kLineLength = kDigestLength + 1;
constexpr std::size_t kListLength = kLineLength * SignOutList::kPlaces;
constexpr std::size_t kMarkAt = kListLength;
constexpr std::size_t kFileLength = kMarkAt + kLineLength;
const std::string kEverybody = "everybody";

Error list_trouble(const std::filesystem::path& file)
{
    return { ErrorCode::Unavailable,
        "The list of sign-outs " + file.string() + " cannot be used: " + std::strerror(errno)
            + ". Look after the disk and the rights of the data folder." };
}

std::string padded(std::string line)
{
    line.resize(kDigestLength, ' ');
    return line + "\n";
}

bool write_at(int file, std::string_view bytes, std::size_t at)
{
    while (!bytes.empty()) {
        const auto count = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (count < 0 && errno != EINTR) {
            return false;
        }
        const std::size_t done = count > 0 ? static_cast<std::size_t>(count) : 0;
        bytes.remove_prefix(done);
        at += done;
    }
    return ::fdatasync(file) == 0;
}

std::string blank_list()
{
    std::string lines;
    for (std::size_t i = 0; i < SignOutList::kPlaces; ++i) {
        lines += padded({});
    }
    return lines;
}

}

Result<std::unique_ptr<SignOutList>> SignOutList::open(const std::filesystem::path& path)
{
    Descriptor file { ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600) };
    if (!file.valid()) {
        return list_trouble(path);
    }
    std::unique_ptr<SignOutList> list(new SignOutList(std::move(file), path));
    RETURN_IF_ERROR(list->read());
    return list;
}

Result<void> SignOutList::read()
{
    std::string lines(kFileLength, ' ');
    const auto count = ::pread(file_.number(), lines.data(), lines.size(), 0);
    if (count < 0) {
        return list_trouble(path_);
    }
    lines.resize(static_cast<std::size_t>(count));
    for (std::size_t at = 0; at + kDigestLength <= std::min(lines.size(), kListLength); at += kLineLength) {
        const std::string line = lines.substr(at, kDigestLength);
        if (line == padded(kEverybody).substr(0, kDigestLength)) {
            everybody_ = true;
        } else if (line.find(' ') == std::string::npos) {
            found_.push_back(line);
        }
        taken_ += line.front() != ' ' ? 1U : 0U;
    }
    if (lines.size() == kFileLength && lines[kMarkAt] != ' ') {
        mark_ = lines.substr(kMarkAt, kDigestLength);
        mark_.erase(mark_.find_last_not_of(' ') + 1);
    }
    // New, or cut short when it was made: the bytes must be there before the disk is full. A list of an older version
    // lacks the mark's only, and does without them until there is room.
    if (lines.size() < kFileLength) {
        const std::string blank = blank_list() + padded({});
        if (!write_at(file_.number(), std::string_view(blank).substr(lines.size()), lines.size())
            && lines.size() < kListLength) {
            return list_trouble(path_);
        }
    }
    return {};
}

std::string SignOutList::mark() const
{
    const std::lock_guard lock(mutex_);
    return mark_;
}

Result<void> SignOutList::set_mark(const std::string& mark)
{
    const std::lock_guard lock(mutex_);
    if (!write_at(file_.number(), padded(mark), kMarkAt)) {
        return list_trouble(path_);
    }
    mark_ = mark;
    return {};
}

Result<void> SignOutList::add(const std::string& digest)
{
    const std::lock_guard lock(mutex_);
    const bool room = taken_ + 1 < kPlaces;
    if (!write_at(file_.number(), padded(room ? digest : kEverybody), taken_ * kLineLength)) {
        return list_trouble(path_);
    }
    taken_ += room ? 1U : 0U;
    return {};
}

Result<void> SignOutList::clear()
{
    const std::lock_guard lock(mutex_);
    if (taken_ > 0 && !write_at(file_.number(), blank_list(), 0)) {
        return list_trouble(path_);
    }
    taken_ = 0;
    return {};
}

}
