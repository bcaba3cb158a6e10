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
constexpr int kReadAttempts = 3;
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

struct HeadRecord {
    JournalHead head {};
    bool whole = false;
    bool blank = true; // nothing was ever written there, or it did not reach the disk
};

off_t offset_of(std::uint64_t journal_number)
{
    return static_cast<off_t>(journal_number * kRecordBytes);
}

HeadRecord read_record(int descriptor, std::uint64_t journal_number)
{
    HeadRecord found;
    // Again, because a server may be writing it at this moment.
    for (int attempt = 0; attempt < kReadAttempts && !found.whole; ++attempt) {
        Record record {};
        const auto count = ::pread(descriptor, record.data(), record.size(), offset_of(journal_number));
        std::memcpy(&found.head.seq, record.data(), sizeof found.head.seq);
        std::memcpy(found.head.hash.data(), record.data() + sizeof found.head.seq, found.head.hash.size());
        found.whole = count == static_cast<ssize_t>(record.size()) && encode(found.head) == record;
        found.blank = record == Record {};
    }
    return found;
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

void HeadFile::clear()
{
    // Failing leaves what was there, as if it had not been asked.
    [[maybe_unused]] const int failed = ::ftruncate(descriptor_, 0);
}

std::optional<JournalHead> HeadFile::recall(std::uint64_t journal_number) const
{
    const HeadRecord found = read_record(descriptor_, journal_number);
    return found.whole ? std::optional { found.head } : std::nullopt;
}

bool HeadFile::garbled(std::uint64_t journal_number) const
{
    const HeadRecord found = read_record(descriptor_, journal_number);
    return !found.whole && !found.blank;
}

std::uint64_t HeadFile::records() const
{
    const off_t size = ::lseek(descriptor_, 0, SEEK_END);
    return size > 0 ? (static_cast<std::uint64_t>(size) + kRecordBytes - 1) / kRecordBytes : 0;
}

std::string garbled_heads(const std::filesystem::path& file)
{
    return "the memory of the last acknowledged entries, " + file.string()
        + ", is damaged, so entries may have been cut off at the end without a trace: compare with what the consoles "
          "show and with the newest backup. The server writes it anew when it starts";
}

}
