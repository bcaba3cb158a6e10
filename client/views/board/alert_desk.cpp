// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/alert_desk.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/digit_choices.h"
#include "client/views/severity_choices.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/words.h"
#include "shared/domain/commands/incidents/logging.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/formulas/priority.h"
#include "shared/domain/input_text.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/fields/fields_json.h"

#include <imgui_internal.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace watchfloor {

const AlertRow* AlertDesk::chosen(const BoardRows& rows) const
{
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            if (row.id == chosen_) {
                return &row;
            }
        }
    }
    return nullptr;
}

// Whether its line is the choice: its head is chosen, or it is folded over the alert that is.
bool AlertDesk::holds_choice(const AlertGroup& group) const
{
    if (!chosen_head_.empty()) {
        return chosen_head_ == group.key();
    }
    return group.folded && std::any_of(group.alerts.begin(), group.alerts.end(), [this](const AlertRow& row) {
        return row.id == chosen_;
    });
}

const AlertGroup* AlertDesk::chosen_group(const BoardRows& rows) const
{
    const auto at = std::find_if(
        rows.groups.begin(), rows.groups.end(), [this](const AlertGroup& group) { return holds_choice(group); });
    return at == rows.groups.end() ? nullptr : &*at;
}

// The group that has a head, and the alert that is chosen.
const AlertGroup* AlertDesk::group_around(const BoardRows& rows) const
{
    const auto is_chosen = [this](const AlertRow& row) { return row.id == chosen_; };
    const auto at = std::find_if(rows.groups.begin(), rows.groups.end(), [&](const AlertGroup& group) {
        return !group.service.empty() && std::any_of(group.alerts.begin(), group.alerts.end(), is_chosen);
    });
    return at == rows.groups.end() ? nullptr : &*at;
}

// What the next key means: those that are selected, otherwise the one that is chosen, or all for which its line stands.
std::vector<const AlertRow*> AlertDesk::meant(const BoardRows& rows) const
{
    std::vector<const AlertRow*> alerts;
    const AlertGroup* whole = chosen_group(rows);
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            if (selection_.empty() ? row.id == chosen_ || &group == whole : selection_.has(row.id)) {
                alerts.push_back(&row);
            }
        }
    }
    return alerts;
}

namespace {

std::vector<NamedAlert> named(const std::vector<const AlertRow*>& alerts)
{
    std::vector<NamedAlert> named;
    for (const AlertRow* row : alerts) {
        named.push_back({ row->id, row->name + (row->thing.words.empty() ? "" : " " + row->thing.words) });
    }
    return named;
}

constexpr std::size_t kServicesNamed = 3;

void add_once(std::vector<std::string>& names, const std::string& name)
{
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
    }
}

// What they have in common: "HostDown: 16 alerts on Web shop", or "16 alerts on Web shop" where they have several names.
std::string common_title(const std::vector<const AlertRow*>& alerts)
{
    const Alert& first = *alerts.front()->alert;
    std::vector<std::string> services;
    bool one_name = true;
    for (const AlertRow* row : alerts) {
        one_name = one_name && row->alert->name == first.name;
        add_once(services, row->service);
    }
    if (alerts.size() == 1) {
        return incident_title(first);
    }
    const std::string where = services.size() > kServicesNamed
        ? tr(Text::TitleServices, std::to_string(services.size()))
        : joined(services, ", ");
    const std::string title = tr(Text::TitleOfMany, std::to_string(alerts.size()), where);
    return made_printable(one_name ? first.name + ": " + title : title, kMaxTitle);
}

// "From DiskFull, service shop", or how many of which services.
std::string from_words(const State& state, const std::vector<AlertId>& alerts)
{
    std::vector<std::string> services;
    for (const AlertId& id : alerts) {
        if (const Alert* alert = state.alerts.find(id)) {
            add_once(services, alert_service(state, *alert));
        }
    }
    const Alert* first = state.alerts.find(alerts.front());
    return alerts.size() > 1 || first == nullptr
        ? tr(Text::LogIncidentFromMany, std::to_string(alerts.size()), joined(services, ", "))
        : tr(Text::LogIncidentFrom, first->name, alert_service(state, *first));
}

}

