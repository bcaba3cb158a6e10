// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/input_text.h"

namespace watchfloor {
namespace {

class CommandPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        MoveDuty command;
        command.incident = context.incident.id;
        command.duty = Duty::IncidentCommander;
        command.reason = reason_;
        const DutyHeld* held = duty_holder(context.input.state, context.incident, Duty::IncidentCommander);
        const bool offered = held != nullptr && held->offered_to == context.me();
        command.act = offered ? DutyRequest::Accept : DutyRequest::Take;
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "command",
                { .title = tr(offered ? Text::CommandAcceptTitle : Text::CommandTitle),
                    .commit = tr(offered ? Text::CommandAccept : Text::CommandCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason })) {
            return true;
        }
        label(held == nullptr ? std::string(tr(Text::CommandVacant))
                              : tr(Text::CommandHeldBy, user_name(context.input.state, held->user),
                                  site_time(held->since, context.input.zone)),
            { .colour = held == nullptr ? Colour::Major : Colour::Secondary, .wrap = true });
        if (const std::string second = second_command(context.input, context.incident.id); !second.empty()) {
            label(second, { .colour = Colour::Major, .wrap = true });
        }
        if (offered && !held->briefing.empty()) {
            label(tr(Text::CommandBriefing, held->briefing), { .wrap = true });
        }
        text_field(tr(Text::FieldReason), reason_,
            { .hint = held != nullptr && !offered ? tr(Text::CommandReasonHint) : std::string_view {},
                .max_characters = kMaxNote,
                .autofocus = true,
                .missing = !advice.allowed && is_blank(reason_) });
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(incident_send(command, "duties", std::string(tr(Text::SaidYouCommand))));
            reason_.clear();
        }
        return outcome == ModalOutcome::Open;
    }

private:
    std::string reason_ {};
};

}

std::unique_ptr<IncidentPanel> make_command_panel()
{
    return std::make_unique<CommandPanel>();
}

}
