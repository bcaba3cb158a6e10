// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/command.h"
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decide/bridges.h"
#include "shared/domain/decide/capacity.h"
#include "shared/domain/decide/changes.h"
#include "shared/domain/decide/incidents/incidents.h"
#include "shared/domain/decide/journal.h"
#include "shared/domain/decide/maintenance/maintenance.h"
#include "shared/domain/decide/people.h"
#include "shared/domain/decide/services.h"
#include "shared/domain/decide/sources.h"
#include "shared/domain/decide/tokens.h"
#include "shared/domain/decide/walls.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// One command of any type, with its rule: a program links the rules of the commands it asks about, and no others. The
// page, which asks about what people do, would carry those of monitoring and of timers for nothing.
class AskedCommand {
public:
    template<typename Asked>
    explicit AskedCommand(const Asked& command)
        : command_(&command)
        , act_(act_of(command))
        , rule_([](const State& state, const void* asked, const Context& context) {
            return decide_on(state, *static_cast<const Asked*>(asked), context);
        })
    {
    }

    Act act() const { return act_; }
    // What its own rule says, once the actor's account and roles allow the act.
    Result<Decision> decided(const State& state, const Context& context) const
    {
        return rule_(state, command_, context);
    }

private:
    const void* command_;
    Act act_;
    Result<Decision> (*rule_)(const State& state, const void* command, const Context& context);
};

// Every rule of the product: who may, from which state, what must be filled in. Pure: the same
// state, command and context give the same decision. On error nothing is to change.
Result<Decision> decide(const State& state, const AskedCommand& command, const Context& context);
Result<Decision> decide(const State& state, const Command& command, const Context& context);

}
