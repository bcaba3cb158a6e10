// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/headline.h"

#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/formulas/duty_holder.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace watchfloor {
namespace {

constexpr std::size_t kMostDuties = 6;

// In two lines before it is cut; spoken as one.
void draw_words(const std::string& title, float width)
{
    const TypeScope type { Type::Headline, Face::Medium };
    const LabelOptions options { .type = Type::Headline, .face = Face::Medium, .width = width };
    const char* begin = title.c_str();
    const char* end = begin + title.size();
    if (ImGui::CalcTextSize(begin, end).x <= width) {
        label(title, options);
        return;
    }
    const char* second = ImGui::GetFont()->CalcWordWrapPosition(ImGui::GetFontSize(), begin, end, width);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetTextLineHeight();
    declare(
        { .id = text_id(title), .role = Role::Text, .label = title, .rect = visible_rect(from, { width, 2 * line }) });
    LabelOptions silent = options;
    silent.decorative = true;
    ImGui::BeginGroup();
    label(title.substr(0, static_cast<std::size_t>(second - begin)), silent);
    ImGui::SetCursorScreenPos({ from.x, from.y + line });
    while (second < end && *second == ' ') {
        ++second;
    }
    label({ second, static_cast<std::size_t>(end - second) }, silent);
    ImGui::EndGroup();
}

void draw_title(const Headline& shown)
{
    // The title takes what the state and the time since leave, whatever language they are in.
    const float state_width = text_width(shown.state, Type::Title);
    const float since_width = std::max(grid(24), text_width(shown.since, Type::Headline, Face::Medium));
    const float top = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(top + (type_scale().size(Type::Headline) - type_scale().size(Type::Body)) / 2);
    rank_mark(shown.mark);
    same_line(3);
    if (shown.restricted) { // whoever reads on knows that not everybody may
        ImGui::SetCursorPosY(top);
        tag(tr(Text::MarkRestricted), Colour::Accent);
        same_line(3);
    }
    ImGui::SetCursorPosY(top);
    draw_words(shown.title.empty() ? shown.services : shown.title,
        std::max(grid(40), available_width() - state_width - since_width - grid(6)));
    const float below = ImGui::GetItemRectMax().y + ImGui::GetStyle().ItemSpacing.y;
    same_line(3);
    ImGui::SetCursorPosY(top + (type_scale().size(Type::Headline) - type_scale().size(Type::Title)) / 2);
    label(shown.state, { .type = Type::Title, .width = state_width, .align_right = true });
    same_line(3);
    ImGui::SetCursorPosY(top);
    clock_text(shown.since, shown.since_label,
        { .type = Type::Headline, .face = Face::Medium, .width = available_width(), .align_right = true });
    ImGui::SetCursorScreenPos({ ImGui::GetCursorScreenPos().x, below });
}

struct Cell {
    std::string_view name;
    std::string_view value;
    Colour ink = Colour::Text;
    std::optional<float> fraction {};
};

void draw_cell(const Cell& cell, float width)
{
    ImGui::BeginGroup();
    label(cell.name, { .type = Type::Caption, .colour = Colour::Secondary, .width = width, .decorative = true });
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - grid(1));
    clock_text(cell.value, cell.name, { .face = Face::Medium, .colour = cell.ink, .width = width });
    if (cell.fraction && !low_window()) {
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - grid(1));
        progress(*cell.fraction, std::string(cell.name) + ", " + std::string(cell.value),
            cell.ink == Colour::Critical ? Colour::Critical : Colour::Secondary, width);
    }
    ImGui::EndGroup();
}

