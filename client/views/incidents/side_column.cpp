// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/side_column.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/board/alert_silence.h"
#include "client/views/board/board_rows.h"
#include "client/views/incidents/due_rows.h"
#include "client/views/incidents/entry_desk.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

LinkedAlertRow linked_row(const State& state, const Alert& alert, Timestamp now)
{
    LinkedAlertRow row;
    row.id = alert.id;
    row.name = alert.name;
    row.firing = alert.state == AlertState::Firing;
    row.acknowledged = alert.acknowledged_at.has_value();
    row.severity = row.firing ? shown_severity(alert.severity) : Severity::Normal;
    row.opened_seq = alert.opened_seq;
    row.since = format_duration((alert.ended_at.value_or(now) - alert.started_at).count());
    row.detail = alert_service(state, alert);
    if (const auto unknown = unknown_since(state, alert)) {
        const std::string unknown_for = format_duration((now - *unknown).count());
        row.detail = tr(Text::AlertStale, row.since, unknown_for) + ", " + row.detail;
        row.since.clear();
    }
    const std::string summary = alert_summary(alert);
    if (!row.firing) {
        row.detail += ", " + std::string(tr(alert.lapsed ? Text::AlertLapsed : Text::StateResolved));
    } else if (row.acknowledged) {
        row.detail += ", " + tr(Text::AcknowledgedBy, user_name(state, alert.acknowledged_by));
    } else if (!summary.empty()) {
        row.detail += ", " + summary;
    }
    return row;
}

// Beside a mark or a name the time would cut what it is about. What has to be explained takes the lines that it needs.
struct OwedRow {
    std::string detail {};
    ListRow row {};

    explicit OwedRow(const DueRow& due)
    {
        const bool two = due.overdue || !due.which.empty() || !due.why.empty();
        if (two) {
            detail = due.left + (due.which.empty() ? "" : ", " + due.which) + (due.why.empty() ? "" : ", " + due.why);
        }
        row = { .title = due.what,
            .detail = detail,
            .right = two ? std::string_view {} : std::string_view { due.left },
            .severity = due.overdue ? std::optional { Severity::Major } : std::nullopt,
            .wraps = !due.why.empty() };
    }
    OwedRow(const OwedRow&) = delete;
    OwedRow& operator=(const OwedRow&) = delete;
};

// What runs out next, as far as it leaves the alerts their room; what finds none is counted in the title and scrolled to.
// Rows give way on a low screen, never the title: without it a list of times says nothing.
struct OwedRoom {
    float height = 0;
    std::size_t in_sight = 0;
};

OwedRoom owed_room(const std::vector<DueRow>& rows)
{
    constexpr float kMostOfColumn = 0.4F;
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float most = available_height() * kMostOfColumn;
    OwedRoom room { 2 * ImGui::GetStyle().WindowPadding.y + type_scale().size(Type::Title) + grid(2.5F) + spacing };
    if (rows.empty()) {
        room.height += list_row_height(false);
    }
    const float width = available_width() - 2 * ImGui::GetStyle().WindowPadding.x - ImGui::GetStyle().ScrollbarSize;
    for (const DueRow& row : rows) {
        const float next = room.height + list_row_height(OwedRow(row).row, width) + (room.in_sight > 0 ? spacing : 0);
        if (room.in_sight > 0 && next > most) {
            break;
        }
        room.height = next;
        ++room.in_sight;
    }
    room.height = std::round(room.height);
    return room;
}

// What is owed, in one list. Returns the panel in which the activated row is answered.
std::optional<PanelKind> draw_owed(const PanelContext& context, const std::vector<DueRow>& rows)
{
    std::optional<PanelKind> asked;
    const OwedRoom room = owed_room(rows);
    const std::string all = std::to_string(rows.size());
    const std::string title = room.in_sight < rows.size()
        ? tr(Text::DueTitleMore, all, std::to_string(rows.size() - room.in_sight))
        : tr(Text::DueTitle, all);
    begin_panel("due of it", { .title = title, .height = room.height, .icon = kIconClockO });
    int index = 0;
    for (const DueRow& row : rows) {
        OwedRow owed(row);
        owed.row.position = index + 1;
        owed.row.set_size = static_cast<int>(rows.size());
        const bool activated = list_row(index, owed.row).activated;
        if (activated && row.opens) {
            asked = row.opens;
        } else if (activated && !row.place.empty()) {
            context.intents.emplace_back(go_to(row.place));
        }
        ++index;
    }
    if (rows.empty()) {
        label(tr(Text::DueNone), { .colour = Colour::Secondary, .wrap = true });
    }
    end_panel();
    return asked;
}

