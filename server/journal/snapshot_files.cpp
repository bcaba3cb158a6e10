// SPDX-License-Identifier: Apache-2.0
#include "server/journal/snapshot_files.h"

#include "server/journal/durable_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <vector>

namespace watchfloor {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "WFSNAP1\n";
constexpr std::size_t kKept = 2;
constexpr const char* kSuffix = ".snapshot";

// magic, fold version, seq, head hash, digest of the bytes; then the bytes.
constexpr std::size_t kHeaderBytes = kMagic.size() + sizeof(std::uint32_t) + sizeof(std::uint64_t) + 2 * sizeof(Digest);

template<typename Value>
void put(std::string& into, const Value& value)
{
    into.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template<typename Value>
void take(std::string_view& from, Value& value)
{
    std::memcpy(&value, from.data(), sizeof value);
    from.remove_prefix(sizeof value);
}

// Named so that the order of names is the order of seqs. A journal's id cannot hold a dot.
std::string file_name(const JournalId& journal, std::uint64_t seq)
{
    std::array<char, 24> number {};
    std::snprintf(number.data(), number.size(), "%020llu", static_cast<unsigned long long>(seq));
    return journal.text + "." + number.data() + kSuffix;
}

// Newest first.
std::vector<fs::path> files_of(const fs::path& folder, const JournalId& journal)
{
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::directory_iterator at { folder, failed }, end; !failed && at != end; at.increment(failed)) {
        const std::string name = at->path().filename().string();
        if (name.starts_with(journal.text + ".") && at->path().extension() == kSuffix) {
            files.push_back(at->path());
        }
    }
    std::sort(files.rbegin(), files.rend());
    return files;
}

std::optional<Snapshot> read_whole(const fs::path& file)
{
    std::error_code failed;
    std::string content(static_cast<std::size_t>(std::max<std::uintmax_t>(fs::file_size(file, failed), 1)), '\0');
    std::ifstream stream { file, std::ios::binary };
    if (failed || !stream.read(content.data(), static_cast<std::streamsize>(content.size()))) {
        return std::nullopt;
    }
    if (content.size() < kHeaderBytes || !content.starts_with(kMagic)) {
        return std::nullopt;
    }
    std::string_view rest = std::string_view { content }.substr(kMagic.size());
    Snapshot snapshot;
    Digest digest {};
    take(rest, snapshot.fold_version);
    take(rest, snapshot.head.seq);
    take(rest, snapshot.head.hash);
    take(rest, digest);
    if (sha256(rest) != digest) {
        return std::nullopt;
    }
    snapshot.bytes = rest;
    return snapshot;
}

}

Result<void> SnapshotFiles::put(const JournalId& journal, const Snapshot& snapshot)
{
    std::error_code failed;
    fs::create_directories(folder_, failed);
    std::string content { kMagic };
    content.reserve(kHeaderBytes + snapshot.bytes.size());
    watchfloor::put(content, snapshot.fold_version);
    watchfloor::put(content, snapshot.head.seq);
    watchfloor::put(content, snapshot.head.hash);
    watchfloor::put(content, sha256(snapshot.bytes));
    content += snapshot.bytes;
    RETURN_IF_ERROR(write_file(folder_ / file_name(journal, snapshot.head.seq), content));
    const auto files = files_of(folder_, journal);
    for (std::size_t i = kKept; i < files.size(); ++i) {
        fs::remove(files[i], failed);
    }
    return {};
}

std::optional<Snapshot> SnapshotFiles::newest(const JournalId& journal, std::uint32_t fold_version) const
{
    for (const fs::path& file : files_of(folder_, journal)) {
        auto snapshot = read_whole(file);
        if (snapshot && snapshot->fold_version == fold_version) {
            return snapshot;
        }
    }
    return std::nullopt;
}

std::uint64_t SnapshotFiles::newest_seq(const JournalId& journal) const
{
    const auto files = files_of(folder_, journal);
    const std::string name = files.empty() ? std::string {} : files.front().stem().extension().string();
    std::uint64_t seq = 0;
    if (!name.empty()) {
        std::from_chars(name.data() + 1, name.data() + name.size(), seq);
    }
    return seq;
}

Result<void> SnapshotFiles::remove_all(const JournalId& journal)
{
    for (const fs::path& file : files_of(folder_, journal)) {
        std::error_code failed;
        fs::remove(file, failed);
        if (failed) {
            return Error { ErrorCode::Unavailable,
                "The snapshot " + file.string() + " could not be removed: " + failed.message() + "." };
        }
    }
    return {};
}

}