void draw_cells(const Headline& shown)
{
    const std::size_t duties = std::min(shown.duties.size(), kMostDuties);
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < duties; ++i) {
        const DutyRow& duty = shown.duties[i];
        const bool vacant = duty.holder.empty();
        const bool grave = vacant && duty.duty == Duty::IncidentCommander && shown.needs_commander;
        cells.push_back(
            { duty.name, vacant ? tr(grave ? Text::NoCommander : Text::Vacant) : std::string_view { duty.holder },
                grave        ? Colour::Critical
                    : vacant ? Colour::Muted
                             : Colour::Text });
    }
    cells.push_back(
        { tr(Text::BridgeTitle), shown.bridge.empty() ? tr(Text::NoneYet) : std::string_view { shown.bridge },
            shown.bridge.empty() ? Colour::Muted : Colour::Text });
    for (const ClockRow& clock : shown.clocks) {
        cells.push_back({ clock.name, clock.text,
            clock.overdue       ? Colour::Critical
                : clock.running ? Colour::Text
                                : Colour::Secondary,
            clock.fraction });
    }
    const float width = column_width(static_cast<int>(cells.size()), 4);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) {
            same_line(4);
        }
        draw_cell(cells[i], width);
    }
}

ButtonOptions look_of(const IncidentAction& action, float width = 0)
{
    return { .kind = action.urgent ? ButtonKind::Primary : ButtonKind::Secondary,
        .icon = action.icon,
        .enabled = action.enabled,
        .why_disabled = action.why_not,
        .action = action.key,
        .width = width };
}

IncidentAction judged(IncidentAction action, const Advice& advice)
{
    action.enabled = advice.fillable;
    action.why_not = advice.reason;
    return action;
}

IncidentAction always(IncidentAction action)
{
    action.enabled = true;
    return action;
}

Advice advise_duty(const ViewInput& input, const Incident& incident, DutyRequest act)
{
    MoveDuty command;
    command.incident = incident.id;
    command.act = act;
    command.user = input.replica.me() ? input.replica.me()->user : UserId {};
    return advise(input, command);
}

Advice advise_declaration(const ViewInput& input, const Incident& incident)
{
    if (incident.declared()) {
        ClassifyIncident command;
        command.incident = incident.id;
        command.severity = incident.severity.value_or(IncidentSeverity::Sev1);
        return advise(input, command);
    }
    DecideMajor command;
    command.incident = incident.id;
    command.act = MajorAct::Declare;
    command.severity = IncidentSeverity::Sev1;
    return advise(input, command);
}

Advice advise_ratification(const ViewInput& input, const Incident& incident)
{
    DecideMajor command;
    command.incident = incident.id;
    command.act = MajorAct::Ratify;
    return advise(input, command);
}

// What the button about the major incident is for now.
MajorAct major_act(const Incident& incident)
{
    return incident.major == MajorState::Proposed ? MajorAct::Reject
        : incident.declared()                     ? MajorAct::StandDown
                                                  : MajorAct::Propose;
}

Advice advise_major(const ViewInput& input, const Incident& incident)
{
    DecideMajor command;
    command.incident = incident.id;
    command.act = major_act(incident);
    return advise(input, command);
}

Advice advise_task(const ViewInput& input, const Incident& incident)
{
    SetTask command;
    command.incident = incident.id;
    command.title = "?";
    return advise(input, command);
}

Advice advise_note(const ViewInput& input, const Incident& incident)
{
    AddNote command;
    command.incident = incident.id;
    command.text = "?";
    return advise(input, command);
}

Advice advise_update(const ViewInput& input, const Incident& incident)
{
    PublishUpdate command;
    command.incident = incident.id;
    command.text = "?";
    return advise(input, command);
}

Advice advise_triage(const ViewInput& input, const Incident& incident)
{
    ClassifyIncident command;
    command.incident = incident.id;
    command.impact = incident.impact;
    return advise(input, command);
}

Advice advise_members(const ViewInput& input, const Incident& incident)
{
    SetMembers command;
    command.incident = incident.id;
    command.restricted = incident.restricted;
    command.members = incident.members;
    return advise(input, command);
}

}

