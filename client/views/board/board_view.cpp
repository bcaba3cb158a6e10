// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/board_view.h"

#include "client/language/text.h"
#include "client/views/acknowledging.h"
#include "client/views/board/alert_panel.h"
#include "client/views/board/board_rows.h"
#include "client/views/capacity/capacity_view.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/commands/incidents/logging.h"
#include "shared/domain/entities/alerts.h"
#include "shared/domain/entities/capacity.h"
#include "shared/domain/input_text.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/fields/fields_json.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace watchfloor {
namespace {

// The scenario that comes with the server, played ten times as fast as written.
constexpr std::string_view kDrillBody = R"({"scenario":"checkout-outage","speed":10})";

class BoardView final : public View {
public:
    Intents draw(const ViewInput& input) override;
    void arrive(const Location& location) override { filter_ = location.value("filter").value_or(""); }

private:
    void draw_filter(const ViewInput& input);
    void draw_filtered(const ViewInput& input);
    void set_filter(const ViewInput& input, std::string words);
    void draw_toolbar(const ViewInput& input, const BoardRows& rows);
    void draw_incidents(const ViewInput& input, const BoardRows& rows, float height);
    void draw_alerts(const ViewInput& input, const BoardRows& rows, float height);
    void draw_alert(const AlertRow& row, int index, bool chosen);
    void draw_host(const ViewInput& input);
    void draw_start(const ViewInput& input);
    void move_selection(const BoardRows& rows);
    void act(const ViewInput& input, const BoardRows& rows);
    void draw_new_incident(const ViewInput& input);
    void start_drill();
    const AlertRow* chosen(const BoardRows& rows) const;
    void acknowledge(const ViewInput& input, const BoardRows& rows, const AlertRow& alert);
    void log_from(const AlertRow& alert);
    void claim_enter();
    void draw_opened(const ViewInput& input, const BoardRows& rows);

    Intents intents_ {};
    std::string filter_ {};
    AlertId selected_ {};
    bool chosen_by_key_ = false; // and nothing else has been worked with since
    bool enter_ = false;         // means the chosen alert in this frame
    AlertPanel opened_ {};
    Acknowledging acknowledging_ {};
    bool logging_ = false;
    AlertId logging_from_ {};
    std::string title_ {};
    std::map<ResourceId, ChartState> charts_ {};
};

const AlertRow* BoardView::chosen(const BoardRows& rows) const
{
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            if (row.id == selected_) {
                return &row;
            }
        }
    }
    return nullptr;
}

// The first that nobody has acknowledged, nor is about to.
const AlertRow* first_unacknowledged(const State& state, const BoardRows& rows, const Acknowledging& acknowledging)
{
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            if (!row.acknowledged && !acknowledging.sent(state, row.id)) {
                return &row;
            }
        }
    }
    return nullptr;
}

void BoardView::move_selection(const BoardRows& rows)
{
    if (typing() || logging_ || popup_above()) {
        return;
    }
    const int step = (ImGui::IsKeyPressed(ImGuiKey_DownArrow) || pressed(Action::NextItem) ? 1 : 0)
        - (ImGui::IsKeyPressed(ImGuiKey_UpArrow) || pressed(Action::PreviousItem) ? 1 : 0);
    if (step == 0) {
        return;
    }
    chosen_by_key_ = true;
    drop_keyboard_ring();
    std::vector<AlertId> ids;
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            ids.push_back(row.id);
        }
    }
    if (ids.empty()) {
        return;
    }
    const auto at = std::find(ids.begin(), ids.end(), selected_);
    const auto index = at == ids.end()
        ? (step > 0 ? 0 : static_cast<std::ptrdiff_t>(ids.size()) - 1)
        : std::clamp<std::ptrdiff_t>(at - ids.begin() + step, 0, static_cast<std::ptrdiff_t>(ids.size()) - 1);
    selected_ = ids[static_cast<std::size_t>(index)];
}

