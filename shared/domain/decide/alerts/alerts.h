// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/alerts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// The monitoring domain that a source's alerts belong to; one that declared none has its own.
inline std::string_view domain_of(const Source& source)
{
    return source.domain.empty() ? source.id.text : source.domain;
}

// What makes one report of a delivery unacceptable. Adapters check each first and count the refused
// ones, because ReportAlerts is all or nothing.
Result<void> check_report(const AlertReport& report);

// Called by `decide` alone, once the actor's role was found to allow the act. Pure, and all or nothing.
Result<Decision> decide_on(const State& state, const AcknowledgeAlert& command, const Context& context);
Result<Decision> decide_on(const State& state, const ReportAlerts& command, const Context& context);
Result<Decision> decide_on(const State& state, const LapseAlerts& command, const Context& context);
Result<Decision> decide_on(const State& state, const ReviewMutes& command, const Context& context);

}
