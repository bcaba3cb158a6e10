// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"

#include <optional>
#include <string>

namespace watchfloor {

enum class TaskState { Open, Done, Cancelled };
WATCHFLOOR_ENUM_TEXTS(TaskState, Cancelled, "open", "done", "cancelled");

struct Task {
    TaskId id {};
    std::string title {};
    TaskState state = TaskState::Open;
    UserId owner {};
    bool containment = false;
    std::optional<Timestamp> due_at {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("containment", self.containment);
        visit("due_at", self.due_at);
        visit("id", self.id);
        visit("owner", self.owner);
        visit("state", self.state);
        visit("title", self.title);
    }
};

}
