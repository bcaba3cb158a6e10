// SPDX-License-Identifier: Apache-2.0
#include "client/platform/files.h"

#include "client/platform/write_all_native.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace watchfloor {
namespace {

constexpr int kMostOfOneName = 1'000;

std::optional<std::filesystem::path> folder_for_files()
{
    const char* home = std::getenv("HOME");
    if (home == nullptr || home[0] != '/') {
        return std::nullopt;
    }
    std::filesystem::path folder { home };
    std::error_code error;
    return std::filesystem::is_directory(folder / "Downloads", error) ? folder / "Downloads" : folder;
}

// "held.json", "held-2.json", …
std::string numbered(std::string_view name, int number)
{
    const auto dot = name.rfind('.');
    return number == 1 ? std::string(name)
                       : std::string(name.substr(0, dot)) + "-" + std::to_string(number)
            + std::string(dot == std::string_view::npos ? "" : name.substr(dot));
}

}

std::optional<std::string> save_file(std::string_view name, std::string_view text)
{
    const auto folder = folder_for_files();
    for (int number = 1; folder && number <= kMostOfOneName; ++number) {
        const std::string path = (*folder / numbered(name, number)).string();
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0 && errno == EEXIST) {
            continue;
        }
        const bool whole = file >= 0 && write_all(file, text) && ::fsync(file) == 0;
        if (file >= 0 && (::close(file) != 0 || !whole)) {
            ::unlink(path.c_str());
            return std::nullopt;
        }
        return whole ? std::optional { path } : std::nullopt;
    }
    return std::nullopt;
}

bool open_print_dialog()
{
    return false;
}

bool can_choose_file()
{
    return false;
}

void choose_file() { }

void offer_file_at(const std::string& path)
{
    ChosenFile chosen { std::filesystem::path(path).filename().string(), {} };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // nobody waits for a pipe
    std::array<char, 65'536> part {};
    while (file >= 0 && chosen.text.size() < kMostOfAFile) {
        const auto got = ::read(file, part.data(), part.size());
        if (got <= 0) {
            break;
        }
        chosen.text.append(part.data(), static_cast<std::size_t>(got));
    }
    if (file >= 0) {
        ::close(file);
    }
    chosen.text.resize(std::min(chosen.text.size(), kMostOfAFile));
    offer_file(std::move(chosen));
}

}