std::vector<const AlertRow*> AlertDesk::unacknowledged(
    const State& state, const std::vector<const AlertRow*>& alerts) const
{
    std::vector<const AlertRow*> open;
    std::copy_if(alerts.begin(), alerts.end(), std::back_inserter(open),
        [&](const AlertRow* row) { return !row->acknowledged && !acknowledging_.sent(state, row->id); });
    return open;
}

namespace {

// An address has its limits.
constexpr std::size_t kMostFoldsWritten = 12;

}

void AlertDesk::write(Location& location) const
{
    std::string folds;
    std::size_t written = 0;
    for (const std::string& key : folded_otherwise_) {
        if (written++ < kMostFoldsWritten) {
            folds += (folds.empty() ? "" : ";") + key;
        }
    }
    location.set("folded", folded_ ? (*folded_ ? "1" : "0") : "");
    location.set("folds", folds);
    location.set("selected", selection_.written());
}

void AlertDesk::apply(const Location& location)
{
    if (const auto selected = location.value("selected"); selected && *selected != selection_.written()) {
        selection_.read(*selected);
    }
    const auto folded = location.value("folded");
    std::string folds = location.value("folds").value_or("");
    if (!folded && folds.empty()) {
        return; // nobody loses theirs by an address that says nothing of it
    }
    folded_ = folded ? std::optional { *folded == "1" } : std::nullopt;
    folded_otherwise_ = {};
    while (!folds.empty()) {
        const std::size_t end = std::min(folds.find(';'), folds.size());
        folded_otherwise_.insert(folds.substr(0, end));
        folds.erase(0, end + 1);
    }
}

void AlertDesk::fold(BoardRows& rows)
{
    const bool any = std::any_of(
        rows.groups.begin(), rows.groups.end(), [](const AlertGroup& group) { return !group.service.empty(); });
    fold_all_ = folded_.value_or(rows.flood);
    const auto mark = [&] {
        for (AlertGroup& group : rows.groups) {
            group.folded = fold_all_ != folded_otherwise_.contains(group.key()) && !group.service.empty();
        }
    };
    if (any && !dialog_open() && pressed(Action::Folds)) {
        folded_ = fold_all_ = !fold_all_;
        folded_otherwise_.clear();
    }
    mark();
    const AlertGroup* group = chosen_group(rows);
    const AlertGroup* around = group == nullptr && chosen_head_.empty() ? group_around(rows) : nullptr;
    if (around != nullptr && by_side(*around)) {
        fold_alone(*around);
        choose_head(*around);
        mark();
        return;
    }
    if (group == nullptr) {
        // Its alerts are of another group now, or none: what was clicked is not there to be meant.
        if (!std::exchange(chosen_head_, {}).empty()) {
            chosen_ = {};
            enter_ = space_ = false;
        }
        return;
    }
    // What stands for several opens to them, and closes.
    if (enter_ || by_side(*group)) {
        enter_ = false;
        fold_alone(*group);
        choose_head(*group);
        mark();
    }
}

void AlertDesk::fold_alone(const AlertGroup& group)
{
    std::string key = group.key();
    if (folded_otherwise_.erase(key) == 0) {
        folded_otherwise_.insert(std::move(key));
    }
}

void AlertDesk::move(const BoardRows& rows)
{
    move_choice(rows);
    select_by_key(rows);
}

void AlertDesk::choose(AlertId alert)
{
    sought_ = alert != chosen_;
    if (sought_) {
        choose_alert(std::move(alert));
    }
}

void AlertDesk::choose_alert(AlertId alert)
{
    chosen_head_.clear();
    chosen_ = std::move(alert);
}

