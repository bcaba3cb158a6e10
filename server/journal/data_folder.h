// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <filesystem>

namespace watchfloor {

// The folder that holds everything a server keeps (0700), locked for as long as this object
// lives. One process owns it: a second is refused with a sentence that says so. The lock goes
// with the process, however it ends.
class DataFolder {
public:
    // Creates the folder if need be. Unavailable: another process has it.
    static Result<DataFolder> own(const std::filesystem::path& path);

    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&& other) noexcept;
    ~DataFolder();

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path journal_database() const { return path_ / "journal.db"; }
    std::filesystem::path samples_database() const { return path_ / "samples.db"; }
    std::filesystem::path sign_outs() const { return path_ / "sign-outs"; }
    std::filesystem::path revocations() const { return path_ / "revocations"; }
    std::filesystem::path command_socket() const { return command_socket_in(path_); }
    std::filesystem::path snapshots() const { return path_ / "snapshots"; }

    static std::filesystem::path command_socket_in(const std::filesystem::path& folder)
    {
        return folder / "command.socket";
    }

private:
    DataFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) { }

    std::filesystem::path path_;
    int lock_ = -1;
};

}