// What was acknowledged stays chosen, so that the next key means it too; once more goes on to the next.
void BoardView::acknowledge(const ViewInput& input, const BoardRows& rows, const AlertRow& alert)
{
    const bool done = alert.acknowledged || acknowledging_.sent(input.state, alert.id);
    const AlertRow* meant = done ? first_unacknowledged(input.state, rows, acknowledging_) : &alert;
    if (meant == nullptr) {
        return;
    }
    selected_ = meant->id;
    intents_.emplace_back(acknowledging_.send(input.state, meant->id, meant->name));
}

void BoardView::log_from(const AlertRow& alert)
{
    logging_ = true;
    logging_from_ = alert.id;
    title_ = alert.name + (alert.summary.empty() ? "" : ": " + alert.summary);
    title_ = made_printable(title_, kMaxTitle);
}

// The arrows move ImGui's focus as well as the choice, each by its own way: after them Enter means the choice, which is
// what one sees moving.
void BoardView::claim_enter()
{
    ImGuiContext& context = *ImGui::GetCurrentContext();
    if (ImGui::IsKeyPressed(ImGuiKey_Tab, false) || ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        chosen_by_key_ = false;
    }
    const bool free = !logging_ && !opened_.is_open() && !selected_.empty();
    enter_ = free && pressed(Action::NextHit) && (chosen_by_key_ || context.NavActivateId == 0);
    if (enter_) {
        context.NavActivateId = context.NavActivateDownId = context.NavActivatePressedId = 0;
    }
}

// Enter opens the alert that is chosen, unless it presses what has the keyboard.
void BoardView::draw_opened(const ViewInput& input, const BoardRows& rows)
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
        log_from(*row);
    }
}

void BoardView::act(const ViewInput& input, const BoardRows& rows)
{
    if (!input.may_act || logging_ || opened_.is_open()) {
        return;
    }
    const bool acknowledges = pressed(Action::Acknowledge);
    const bool opens = pressed(Action::IncidentFromAlert);
    const AlertRow* alert = chosen(rows);
    if (alert == nullptr) {
        if ((acknowledges || opens) && rows.alerts > 0) {
            intents_.emplace_back(Say { std::string(tr(Text::BoardChooseFirst)), true });
        }
        return;
    }
    if (acknowledges) {
        acknowledge(input, rows, *alert);
    }
    if (opens) {
        log_from(*alert);
    }
}

