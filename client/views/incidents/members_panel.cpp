// SPDX-License-Identifier: Apache-2.0
// Who sees an incident: everybody of the staff, or those named here.
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {
namespace {

class MembersPanel final : public IncidentPanel {
public:
    // Whoever restricts it, and who holds a duty, cannot be left out.
    void open(const PanelContext& context) override
    {
        const Incident& incident = context.incident;
        restricted_ = true;
        members_ = incident.members;
        if (!incident.restricted) {
            add(context.me());
            // Who works on it or called it major is not shut out by a forgotten switch.
            add(incident.owner);
            add(incident.declared_by);
            for (const DutyHeld& held : incident.duties) {
                add(held.user);
            }
        }
    }

    bool draw(const PanelContext& context) override
    {
        const SetMembers command { .incident = context.incident.id, .restricted = restricted_, .members = members_ };
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "members",
                { .title = tr(Text::RestrictTitle),
                    .commit = tr(Text::RestrictCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason,
                    .width = 640 })) {
            return true;
        }
        label(tr(Text::RestrictNote), { .colour = Colour::Secondary, .wrap = true });
        gap(2);
        toggle(tr(Text::RestrictOn), restricted_);
        if (restricted_) {
            draw_people(context);
        }
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(incident_send(command, "members",
                tr(restricted_ ? Text::SaidRestricted : Text::SaidOpened, context.incident.id.text)));
        }
        return outcome == ModalOutcome::Open;
    }

private:
    void add(const UserId& user)
    {
        if (!user.empty() && std::find(members_.begin(), members_.end(), user) == members_.end()) {
            members_.push_back(user);
        }
    }

    void draw_people(const PanelContext& context)
    {
        begin_area("members", { 0, grid(60) });
        for (const Person& person : active_people(context.input.state)) {
            bool on = std::find(members_.begin(), members_.end(), person.id) != members_.end();
            const std::string roles = person.roles.empty() ? "" : " (" + person.roles + ")";
            if (toggle(person.name + roles + "##" + person.id.text, on)) {
                if (on) {
                    add(person.id);
                } else {
                    std::erase(members_, person.id);
                }
            }
        }
        end_area();
    }

    bool restricted_ = true;
    std::vector<UserId> members_ {};
};

}

std::unique_ptr<IncidentPanel> make_members_panel()
{
    return std::make_unique<MembersPanel>();
}

}
