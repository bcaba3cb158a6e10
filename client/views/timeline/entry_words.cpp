// SPDX-License-Identifier: Apache-2.0
// An incident's journal in words.
#include "client/views/timeline/entry_words.h"

#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/deadlines.h"
#include "client/widgets/timeline/timeline.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"
#include "shared/domain/decision/decision.h"
#include "shared/timeline_fold/timeline_items.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace watchfloor {
namespace {

std::string note_kind_text(NoteKind kind)
{
    switch (kind) {
    case NoteKind::Observation:
        return std::string(tr(Text::KindObservation));
    case NoteKind::Hypothesis:
        return std::string(tr(Text::KindHypothesis));
    case NoteKind::Decision:
        return std::string(tr(Text::KindDecision));
    case NoteKind::Action:
        return std::string(tr(Text::KindAction));
    case NoteKind::Communication:
        return std::string(tr(Text::KindCommunication));
    case NoteKind::StateChange:
        return std::string(tr(Text::KindStateChange));
    case NoteKind::Evidence:
        return std::string(tr(Text::KindEvidence));
    case NoteKind::Metric:
        return std::string(tr(Text::KindMetric));
    case NoteKind::Handover:
        return std::string(tr(Text::KindHandover));
    }
    return {};
}

std::string major_text(const MajorMoved& moved)
{
    const std::string rank = moved.severity ? std::string(to_string(*moved.severity)) : std::string();
    switch (moved.to) {
    case MajorState::None:
        return {};
    case MajorState::Proposed:
        return tr(Text::SaidProposed, moved.criterion);
    case MajorState::Declared:
        return moved.from == MajorState::Declared ? std::string(tr(Text::SaidRatified)) : tr(Text::SaidDeclared, rank);
    case MajorState::Rejected:
        return tr(Text::SaidRejected, moved.reason);
    case MajorState::StoodDown:
        return tr(Text::SaidStoodDown, moved.reason);
    }
    return {};
}

std::string duty_entry_text(const State& state, const DutyMoved& moved)
{
    const std::string who = user_name(state, moved.user);
    const std::string duty = duty_text(moved.duty);
    const bool from_another = !moved.displaced.empty() && moved.displaced != moved.user;
    const std::string before = from_another ? user_name(state, moved.displaced) : std::string();
    switch (moved.act) {
    case DutyAct::Assigned:
        return from_another ? tr(Text::SaidDutyAssignedFrom, who, duty, before) : tr(Text::SaidDutyAssigned, who, duty);
    case DutyAct::Offered:
        return tr(Text::SaidDutyOffered, who, duty);
    case DutyAct::Accepted:
        return from_another ? tr(Text::SaidDutyAcceptedFrom, who, duty, before) : tr(Text::SaidDutyAccepted, who, duty);
    case DutyAct::Taken:
        return from_another ? tr(Text::SaidDutyTakenFrom, who, duty, before) : tr(Text::SaidDutyTaken, who, duty);
    case DutyAct::Released:
        return tr(moved.displaced.empty() ? Text::SaidDutyReleased : Text::SaidDutyDeclined, who, duty);
    }
    return {};
}

// What somebody wrote with it, where they did.
std::string told(const std::string& words)
{
    return words.empty() ? words : ": " + words;
}

// Who is let in, or that all are: a record has to tell one from the other.
std::string members_text(const State& state, const MembersSet& set)
{
    std::string names;
    for (const UserId& member : set.members) {
        add_words(names, user_name(state, member));
    }
    return set.restricted ? tr(Text::SaidRestrictedTo, names) : std::string(tr(Text::SaidUnrestricted));
}

std::string alarm_text(const AlarmRaised& raised)
{
    switch (raised.alarm) {
    case Alarm::TargetBreached:
        return tr(Text::SaidBreached, raised.clock ? clock_title(*raised.clock) : std::string());
    case Alarm::CommandUncertain:
        return std::string(tr(Text::SaidCommandUncertain));
    case Alarm::CommandRegained:
        return std::string(tr(Text::SaidCommandRegained));
    case Alarm::DeclarationUnratified:
        return std::string(tr(Text::SaidUnratified));
    case Alarm::ProposalUndecided:
        return std::string(tr(Text::SaidUndecided));
    case Alarm::HoldEnded:
    case Alarm::CriticalServiceDown:
        break; // these act: a move and a proposal say so
    }
    return {};
}

// "DiskFull db1 /var": links that follow each other differ in what their alerts concern.
std::string named_thing(const Alert& alert)
{
    const std::array<const Alert*, 1> alone { &alert };
    const std::string thing = alert_things(alone).front().words;
    return alert.name + (thing.empty() ? "" : " " + thing);
}

// The words of one payload; what has none is named by its kind.
struct Words {
    const State& state;

