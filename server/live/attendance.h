// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace watchfloor {

// Whose streams are open, by session: who it is about holds one for each tab. Any thread.
class Attendance {
public:
    void came(const std::string& session_id);
    void left(const std::string& session_id);
    bool present(const std::string& session_id) const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::size_t> streams_; // those with none are left out
};

}