std::vector<IncidentAction> incident_actions(const ViewInput& input, const Incident& incident)
{
    const TargetClock* update = incident.clock(ClockKind::NextUpdate);
    const bool update_soon
        = update != nullptr && !update->stopped_at && update->due_at - input.now < std::chrono::minutes { 5 };
    // A closed incident takes notes still, and nothing else; triage says why not.
    const Advice open = incident.open() ? advise_note(input, incident) : advise_triage(input, incident);
    const bool commanded = duty_holder(input.state, incident, Duty::IncidentCommander) != nullptr;
    std::vector<IncidentAction> actions;
    actions.push_back(judged({ incident.declared() ? Text::ButtonSeverity : Text::DeclareCommit, kIconBullhorn,
                                 Action::Declare, PanelKind::Declare, incident.major == MajorState::Proposed },
        advise_declaration(input, incident)));
    actions.push_back(judged({ Text::ButtonUpdate, kIconEnvelopeO, Action::Update, PanelKind::Update, update_soon },
        advise_update(input, incident)));
    actions.push_back(judged({ Text::ButtonDuty, kIconUserPlus, Action::AssignDuty, PanelKind::Duty }, open));
    actions.push_back(judged({ Text::CommandCommit, kIconFlag, Action::TakeCommand, PanelKind::TakeCommand,
                                 incident.declared() && !commanded },
        advise_duty(input, incident, DutyRequest::Take)));
    actions.push_back(always({ Text::ButtonChanged, kIconHistory, Action::WhatChanged, PanelKind::Changed }));
    actions.push_back(always({ Text::BridgeTitle, kIconPhone, Action::Bridge, PanelKind::Bridge }));
    actions.push_back(always({ Text::ActionContacts, kIconUsers, Action::Contacts, PanelKind::Contacts }));
    actions.push_back(
        judged({ Text::ButtonTask, kIconTasks, Action::Task, PanelKind::Task }, advise_task(input, incident)));
    actions.push_back(judged(
        { Text::ClassifyTitle, kIconTags, Action::Classify, PanelKind::Classify }, advise_triage(input, incident)));
    actions.push_back(judged({ Text::ButtonMove, kIconExchange, Action::MoveIncident, PanelKind::Move }, open));
    if (incident.declared() && !incident.ratified) {
        actions.push_back(judged({ Text::MajorRatify, kIconGavel, Action::Ratify, PanelKind::Ratify },
            advise_ratification(input, incident)));
    }
    // What is closed is no major any more, nor can it become one.
    if (incident.open()) {
        actions.push_back(judged({ incident.declared()                            ? Text::MajorStandDown
                                         : incident.major == MajorState::Proposed ? Text::MajorReject
                                                                                  : Text::MajorPropose,
                                     kIconGavel, Action::MajorState, PanelKind::Major },
            advise_major(input, incident)));
    }
    actions.push_back(judged(
        { Text::RestrictTitle, kIconLock, Action::Restrict, PanelKind::Members }, advise_members(input, incident)));
    return actions;
}

namespace {

bool draw_action(const IncidentAction& action, float width)
{
    return button(tr(action.name), look_of(action, width));
}

// How many stand in one line; where not all do, the last of the line is "More".
std::size_t actions_that_fit(const std::vector<IncidentAction>& actions, float width)
{
    const float more = button_width(tr(Text::MoreActions), { .icon = kIconEllipsisH });
    float used = 0;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        used += button_width(tr(actions[i].name), look_of(actions[i])) + grid(2);
        const bool last = i + 1 == actions.size();
        if (used + (last ? 0 : more) > width) {
            return i;
        }
    }
    return actions.size();
}

// The actions there is no room for. Their keys work all the same.
std::optional<PanelKind> draw_more(std::span<const IncidentAction> actions)
{
    std::optional<PanelKind> asked;
    if (button(tr(Text::MoreActions), { .icon = kIconEllipsisH })) {
        ImGui::OpenPopup("##more actions");
    }
    // Below the button, which it would cover, and as far left as it has to be.
    constexpr float kWidth = 70;
    const float furthest = ImGui::GetIO().DisplaySize.x - grid(kWidth + 8);
    ImGui::SetNextWindowPos(
        { std::max(grid(2), std::min(ImGui::GetItemRectMin().x, furthest)), ImGui::GetItemRectMax().y + grid(1) });
    const bool open = ImGui::BeginPopup("##more actions");
    for (const IncidentAction& action : actions) {
        if (open && draw_action(action, grid(kWidth))) {
            asked = action.opens;
            ImGui::CloseCurrentPopup();
        } else if (!open && action.enabled && action.key && pressed(*action.key)) {
            asked = action.opens;
        }
    }
    if (open) {
        ImGui::EndPopup();
    }
    return asked;
}