    std::string operator()(const NoteAdded& added) const { return added.note; }
    std::string operator()(const IncidentLogged& logged) const { return tr(Text::SaidLogged, logged.incident.title); }
    std::string operator()(const IncidentAcknowledged&) const
    {
        return std::string(tr(Text::SaidIncidentAcknowledged));
    }
    std::string operator()(const IncidentMoved& moved) const
    {
        return tr(Text::SaidMoved, state_text(moved.from), state_text(moved.to)) + told(moved.note)
            + (moved.problem_reference.empty()
                    ? ""
                    : ", " + std::string(tr(Text::FieldProblem)) + told(moved.problem_reference));
    }
    std::string operator()(const IncidentClassified& classified) const
    {
        return tr(Text::SaidClassified, to_string(classified.priority), classified.category) + told(classified.reason);
    }
    std::string operator()(const SeveritySet& set) const { return tr(Text::SaidSeverity, to_string(set.severity)); }
    std::string operator()(const HeadlineSet& set) const { return tr(Text::SaidHeadline, set.headline); }
    std::string operator()(const MajorMoved& moved) const { return major_text(moved); }
    std::string operator()(const DutyMoved& moved) const { return duty_entry_text(state, moved) + told(moved.reason); }
    std::string operator()(const MembersSet& set) const { return members_text(state, set); }
    std::string operator()(const ReporterNamed& named) const
    {
        return std::string(tr(Text::SaidReporter)) + told(named.reporter);
    }
    std::string operator()(const TaskSet& set) const
    {
        return tr(set.task.state == TaskState::Done ? Text::SaidTaskDone : Text::SaidTask, set.task.title);
    }
    std::string operator()(const UpdatePublished& published) const
    {
        return tr(Text::SaidUpdate, to_string(published.audience), published.update);
    }
    std::string operator()(const UpdateOffered& offered) const
    {
        return offered.offered_to.empty() ? std::string(tr(Text::SaidUpdateOfferOver))
                                          : tr(Text::SaidUpdateOffered, to_string(offered.audience),
                                              user_name(state, offered.offered_to), offered.update);
    }
    std::string operator()(const AlertLinked& linked) const
    {
        const Alert* alert = state.alerts.find(linked.alert);
        return tr(Text::SaidLinked, alert != nullptr ? named_thing(*alert) : linked.alert.text.substr(0, 8));
    }
    std::string operator()(const ReferenceAdded& added) const
    {
        return tr(Text::SaidReference, added.reference.system, added.reference.number);
    }
    std::string operator()(const AlarmRaised& raised) const { return alarm_text(raised); }
    std::string operator()(const ChangeRecorded& recorded) const { return recorded.change.summary; }
    std::string operator()(const WindowSet& set) const { return set.window.title; }
    std::string operator()(const WorkOrderSet& set) const { return set.order.title; }
    std::string operator()(const CapacityCrossed& crossed) const
    {
        const CapacityResource* resource = state.resources.find(crossed.resource);
        const std::string name = resource != nullptr ? resource->name : crossed.resource.text;
        return tr(Text::SaidCrossed, name, std::to_string(crossed.utilisation_permille / 10));
    }
    template<typename Other>
    std::string operator()(const Other&) const
    {
        return std::string(Other::kind);
    }
};

}

