// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/decide.h"

// One rule per command, called by `decide` alone once the actor's role was found to allow the act.
// Each is pure and all or nothing.
namespace watchfloor {

Result<Decision> decide_on(const State& state, const LogIncident& command, const Context& context);
Result<Decision> decide_on(const State& state, const AddNote& command, const Context& context);
Result<Decision> decide_on(const State& state, const MoveIncident& command, const Context& context);
Result<Decision> decide_on(const State& state, const ClassifyIncident& command, const Context& context);
Result<Decision> decide_on(const State& state, const DecideMajor& command, const Context& context);
Result<Decision> decide_on(const State& state, const MoveDuty& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetTask& command, const Context& context);
Result<Decision> decide_on(const State& state, const PublishUpdate& command, const Context& context);
Result<Decision> decide_on(const State& state, const LinkAlert& command, const Context& context);
Result<Decision> decide_on(const State& state, const AddReference& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetMembers& command, const Context& context);

Result<Decision> decide_on(const State& state, const AcknowledgeAlert& command, const Context& context);
Result<Decision> decide_on(const State& state, const ReportAlerts& command, const Context& context);
Result<Decision> decide_on(const State& state, const LapseAlerts& command, const Context& context);
Result<Decision> decide_on(const State& state, const ReportSourceHealth& command, const Context& context);

Result<Decision> decide_on(const State& state, const RecordChange& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetService& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetSource& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetBridge& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetUser& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetToken& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetAsset& command, const Context& context);

Result<Decision> decide_on(const State& state, const DefineCapacity& command, const Context& context);
Result<Decision> decide_on(const State& state, const ReportCrossing& command, const Context& context);
Result<Decision> decide_on(const State& state, const SealSamples& command, const Context& context);

Result<Decision> decide_on(const State& state, const PlanWorkOrder& command, const Context& context);
Result<Decision> decide_on(const State& state, const MoveWorkOrder& command, const Context& context);
Result<Decision> decide_on(const State& state, const PlanWindow& command, const Context& context);
Result<Decision> decide_on(const State& state, const MoveWindow& command, const Context& context);

Result<Decision> decide_on(const State& state, const SwitchWalls& command, const Context& context);
Result<Decision> decide_on(const State& state, const EraseText& command, const Context& context);
Result<Decision> decide_on(const State& state, const OpenJournal& command, const Context& context);
Result<Decision> decide_on(const State& state, const RecordSignIn& command, const Context& context);
Result<Decision> decide_on(const State& state, const RecordSignOut& command, const Context& context);
Result<Decision> decide_on(const State& state, const RecordSignInRefused& command, const Context& context);
Result<Decision> decide_on(const State& state, const FireTimer& command, const Context& context);

}
