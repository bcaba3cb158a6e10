// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/tasks.h"
#include "shared/domain/field_lists.h"

#include <string_view>

namespace watchfloor {

struct TaskSet {
    static constexpr std::string_view kind = "incident.task_set";
    static constexpr int version = 1;
    IncidentId incident {};
    Task task {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
        visit_facts_of(visit, self.task);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.task);
    }
};

}
