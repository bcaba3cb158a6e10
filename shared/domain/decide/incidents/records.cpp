// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/incidents/records.h"
#include "shared/core/sorting.h"
#include "shared/domain/commands/incidents/logging.h"
#include "shared/domain/commands/incidents/tasks.h"
#include "shared/domain/decide/incidents/keepers.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/incidents/logging.h"
#include "shared/domain/entries/incidents/records.h"
#include "shared/domain/entries/incidents/tasks.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"

#include <algorithm>
#include <functional>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxTasks = 500;
constexpr std::size_t kMaxReferences = 50;
constexpr std::size_t kMaxMembers = 200;

Decision only(Draft draft)
{
    Decision decision;
    decision.entries.push_back(std::move(draft));
    return decision;
}

const Task* known_task(const Incident& incident, const TaskId& id)
{
    const auto at
        = std::find_if(incident.tasks.begin(), incident.tasks.end(), [&](const Task& task) { return task.id == id; });
    return at == incident.tasks.end() ? nullptr : &*at;
}

Result<Task> task_to_change(const Incident& incident, const SetTask& command)
{
    if (command.task.empty()) {
        if (incident.tasks.size() >= kMaxTasks) {
            return conflict(
                incident.id.text + " has " + std::to_string(kMaxTasks) + " tasks, which is all it can hold.");
        }
        Task task;
        task.id = TaskId { incident.id.text + "/T-" + std::to_string(incident.tasks.size() + 1) };
        return task;
    }
    const Task* known = known_task(incident, command.task);
    if (known == nullptr) {
        return not_found("Task " + command.task.text);
    }
    return *known;
}

bool changes_something(const SetTask& command)
{
    return command.title || command.state || command.owner || command.containment || command.due_at;
}

Result<void> check_reference(const Incident& incident, const ExternalReference& reference)
{
    RETURN_IF_ERROR(check_text(reference.system, { .field = "system", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_text(reference.number, { .field = "number", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_link(reference.url, "url"));
    const bool known = std::any_of(
        incident.external_references.begin(), incident.external_references.end(), [&](const ExternalReference& other) {
            return other.system == reference.system && other.number == reference.number;
        });
    if (known) {
        return conflict(reference.system + " " + reference.number + " is noted already.");
    }
    if (incident.external_references.size() >= kMaxReferences) {
        return conflict(
            incident.id.text + " has " + std::to_string(kMaxReferences) + " references, which is all it can hold.");
    }
    return {};
}

}

// Later facts about a closed incident are addenda: notes stay possible.
Result<Decision> decide_on(const State& state, const AddNote& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_incident(state, command.incident, context));
    RETURN_IF_ERROR(check_text(
        command.text, { .field = "text", .max_characters = kMaxNote, .required = true, .form = TextForm::Paragraphs }));
    if (command.kind == NoteKind::StateChange) {
        return malformed("Move the incident instead: its state changes write their own lines.");
    }
    const Timestamp occurred = command.occurred_at.value_or(context.now);
    RETURN_IF_ERROR(check_past("occurred_at", occurred, context));
    if (command.supersedes > state.seq) {
        return malformed(
            "Name an existing entry in `supersedes`: the journal ends at " + std::to_string(state.seq) + ".");
    }
    NoteAdded note;
    note.incident = incident->id;
    note.note_kind = command.kind;
    note.late = context.now - occurred > kLateAfter;
    note.supersedes = command.supersedes;
    note.note = command.text;
    Draft draft = draft_of(std::move(note), *incident, context);
    draft.occurred_at = occurred;
    return only(std::move(draft));
}

Result<Decision> decide_on(const State& state, const SetTask& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    ASSIGN_OR_RETURN(Task task, task_to_change(*incident, command));
    if (!changes_something(command)) {
        return malformed("Say what to change: title, state, owner, containment or due_at.");
    }
    task.title = command.title.value_or(task.title);
    RETURN_IF_ERROR(check_text(task.title, { .field = "title", .max_characters = kMaxTitle, .required = true }));
    task.state = command.state.value_or(task.state);
    task.containment = command.containment.value_or(task.containment);
    // What it has already it may keep, also an owner who left since and a time that is over.
    if (command.owner && *command.owner != task.owner) {
        task.owner = *command.owner;
        if (!task.owner.empty()) {
            RETURN_IF_ERROR(check_owner(state, *incident, task.owner));
        }
    }
    if (command.due_at && command.due_at != task.due_at) {
        if (*command.due_at <= context.now) {
            return malformed("Give `due_at` a time to come.");
        }
        task.due_at = command.due_at;
    }
    if (sets_nothing(known_task(*incident, task.id), task)) {
        return Decision {}; // it is so already
    }
    std::string id = task.id.text;
    Decision decision
        = only(draft_of(TaskSet { .incident = incident->id, .task = std::move(task) }, *incident, context));
    decision.created = command.task.empty() ? std::move(id) : std::string {};
    return decision;
}

Result<Decision> decide_on(const State& state, const LinkAlert& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    ASSIGN_OR_RETURN(const Alert* alert, find_free_alert(state, command.alert, incident->id, context));
    return only(draft_of(AlertLinked { .incident = incident->id, .alert = alert->id }, *incident, context));
}

Result<Decision> decide_on(const State& state, const AddReference& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    RETURN_IF_ERROR(check_reference(*incident, command.reference));
    return only(
        draft_of(ReferenceAdded { .incident = incident->id, .reference = command.reference }, *incident, context));
}

// Whoever restricts an incident stays a member, so that it can never be locked away from everyone.
Result<Decision> decide_on(const State& state, const SetMembers& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    if (command.members.size() > kMaxMembers) {
        return malformed("Name at most " + std::to_string(kMaxMembers) + " members.");
    }
    std::vector<UserId> members = command.members;
    sort_stably(members, std::less {});
    members.erase(std::unique(members.begin(), members.end()), members.end());
    for (const UserId& member : members) {
        // A token is no user, and keeps what it sees all the same.
        if (member != context.actor.user) {
            RETURN_IF_ERROR(find_active_user(state, member, "members"));
        }
    }
    if (command.restricted && !contains(members, context.actor.user)) {
        return malformed("Keep yourself among the members, or ask another member to remove you.");
    }
    if (command.restricted && !has_keeper(state, members)) {
        return malformed("Name an incident manager among the members: only they let others in.");
    }
    for (const DutyHeld& held : incident->duties) {
        if (command.restricted && !contains(members, held.user)) {
            return conflict("Relieve " + called(state, held.user)
                + " first, or keep them a member: they hold a duty on " + incident->id.text + ".");
        }
    }
    std::vector<UserId> present = incident->members;
    sort_stably(present, std::less {});
    if (incident->restricted == command.restricted && present == members) {
        return Decision {}; // it is so already
    }
    MembersSet set { .incident = incident->id, .restricted = command.restricted, .members = std::move(members) };
    Draft draft = draft_of(std::move(set), *incident, context);
    draft.audience = command.restricted || incident->restricted ? Audience::Restricted : Audience::Staff;
    return only(std::move(draft));
}

}