std::string duty_text(Duty duty)
{
    switch (duty) {
    case Duty::IncidentCommander:
        return std::string(tr(Text::DutyCommander));
    case Duty::Deputy:
        return std::string(tr(Text::DutyDeputy));
    case Duty::OperationsLead:
        return std::string(tr(Text::DutyOperations));
    case Duty::CommunicationsLead:
        return std::string(tr(Text::DutyCommunications));
    case Duty::Scribe:
        return std::string(tr(Text::DutyScribe));
    case Duty::Liaison:
        return std::string(tr(Text::DutyLiaison));
    case Duty::SubjectMatterExpert:
        return std::string(tr(Text::DutyExpert));
    }
    return {};
}

std::string entry_text(const State& state, const Entry& entry)
{
    return std::visit(Words { state }, entry.payload);
}

ItemKind entry_item_kind(const Entry& entry)
{
    if (const auto* note = std::get_if<NoteAdded>(&entry.payload)) {
        return item_kind(note->note_kind);
    }
    if (std::holds_alternative<UpdatePublished>(entry.payload)) {
        return ItemKind::UpdatePublished;
    }
    if (std::holds_alternative<DutyMoved>(entry.payload)) {
        return ItemKind::Duty;
    }
    return std::holds_alternative<TaskSet>(entry.payload) ? ItemKind::Action : ItemKind::StateChange;
}

bool by_system(const Entry& entry)
{
    return entry.head.actor.text == "system";
}

std::string entry_author(const State& state, const Entry& entry)
{
    return by_system(entry) ? std::string(tr(Text::AuthorSystem)) : user_name(state, entry.head.actor);
}

namespace {

// What monitoring reports by itself. What the timers demand (an alarm, a proposal) stays in sight.
bool by_machine(const Entry& entry)
{
    const auto& payload = entry.payload;
    return std::holds_alternative<AlertFired>(payload) || std::holds_alternative<AlertChanged>(payload)
        || std::holds_alternative<AlertResolved>(payload) || std::holds_alternative<CapacityCrossed>(payload)
        || (std::holds_alternative<AlertLinked>(payload) && by_system(entry));
}

}

std::string entry_writer(const State& state, const Entry& entry)
{
    return by_system(entry) || by_machine(entry) ? std::string() : user_name(state, entry.head.actor);
}

namespace {

// Of a severity that was another before, from what to what.
std::optional<std::string> changed_severity(const Entry& entry, std::optional<IncidentSeverity>& before)
{
    if (const auto* moved = std::get_if<MajorMoved>(&entry.payload)) {
        before = moved->severity ? moved->severity : before;
    }
    const auto* set = std::get_if<SeveritySet>(&entry.payload);
    if (set == nullptr) {
        return std::nullopt;
    }
    const auto was = std::exchange(before, set->severity);
    return was && *was != set->severity
        ? std::optional { tr(Text::SaidSeverityFrom, to_string(*was), to_string(set->severity)) }
        : std::nullopt;
}

}

std::vector<EntryRow> entry_rows(const State& state, const std::vector<Entry>& entries, TimeOrder order)
{
    std::vector<EntryRow> rows;
    std::map<std::uint64_t, std::uint64_t> superseded; // and by which
    std::optional<IncidentSeverity> severity;          // before this entry
    for (const Entry& entry : entries) {
        EntryRow row;
        row.seq = entry.head.seq;
        row.occurred_at = entry.head.occurred_at;
        row.recorded_at = entry.head.recorded_at;
        row.text = changed_severity(entry, severity).value_or(entry_text(state, entry));
        row.author = entry_author(state, entry);
        row.author_id = entry.head.actor.text;
        row.icon = item_kind_icon(entry_item_kind(entry));
        const auto* note = std::get_if<NoteAdded>(&entry.payload);
        // A task is an intention, and no action before it is done.
        const auto* task = std::get_if<TaskSet>(&entry.payload);
        const bool intended = task != nullptr && task->task.state == TaskState::Open;
        row.kind = note != nullptr ? note_kind_text(note->note_kind)
            : intended             ? std::string(tr(Text::DueTask))
                                   : std::string(item_kind_name(entry_item_kind(entry)));
        const auto* linked = std::get_if<AlertLinked>(&entry.payload);
        row.link = linked != nullptr;
        row.alert = linked != nullptr ? linked->alert.text : std::string {};
        row.machine = by_machine(entry);
        row.late = note != nullptr && note->late;
        if (note != nullptr && note->supersedes != 0) {
            row.corrects = note->supersedes;
            superseded[note->supersedes] = row.seq;
        }
        rows.push_back(std::move(row));
    }
    for (EntryRow& row : rows) {
        const auto by = superseded.find(row.seq);
        row.superseded = by != superseded.end();
        row.corrected_by = row.superseded ? by->second : 0;
    }
    if (order == TimeOrder::Occurred) {
        sort_stably(rows, [](const EntryRow& a, const EntryRow& b) { return a.occurred_at < b.occurred_at; });
    }
    return rows;
}

