// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

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
        visit("containment", self.containment, kRoom);
        visit("due_at", self.due_at, kRoom);
        visit("id", self.id, kRoom);
        visit("owner", self.owner, kRoom);
        visit("state", self.state, kRoom);
        visit("title", self.title, kText | kRoom | kScreened);
    }
};

}
