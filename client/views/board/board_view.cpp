// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/board_view.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/board/alert_desk.h"
#include "client/views/board/board_rows.h"
#include "client/views/board/closed_list.h"
#include "client/views/board/reporter_desk.h"
#include "client/views/board/stood_down.h"
#include "client/views/capacity/capacity_cards.h"
#include "client/views/drill_sends.h"
#include "client/views/part_notice.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/domain/entities/capacity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace watchfloor {
namespace {

void save_board(const ViewInput& input, const BoardRows& rows, Intents& intents)
{
    if (rows.incidents.empty() && rows.alerts == 0) {
        intents.emplace_back(Say { std::string(tr(Text::SaidRowsNone)), true });
        return;
    }
    intents.emplace_back(
        SaveRows { board_csv(input.state, rows), rows.incidents.size() + rows.alerts, 0, rows.left_out });
}

// The scenario that comes with the server.
constexpr const char* kDrill = "checkout-outage";

// Heights in steps of the grid: a tile of capacity, one on a low screen, and below what a screen is low.
constexpr float kTile = 33;
constexpr float kLowTile = 17;
constexpr float kLowRoom = 200;
// And that of alerts that are none.
constexpr float kNoAlerts = 48;

class BoardView final : public View {
public:
    Intents draw(const ViewInput& input) override;
    bool awaited(const ViewInput& input) const override
    {
        return !filter_.empty() && !holds_all_alerts(input.state) && !input.frozen
            && !input.replica.find_alerts(filter_).answered;
    }
    void arrive(const Location& location) override;
    Location address(const Location& here) const override;

private:
    void draw_filter(const ViewInput& input);
    void draw_filtered(const ViewInput& input);
    void set_filter(const ViewInput& input, std::string words);
    void draw_toolbar(const ViewInput& input, const BoardRows& rows);
    void draw_incidents(const BoardRows& rows, float height);
    void draw_tile(const ViewInput& input, const CapacityCard& card, ImVec2 size);
    void draw_capacity(const ViewInput& input, const std::vector<CapacityCard>& cards, float height);
    void take_incident_keys(const ViewInput& input, const BoardRows& rows);
    void draw_start(const ViewInput& input);
    void draw_busy(const ViewInput& input, const BoardRows& rows, const std::vector<CapacityCard>& cards);
    void begin_drill(const ViewInput& input);

    Intents intents_ {};
    std::string filter_ {};
    AlertDesk alerts_ {};
    ClosedList closed_ {};
    ReporterDesk reports_ {};
    std::map<ResourceId, ChartState> charts_ {};
};

void BoardView::arrive(const Location& location)
{
    filter_ = location.value("filter").value_or("");
    alerts_.apply(location);
    if (const auto alert = location.value("alert")) {
        alerts_.choose(AlertId { *alert });
    }
}

Location BoardView::address(const Location& here) const
{
    Location location = here;
    location.set("filter", filter_);
    location.set("alert", alerts_.choice().text);
    alerts_.write(location);
    return location;
}

// Before the rows are gathered: a key is drawn with what it filters in one frame.
void BoardView::draw_filter(const ViewInput& input)
{
    const bool asked = pressed(Action::Filter) || pressed(Action::Find);
    const FieldResult field = text_field(tr(Text::ActionFilter), filter_,
        { .hint = tr(Text::BoardFilterHint),
            .width = grid(80),
            .show_label = false,
            .take_focus = asked,
            .passing = true });
    // Outside the field Escape lets the selection go first.
    const bool clears = !filter_.empty() && (!alerts_.selects() || typing()) && pressed(Action::Cancel);
    if (field.changed || clears) {
        set_filter(input, clears ? std::string {} : filter_);
    }
}

void BoardView::set_filter(const ViewInput& input, std::string words)
{
    filter_ = std::move(words);
    GoTo go { input.location, true };
    go.location.set("filter", filter_);
    intents_.emplace_back(std::move(go));
}

void BoardView::draw_filtered(const ViewInput& input)
{
    if (!filter_.empty() && part_notice(tr(Text::BoardFiltered, filter_), tr(Text::BoardClearFilter), Action::Cancel)) {
        set_filter(input, {});
    }
}

std::string flood_words(const BoardRows& rows)
{
    return tr(Text::BoardFlood, load_words(rows.recent, rows.holds_all_of_alerts));
}

void draw_flood(const BoardRows& rows)
{
    tag(flood_words(rows), Colour::Major);
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
        tooltip_with_copy(std::string(tr(Text::LoadMeaning)) + " " + firing_words(rows.severities, rows.firing));
    }
}

