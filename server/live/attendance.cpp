// SPDX-License-Identifier: Apache-2.0
#include "server/live/attendance.h"

namespace watchfloor {

void Attendance::came(const std::string& session_id)
{
    const std::lock_guard lock(mutex_);
    ++streams_[session_id];
}

void Attendance::left(const std::string& session_id)
{
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(session_id);
    if (found != streams_.end() && --found->second == 0) {
        streams_.erase(found);
    }
}

bool Attendance::present(const std::string& session_id) const
{
    const std::lock_guard lock(mutex_);
    return streams_.contains(session_id);
}

}
