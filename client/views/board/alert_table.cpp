// SPDX-License-Identifier: Apache-2.0
// How the board draws its alerts.
#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/board/alert_desk.h"
#include "client/views/severity_counts.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {

namespace {

// Whether its members are below or folded away, at the end of the cell: beside the service's name.
void draw_fold(bool folded, float middle)
{
    const float size = ImGui::GetFontSize();
    same_line(0);
    const float right = ImGui::GetCursorScreenPos().x + available_width();
    draw_icon(*ImGui::GetWindowDrawList(), folded ? kIconCaretRight : kIconCaretDown, { right - size / 2, middle },
        size * 0.9F, colour(Colour::Text));
}

// In all its words where there is room for them. It has no tick: that says what is acknowledged, here as in the rows.
// Higher than a line, and no reason for a higher row.
bool group_button(const ViewInput& input, const std::string& words, float room)
{
    ButtonOptions options {
        .kind = ButtonKind::Quiet, .enabled = !input.frozen, .why_disabled = tr(Text::WhyFrozen), .low = true
    };
    if (button_width(words, options) > room) {
        options.shown = tr(Text::ButtonAcknowledge);
    }
    ImGuiWindow& window = *ImGui::GetCurrentWindow();
    const float lowest = window.DC.CursorMaxPos.y;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - std::max(grid(1), smallest_target() - ImGui::GetFontSize()) / 2);
    const bool asked = button(words, options);
    window.DC.CursorMaxPos.y = lowest;
    return asked;
}

bool seen_by_all(const AlertGroup& group)
{
    return std::all_of(group.alerts.begin(), group.alerts.end(), [](const AlertRow& row) { return row.acknowledged; });
}

std::string acknowledged_words()
{
    return std::string(kIconCheck).append(" ").append(tr(Text::TimelineAcknowledged));
}

std::int64_t latest_ago(const AlertGroup& group)
{
    std::int64_t ago = group.alerts.front().fired_ago_millis;
    for (const AlertRow& row : group.alerts) {
        ago = std::min(ago, row.fired_ago_millis);
    }
    return ago;
}

// As long as its first member fires, so long the trouble lasts.
std::int64_t longest_ago(const AlertGroup& group)
{
    const auto earlier = [](const AlertRow& a, const AlertRow& b) { return a.fired_ago_millis < b.fired_ago_millis; };
    return std::max_element(group.alerts.begin(), group.alerts.end(), earlier)->fired_ago_millis;
}

// How many are out of sight, and how grave they are: at the right of the buttons, where it takes no row's place.
void say_cut(const SeverityCounts& cut, ImVec2 line)
{
    if (counted(cut) == 0) {
        return;
    }
    const std::string words = tr(Text::BoardOutOfSight, cut_words(cut));
    const float width = text_width(words, Type::Caption, Face::Regular);
    const float lower = (ImGui::GetFrameHeight() - type_scale().size(Type::Caption)) / 2;
    ImGui::SetCursorScreenPos({ line.x + std::max(0.0F, available_width() - width), line.y + lower });
    label(words, { .type = Type::Caption, .colour = Colour::Major });
}

constexpr std::int64_t kBarMillis = 3'600'000;

std::string fired_words(const AlertGroup& group)
{
    const auto recent = std::count_if(group.alerts.begin(), group.alerts.end(),
        [](const AlertRow& row) { return row.fired_ago_millis < kBarMillis; });
    return tr(
        Text::BoardFired, std::to_string(recent), std::to_string(group.alerts.size()), format_age(latest_ago(group)));
}

// When each began, on the last hour's axis, which is the same in every group; what is older stands at its beginning.
void draw_fired(const AlertGroup& group, float width)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 size { width, ImGui::GetFontSize() };
    auto& list = *ImGui::GetWindowDrawList();
    const float ground = from.y + size.y - 1;
    list.AddRectFilled({ from.x, ground }, { from.x + size.x, ground + 1 }, colour(Colour::ControlBorder));
    for (const AlertRow& row : group.alerts) {
        const std::int64_t ago = std::clamp<std::int64_t>(row.fired_ago_millis, 0, kBarMillis);
        const float share = 1 - static_cast<float>(ago) / static_cast<float>(kBarMillis);
        const float x = std::round(from.x + share * (size.x - 2));
        list.AddRectFilled({ x, from.y + 2 }, { x + 2, ground },
            colour(ago == kBarMillis ? Colour::Muted : severity_colour(row.severity)));
    }
    ImGui::Dummy(size);
}

