// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_map>

extern char** environ;

namespace watchfloor {

// A longer run sets WATCHFLOOR_CRASH_CYCLES.
inline int crash_cycles()
{
    const char* asked = std::getenv("WATCHFLOOR_CRASH_CYCLES");
    return asked != nullptr ? std::atoi(asked) : 100;
}

// A program "PROGRAM FOLDER RUN" that appends a line "key seq" to `acks` for whatever it was told is written.
class KilledProgram {
public:
    KilledProgram(std::string program, std::string folder, const std::filesystem::path& acks, int run)
    {
        std::string number = std::to_string(run);
        char* arguments[] = { program.data(), folder.data(), number.data(), nullptr };
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, acks.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
        started_ = ::posix_spawn(&child_, program.c_str(), &actions, nullptr, arguments, environ) == 0;
        posix_spawn_file_actions_destroy(&actions);
    }
    ~KilledProgram() { kill(); }
    KilledProgram(const KilledProgram&) = delete;
    KilledProgram& operator=(const KilledProgram&) = delete;

    // True if the kill is what ended it.
    bool kill()
    {
        if (!started_) {
            return false;
        }
        started_ = false;
        ::kill(child_, SIGKILL);
        int status = 0;
        EXPECT_EQ(::waitpid(child_, &status, 0), child_);
        return WIFSIGNALED(status);
    }

private:
    pid_t child_ = 0;
    bool started_ = false;
};

// The sequence number of each key.
inline std::unordered_map<std::string, std::uint64_t> acknowledged(const std::filesystem::path& acks)
{
    std::unordered_map<std::string, std::uint64_t> seqs;
    std::ifstream stream { acks };
    std::string key;
    for (std::uint64_t seq = 0; stream >> key >> seq;) {
        EXPECT_TRUE(seqs.emplace(key, seq).second) << key << " was acknowledged twice";
    }
    return seqs;
}

}
