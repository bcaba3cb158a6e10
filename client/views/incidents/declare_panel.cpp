// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {
namespace {

// What one keystroke will do, read out of the decision itself.
void draw_consequences(const PanelContext& context, const Decision& decision)
{
    std::size_t linked = 0;
    for (const Draft& draft : decision.entries) {
        linked += std::holds_alternative<AlertLinked>(draft.payload) ? 1U : 0U;
        if (const auto* duty = std::get_if<DutyMoved>(&draft.payload)) {
            label(tr(Text::DeclareCommands, user_name(context.input.state, duty->user)),
                { .colour = Colour::Secondary, .wrap = true });
        }
        const auto* moved = std::get_if<MajorMoved>(&draft.payload);
        if (moved == nullptr) {
            continue;
        }
        const Bridge* bridge = context.input.state.bridges.find(moved->bridge);
        label(bridge != nullptr ? tr(Text::DeclareBridge, bridge->name) : std::string(tr(Text::DeclareNoBridge)),
            { .colour = Colour::Secondary, .wrap = true });
        label(tr(Text::DeclareUpdate), { .colour = Colour::Secondary, .wrap = true });
        if (!moved->began_in_window.empty()) {
            label(tr(Text::DeclareWindow, moved->began_in_window.text), { .colour = Colour::Major, .wrap = true });
        }
    }
    if (linked > 0) {
        label(tr(Text::DeclareLinks, std::to_string(linked)), { .colour = Colour::Secondary, .wrap = true });
    }
}

class DeclarePanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override
    {
        if (context.incident.severity) {
            chosen_ = static_cast<int>(*context.incident.severity);
        }
    }

    bool draw(const PanelContext& context) override
    {
        const bool declared = context.incident.declared();
        chosen_ = !declared && severity() == kSeverityOrder.back() ? -1 : chosen_;
        const Advice advice = declared ? advise(context.input, reclassified(context.incident))
                                       : advise(context.input, declaration(context.incident));
        const bool ready = chosen_ >= 0 && advice.allowed;
        const std::vector<std::string> choices = declared ? severity_choices() : major_choices();
        const std::string choose = tr(Text::DeclareChoose, std::to_string(choices.size()));
        if (!begin_incident_modal(context, "declare",
                { .title = tr(declared ? Text::DeclareSeverityTitle : Text::DeclareTitle),
                    .commit = tr(declared ? Text::DeclareSeverityCommit : Text::DeclareCommit),
                    .commit_kind = declared ? ButtonKind::Primary : ButtonKind::Danger,
                    .can_commit = ready,
                    .why_not = chosen_ < 0 ? choose : advice.reason,
                    .width = 640 })) {
            return true;
        }
        label(context.incident.id.text + "  " + context.incident.title, { .colour = Colour::Secondary });
        gap(2);
        chosen_ = digit_choices(tr(Text::FieldSeverity), choices, chosen_);
        gap(3);
        // All of it from the start: a choice moves no button from under a finger.
        label(choose, { .colour = Colour::Secondary });
        const std::string second = declared ? std::string() : second_command(context.input, context.incident.id);
        if (!second.empty()) {
            label(second, { .colour = Colour::Major, .wrap = true });
        }
        if (advice.allowed && !declared) {
            draw_consequences(context, advice.decision);
        } else {
            draw_advice(advice);
        }
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            const std::string rank(to_string(severity()));
            context.intents.emplace_back(declared
                    ? incident_send(reclassified(context.incident), "classification", tr(Text::SaidSeverity, rank))
                    : incident_send(declaration(context.incident), "major", tr(Text::SaidDeclared, rank)));
        }
        return outcome == ModalOutcome::Open;
    }

private:
    IncidentSeverity severity() const { return kSeverityOrder[static_cast<std::size_t>(std::max(chosen_, 0))]; }

    DecideMajor declaration(const Incident& incident) const
    {
        DecideMajor command;
        command.incident = incident.id;
        command.act = MajorAct::Declare;
        command.severity = severity();
        return command;
    }

    ClassifyIncident reclassified(const Incident& incident) const
    {
        ClassifyIncident command;
        command.incident = incident.id;
        command.severity = severity();
        return command;
    }

    int chosen_ = -1;
};

}

std::unique_ptr<IncidentPanel> make_declare_panel()
{
    return std::make_unique<DeclarePanel>();
}

}
