// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/panels.h"
#include "shared/domain/input_text.h"

namespace watchfloor {
namespace {

class ReferencePanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        AddReference command;
        command.incident = context.incident.id;
        command.reference = { system_, number_, url_ };
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "reference",
                { .title = tr(Text::ReferenceTitle),
                    .commit = tr(Text::ReferenceCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason })) {
            return true;
        }
        text_field(tr(Text::FieldSystem), system_,
            { .hint = tr(Text::SystemHint),
                .max_characters = kMaxName,
                .autofocus = true,
                .missing = is_blank(system_) });
        text_field(tr(Text::FieldNumber), number_, { .max_characters = kMaxName, .missing = is_blank(number_) });
        const FieldResult field = text_field(tr(Text::FieldAddress), url_,
            { .hint = "https://", .max_characters = kMaxLink, .missing = !advice.allowed });
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed || (field.committed && advice.allowed)) {
            context.intents.emplace_back(
                incident_send(command, "references", tr(Text::SaidReference, system_, number_)));
            number_.clear();
            url_.clear();
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    std::string system_ {};
    std::string number_ {};
    std::string url_ {};
};

}

std::unique_ptr<IncidentPanel> make_reference_panel()
{
    return std::make_unique<ReferencePanel>();
}

}