void AlertDesk::move_choice(const BoardRows& rows)
{
    moved_ = sought_ && chosen(rows) != nullptr;
    sought_ = sought_ && !moved_;
    if (typing() || dialog_open() || popup_above()) {
        return;
    }
    const bool plain = !ImGui::GetIO().KeyShift;
    const bool reach_down = pressed(Action::SelectDown);
    const bool reach_up = pressed(Action::SelectUp);
    const bool down = (plain && ImGui::IsKeyPressed(ImGuiKey_DownArrow)) || pressed(Action::NextItem);
    const bool up = (plain && ImGui::IsKeyPressed(ImGuiKey_UpArrow)) || pressed(Action::PreviousItem);
    const int step = (down || reach_down ? 1 : 0) - (up || reach_up ? 1 : 0);
    if (step == 0) {
        return;
    }
    chosen_by_key_ = true;
    drop_keyboard_ring();
    const std::vector<AlertId> ids = ids_of_lines(rows.groups);
    if (ids.empty()) {
        return;
    }
    const AlertGroup* group = chosen_group(rows);
    const AlertGroup* around = group == nullptr ? group_around(rows) : nullptr;
    if (up && around != nullptr && around->alerts.front().id == chosen_) {
        moved_ = true;
        choose_head(*around); // its line stands above its first alert
        return;
    }
    chosen_ = group != nullptr ? group->alerts.front().id : chosen_;
    // From the head of an open group down goes to its first alert.
    const bool enters = group != nullptr && !group->folded && step > 0;
    const auto at = std::find(ids.begin(), ids.end(), chosen_);
    const auto index = at == ids.end() ? (step > 0 ? 0 : static_cast<std::ptrdiff_t>(ids.size()) - 1)
                                       : std::clamp<std::ptrdiff_t>(at - ids.begin() + (enters ? 0 : step), 0,
                                           static_cast<std::ptrdiff_t>(ids.size()) - 1);
    const AlertId& next = ids[static_cast<std::size_t>(index)];
    if (reach_down || reach_up) {
        selection_.reach(ids, chosen_, next);
        for (const AlertGroup& one : rows.groups) {
            if (one.folded && selection_.has(one.alerts.front().id)) {
                selection_.add(ids_of(one.alerts));
            }
        }
    } else {
        selection_.start_at(next);
    }
    moved_ = true;
    choose_alert(next);
}

// Ctrl+A means the group of the chosen alert first, and where that is selected, or none is chosen, all that is shown.
void AlertDesk::select_by_key(const BoardRows& rows)
{
    const std::vector<AlertId> all = ids_of(rows.groups);
    if (!dialog_open() && pressed(Action::SelectGroup)) {
        std::vector<AlertId> group;
        for (const AlertGroup& one : rows.groups) {
            const std::vector<AlertId> ids = ids_of(one.alerts);
            group = std::find(ids.begin(), ids.end(), chosen_) != ids.end() ? ids : group;
        }
        const bool further = group.empty() || selection_.has_all(group);
        selection_.toggle_all(further ? all : group);
    }
    const AlertGroup* whole = chosen_group(rows);
    if (space_ && whole != nullptr) {
        selection_.toggle_all(ids_of(whole->alerts));
    } else if (space_) {
        selection_.toggle(chosen_);
    }
    if (!dialog_open() && !typing() && pressed(Action::Cancel)) {
        selection_.clear();
    }
    selection_.keep(all);
    if (std::exchange(selected_before_, selection_.size()) != selection_.size()) {
        mirror().announce(tr(Text::BoardSelected, std::to_string(selection_.size())), false);
    }
}

// What was acknowledged stays chosen, so that the next key means it too; once more goes on to the next.
void AlertDesk::acknowledge(const ViewInput& input, const BoardRows& rows, const AlertRow& alert)
{
    std::vector<const AlertRow*> next = unacknowledged(input.state, { &alert });
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            next = next.empty() ? unacknowledged(input.state, { &row }) : next;
        }
    }
    if (next.empty()) {
        return;
    }
    choose_alert(next.front()->id);
    intents_.emplace_back(acknowledging_.send(input.state, chosen_, next.front()->name));
}

// What is acknowledged already is left out.
void AlertDesk::acknowledge_all(const ViewInput& input, const std::vector<const AlertRow*>& alerts)
{
    const std::vector<const AlertRow*> open = unacknowledged(input.state, alerts);
    if (open.empty()) {
        intents_.emplace_back(Say { std::string(tr(Text::WhyAllAcknowledged)), true });
    } else {
        acknowledging_.send_all(input.state, named(open), intents_);
    }
}

void AlertDesk::log_new()
{
    logging_ = true;
    logging_from_.clear();
    title_.clear();
    urgency_ = Level::Medium;
}

void AlertDesk::log_from(const std::vector<const AlertRow*>& alerts)
{
    logging_ = true;
    logging_from_.clear();
    urgency_ = std::any_of(alerts.begin(), alerts.end(),
                   [](const AlertRow* row) { return row->severity == Severity::Critical; })
        ? Level::High
        : Level::Medium;
    // One command takes so many; the incident proposes the others, because they are of its services.
    for (std::size_t i = 0; i < std::min(alerts.size(), kMaxLinkedAlerts); ++i) {
        logging_from_.push_back(alerts[i]->id);
    }
    title_ = common_title(alerts);
}