void BoardView::draw_new_incident(const ViewInput& input)
{
    if (!logging_) {
        return;
    }
    const bool ready = !title_.empty();
    if (!begin_modal("new incident",
            { .title = tr(Text::LogIncidentTitle),
                .commit = tr(Text::LogIncidentCommit),
                .can_commit = ready,
                .why_not = tr(Text::LogIncidentNeedsTitle) })) {
        return;
    }
    const FieldResult title
        = text_field(tr(Text::FieldTitle), title_, { .max_characters = kMaxTitle, .autofocus = true });
    if (const Alert* alert = input.state.alerts.find(logging_from_)) {
        label(tr(Text::LogIncidentFrom, alert->name, service_name(input.state, alert->service)),
            { .colour = Colour::Secondary, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if ((outcome == ModalOutcome::Committed || title.committed) && ready) {
        LogIncident log;
        log.title = title_;
        if (!logging_from_.empty()) {
            log.alerts.push_back(logging_from_);
        }
        Send send;
        send.path = "/api/v1/incidents";
        send.body = to_json_text(log);
        send.done = [this](const HttpResponse& response) {
            if (const auto answer = from_json<WriteAnswer>(response.body); response.ok() && answer.ok()) {
                intents_.emplace_back(go_to("/incidents/" + answer.value().created));
            }
        };
        intents_.emplace_back(std::move(send));
        logging_ = false;
    } else if (outcome == ModalOutcome::Cancelled) {
        logging_ = false;
    }
}

// Before the rows are gathered: a key is drawn with what it filters in one frame.
void BoardView::draw_filter(const ViewInput& input)
{
    const bool asked = pressed(Action::Filter) || pressed(Action::Find);
    const FieldResult field = text_field(tr(Text::ActionFilter), filter_,
        { .hint = tr(Text::BoardFilterHint), .width = grid(80), .show_label = false, .take_focus = asked });
    const bool clears = !filter_.empty() && pressed(Action::Cancel);
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

// Nobody takes a part of the board for the whole of it.
void BoardView::draw_filtered(const ViewInput& input)
{
    if (filter_.empty()) {
        return;
    }
    const std::string words = tr(Text::BoardFiltered, filter_);
    const float top = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(top + (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2);
    label(words,
        { .face = Face::Medium,
            .colour = Colour::Major,
            .width = std::min(text_width(words, Type::Body, Face::Medium), available_width() - grid(80)) });
    same_line(3);
    ImGui::SetCursorPosY(top);
    if (button(tr(Text::BoardClearFilter), { .icon = kIconTimes })) {
        set_filter(input, {});
    }
    same_line();
    key_hint(Action::Cancel);
    gap(2);
}

void BoardView::draw_toolbar(const ViewInput& input, const BoardRows& rows)
{
    same_line(4);
    const float top = ImGui::GetCursorPosY();
    const float middle = top + (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2;
    ImGui::SetCursorPosY(middle);
    label(tr(Text::BoardCounts, std::to_string(rows.firing), std::to_string(rows.assigned), std::to_string(rows.muted)),
        { .colour = Colour::Secondary });
    if (rows.flood) {
        same_line(4);
        ImGui::SetCursorPosY(middle);
        tag(tr(Text::BoardFlood, std::to_string(rows.recent)), Colour::Major);
    }
    same_line(4);
    ImGui::SetCursorPosY(top);
    if (button(tr(Text::LogIncidentButton),
            { .icon = kIconPlus, .enabled = input.may_act && !input.frozen, .why_disabled = tr(Text::WhyFrozen) })) {
        logging_ = true;
        logging_from_ = AlertId {};
        title_.clear();
    }
    gap(2);
    draw_filtered(input);
}

void BoardView::draw_incidents(const ViewInput& input, const BoardRows& rows, float height)
{
    const DataAge age { input.replica.data_age().count(), 5'000, true };
    begin_panel("incidents", { .title = tr(Text::BoardIncidents), .age = age, .height = height, .icon = kIconFire });
    if (rows.hidden_incidents > 0) {
        label(tr(Text::BoardHidden, std::to_string(rows.hidden_incidents)),
            { .face = Face::Medium, .colour = Colour::Major, .wrap = true });
        gap(1);
    } else if (rows.incidents.empty()) {
        empty_state(
            { .icon = kIconCheck, .title = tr(Text::BoardNoIncidents), .next = tr(Text::BoardNoIncidentsNext) });
    }
    if (rows.incidents.empty()) {
        end_panel();
        return;
    }
    const std::array<Column, 6> columns { Column { tr(Text::ColumnRank), -9 }, Column { tr(Text::ColumnIncident), 4 },
        Column { tr(Text::ColumnState), -14 }, Column { tr(Text::ColumnFor), -12, true },
        Column { tr(Text::ColumnDeadline), 2 }, Column { tr(Text::ColumnCommander), 1.4F } };
    if (begin_table("incident rows", columns,
            { .label = tr(Text::BoardIncidents),
                .total_rows = static_cast<int>(rows.incidents.size()),
                .height = available_height() - grid(1) })) {
        int index = 0;
        for (const IncidentRow& row : rows.incidents) {
            const auto result = begin_row(index,
                { .label = row.id.text + ", " + row.rank + ", " + row.title + ", " + row.state,
                    .severity = row.severity,
                    .position = index + 1 });
            tag(row.rank, severity_colour(row.severity));
            next_cell();
            label(row.id.text + "  " + (row.title.empty() ? row.services : row.title),
                { .face = Face::Medium, .decorative = true });
            next_cell();
            label(row.state, { .decorative = true });
            next_cell();
            label(row.since, { .width = available_width(), .align_right = true, .decorative = true });
            next_cell();
            label(row.deadline,
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
    end_panel();
}

void BoardView::draw_alert(const AlertRow& row, int index, bool chosen)
{
    const auto result = begin_row(index,
        { .label = std::string(severity_name(row.severity)) + ", " + row.service + ", " + row.name
                + (row.thing.words.empty() ? "" : ", " + row.thing.words) + (row.acknowledged ? ", acknowledged" : ""),
            .selected = chosen,
            .severity = row.acknowledged ? std::nullopt : std::optional { row.severity },
            .position = index + 1 });
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
    const std::string mark
        = row.acknowledged ? std::string(kIconCheck).append(" ").append(tr(Text::TimelineAcknowledged)) : "";
    const std::string_view between = mark.empty() || row.summary.empty() ? "" : ", ";
    const std::string said = mark + std::string(between);
    label(said + row.summary,
        { .colour = Colour::Secondary,
            .width = available_width(),
            .agrees = row.thing.summary_agrees == 0 ? 0 : said.size() + row.thing.summary_agrees,
            .decorative = true });
    next_cell();
    label(row.stale ? tr(Text::AlertStale, row.since) : row.since,
        { .colour = row.stale ? Colour::Unknown : Colour::Text,
            .width = available_width(),
            .align_right = true,
            .decorative = true });
    end_row();
    if (result.activated) {
        // Enter on a row, and a second click on it, open what it stands for.
        const bool by_key
            = ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
        if (by_key || selected_ == row.id) {
            opened_.open(row.id);
        }
        selected_ = row.id;
    }
}

void BoardView::draw_alerts(const ViewInput& input, const BoardRows& rows, float height)
{
    const DataAge age { input.replica.data_age().count(), 5'000, true };
    begin_panel("alerts", { .title = tr(Text::BoardAlerts), .age = age, .height = height, .icon = kIconBellO });
    if (rows.alerts == 0) {
        const bool waits = rows.searching && input.frozen;
        const Text calm = waits        ? Text::BoardSearchWaits
            : rows.searching           ? Text::BoardSearching
            : !filter_.empty()         ? Text::BoardNoMatch
            : rows.assigned > 0        ? Text::BoardAllAssigned
            : input.replica.exercise() ? Text::BoardNoAlertsExercise
                                       : Text::BoardNoAlerts;
        const Text next = waits        ? Text::BoardSearchWaitsNext
            : !filter_.empty()         ? Text::BoardNoMatchNext
            : input.replica.exercise() ? Text::BoardNoAlertsExerciseNext
                                       : Text::BoardNoAlertsNext;
        empty_state({ .icon = kIconBellO, .title = tr(calm), .next = tr(next) });
        end_panel();
        return;
    }
    const AlertRow* alert = chosen(rows);
    const ButtonOptions acknowledge { .kind = ButtonKind::Primary,
        .icon = kIconCheck,
        .enabled = input.may_act && (alert == nullptr || !alert->acknowledged) && !input.frozen,
        .why_disabled = tr(input.frozen ? Text::WhyFrozen : Text::WhyAcknowledged) };
    if (button(tr(Text::ButtonAcknowledge), acknowledge)) {
        press(Action::Acknowledge);
    }
    same_line();
    key_hint(Action::Acknowledge);
    same_line(3);
    if (button(tr(Text::ButtonIncident),
            { .icon = kIconFire, .enabled = input.may_act && !input.frozen, .why_disabled = tr(Text::WhyFrozen) })) {
        press(Action::IncidentFromAlert);
    }
    same_line();
    key_hint(Action::IncidentFromAlert);
    same_line(3);
    if (button(tr(Text::AlertOpen),
            { .kind = ButtonKind::Quiet, .enabled = alert != nullptr, .why_disabled = tr(Text::BoardChooseFirst) })
        && alert != nullptr) {
        opened_.open(alert->id);
    }
    same_line();
    key_hint(Action::NextHit);
    const std::array<Column, 6> columns { Column { tr(Text::ColumnState), -9 },
        Column { tr(Text::ColumnService), 1.2F }, Column { tr(Text::ColumnAlert), 1.4F },
        Column { tr(Text::ColumnThing), 1.4F }, Column { tr(Text::ColumnSummary), 2.4F },
        Column { tr(Text::ColumnFor), -18, true } };
    if (begin_table("alert rows", columns,
            { .label = tr(Text::BoardAlerts),
                .total_rows = static_cast<int>(rows.alerts),
                .height = available_height() - grid(1) })) {
        int index = 0;
        for (const AlertGroup& group : rows.groups) {
            if (!group.service.empty()) {
                begin_row(100'000 + index,
                    { .label = tr(Text::BoardGroup, group.service, std::to_string(group.alerts.size())) });
                badge(group.worst);
                next_cell();
                label(tr(Text::BoardGroup, group.service, std::to_string(group.alerts.size())),
                    { .face = Face::Medium, .decorative = true });
                end_row();
            }
            for (const AlertRow& row : group.alerts) {
                draw_alert(row, index++, alert != nullptr && row.id == alert->id);
            }
        }
        end_table();
    }
    end_panel();
}

// The one strip that is alive from the first second on: this host's own capacity.
void BoardView::draw_host(const ViewInput& input)
{
    auto cards = capacity_cards(input);
    const auto fit = static_cast<std::size_t>(std::max(1.0F, available_width() / grid(61)));
    cards.resize(std::min({ cards.size(), fit, std::size_t { 6 } }));
    if (cards.empty()) {
        return;
    }
    const int count = static_cast<int>(cards.size());
    const float width = column_width(count);
    for (int i = 0; i < count; ++i) {
        const CapacityCard& card = cards[static_cast<std::size_t>(i)];
        const CapacityResource& resource = *input.state.resources.find(card.id);
        if (i > 0) {
            same_line(3);
        }
        begin_panel(
            "host/" + card.id.text, { .title = card.name, .age = card.age, .width = width, .height = grid(33) });
        if (card.severity != Severity::Normal) {
            badge(card.severity);
            same_line();
        }
        label(card.value, { .type = Type::Title, .face = Face::Medium });
        if (!card.of.empty()) {
            same_line();
            label(card.of, { .type = Type::Caption, .colour = Colour::Secondary });
        }
        const Timestamp from = input.now - std::chrono::minutes { 30 };
        const SampleSeries& samples = input.replica.samples().series(card.id, from, input.now, input.replica.journal());
        draw_sparkline("spark/" + card.id.text, chart_series(resource, samples), charts_[card.id], from, input.now,
            { available_width(), std::max(grid(5), available_height()) });
        end_panel();
    }
    gap(2);
}

void BoardView::start_drill()
{
    Send send;
    send.path = "/api/v1/drills";
    send.body = kDrillBody;
    send.done = [this](const HttpResponse& response) {
        if (const auto started = from_json<WriteAnswer>(response.body); response.ok() && started.ok()) {
            GoTo go = go_to("/");
            go.location.set("journal", started.value().created);
            intents_.emplace_back(std::move(go));
        }
    };
    intents_.emplace_back(std::move(send));
}

// An empty room says what to do next.
void BoardView::draw_start(const ViewInput& input)
{
    begin_panel("start", { .title = tr(Text::StartTitle), .height = available_height(), .icon = kIconFlag });
    const bool asked = empty_state({ .icon = kIconFire,
        .title = tr(Text::StartCalm),
        .next = tr(Text::StartNext),
        .button = tr(Text::StartDrill) });
    if (asked && input.may_act) {
        start_drill();
    }
    end_panel();
}

Intents BoardView::draw(const ViewInput& input)
{
    claim_enter();
    draw_filter(input);
    const bool ask = !filter_.empty() && !holds_all_alerts(input.state);
    const BoardRows rows
        = board_rows(input.state, input.now, filter_, ask ? &input.replica.find_alerts(filter_) : nullptr);
    move_selection(rows);
    draw_toolbar(input, rows);
    draw_host(input);
    const bool calm = rows.incidents.empty() && rows.alerts == 0 && filter_.empty();
    if (calm && !input.replica.exercise()) {
        draw_start(input);
    } else {
        const float left = available_height();
        const float wanted = grid(26) + static_cast<float>(rows.incidents.size() + 1) * row_height();
        const float incidents
            = rows.incidents.empty() ? std::min(left * 0.34F, grid(52)) : std::min(wanted, left * 0.5F);
        draw_incidents(input, rows, incidents);
        gap(3);
        draw_alerts(input, rows, available_height());
    }
    act(input, rows);
    draw_new_incident(input);
    draw_opened(input, rows);
    return std::exchange(intents_, {});
}

}

std::unique_ptr<View> make_board_view()
{
    return std::make_unique<BoardView>();
}

}
