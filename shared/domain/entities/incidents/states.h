// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/enumeration.h"

namespace watchfloor {

enum class IncidentState { New, Triaged, Investigating, OnHold, Mitigated, Resolved, InReview, Closed, Cancelled };
WATCHFLOOR_ENUM_TEXTS(IncidentState, Cancelled, "new", "triaged", "investigating", "on_hold", "mitigated", "resolved",
    "in_review", "closed", "cancelled");

enum class MajorState { None, Proposed, Declared, Rejected, StoodDown };
WATCHFLOOR_ENUM_TEXTS(MajorState, StoodDown, "none", "proposed", "declared", "rejected", "stood_down");

enum class HoldReason { AwaitingUser, AwaitingCustomerWindow, AwaitingSupplier };
WATCHFLOOR_ENUM_TEXTS(HoldReason, AwaitingSupplier, "awaiting_user", "awaiting_customer_window", "awaiting_supplier");

// What a timer finds on an incident.
// Two act and are not raised: a hold ends, a major is proposed. The last takes one back.
enum class Alarm {
    TargetBreached,
    CommandUncertain,
    DeclarationUnratified,
    ProposalUndecided,
    HoldEnded,
    CriticalServiceDown,
    CommandRegained // the commander was heard from again, by whatever they do
};
WATCHFLOOR_ENUM_TEXTS(Alarm, CommandRegained, "target_breached", "command_uncertain", "declaration_unratified",
    "proposal_undecided", "hold_ended", "critical_service_down", "command_regained");

}