// After the arrows Enter and Space mean the choice, which is what one sees moving.
void AlertDesk::claim_keys()
{
    ImGuiContext& context = *ImGui::GetCurrentContext();
    if (ImGui::IsKeyPressed(ImGuiKey_Tab, false) || ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        chosen_by_key_ = false;
    }
    const bool free = !dialog_open() && !chosen_.empty() && (chosen_by_key_ || context.NavActivateId == 0);
    enter_ = pressed(Action::NextHit) && free;
    space_ = pressed(Action::SelectAlert) && free;
    if (enter_ || space_) {
        context.NavActivateId = context.NavActivateDownId = context.NavActivatePressedId = 0;
    }
}

// Enter opens the alert that is chosen, unless it presses what has the keyboard.
void AlertDesk::draw_opened(const ViewInput& input, const BoardRows& rows)
{
    const AlertRow* alert = chosen(rows);
    if (alert != nullptr && enter_) {
        opened_.open(alert->id);
    }
    if (!opened_.is_open()) {
        return;
    }
    const AlertId id = opened_.alert();
    const AlertRow* row = nullptr;
    for (const AlertGroup& group : rows.groups) {
        const auto at
            = std::find_if(group.alerts.begin(), group.alerts.end(), [&](const AlertRow& one) { return one.id == id; });
        row = at != group.alerts.end() ? &*at : row;
    }
    const AlertAsked asked = opened_.draw(input, intents_, row != nullptr ? row->alert : nullptr);
    if (asked == AlertAsked::Acknowledge) {
        const Alert* held = input.state.alerts.find(id);
        const std::string name = row != nullptr ? row->name : held != nullptr ? held->name : id.text;
        intents_.emplace_back(acknowledging_.send(input.state, id, name));
    } else if (asked == AlertAsked::LogIncident && row != nullptr) {
        log_from({ row });
    } else if (asked == AlertAsked::Add && row != nullptr) {
        adding_.open(named({ row }));
    }
}

void AlertDesk::take_keys(const ViewInput& input, const BoardRows& rows)
{
    if (!input.may_act || dialog_open()) {
        return;
    }
    const bool acknowledges = pressed(Action::Acknowledge);
    const bool opens = pressed(Action::IncidentFromAlert);
    const bool adds = pressed(Action::AddToIncident);
    if (!acknowledges && !opens && !adds) {
        return;
    }
    const Action action = acknowledges ? Action::Acknowledge
        : opens                        ? Action::IncidentFromAlert
                                       : Action::AddToIncident;
    const std::vector<const AlertRow*> alerts = meant(rows);
    if (const Permit permit = may_do(input, *act_behind(action)); !permit.allowed) {
        intents_.emplace_back(Say { permit.why, true });
    } else if (alerts.empty()) {
        if (rows.alerts > 0) {
            intents_.emplace_back(Say { std::string(tr(Text::BoardChooseFirst)), true });
        }
    } else if (acknowledges && selection_.empty() && alerts.size() == 1) {
        acknowledge(input, rows, *alerts.front());
    } else if (acknowledges) {
        acknowledge_all(input, alerts);
    } else if (opens) {
        log_from(alerts);
    } else {
        adding_.open(named(alerts));
    }
}

// Reading needs no permission: a link opens on what is frozen or of yesterday too.
void AlertDesk::open_link(const BoardRows& rows)
{
    if (dialog_open() || !pressed(Action::OpenLink)) {
        return;
    }
    const AlertRow* row = chosen(rows);
    const auto links = row != nullptr ? alert_links(*row->alert) : std::vector<AlertDetails::Pair> {};
    if (!links.empty()) {
        intents_.emplace_back(OpenLink { links.front().value });
    } else if (rows.alerts > 0) {
        intents_.emplace_back(
            Say { std::string(tr(row != nullptr ? Text::AlertNoLink : Text::BoardChooseFirst)), true });
    }
}

void AlertDesk::open_timeline(const BoardRows& rows)
{
    if (dialog_open() || !pressed(Action::ServiceTimeline)) {
        return;
    }
    if (const AlertRow* row = chosen(rows)) {
        intents_.emplace_back(GoTo { service_place(row->alert->service), false });
    } else {
        intents_.emplace_back(Say { std::string(tr(Text::BoardChooseFirst)), true });
    }
}