std::string joined_words(const std::vector<std::string>& fields)
{
    std::string words;
    for (const std::string& field : fields) {
        add_words(words, field_words(field));
    }
    return words;
}

std::optional<PanelKind> draw_alerts(const PanelContext& context, const std::vector<LinkedAlertRow>& alerts,
    SideState& state, std::optional<std::uint64_t>& selected_item)
{
    std::optional<PanelKind> asked;
    const LinkedAlertRow* next = alert_to_acknowledge(alerts, state.selected);
    const Permit acks = may_do(context.input, Act::AcknowledgeAlert);
    const Permit links = role_lets(context.input, Act::LinkAlert);
    const bool can = acks.allowed && next != nullptr && !next->acknowledged;
    if (button(tr(Text::ButtonAcknowledge),
            { .kind = can ? ButtonKind::Primary : ButtonKind::Secondary,
                .icon = kIconCheck,
                .enabled = can,
                .why_disabled = acks.allowed ? tr(Text::AllAcknowledged) : std::string_view { acks.why } })) {
        press(Action::Acknowledge);
    }
    same_line();
    key_hint(Action::Acknowledge);
    same_line(2);
    if (button(tr(Text::LinkCommit),
            { .kind = ButtonKind::Quiet, .icon = kIconLink, .enabled = links.allowed, .why_disabled = links.why })) {
        asked = PanelKind::Link;
    }
    int index = -1;
    for (const LinkedAlertRow& row : alerts) {
        ++index;
        const bool selected = row.id == state.selected;
        if (list_row(index,
                { .title = row.name,
                    .detail = row.detail,
                    .right = row.since,
                    .severity = row.severity,
                    .selected = selected,
                    .position = index + 1,
                    .set_size = static_cast<int>(alerts.size()) })
                .activated) {
            const bool by_key
                = ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
            if (by_key) {
                state.opened = row.id;
                continue;
            }
            state.selected = selected ? AlertId {} : row.id;
            selected_item = selected || row.opened_seq == 0 ? std::nullopt : std::optional { row.opened_seq };
        }
    }
    if (alerts.empty()) {
        label(tr(Text::AlertsNoneLinked), { .colour = Colour::Secondary, .wrap = true });
    }
    return asked;
}

bool is_own(const Task& task, const UserId& me)
{
    return task.state == TaskState::Open && !task.owner.empty() && task.owner == me;
}

void draw_task(const PanelContext& context, const Task& task)
{
    const bool open = task.state == TaskState::Open;
    bool done = !open;
    const std::string owner
        = task.owner.empty() ? std::string(tr(Text::NobodyYet)) : user_name(context.input.state, task.owner);
    const Permit permit = may_do(context.input, Act::SetTask);
    const std::string_view why_not = open ? std::string_view { permit.why } : tr(Text::TaskIsOver);
    if (toggle(task.title + "##" + task.id.text, done, why_not) && done) {
        SetTask command;
        command.incident = context.incident.id;
        command.task = task.id;
        command.state = TaskState::Done;
        context.intents.emplace_back(incident_send(command, "tasks", tr(Text::SaidTaskDone, task.title)));
    }
    std::string words = (task.containment ? std::string(tr(Text::TaskIsContainment)) + "   " : std::string()) + owner;
    if (task.due_at && open) {
        words += ", " + tr(Text::CallTaskDue, site_time(*task.due_at, context.input.zone));
    }
    if (is_own(task, context.me())) {
        const std::string key = keys_of(Action::FinishTask);
        words
            = std::string(tr(Text::TaskYours)) + ", " + words + (key.empty() ? "" : "  " + tr(Text::CallTaskKey, key));
    }
    label(words, { .type = Type::Caption, .colour = Colour::Secondary, .width = available_width() });
}

// One's own open tasks first, then the other open ones, what is due first in front; then what is over.
std::vector<const Task*> tasks_in_order(const Incident& incident, const UserId& me)
{
    std::vector<const Task*> tasks;
    for (const Task& task : incident.tasks) {
        tasks.push_back(&task);
    }
    const auto rank = [&](const Task& task) { return task.state != TaskState::Open ? 2 : is_own(task, me) ? 0 : 1; };
    sort_stably(tasks, [&](const Task* a, const Task* b) {
        if (rank(*a) != rank(*b)) {
            return rank(*a) < rank(*b);
        }
        return a->due_at && (!b->due_at || *a->due_at < *b->due_at);
    });
    return tasks;
}

// In a low window a task that is one's own has at least its row: the alerts, which scroll, give it.
float alerts_height(bool own_task)
{
    if (!low_window()) {
        return available_height() * 0.55F;
    }
    const float row = ImGui::GetFrameHeight() + type_scale().size(Type::Caption) + 3 * ImGui::GetStyle().ItemSpacing.y;
    const float head = 2 * ImGui::GetStyle().WindowPadding.y + type_scale().size(Type::Title) + grid(5);
    const float most = available_height() - head - row;
    return own_task ? std::max(grid(20), std::min(available_height() * 0.68F, most)) : available_height() * 0.68F;
}

}