void BoardView::draw_toolbar(const ViewInput& input, const BoardRows& rows)
{
    same_line(4);
    const float top = ImGui::GetCursorPosY();
    const float middle = top + (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2;
    ImGui::SetCursorPosY(middle);
    label(tr(Text::BoardCounts, std::to_string(rows.firing), as_known(std::to_string(rows.assigned), rows.holds_firing),
              as_known(std::to_string(rows.muted), rows.holds_all_of_alerts)),
        { .colour = Colour::Secondary });
    // Beside the counts where the buttons keep their place, otherwise below.
    same_line(4);
    const float buttons = button_width(tr(Text::LogIncidentButton), { .icon = kIconPlus })
        + button_width(tr(Text::ClosedTitle), { .icon = kIconHistory, .action = Action::Closed }) + grid(10);
    const bool beside = text_width(flood_words(rows), Type::Body, Face::Medium) + buttons <= available_width();
    if (rows.flood && beside) {
        ImGui::SetCursorPosY(middle);
        draw_flood(rows);
    }
    same_line(4);
    ImGui::SetCursorPosY(top);
    const Permit log = may_do(input, Act::LogIncident);
    if (button(tr(Text::LogIncidentButton), { .icon = kIconPlus, .enabled = log.allowed, .why_disabled = log.why })) {
        alerts_.log_new();
    }
    same_line(2);
    if (button(tr(Text::ClosedTitle), { .kind = ButtonKind::Quiet, .icon = kIconHistory, .action = Action::Closed })) {
        closed_.open();
    }
    gap(2);
    if (rows.flood && !beside) {
        draw_flood(rows);
        gap(1);
    }
    draw_filtered(input);
}

// What is not there takes one line.
float no_incident_height()
{
    return std::ceil(type_scale().size(Type::Body) + 2 * ImGui::GetStyle().WindowPadding.y);
}

void draw_no_incident(const BoardRows& rows)
{
    begin_panel("incidents", { .height = no_incident_height(), .label = tr(Text::BoardIncidents) });
    const bool hidden = rows.hidden_incidents > 0;
    const std::string words = hidden ? tr(Text::BoardHidden, std::to_string(rows.hidden_incidents))
                                     : std::string(tr(Text::BoardNoIncidents));
    label(words,
        { .face = Face::Medium,
            .colour = hidden ? Colour::Major : Colour::Text,
            .width = std::min(available_width(), text_width(words, Type::Body, Face::Medium)) });
    if (!hidden) {
        same_line(3);
        label(rows.returned.empty() ? tr(Text::BoardNoIncidentsNext) : std::string_view { rows.returned },
            { .colour = rows.returned.empty() ? Colour::Secondary : Colour::Major, .width = available_width() });
    }
    end_panel();
}

// Who stood it down, too, where there is room for it.
std::string shown_deadline(const IncidentRow& row, float width)
{
    if (row.stood_down.empty()) {
        return row.deadline;
    }
    std::string words = row.stood_down + (row.after.empty() ? "" : ", " + row.after);
    const Face face = row.overdue ? Face::Medium : Face::Regular;
    return text_width(words, Type::Body, face) <= width ? words : row.deadline;
}

void mark_own_tasks(const ViewInput& input, BoardRows& rows)
{
    const auto& me = input.replica.me();
    for (IncidentRow& row : rows.incidents) {
        const Incident* incident = input.state.incidents.find(row.id);
        row.yours = me && !me->user.empty() && incident != nullptr
            && std::any_of(incident->tasks.begin(), incident->tasks.end(),
                [&](const Task& task) { return task.state == TaskState::Open && task.owner == me->user; });
    }
}

void BoardView::draw_incidents(const BoardRows& rows, float height)
{
    begin_panel("incidents", { .title = tr(Text::BoardIncidents), .height = height, .icon = kIconFire });
    if (rows.hidden_incidents > 0) {
        label(tr(Text::BoardHidden, std::to_string(rows.hidden_incidents)),
            { .face = Face::Medium, .colour = Colour::Major, .wrap = true });
        gap(1);
    }
    const std::array<Column, 6> columns { Column { tr(Text::ColumnRank), -9, false, tr(Text::MeaningRank) },
        Column { tr(Text::ColumnIncident), 4 }, Column { tr(Text::ColumnState), -14 },
        Column { tr(Text::ColumnFor), -12, true }, Column { tr(Text::ColumnDeadline), 2 },
        Column { tr(Text::ColumnCommander), 1.4F } };
    const float said = type_scale().size(Type::Caption) + ImGui::GetStyle().ItemSpacing.y;
    const float room = available_height() - grid(1);
    const bool cuts = table_header_height() + static_cast<float>(rows.incidents.size()) * row_height() > room;
    std::vector<Rank> cut;
    if (begin_table("incident rows", columns,
            { .label = tr(Text::BoardIncidents),
                .total_rows = static_cast<int>(rows.incidents.size()),
                .height = cuts ? room - said : room })) {
        int index = 0;
        for (const IncidentRow& row : rows.incidents) {
            if (!row_in_sight(index)) {
                cut.push_back(row.mark);
            }
            const auto result = begin_row(index,
                { .label = row.id.text + ", " + row.rank + ", " + row.title + ", " + row.state
                        + (row.stood_down.empty() ? "" : ", " + row.stood_down)
                        + (row.restricted ? ", " + std::string(tr(Text::MarkRestricted)) : std::string())
                        + (row.yours ? ", " + std::string(tr(Text::TaskYours)) : std::string()),
                    .severity = row.severity,
                    .position = index + 1 });
            if (row.over) {
                label(row.rank, { .colour = Colour::Secondary, .decorative = true });
            } else {
                rank_mark(row.mark);
            }
            next_cell();
            if (row.restricted) {
                tag(tr(Text::MarkRestricted), Colour::Accent);
                same_line(2);
            }
            if (row.yours) {
                tag(tr(Text::TaskYours), Colour::Accent);
                same_line(2);
            }
            label(row.id.text + "  " + (row.title.empty() ? row.services : row.title),
                { .face = Face::Medium, .decorative = true });
            next_cell();
            label(row.state, { .decorative = true });
            next_cell();
            label(row.since, { .width = available_width(), .align_right = true, .decorative = true });
            next_cell();
            label(shown_deadline(row, available_width()),
                { .face = row.overdue ? Face::Medium : Face::Regular,
                    .colour = row.overdue ? Colour::Critical : Colour::Secondary,
                    .decorative = true });
            next_cell();
            label(row.commander.empty() && row.major ? tr(Text::NoCommander) : std::string_view { row.commander },
                { .colour = row.commander.empty() && row.major ? Colour::Critical : Colour::Text, .decorative = true });
            end_row();
            if (result.activated) {
                intents_.emplace_back(go_to("/incidents/" + row.id.text));
            }
            ++index;
        }
        end_table();
    }
    if (cuts && !cut.empty()) {
        const std::string words = tr(Text::WallLeftOut, std::to_string(cut.size()), counts_by_rank(cut));
        label(tr(Text::BoardOutOfSight, words), { .type = Type::Caption, .colour = Colour::Major });
    }
    end_panel();
}

// As many as fit side by side; what people run before the machine that this runs on.
std::vector<CapacityCard> shown_cards(const ViewInput& input)
{
    auto cards = capacity_cards(input);
    const auto measures = [&](const CapacityCard& card) {
        return measures_this_host(input.state, *input.state.resources.find(card.id));
    };
    sort_stably(cards, [&](const CapacityCard& a, const CapacityCard& b) { return !measures(a) && measures(b); });
    const auto fit = static_cast<std::size_t>(std::max(1.0F, available_width() / grid(61)));
    cards.resize(std::min({ cards.size(), fit, std::size_t { 6 } }));
    return cards;
}

// In a low one the name has a line of its own below the value and its age, without a curve: two that begin alike are told
// apart by their ends.
void BoardView::draw_tile(const ViewInput& input, const CapacityCard& card, ImVec2 size)
{
    const bool low = size.y <= kLowTile * grid(1);
    // Also where no curve is drawn: what it is now is known from nothing else.
    const CapacityResource& resource = *input.state.resources.find(card.id);
    const Timestamp from = input.as_of() - curve_span(resource, std::chrono::minutes { 30 });
    const SampleSeries& samples = input.replica.samples().series(card.id, from, input.as_of(), input.replica.journal());
    begin_panel("tile/" + card.id.text,
        { .title = low ? std::string_view {} : std::string_view { card.name },
            .age = card.age,
            .width = size.x,
            .height = size.y,
            .label = card.name });
    if (card.severity != Severity::Normal) {
        badge(card.severity);
        same_line();
    }
    label(card.value, { .type = low ? Type::Body : Type::Title, .face = Face::Medium });
    if (low) {
        if (!card.of.empty()) {
            same_line();
            const float left = available_width() - stale_mark_width(card.age);
            label(card.of, { .type = Type::Caption, .colour = Colour::Secondary, .width = std::max(grid(6), left) });
        }
        label(card.name, { .type = Type::Caption, .colour = Colour::Secondary, .width = available_width() });
        end_panel();
        return;
    }
    if (!card.of.empty()) {
        same_line();
        label(card.of, { .type = Type::Caption, .colour = Colour::Secondary });
    }
    draw_sparkline("spark/" + card.id.text, chart_series(*input.state.resources.find(card.id), samples),
        charts_[card.id], from, input.as_of(), { available_width(), std::max(grid(5), available_height()) });
    end_panel();
}

// The one strip that is alive from the first second on.
void BoardView::draw_capacity(const ViewInput& input, const std::vector<CapacityCard>& cards, float height)
{
    const float width = column_width(static_cast<int>(cards.size()));
    for (std::size_t i = 0; i < cards.size(); ++i) {
        if (i > 0) {
            same_line(3);
        }
        draw_tile(input, cards[i], { width, height });
    }
}

void BoardView::begin_drill(const ViewInput& input)
{
    intents_.emplace_back(start_drill(input.replica, kDrill, [this](const std::string& journal) {
        GoTo go = go_to("/");
        go.location.set("journal", journal);
        intents_.emplace_back(std::move(go));
    }));
}

// An empty room says what to do next.
void BoardView::draw_start(const ViewInput& input)
{
    begin_panel(
        "start", { .title = tr(Text::StartTitle), .aged = false, .height = available_height(), .icon = kIconFlag });
    const bool may = rehearses(input);
    const bool asked = empty_state({ .icon = kIconFire,
        .title = tr(Text::StartCalm),
        .next = may ? tr(Text::StartNext) : tr(Text::StartNextReading),
        .button = may ? tr(Text::StartDrill) : std::string_view {} });
    if (asked) {
        begin_drill(input);
    }
    end_panel();
}

// Keys of an incident mean the only one that is open; they are pressed again on its own screen.
void BoardView::take_incident_keys(const ViewInput& input, const BoardRows& rows)
{
    constexpr std::array kOfAnIncident { Action::Declare, Action::Bridge, Action::Note, Action::AssignDuty,
        Action::Task, Action::WhatChanged, Action::Update, Action::TakeCommand, Action::Contacts };
    for (const Action action : kOfAnIncident) {
        if (!pressed(action)) {
            continue;
        }
        // What is chosen is meant: a major incident is declared from it at once.
        if (action == Action::Declare && alerts_.declare(input, rows)) {
            continue;
        }
        const std::size_t open = rows.incidents.size() + rows.hidden_incidents;
        if (open == 0) {
            const Text first = alerts_.chooses(rows) ? Text::BoardNoneOpenYet : Text::BoardNoneOpen;
            intents_.emplace_back(Say { tr(first, keys_of(Action::IncidentFromAlert)), true });
        } else if (open > 1 || rows.incidents.empty()) {
            intents_.emplace_back(Say { std::string(tr(Text::BoardOpenFirst)), true });
        } else {
            intents_.emplace_back(go_to("/incidents/" + rows.incidents.front().id.text));
            press(action);
        }
    }
}

// What is wrong has the room, what is not there gives its own away; capacity takes what it needs below, on a low screen a line.
void BoardView::draw_busy(const ViewInput& input, const BoardRows& rows, const std::vector<CapacityCard>& cards)
{
    const float whole = available_height();
    const float tiles = grid(whole < grid(kLowRoom) ? kLowTile : kTile);
    const float left = cards.empty() ? whole : whole - tiles - grid(5);
    const auto height_of
        = [](std::size_t incidents) { return grid(26) + static_cast<float>(incidents) * row_height(); };
    const auto majors = static_cast<std::size_t>(
        std::count_if(rows.incidents.begin(), rows.incidents.end(), [](const IncidentRow& row) { return row.major; }));
    const float most = rows.alerts == 0 ? std::max(left * 0.5F, left - grid(kNoAlerts))
                                        : std::max(left * 0.5F, std::min(height_of(majors), left * 0.6F));
    if (rows.incidents.empty()) {
        draw_no_incident(rows);
    } else {
        draw_incidents(rows, std::min(height_of(rows.incidents.size()), most));
    }
    gap(3);
    const float alerts = available_height() - (whole - left);
    alerts_.draw(input, rows, alerts, !filter_.empty());
    if (!cards.empty()) {
        gap(3);
        draw_capacity(input, cards, tiles);
    }
}

Intents BoardView::draw(const ViewInput& input)
{
    if (!sees_the_room(input)) {
        reports_.draw(input, intents_);
        return std::exchange(intents_, {});
    }
    alerts_.claim_keys();
    draw_filter(input);
    const bool ask = !filter_.empty() && !holds_all_alerts(input.state);
    BoardRows rows = board_rows(input.state, input.as_of(), filter_,
        ask ? &input.replica.find_alerts(filter_) : nullptr, input.replica.frame());
    mark_own_tasks(input, rows);
    say_who_stood_down(input, rows);
    alerts_.fold(rows);
    alerts_.move(rows);
    draw_toolbar(input, rows);
    const auto cards = shown_cards(input);
    const bool calm = rows.incidents.empty() && rows.alerts == 0 && filter_.empty();
    if (calm && !input.replica.exercise()) {
        if (!cards.empty()) {
            draw_capacity(input, cards, grid(kTile));
            gap(2);
        }
        draw_start(input);
    } else {
        draw_busy(input, rows, cards);
    }
    alerts_.act(input, rows);
    take_incident_keys(input, rows);
    if (pressed(Action::SaveRows)) {
        save_board(input, rows, intents_);
    }
    closed_.draw(input, intents_);
    Intents intents = std::exchange(intents_, {});
    for (Intent& intent : alerts_.take_intents()) {
        intents.push_back(std::move(intent));
    }
    return intents;
}

}

std::unique_ptr<View> make_board_view()
{
    return std::make_unique<BoardView>();
}

}
