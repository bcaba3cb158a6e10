// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/formulas/last_update.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <string>
#include <vector>

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
        for (const std::string& line : meant(context, command.act)) {
            label(line, { .colour = Colour::Secondary, .wrap = true });
        }
        gap(1);
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

    // What becomes of it, of its bridge and its targets, and what customers are left with.
    static std::vector<std::string> meant(const PanelContext& context, MajorAct act)
    {
        const Incident& incident = context.incident;
        const std::string priority(to_string(incident.priority));
        std::vector<std::string> lines;
        if (act == MajorAct::Propose) {
            lines.emplace_back(tr(Text::MeansPropose));
        } else if (act == MajorAct::Reject) {
            lines.push_back(tr(Text::MeansReject, priority));
        } else if (act == MajorAct::Ratify) {
            lines.push_back(tr(Text::MeansRatify, user_name(context.input.state, incident.declared_by)));
        } else if (act == MajorAct::StandDown) {
            const bool over = incident.state == IncidentState::Resolved || incident.state == IncidentState::InReview;
            lines.push_back(
                over ? tr(Text::MeansStandDownOver, state_text(incident.state)) : tr(Text::MeansStandDown, priority));
            if (const Bridge* bridge = context.input.state.bridges.find(incident.bridge)) {
                lines.push_back(tr(Text::MeansStandDownBridge, bridge->name.empty() ? bridge->id.text : bridge->name));
            }
            if (const StatusUpdate* told = last_update(incident, UpdateAudience::Customers)) {
                lines.push_back(tr(Text::MeansStandDownTold,
                    site_time(told->published_at, context.input.zone).substr(0, 5), told->text));
            }
        }
        return lines;
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