// Heads are rows too: read in order, each stands before its own.
int lines_of(const std::vector<AlertGroup>& groups)
{
    std::size_t lines = 0;
    for (const AlertGroup& group : groups) {
        lines += (group.service.empty() ? 0 : 1) + (group.folded ? 0 : group.alerts.size());
    }
    return static_cast<int>(lines);
}

// How many of what. Of a service's alerts in one text through both columns: figures come first, and are not cut.
void draw_what(const AlertGroup& group)
{
    const std::string count = std::to_string(group.alerts.size());
    const std::string past = group.was_of.empty() ? "" : group.was_of + "   ";
    if (!group.cause.empty()) {
        label(tr(Text::BoardTimesCause, count, group.cause), { .face = Face::Medium, .decorative = true });
        next_cell();
        label(past + group.differs, { .colour = Colour::Secondary, .width = available_width(), .decorative = true });
        return;
    }
    const auto& columns = ImGui::GetCurrentTable()->Columns;
    const float right = columns[ImGui::TableGetColumnIndex() + 1].WorkMaxX;
    ImGui::TablePushBackgroundChannel();
    label(
        tr(Text::BoardGroupOf, format_count(group.alerts.size()), severity_split(group.severities), past + group.names),
        { .face = Face::Medium, .width = right - ImGui::GetCursorScreenPos().x, .decorative = true });
    ImGui::TablePopBackgroundChannel();
    next_cell();
}

constexpr float kThingAndSummary = 3.8F;

// What it concerns and what monitoring says share their width as their texts need it.
float share_of_things(const BoardRows& rows)
{
    std::size_t things = 1;
    std::size_t summaries = 1;
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            things = std::max(things, row.thing.words.size());
            summaries = std::max(summaries, row.summary.size() + row.was_of.size());
        }
    }
    const float share = kThingAndSummary * static_cast<float>(things) / static_cast<float>(things + summaries);
    return std::clamp(share, 1.2F, 2.8F);
}

// A cause's group says in its row what the others say in their columns.
std::string spoken_group(const AlertGroup& group, const std::string& words)
{
    const std::string seen = seen_by_all(group) ? ", " + std::string(tr(Text::TimelineAcknowledged)) : "";
    const std::string past = group.was_of.empty() ? "" : ", " + group.was_of;
    const std::string opens = past + seen + (group.folded ? ", " + std::string(tr(Text::FoldOpens)) : std::string());
    if (group.cause.empty()) {
        return words + ", " + severity_split(group.severities) + ", " + group.names + opens;
    }
    return words + (group.differs.empty() ? "" : ", " + group.differs) + ", " + fired_words(group) + opens;
}

}

// A click chooses, a second one opens; with Ctrl or in the box it selects, with Shift it selects a range.
void AlertDesk::choose(const BoardRows& rows, const AlertRow& row, bool in_box)
{
    const SelectBy by = select_by_click(in_box);
    const bool by_key = ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
    if (by == SelectBy::Choice && (by_key || chosen_ == row.id)) {
        opened_.open(row.id);
    }
    selection_.take(by, ids_of(rows.groups), chosen_, row.id);
    choose_alert(row.id);
}

// A click on a group's head chooses all of it: the next key means what was clicked. A second one, or one on the sign,
// folds or unfolds it; with Ctrl, in the box or by Space it is selected.
void AlertDesk::choose_group(const AlertGroup& group, bool in_box, bool on_fold)
{
    if (ImGui::GetIO().KeyCtrl || in_box || ImGui::IsKeyPressed(ImGuiKey_Space, false)) {
        selection_.toggle_all(ids_of(group.alerts));
        return;
    }
    const bool by_key = ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
    if (by_key || on_fold || (holds_choice(group) && selection_.empty())) {
        fold_alone(group);
    }
    selection_.clear();
    choose_head(group);
}

// The choice stays on the line that was meant, whether its members are below it or not.
void AlertDesk::choose_head(const AlertGroup& group)
{
    chosen_head_ = group.key();
    chosen_ = group.alerts.front().id;
}