void AlertDesk::draw_new_incident(const ViewInput& input)
{
    if (!logging_) {
        return;
    }
    const bool ready = !is_blank(title_);
    if (!begin_modal("new incident",
            { .title = tr(Text::LogIncidentTitle),
                .commit = tr(Text::LogIncidentCommit),
                .can_commit = ready,
                .why_not = tr(Text::LogIncidentNeedsTitle) })) {
        return;
    }
    const FieldResult title = text_field(
        tr(Text::FieldTitle), title_, { .max_characters = kMaxTitle, .autofocus = true, .missing = is_blank(title_) });
    if (!logging_from_.empty()) {
        label(from_words(input.state, logging_from_), { .colour = Colour::Secondary, .wrap = true });
        const Priority priority = priority_of(Level::Medium, urgency_, false);
        label(tr(Text::LogIncidentPriority, to_string(priority), tr(Text::ClassifyTitle)),
            { .colour = Colour::Secondary, .wrap = true });
    }
    label(tr(Text::LogIncidentMayBe), { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
    const ModalOutcome outcome = end_modal();
    if ((outcome == ModalOutcome::Committed || title.committed) && ready) {
        send_incident(std::nullopt);
        logging_ = false;
    } else if (outcome == ModalOutcome::Cancelled) {
        logging_ = false;
    }
}

// The declaration goes out once the incident has its number.
void AlertDesk::send_incident(std::optional<IncidentSeverity> declared)
{
    LogIncident log;
    log.title = title_;
    log.alerts = logging_from_;
    log.urgency = urgency_;
    Send send;
    send.path = "/api/v1/incidents";
    send.body = to_json_text(log);
    send.done = [this, declared](const HttpResponse& response) {
        const auto answer = from_json<WriteAnswer>(response.body);
        if (!response.ok() || !answer.ok()) {
            return;
        }
        if (declared) {
            DecideMajor command;
            command.incident = IncidentId { answer.value().created };
            command.act = MajorAct::Declare;
            command.severity = declared;
            intents_.emplace_back(
                incident_send(command, "major", tr(Text::SaidDeclared, std::string(to_string(*declared)))));
        }
        intents_.emplace_back(go_to("/incidents/" + answer.value().created));
    };
    intents_.emplace_back(std::move(send));
}

bool AlertDesk::declare(const ViewInput& input, const BoardRows& rows)
{
    const std::vector<const AlertRow*> alerts = meant(rows);
    if (alerts.empty() || dialog_open()) {
        return !alerts.empty();
    }
    for (const Act act : { Act::LogIncident, Act::DeclareMajor }) {
        if (const Permit permit = may_do(input, act); !permit.allowed) {
            intents_.emplace_back(Say { permit.why, true });
            return true;
        }
    }
    log_from(alerts);
    logging_ = false;
    declaring_ = true;
    severity_ = -1;
    return true;
}

void AlertDesk::draw_declaration(const ViewInput& input)
{
    if (!declaring_) {
        return;
    }
    const std::vector<std::string> choices = major_choices();
    const std::string choose = tr(Text::DeclareChoose, std::to_string(choices.size()));
    if (!begin_modal("declare new",
            { .title = tr(Text::DeclareTitle),
                .commit = tr(Text::DeclareCommit),
                .commit_kind = ButtonKind::Danger,
                .can_commit = severity_ >= 0,
                .why_not = choose,
                .width = 640 })) {
        return;
    }
    label(title_, { .face = Face::Medium, .wrap = true });
    label(from_words(input.state, logging_from_), { .colour = Colour::Secondary, .wrap = true });
    severity_ = digit_choices(tr(Text::FieldSeverity), choices, severity_);
    if (const std::string second = second_command(input, {}); !second.empty()) {
        label(second, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        send_incident(kSeverityOrder[static_cast<std::size_t>(severity_)]);
    }
    declaring_ = outcome == ModalOutcome::Open;
}

void AlertDesk::act(const ViewInput& input, const BoardRows& rows)
{
    take_keys(input, rows);
    open_link(rows);
    open_timeline(rows);
    draw_new_incident(input);
    draw_declaration(input);
    draw_opened(input, rows);
    adding_.draw(input, intents_);
}

}
