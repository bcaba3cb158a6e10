// SPDX-License-Identifier: Apache-2.0
#include "server/journal/erasure_ledger.h"

#include "server/journal/durable_file.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace watchfloor {
namespace {

Error trouble_with(const std::filesystem::path& file, const char* what)
{
    return Error { ErrorCode::Unavailable,
        "The list of erasures " + file.string() + " cannot be " + what + ": " + std::strerror(errno) + "." };
}

std::optional<Erasure> parse_line(const std::string& line)
{
    std::istringstream words { line };
    std::string journal;
    std::string seq;
    std::string digest;
    words >> journal >> seq >> digest;
    Erasure erasure { JournalId { journal }, 0, {} };
    const auto parsed = std::from_chars(seq.data(), seq.data() + seq.size(), erasure.seq);
    const auto text_digest = digest_from_hex(digest);
    if (journal.empty() || parsed.ec != std::errc {} || parsed.ptr != seq.data() + seq.size() || !text_digest) {
        return std::nullopt;
    }
    erasure.text_digest = *text_digest;
    return erasure;
}

}

std::filesystem::path erasure_ledger_beside(const std::filesystem::path& database)
{
    return database.parent_path() / "erasures";
}

Result<std::vector<Erasure>> read_erasure_ledger(const std::filesystem::path& file)
{
    std::error_code failed;
    if (!std::filesystem::exists(file, failed) && !failed) {
        return std::vector<Erasure> {};
    }
    std::ifstream stream { file };
    std::vector<Erasure> erasures;
    for (std::string line; std::getline(stream, line);) {
        if (auto erasure = parse_line(line)) {
            erasures.push_back(std::move(*erasure));
        }
    }
    if (stream.bad() || !stream.eof()) {
        return trouble_with(file, "read");
    }
    return erasures;
}

Result<void> extend_erasure_ledger(const std::filesystem::path& file, std::span<const Erasure> erasures)
{
    std::string lines;
    for (const Erasure& erasure : erasures) {
        lines += erasure.journal.text + " " + std::to_string(erasure.seq) + " " + to_hex(as_view(erasure.text_digest))
            + "\n";
    }
    return append_lines(file, lines);
}

}