// Number, services, declaration; and the button that sets the headline. True if it was pressed.
bool draw_facts(const Headline& shown, const IncidentId& id, const Permit& sets)
{
    // A low window shows the headline in this line: what is known now counts for more than who declared it.
    const bool one_line = low_window() && !shown.headline.empty();
    const std::string facts = id.text + "   " + shown.services + shown.marks
        + (one_line                   ? "   " + shown.headline
                : shown.major.empty() ? ""
                                      : "   " + shown.major);
    const TypeScope type { Type::Body };
    const float since_width = std::max(grid(44), text_width(shown.since_label, Type::Caption));
    const float words = std::ceil(ImGui::CalcTextSize(facts.c_str()).x) + 1;
    const float start = ImGui::GetCursorPosX();
    const float end = start + available_width();
    const float top = ImGui::GetCursorPosY();
    const float middle = top + (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2;
    ImGui::SetCursorPosY(middle);
    label(facts,
        { .colour = one_line ? Colour::Text : Colour::Secondary,
            .width = std::min(words, available_width() - since_width - grid(40)) });
    same_line(3);
    ImGui::SetCursorPosY(top);
    const bool asked = button(tr(shown.headline.empty() ? Text::SetHeadline : Text::HeadlineEdit),
        { .kind = ButtonKind::Quiet,
            .icon = kIconPencil,
            .enabled = sets.allowed,
            .why_disabled = sets.why,
            .action = Action::SetHeadline });
    same_line(2);
    ImGui::SetCursorPos({ end - since_width, top });
    label(shown.since_label,
        { .type = Type::Caption,
            .colour = Colour::Secondary,
            .width = since_width,
            .align_right = true,
            .decorative = true });
    return asked;
}

// Beside one another where there is room: a line of its own would take one from the entries.
void draw_said(const std::vector<std::string>& said)
{
    const Type type = low_window() ? Type::Caption : Type::Body;
    const bool beside = said.size() > 1 && available_width() >= grid(280);
    const float half = available_width() / 2 - grid(6);
    for (std::size_t i = 0; i < said.size(); ++i) {
        label(said[i], { .type = type, .width = beside && i == 0 ? half : available_width() });
        if (beside && i == 0) {
            same_line(6);
        }
    }
}

}

std::optional<PanelKind> draw_headline(const Headline& shown, const IncidentId& id, const Permit& sets)
{
    begin_panel("headline", { .grow_to_content = true, .label = tr(Text::HeadlineEdit) });
    draw_title(shown);
    const bool edits = draw_facts(shown, id, sets);
    if (!shown.headline.empty() && !low_window()) {
        label(shown.headline, { .type = Type::Title, .width = available_width() });
    }
    draw_said(shown.said);
    if (!low_window()) {
        gap(1);
    }
    draw_cells(shown);
    end_panel();
    return edits ? std::optional { PanelKind::Headline } : std::nullopt;
}

std::optional<PanelKind> draw_actions(const std::vector<IncidentAction>& actions, Intents& intents)
{
    std::optional<PanelKind> asked;
    const std::size_t fit = actions_that_fit(actions, available_width());
    for (std::size_t i = 0; i < fit; ++i) {
        if (i > 0) {
            same_line(2);
        }
        asked = draw_action(actions[i], 0) ? std::optional { actions[i].opens } : asked;
    }
    if (fit < actions.size()) {
        same_line(2);
        const auto from_more = draw_more(std::span(actions).subspan(fit));
        asked = from_more ? from_more : asked;
    }
    // Also of those that stand under "More": the palette says why as well.
    for (const IncidentAction& action : actions) {
        if (action.enabled || !action.key) {
            continue;
        }
        refuse_action(*action.key, action.why_not);
        if (pressed(*action.key)) {
            intents.emplace_back(Say { action.why_not, true });
        }
    }
    return asked;
}

}