// Right opens, Left closes. The ring goes nowhere: ImGui would take it to what lies beside the list, a field.
bool AlertDesk::by_side(const AlertGroup& group)
{
    const bool right = ImGui::IsKeyPressed(ImGuiKey_RightArrow, false);
    const bool left = ImGui::IsKeyPressed(ImGuiKey_LeftArrow, false);
    const bool elsewhere = ImGui::GetIO().NavVisible && !chosen_by_key_;
    if ((!right && !left) || elsewhere || typing() || dialog_open() || popup_above()) {
        return false;
    }
    drop_keyboard_ring();
    return group.folded ? right : left;
}

void AlertDesk::draw_group(const ViewInput& input, const AlertGroup& group, int index)
{
    const std::string count = std::to_string(group.alerts.size());
    const std::string words = group.cause.empty() ? tr(Text::BoardGroup, group.service, count)
                                                  : tr(Text::BoardCause, group.service, group.cause, count);
    const std::vector<AlertId> ids = ids_of(group.alerts);
    const bool selected = selection_.has_all(ids);
    const bool here = holds_choice(group);
    std::vector<const AlertRow*> open;
    for (const AlertRow& row : group.alerts) {
        open.push_back(&row);
    }
    open = unacknowledged(input.state, open);
    const auto [result, in_box] = begin_selectable_row(100'000 + index,
        { .label = spoken_group(group, words), .expanded = !group.folded }, selection_, { selected, here, moved_ });
    const float middle = ImGui::GetCursorScreenPos().y + ImGui::GetFontSize() / 2;
    badge(group.worst);
    draw_fold(group.folded, middle);
    next_cell();
    // The sign stands at the end of the cell before.
    const float sign = ImGui::GetCursorScreenPos().x - ImGui::GetIO().MousePos.x;
    const bool on_fold = ImGui::IsMouseReleased(ImGuiMouseButton_Left) && sign > 0 && sign < 2 * ImGui::GetFontSize();
    label(group.service, { .face = Face::Medium, .decorative = true });
    next_cell();
    draw_what(group);
    next_cell();
    const float line = ImGui::GetCursorPosY();
    const float right = ImGui::GetCursorPosX() + available_width();
    const float bar = std::clamp(available_width() * 0.4F, grid(12), grid(60));
    const bool offered = !open.empty() && role_lets(input, Act::AcknowledgeAlert).allowed;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    bool pressed_button = offered
        && group_button(input, tr(Text::BoardAcknowledgeGroup, std::to_string(open.size()), group.service),
            available_width() - bar - grid(2));
    if (seen_by_all(group)) {
        label(acknowledged_words(),
            { .colour = Colour::Secondary,
                .width = std::max(0.0F, available_width() - bar - grid(2)),
                .decorative = true });
    }
    // A tap, which hovered over nothing before, reaches the row that lies below.
    const bool on_button = offered && ImGui::IsMouseHoveringRect(from, ImGui::GetItemRectMax());
    const bool tapped = result.activated && on_button && ImGui::IsMouseReleased(ImGuiMouseButton_Left);
    pressed_button = pressed_button || (tapped && !input.frozen);
    ImGui::SetCursorPos({ right - bar, line });
    draw_fired(group, bar);
    next_cell();
    label(format_duration(longest_ago(group)),
        { .colour = Colour::Secondary, .width = available_width(), .align_right = true, .decorative = true });
    end_row();
    if (pressed_button) {
        acknowledge_all(input, open);
    } else if (result.activated && !tapped) {
        choose_group(group, in_box, on_fold);
    }
}

