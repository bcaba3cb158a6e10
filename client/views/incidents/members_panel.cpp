// SPDX-License-Identifier: Apache-2.0
// Who sees an incident: everybody of the staff, or those named here.
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/words.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>
#include <string>
#include <vector>

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
        const bool changes = restricted_ || context.incident.restricted;
        if (!begin_incident_modal(context, "members",
                { .title = tr(Text::RestrictTitle),
                    .commit = tr(Text::RestrictCommit),
                    .can_commit = advice.allowed && changes,
                    .why_not = changes ? std::string_view { advice.reason } : tr(Text::RestrictOpenAlready),
                    .width = 640 })) {
            return true;
        }
        label(tr(Text::RestrictNote), { .colour = Colour::Secondary, .wrap = true });
        gap(2);
        toggle(tr(Text::RestrictOn), restricted_);
        if (restricted_) {
            draw_people(context);
        }
        draw_sight(context);
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

    // Who gains and who loses sight of it by this, before it is set.
    void draw_sight(const PanelContext& context) const
    {
        Incident after = context.incident;
        after.restricted = restricted_;
        after.members = members_;
        std::vector<std::string> in;
        std::vector<std::string> out;
        std::size_t see = 0;
        std::size_t all = 0;
        for (const Person& person : active_people(context.input.state)) {
            const User* user = context.input.state.users.find(person.id);
            const Actor actor { .user = person.id, .roles = user->roles };
            const bool before = may_see(actor, context.incident);
            const bool then = may_see(actor, after);
            ++all;
            see += then ? 1U : 0U;
            if (before != then) {
                (then ? in : out).push_back(person.name);
            }
        }
        gap(1);
        label(tr(Text::RestrictSees, std::to_string(see), std::to_string(all)), { .face = Face::Medium, .wrap = true });
        if (!out.empty()) {
            label(tr(Text::RestrictShutsOut, some_of(out)), { .colour = Colour::Major, .wrap = true });
        }
        if (!in.empty()) {
            label(tr(Text::RestrictLetsIn, some_of(in)), { .colour = Colour::Major, .wrap = true });
        }
    }

    static std::string some_of(const std::vector<std::string>& names)
    {
        constexpr std::size_t kMostNamed = 6;
        std::string words;
        for (std::size_t i = 0; i < std::min(kMostNamed, names.size()); ++i) {
            add_words(words, names[i]);
        }
        return names.size() <= kMostNamed ? words
                                          : words + " " + tr(Text::More, std::to_string(names.size() - kMostNamed));
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
