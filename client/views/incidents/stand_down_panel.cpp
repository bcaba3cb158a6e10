// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/panels.h"
#include "shared/domain/input_text.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Proposals and declarations are decided with a reason: reject, stand down, ratify.
class MajorPanel final : public IncidentPanel {
public:
    explicit MajorPanel(bool ratifies) : ratifies_(ratifies) { }

    bool draw(const PanelContext& context) override
    {
        const bool proposed = context.incident.major == MajorState::Proposed;
        DecideMajor command;
        command.incident = context.incident.id;
        command.act = ratifies_           ? MajorAct::Ratify
            : proposed                    ? MajorAct::Reject
            : context.incident.declared() ? MajorAct::StandDown
                                          : MajorAct::Propose;
        command.reason = reason_;
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, ratifies_ ? "ratify" : "stand down",
                { .title = act_words(command.act),
                    .commit = act_words(command.act),
                    .commit_kind = command.act == MajorAct::StandDown ? ButtonKind::Danger : ButtonKind::Primary,
                    .can_commit = advice.allowed,
                    .why_not = advice.reason })) {
            return true;
        }
        text_area(tr(Text::FieldReason), reason_, 3,
            { .max_characters = kMaxNote,
                .most_lines = 8,
                .autofocus = true,
                .missing = !advice.allowed && is_blank(reason_) });
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(incident_send(command, "major", done_words(command)));
            reason_.clear();
        }
        return outcome == ModalOutcome::Open;
    }

private:
    static std::string_view act_words(MajorAct act)
    {
        switch (act) {
        case MajorAct::Propose:
            return tr(Text::MajorPropose);
        case MajorAct::Declare:
            return tr(Text::DeclareCommit);
        case MajorAct::Reject:
            return tr(Text::MajorReject);
        case MajorAct::StandDown:
            return tr(Text::MajorStandDown);
        case MajorAct::Ratify:
            return tr(Text::MajorRatify);
        }
        return {};
    }

    // What was done, and not what there is to do.
    static std::string done_words(const DecideMajor& command)
    {
        switch (command.act) {
        case MajorAct::Propose:
            return tr(Text::SaidProposed, command.reason);
        case MajorAct::Reject:
            return tr(Text::SaidRejected, command.reason);
        case MajorAct::StandDown:
            return tr(Text::SaidStoodDown, command.reason);
        case MajorAct::Ratify:
            return std::string(tr(Text::SaidRatified));
        case MajorAct::Declare:
            break; // in another panel
        }
        return {};
    }

    bool ratifies_ = false;
    std::string reason_ {};
};

}

std::unique_ptr<IncidentPanel> make_stand_down_panel()
{
    return std::make_unique<MajorPanel>(false);
}

std::unique_ptr<IncidentPanel> make_ratify_panel()
{
    return std::make_unique<MajorPanel>(true);
}

}
