// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/input_text.h"

namespace watchfloor {
namespace {

class HeadlinePanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override
    {
        if (text_.empty()) {
            text_ = context.incident.headline;
        }
    }

    bool draw(const PanelContext& context) override
    {
        ClassifyIncident command;
        command.incident = context.incident.id;
        command.headline = text_;
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "headline",
                { .title = tr(Text::HeadlineTitle),
                    .commit = tr(Text::HeadlineCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason,
                    .width = 760 })) {
            return true;
        }
        label(tr(Text::HeadlineHint), { .colour = Colour::Secondary, .wrap = true });
        const FieldResult field = text_field(tr(Text::FieldHeadline), text_,
            { .max_characters = kMaxHeadline, .autofocus = true, .missing = is_blank(text_) });
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed || (field.committed && advice.allowed)) {
            context.intents.emplace_back(
                incident_send(command, "classification", std::string(tr(Text::SaidHeadlineSet))));
            text_.clear();
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    std::string text_ {};
};

}

std::unique_ptr<IncidentPanel> make_headline_panel()
{
    return std::make_unique<HeadlinePanel>();
}

}