void AlertDesk::draw_alert(const BoardRows& rows, const AlertRow& row, int index)
{
    const bool chosen = row.id == chosen_ && chosen_head_.empty();
    const auto [result, in_box] = begin_selectable_row(index,
        { .label = std::string(severity_name(row.severity)) + ", " + row.service + ", " + row.name
                + (row.thing.words.empty() ? "" : ", " + row.thing.words) + (row.acknowledged ? ", acknowledged" : "")
                + (row.stale ? ", " + fires_for(row) : "") + (row.was_of.empty() ? "" : ", " + row.was_of),
            .severity = row.acknowledged ? std::nullopt : std::optional { row.severity } },
        selection_, { selection_.has(row.id), chosen, moved_ });
    if (row.acknowledged) {
        badge(row.severity);
    } else {
        unacknowledged_badge(row.severity, row.fired_ago_millis);
    }
    next_cell();
    label(row.service, { .face = Face::Medium, .decorative = true });
    next_cell();
    label(row.name, { .decorative = true });
    next_cell();
    label(row.thing.words, { .width = available_width(), .agrees = row.thing.words_agree, .decorative = true });
    next_cell();
    std::string mark = row.acknowledged ? acknowledged_words() : "";
    mark += (mark.empty() || row.was_of.empty() ? "" : ", ") + row.was_of;
    const std::string_view between = mark.empty() || row.summary.empty() ? "" : ", ";
    const std::string said = mark + std::string(between);
    label(said + row.summary,
        { .colour = Colour::Secondary,
            .width = available_width(),
            .agrees = row.thing.summary_agrees == 0 ? 0 : said.size() + row.thing.summary_agrees,
            .decorative = true });
    next_cell();
    label(fires_for(row),
        { .colour = row.stale ? Colour::Unknown : Colour::Text,
            .width = available_width(),
            .align_right = true,
            .decorative = true });
    end_row();
    if (result.activated) {
        choose(rows, row, in_box);
    }
}

// What can be done with the chosen alert.
void AlertDesk::draw_buttons(const ViewInput& input, const BoardRows& rows)
{
    const AlertRow* alert = chosen(rows);
    const Permit acks = may_do(input, Act::AcknowledgeAlert);
    const Permit logs = may_do(input, Act::LogIncident);
    const bool whole = chosen_group(rows) != nullptr;
    const bool any = whole || alert != nullptr;
    const std::string_view first = tr(Text::BoardChooseFirst);
    const ButtonOptions acknowledge { .kind = ButtonKind::Primary,
        .icon = kIconCheck,
        .enabled = acks.allowed && any && (whole || !alert->acknowledged),
        .why_disabled = !acks.allowed ? std::string_view { acks.why }
            : any                     ? tr(Text::WhyAcknowledged)
                                      : first };
    if (button(tr(Text::ButtonAcknowledge), acknowledge)) {
        press(Action::Acknowledge);
    }
    same_line();
    key_hint(Action::Acknowledge);
    same_line(3);
    if (button(tr(Text::ButtonIncident),
            { .icon = kIconFire,
                .enabled = logs.allowed && any,
                .why_disabled = logs.allowed ? first : std::string_view { logs.why } })) {
        press(Action::IncidentFromAlert);
    }
    same_line();
    key_hint(Action::IncidentFromAlert);
    same_line(3);
    if (button(tr(Text::AlertOpen), { .kind = ButtonKind::Quiet, .enabled = alert != nullptr, .why_disabled = first })
        && alert != nullptr) {
        opened_.open(alert->id);
    }
    same_line();
    key_hint(Action::NextHit);
    const AlertGroup* group = chosen_group(rows);
    const IncidentId past = group != nullptr ? group->past : alert != nullptr ? alert->past : IncidentId {};
    if (past.empty()) {
        return;
    }
    same_line(3);
    if (button(tr(Text::AlertPast, past.text),
            { .kind = ButtonKind::Quiet, .icon = kIconHistory, .action = Action::Similar })) {
        intents_.emplace_back(go_to("/incidents/" + past.text));
    }
}

