// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state.h"

// One overload a payload, grouped as the entries are; called by `apply` alone.
namespace watchfloor {

void apply_payload(State& state, const EntryHead& head, const JournalOpened& opened);
void apply_payload(State& state, const EntryHead& head, const UserSet& set);
void apply_payload(State& state, const EntryHead& head, const SignedIn& signed_in);
void apply_payload(State& state, const EntryHead& head, const SignedOut& signed_out);
void apply_payload(State& state, const EntryHead& head, const SignInRefused& refused);
void apply_payload(State& state, const EntryHead& head, const TokenSet& set);
void apply_payload(State& state, const EntryHead& head, const WallsSwitched& switched);
void apply_payload(State& state, const EntryHead& head, const ServiceSet& set);
void apply_payload(State& state, const EntryHead& head, const ServiceContactsSet& set);
void apply_payload(State& state, const EntryHead& head, const SourceSet& set);
void apply_payload(State& state, const EntryHead& head, const SourceLost& lost);
void apply_payload(State& state, const EntryHead& head, const SourceRegained& regained);
void apply_payload(State& state, const EntryHead& head, const BridgeSet& set);
void apply_payload(State& state, const EntryHead& head, const BridgeAccessSet& set);
void apply_payload(State& state, const EntryHead& head, const ChangeRecorded& recorded);
void apply_payload(State& state, const EntryHead& head, const TextErased& erased);

void apply_payload(State& state, const EntryHead& head, const AlertFired& fired);
void apply_payload(State& state, const EntryHead& head, const AlertChanged& changed);
void apply_payload(State& state, const EntryHead& head, const AlertResolved& resolved);
void apply_payload(State& state, const EntryHead& head, const AlertAcknowledged& acknowledged);

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
void apply_payload(State& state, const EntryHead& head, const AlertLinked& linked);
void apply_payload(State& state, const EntryHead& head, const ReferenceAdded& added);
void apply_payload(State& state, const EntryHead& head, const MembersSet& set);
void apply_payload(State& state, const EntryHead& head, const AlarmRaised& raised);

void apply_payload(State& state, const EntryHead& head, const CapacityDefined& defined);
void apply_payload(State& state, const EntryHead& head, const CapacityCrossed& crossed);
void apply_payload(State& state, const EntryHead& head, const SamplesSealed& sealed);
void apply_payload(State& state, const EntryHead& head, const AssetSet& set);
void apply_payload(State& state, const EntryHead& head, const WorkOrderSet& set);
void apply_payload(State& state, const EntryHead& head, const WindowSet& set);

}
