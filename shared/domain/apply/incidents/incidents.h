// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/entries/incidents/alarms.h"
#include "shared/domain/entries/incidents/classification.h"
#include "shared/domain/entries/incidents/duties.h"
#include "shared/domain/entries/incidents/lifecycle.h"
#include "shared/domain/entries/incidents/logging.h"
#include "shared/domain/entries/incidents/major.h"
#include "shared/domain/entries/incidents/records.h"
#include "shared/domain/entries/incidents/tasks.h"
#include "shared/domain/entries/incidents/updates.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `apply` alone.
void apply_payload(State& state, const EntryHead& head, const IncidentLogged& logged);
void apply_payload(State& state, const EntryHead& head, const ReporterNamed& named);
void apply_payload(State& state, const EntryHead& head, const IncidentAcknowledged& acknowledged);
void apply_payload(State& state, const EntryHead& head, const IncidentMoved& moved);
void apply_payload(State& state, const EntryHead& head, const IncidentClassified& classified);
void apply_payload(State& state, const EntryHead& head, const SeveritySet& set);
void apply_payload(State& state, const EntryHead& head, const HeadlineSet& set);
void apply_payload(State& state, const EntryHead& head, const MajorMoved& moved);
void apply_payload(State& state, const EntryHead& head, const DutyMoved& moved);
void apply_payload(State& state, const EntryHead& head, const TaskSet& set);
void apply_payload(State& state, const EntryHead& head, const NoteAdded& added);
void apply_payload(State& state, const EntryHead& head, const UpdatePublished& published);
void apply_payload(State& state, const EntryHead& head, const UpdateOffered& offered);
void apply_payload(State& state, const EntryHead& head, const AlertLinked& linked);
void apply_payload(State& state, const EntryHead& head, const ReferenceAdded& added);
void apply_payload(State& state, const EntryHead& head, const MembersSet& set);
void apply_payload(State& state, const EntryHead& head, const AlarmRaised& raised);

}
