// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/tasks.h"

#include <optional>
#include <string>

namespace watchfloor {

// Adds a task (empty id) or changes one.
struct SetTask {
    IncidentId incident {};
    TaskId task {};
    std::optional<std::string> title {};
    std::optional<TaskState> state {};
    std::optional<UserId> owner {};
    std::optional<bool> containment {};
    std::optional<Timestamp> due_at {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("containment", self.containment);
        visit("due_at", self.due_at);
        visit("owner", self.owner);
        visit("state", self.state);
        visit("task", self.task);
        visit("title", self.title);
    }
};

}
