// SPDX-License-Identifier: Apache-2.0
#include "server/journal/head_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace watchfloor {
namespace {

// seq, hash, and the first bytes of their digest, so that a torn record is not believed.
constexpr std::size_t kCheckBytes = 16;
constexpr std::size_t kRecordBytes = 64;
using Record = std::array<char, kRecordBytes>;

Record encode(const JournalHead& head)
{
    Record record {};
    std::memcpy(record.data(), &head.seq, sizeof head.seq);
    std::memcpy(record.data() + sizeof head.seq, head.hash.data(), head.hash.size());
    const std::size_t used = sizeof head.seq + head.hash.size();
    const Digest check = sha256({ record.data(), used });
    std::memcpy(record.data() + used, check.data(), kCheckBytes);
    return record;
}

off_t offset_of(std::uint64_t journal_number)
{
    return static_cast<off_t>(journal_number * kRecordBytes);
}

}

Result<HeadFile> HeadFile::open(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return Error { ErrorCode::Unavailable,
            "The file " + path.string() + " cannot be opened: " + std::strerror(errno) + "." };
    }
    return HeadFile { descriptor };
}

std::optional<HeadFile> HeadFile::existing(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    return descriptor < 0 ? std::nullopt : std::optional { HeadFile { descriptor } };
}

HeadFile::HeadFile(HeadFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) { }

HeadFile& HeadFile::operator=(HeadFile&& other) noexcept
{
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

HeadFile::~HeadFile()
{
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

void HeadFile::remember(std::uint64_t journal_number, const JournalHead& head)
{
    const Record record = encode(head);
    // A short write leaves a record that its check refuses.
    [[maybe_unused]] const auto written
        = ::pwrite(descriptor_, record.data(), record.size(), offset_of(journal_number));
}

std::optional<JournalHead> HeadFile::recall(std::uint64_t journal_number) const
{
    Record record {};
    if (::pread(descriptor_, record.data(), record.size(), offset_of(journal_number))
        != static_cast<ssize_t>(record.size())) {
        return std::nullopt;
    }
    JournalHead head;
    std::memcpy(&head.seq, record.data(), sizeof head.seq);
    std::memcpy(head.hash.data(), record.data() + sizeof head.seq, head.hash.size());
    return encode(head) == record ? std::optional { head } : std::nullopt;
}

}