// The bar of what is selected, in the place of the buttons for one.
void AlertDesk::draw_selection(const ViewInput& input, const BoardRows& rows)
{
    const std::string words = tr(Text::BoardSelected, std::to_string(selection_.size()));
    const ImVec2 from = ImGui::GetCursorScreenPos();
    mirror().begin_group({ .id = item_id("selection"),
        .role = Role::Group,
        .label = words,
        .rect = { from.x, from.y, available_width(), ImGui::GetFrameHeight() } });
    // The line begins with the buttons' height: the words stand in its middle.
    const float top = ImGui::GetCursorPosY();
    ImGui::Dummy({ 0, ImGui::GetFrameHeight() });
    same_line(0);
    ImGui::SetCursorPosY(top + (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2);
    label(words,
        { .face = Face::Medium, .colour = Colour::Accent, .width = text_width(words, Type::Body, Face::Medium) });
    same_line(3);
    const bool all_acknowledged = unacknowledged(input.state, meant(rows)).empty();
    struct Choice {
        Text text;
        Icon icon;
        Action action;
        Act act;
    };
    constexpr std::array kChoices { Choice { Text::ButtonAcknowledge, kIconCheck, Action::Acknowledge,
                                        Act::AcknowledgeAlert },
        Choice { Text::AddButton, kIconLink, Action::AddToIncident, Act::LinkAlert },
        Choice { Text::ButtonIncident, kIconFire, Action::IncidentFromAlert, Act::LogIncident } };
    for (const Choice& choice : kChoices) {
        Permit permit = may_do(input, choice.act);
        if (permit.allowed && choice.action == Action::AddToIncident
            && open_incidents(input.state, input.as_of()).empty()) {
            permit = { false, tr(Text::AddNoIncident, keys_of(Action::IncidentFromAlert)) };
        }
        const bool acknowledges = choice.action == Action::Acknowledge;
        if (button(tr(choice.text),
                { .kind = acknowledges ? ButtonKind::Primary : ButtonKind::Secondary,
                    .icon = choice.icon,
                    .enabled = permit.allowed && !(acknowledges && all_acknowledged),
                    .why_disabled
                    = permit.allowed ? tr(Text::WhyAllAcknowledged) : std::string_view { permit.why } })) {
            press(choice.action);
        }
        same_line();
        key_hint(choice.action);
        same_line(3);
    }
    if (button(tr(Text::BoardClearSelection), { .kind = ButtonKind::Quiet, .icon = kIconTimes })) {
        selection_.clear();
    }
    same_line();
    key_hint(Action::Cancel);
    mirror().end_group();
}

void AlertDesk::draw(const ViewInput& input, const BoardRows& rows, float height, bool filtered)
{
    begin_panel("alerts", { .title = tr(Text::BoardAlerts), .height = height, .icon = kIconBellO });
    if (rows.alerts == 0) {
        const bool waits = rows.searching && input.frozen;
        const Text calm = waits        ? Text::BoardSearchWaits
            : rows.searching           ? Text::BoardSearching
            : filtered                 ? Text::BoardNoMatch
            : rows.assigned > 0        ? Text::BoardAllAssigned
            : input.replica.exercise() ? Text::BoardNoAlertsExercise
                                       : Text::BoardNoAlerts;
        const Text next = waits        ? Text::BoardSearchWaitsNext
            : filtered                 ? Text::BoardNoMatchNext
            : input.replica.exercise() ? Text::BoardNoAlertsExerciseNext
                                       : Text::BoardNoAlertsNext;
        empty_state({ .icon = kIconBellO, .title = tr(calm), .next = tr(next) });
        end_panel();
        return;
    }
    const ImVec2 buttons = ImGui::GetCursorScreenPos();
    if (selection_.empty()) {
        draw_buttons(input, rows);
    } else {
        draw_selection(input, rows);
    }
    const float things = share_of_things(rows);
    const std::array<Column, 6> columns { Column { tr(Text::ColumnState), -12 },
        Column { tr(Text::ColumnService), 1.2F },
        Column { tr(rows.flood ? Text::ColumnAlertFlood : Text::ColumnAlert), 1.4F },
        Column { tr(rows.flood ? Text::ColumnThingFlood : Text::ColumnThing), things },
        Column { tr(rows.flood ? Text::ColumnSummaryFlood : Text::ColumnSummary), kThingAndSummary - things },
        Column { tr(Text::ColumnFor), -static_cast<float>(std::max<std::size_t>(longest_for(rows), 6) + 1), true } };
    SeverityCounts cut {};
    if (begin_table("alert rows", columns,
            { .label = tr(Text::BoardAlerts),
                .total_rows = lines_of(rows.groups),
                .height = available_height() - grid(1) })) {
        int index = 0;
        int line = 0;
        for (const AlertGroup& group : rows.groups) {
            if (!group.service.empty()) {
                draw_group(input, group, index);
                line += group.folded ? 0 : 1; // which stands for what follows
            }
            for (const AlertRow& row : group.alerts) {
                count_severity(cut, row.severity, row_in_sight(line) ? 0 : 1);
                if (!group.folded) {
                    draw_alert(rows, row, index);
                    ++line;
                }
                ++index;
            }
            line += group.folded ? 1 : 0;
        }
        end_table();
    }
    say_cut(cut, buttons);
    end_panel();
}

}
