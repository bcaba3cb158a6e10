// SPDX-License-Identifier: Apache-2.0
#include "client/views/incident_headline.h"

#include "client/widgets/controls.h"
#include "client/widgets/fonts.h"
#include "client/widgets/labels.h"
#include "client/widgets/layout.h"
#include "client/widgets/panels.h"
#include "client/widgets/text.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

constexpr std::size_t kMostDuties = 6;

void draw_title(const Headline& shown, const IncidentId& id)
{
    const float state_width = grid(40);
    const float since_width = grid(44);
    tag(shown.rank, severity_colour(shown.severity));
    same_line(3);
    label(shown.title.empty() ? shown.services : shown.title,
        { .type = Type::Headline,
            .face = Face::Medium,
            .width = std::max(grid(40), available_width() - state_width - since_width - grid(6)) });
    same_line(3);
    label(shown.state, { .type = Type::Title, .width = state_width, .align_right = true });
    same_line(3);
    clock_text(shown.since, tr(Text::SinceImpact),
        { .type = Type::Headline, .face = Face::Medium, .width = available_width(), .align_right = true });
    label(id.text + "   " + shown.services + (shown.major.empty() ? "" : "   " + shown.major),
        { .colour = Colour::Secondary, .width = available_width() - since_width - grid(2) });
    same_line(2);
    label(tr(Text::SinceImpact),
        { .type = Type::Caption,
            .colour = Colour::Secondary,
            .width = available_width(),
            .align_right = true,
            .decorative = true });
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
    if (cell.fraction) {
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - grid(1));
        progress(*cell.fraction, std::string(cell.name) + ", " + std::string(cell.value),
            cell.ink == Colour::Critical ? Progress::Bad : Progress::Neutral, width);
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
        const bool grave = vacant && duty.duty == Duty::IncidentCommander && !shown.major.empty();
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

float button_width(const IncidentAction& action)
{
    const TypeScope type { Type::Body, Face::Medium };
    const std::string_view name = tr(action.name);
    const float key = action.key ? ImGui::CalcTextSize(keys_of(*action.key).c_str()).x + grid(5) : 0;
    return ImGui::CalcTextSize(name.data(), name.data() + name.size()).x + key + ImGui::GetFontSize() + grid(8.5F);
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

}

std::vector<IncidentAction> incident_actions(const ViewInput& input, const Incident& incident)
{
    const TargetClock* update = incident.clock(ClockKind::NextUpdate);
    const bool update_soon
        = update != nullptr && !update->stopped_at && update->due_at - input.now < std::chrono::minutes { 5 };
    const Advice open = advise_note(input, incident);
    const bool commanded = incident.holder_of(Duty::IncidentCommander) != nullptr;
    std::vector<IncidentAction> actions;
    actions.push_back(judged({ incident.declared() ? Text::ButtonSeverity : Text::DeclareCommit, kIconBullhorn,
                                 Action::Declare, PanelKind::Declare, incident.major == MajorState::Proposed },
        advise_declaration(input, incident)));
    actions.push_back(judged({ Text::ButtonUpdate, kIconEnvelopeO, Action::Update, PanelKind::Update, update_soon },
        advise_update(input, incident)));
    actions.push_back(judged({ Text::ButtonDuty, kIconUserPlus, Action::AssignDuty, PanelKind::Duty }, open));
    actions.push_back(judged(
        { Text::CommandCommit, kIconFlag, Action::TakeCommand, PanelKind::TakeCommand, incident.declared() && !commanded },
        advise_duty(input, incident, DutyRequest::Take)));
    actions.push_back(always({ Text::ButtonChanged, kIconHistory, Action::WhatChanged, PanelKind::Changed }));
    actions.push_back(always({ Text::BridgeTitle, kIconPhone, Action::Bridge, PanelKind::Bridge }));
    actions.push_back(always({ Text::ActionContacts, kIconUsers, Action::Contacts, PanelKind::Contacts }));
    actions.push_back(judged({ Text::ButtonTask, kIconTasks, Action::Task, PanelKind::Task }, open));
    actions.push_back(
        judged({ Text::ClassifyTitle, kIconTags, std::nullopt, PanelKind::Classify }, advise_triage(input, incident)));
    actions.push_back(judged({ Text::ButtonMove, kIconExchange, std::nullopt, PanelKind::Move }, open));
    actions.push_back(judged({ incident.declared()                            ? Text::MajorStandDown
                                     : incident.major == MajorState::Proposed ? Text::MajorReject
                                                                              : Text::MajorPropose,
                                 kIconGavel, std::nullopt, PanelKind::Major },
        open));
    return actions;
}

namespace {

// As wide as its words, so that its button stands beside them.
float headline_width(const Headline& shown, float most)
{
    const bool none = shown.headline.empty();
    const TypeScope type { none ? Type::Body : Type::Title };
    const std::string_view words = none ? tr(Text::HeadlineNone) : std::string_view { shown.headline };
    return std::min(most, std::ceil(ImGui::CalcTextSize(words.data(), words.data() + words.size()).x) + 1);
}

}

std::optional<PanelKind> draw_headline(const Headline& shown, const IncidentId& id)
{
    begin_panel("headline", { .grow_to_content = true, .label = tr(Text::HeadlineEdit) });
    draw_title(shown, id);
    gap(1);
    std::optional<PanelKind> asked;
    const bool none = shown.headline.empty();
    label(none ? tr(Text::HeadlineNone) : std::string_view { shown.headline },
        { .type = none ? Type::Body : Type::Title,
            .colour = none ? Colour::Muted : Colour::Text,
            .width = headline_width(shown, available_width() - grid(36)) });
    same_line(2);
    if (button(tr(Text::HeadlineEdit), { .kind = ButtonKind::Quiet, .icon = kIconPencil })) {
        asked = PanelKind::Headline;
    }
    draw_cells(shown);
    if (!shown.fill_later.empty()) {
        label(tr(Text::FillLater, shown.fill_later),
            { .type = Type::Caption, .colour = Colour::Secondary, .width = available_width() });
    }
    end_panel();
    return asked;
}

std::optional<PanelKind> draw_actions(const std::vector<IncidentAction>& actions, Intents& intents)
{
    std::optional<PanelKind> asked;
    const float right = ImGui::GetCursorScreenPos().x + available_width();
    bool first = true;
    for (const IncidentAction& action : actions) {
        if (!first && ImGui::GetItemRectMax().x + grid(2) + button_width(action) < right) {
            same_line(2);
        }
        first = false;
        if (button(tr(action.name),
                { .kind = action.urgent ? ButtonKind::Primary : ButtonKind::Secondary,
                    .icon = action.icon,
                    .enabled = action.enabled,
                    .why_disabled = action.why_not,
                    .action = action.key })) {
            asked = action.opens;
        } else if (!action.enabled && action.key && pressed(*action.key)) {
            intents.emplace_back(Say { action.why_not, true });
        }
    }
    return asked;
}

}