std::vector<LinkedAlertRow> linked_alert_rows(const State& state, const Incident& incident, Timestamp now)
{
    std::vector<const Alert*> alerts;
    for (const AlertId& id : incident.alerts) {
        if (const Alert* alert = state.alerts.find(id)) {
            alerts.push_back(alert);
        }
    }
    const std::vector<AlertThing> things = alert_things(alerts);
    std::vector<LinkedAlertRow> rows;
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        rows.push_back(linked_row(state, *alerts[i], now));
        rows.back().name += things[i].words.empty() ? "" : "  " + things[i].words;
    }
    sort_stably(rows, [](const LinkedAlertRow& a, const LinkedAlertRow& b) {
        if (a.firing != b.firing) {
            return a.firing;
        }
        if (a.acknowledged != b.acknowledged) {
            return b.acknowledged;
        }
        return a.severity != b.severity ? a.severity < b.severity : a.id < b.id;
    });
    return rows;
}

const LinkedAlertRow* alert_to_acknowledge(const std::vector<LinkedAlertRow>& rows, const AlertId& selected)
{
    for (const LinkedAlertRow& row : rows) {
        if (row.id == selected && row.firing && !row.acknowledged) {
            return &row;
        }
    }
    const auto at = std::find_if(
        rows.begin(), rows.end(), [](const LinkedAlertRow& row) { return row.firing && !row.acknowledged; });
    return at == rows.end() ? nullptr : &*at;
}

std::optional<PanelKind> draw_side(const PanelContext& context, const std::vector<LinkedAlertRow>& alerts,
    SideState& state, std::optional<std::uint64_t>& selected_item)
{
    const auto from_due = draw_owed(context, due_rows(context.input, context.incident));
    gap(2);
    const auto firing
        = std::count_if(alerts.begin(), alerts.end(), [](const LinkedAlertRow& row) { return row.firing; });
    const auto own = std::count_if(context.incident.tasks.begin(), context.incident.tasks.end(),
        [&](const Task& task) { return is_own(task, context.me()); });
    begin_panel("alerts of it",
        { .title = tr(Text::SideAlerts, std::to_string(firing)),
            .height = alerts_height(own > 0),
            .icon = kIconBellO });
    std::optional<PanelKind> asked = draw_alerts(context, alerts, state, selected_item);
    asked = asked ? asked : from_due;
    end_panel();
    gap(2);
    const std::string tasks_title
        = own > 0 ? tr(Text::SideTasksYours, std::to_string(own)) : std::string(tr(Text::SideTasks));
    begin_panel("tasks of it", { .title = tasks_title, .icon = kIconTasks });
    const std::vector<const Task*> in_order = tasks_in_order(context.incident, context.me());
    const auto first_other = in_order.begin() + static_cast<std::ptrdiff_t>(own);
    std::for_each(in_order.begin(), first_other, [&](const Task* task) { draw_task(context, *task); });
    const Permit tasks = context.incident.open() ? role_lets(context.input, Act::SetTask) : Permit {};
    if (tasks.allowed) {
        if (button(tr(Text::TaskTitle), { .kind = ButtonKind::Quiet, .icon = kIconPlus })) {
            asked = PanelKind::Task;
        }
        same_line();
        key_hint(Action::Task);
    }
    std::for_each(first_other, in_order.end(), [&](const Task* task) { draw_task(context, *task); });
    if (context.incident.tasks.empty()) {
        label(tr(Text::TasksNone), { .colour = Colour::Secondary, .wrap = true });
    }
    if (!context.incident.fill_later.empty()) {
        label(tr(Text::FillLater, joined_words(context.incident.fill_later)),
            { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
    }
    separator();
    const Permit refers = role_lets(context.input, Act::AddReference);
    if (button(tr(Text::ReferenceAdd),
            { .kind = ButtonKind::Quiet, .icon = kIconPlus, .enabled = refers.allowed, .why_disabled = refers.why })) {
        asked = PanelKind::Reference;
    }
    int index = 0;
    for (const ExternalReference& reference : context.incident.external_references) {
        if (list_row(index, { .title = reference.number, .detail = reference.system, .position = index + 1 })
                .activated) {
            context.intents.emplace_back(reference.url.empty()
                    ? Intent { CopyText { reference.number, std::string(tr(Text::SaidCopied)) } }
                    : Intent { OpenLink { reference.url } });
        }
        ++index;
    }
    end_panel();
    return asked;
}

}