std::string entry_marks(const EntryRow& row)
{
    std::string marks;
    const auto add = [&marks](std::string_view mark) { add_words(marks, mark, "; "); };
    if (row.late) {
        add(tr(Text::TimelineLate));
    }
    if (row.corrects != 0) {
        add(tr(Text::CorrectsEntry, std::to_string(row.corrects)));
    }
    if (row.corrected_by != 0) {
        add(tr(Text::PaperCorrected, std::to_string(row.corrected_by)));
    }
    return marks;
}

// Links further apart were made for another reason.
constexpr Millis kOneGo { 60'000 };

namespace {

// Machines go on as long as no person comes between; a person's links while the same one makes them.
bool goes_on(const EntryRow& before, const EntryRow& row)
{
    if (before.machine || row.machine) {
        return before.machine && row.machine;
    }
    return row.link && row.author == before.author && row.recorded_at - before.recorded_at <= kOneGo;
}

// "14:03–14:20"; across midnight each with its day.
std::pair<std::string, std::string> ends_of(Timestamp first, Timestamp last, const SiteZone& zone)
{
    const bool one_day = format_date(first, zone.offset_at(first)) == format_date(last, zone.offset_at(last));
    const auto minute = [&](Timestamp at) {
        const std::string text = one_day ? site_time(at, zone) : format_date_and_clock(at, zone.offset_at(at));
        return text.substr(0, text.size() - 3); // without the seconds
    };
    return { minute(first), minute(last) };
}

}

std::vector<EntryRow> fold_lines(std::vector<EntryRow> rows, const std::set<std::uint64_t>& open,
    std::optional<std::uint64_t> selected, const SiteZone& zone)
{
    std::vector<EntryRow> folded;
    for (auto row = rows.begin(); row != rows.end();) {
        auto end = row;
        while (end != rows.end() && (end == row ? end->machine || end->link : goes_on(*std::prev(end), *end))) {
            ++end;
        }
        if (end - row < 2) {
            folded.push_back(std::move(*row++));
            continue;
        }
        EntryRow line = *row;
        line.folded = static_cast<std::size_t>(end - row);
        // One that comes back again and again is one.
        std::set<std::string_view> alerts;
        std::for_each(row, end, [&alerts](const EntryRow& link) { alerts.insert(link.alert); });
        line.text = tr(Text::SaidLinkedMany, std::to_string(alerts.size()));
        if (!std::all_of(row, end, [](const EntryRow& one) { return one.link; })) {
            const auto [first, last] = std::minmax_element(
                row, end, [](const EntryRow& a, const EntryRow& b) { return a.occurred_at < b.occurred_at; });
            const auto [from, to] = ends_of(first->occurred_at, last->occurred_at, zone);
            line.text = tr(Text::MachineLines, std::to_string(line.folded), from, to);
        }
        line.open = open.contains(line.seq)
            || std::any_of(row, end, [&](const EntryRow& link) { return selected == link.seq; });
        folded.push_back(line);
        for (; row != end; ++row) {
            row->inner = true;
            if (line.open) {
                folded.push_back(std::move(*row));
            }
        }
    }
    return folded;
}

}
