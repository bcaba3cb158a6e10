// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/views/when_field.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "shared/domain/input_text.h"

#include <algorithm>

namespace watchfloor {
namespace {

class TaskPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        const auto people = active_people(context.input.state);
        SetTask command;
        command.incident = context.incident.id;
        command.title = title_;
        command.containment = containment_;
        if (owner_ > 0 && owner_ <= static_cast<int>(people.size())) {
            command.owner = people[static_cast<std::size_t>(owner_ - 1)].id;
        }
        command.due_at = read_when(due_, context.input.now, context.input.zone, { .past = false });
        const bool readable = is_when(due_, context.input, kToCome);
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "task",
                { .title = tr(Text::TaskTitle),
                    .commit = tr(Text::TaskCommit),
                    .can_commit = advice.allowed && !title_.empty() && readable,
                    .why_not = readable ? std::string_view { advice.reason } : tr(Text::WhenUnreadable) })) {
            return true;
        }
        text_field(tr(Text::FieldTask), title_,
            { .max_characters = kMaxTitle, .autofocus = true, .missing = is_blank(title_) });
        std::vector<std::string> names { std::string(tr(Text::NobodyYet)) };
        for (const Person& person : people) {
            const auto same = [&](const Person& other) { return other.name == person.name; };
            const bool alone = std::count_if(people.begin(), people.end(), same) == 1;
            names.push_back(alone || person.roles.empty() ? person.name : person.name + " (" + person.roles + ")");
        }
        select(tr(Text::FieldOwner), names, owner_);
        when_field(tr(Text::FieldTaskDue), due_, context.input, { .missing = !readable }, kToCome);
        gap(1);
        toggle(tr(Text::TaskContainment), containment_);
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(incident_send(command, "tasks", tr(Text::SaidTask, title_)));
            title_.clear();
            due_.clear();
            containment_ = false;
            owner_ = 0;
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    static constexpr WhenRules kToCome { .past = false, .blank_is_now = false };

    std::string title_ {};
    std::string due_ {}; // empty: at no set time
    int owner_ = 0;
    bool containment_ = false;
};

}

std::unique_ptr<IncidentPanel> make_task_panel()
{
    return std::make_unique<TaskPanel>();
}

}
