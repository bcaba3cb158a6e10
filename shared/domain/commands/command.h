// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands/alerts.h"
#include "shared/domain/commands/bridges.h"
#include "shared/domain/commands/capacity.h"
#include "shared/domain/commands/changes.h"
#include "shared/domain/commands/incidents/alarms.h"
#include "shared/domain/commands/incidents/classification.h"
#include "shared/domain/commands/incidents/duties.h"
#include "shared/domain/commands/incidents/lifecycle.h"
#include "shared/domain/commands/incidents/logging.h"
#include "shared/domain/commands/incidents/major.h"
#include "shared/domain/commands/incidents/records.h"
#include "shared/domain/commands/incidents/tasks.h"
#include "shared/domain/commands/incidents/updates.h"
#include "shared/domain/commands/journal.h"
#include "shared/domain/commands/maintenance.h"
#include "shared/domain/commands/people.h"
#include "shared/domain/commands/services.h"
#include "shared/domain/commands/sources.h"
#include "shared/domain/commands/tokens.h"
#include "shared/domain/commands/walls.h"

#include <variant>

namespace watchfloor {

using AnyCommand = std::variant<LogIncident, AddNote, MoveIncident, ClassifyIncident, DecideMajor, MoveDuty, SetTask,
    PublishUpdate, OfferUpdate, LinkAlert, AddReference, SetMembers, AcknowledgeAlert, ReportAlerts, LapseAlerts,
    ReportSourceHealth, RecordChange, SetService, SetSource, SetBridge, SetUser, SetToken, SetAsset, DefineCapacity,
    ReportCrossing, SealSamples, PlanWorkOrder, ReplanWorkOrder, MoveWorkOrder, PlanWindow, MoveWindow,
    RescheduleWindow, SwitchWalls, EraseText, OpenJournal, RecordSignIn, RecordSignOut, RecordSignInRefused, FireTimer,
    ReviewMutes, FitWall, SetWallPages, MakeDueWork, PlanWindowSeries, DecideCapacity, SignCapacityPlan>;

// A variant of which each copy, move and destruction is compiled once, as those of a payload are.
class Command : public AnyCommand {
public:
    using AnyCommand::AnyCommand;
    Command();
    Command(const Command& other);
    Command(Command&& other) noexcept;
    Command& operator=(const Command& other);
    Command& operator=(Command&& other) noexcept;
    ~Command();
};

}
