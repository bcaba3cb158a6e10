// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/incident_panel.h"

#include "client/language/text.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"

#include <algorithm>

namespace watchfloor {

bool begin_incident_modal(const PanelContext& context, std::string_view id, ModalOptions options)
{
    const std::string title = tr(Text::IncidentDialog, context.incident.id.text, options.title);
    options.title = title;
    options.keeps_draft = true;
    return begin_modal(id, options);
}

void draw_advice(const Advice& advice)
{
    if (advice.allowed || advice.reason.empty()) {
        return;
    }
    gap(2);
    label(advice.reason,
        { .type = Type::Caption, .colour = advice.fillable ? Colour::Secondary : Colour::Major, .wrap = true });
}

std::vector<Person> active_people(const State& state)
{
    std::vector<Person> people;
    state.users.for_each([&](const UserId& id, const User& user) {
        if (!user.disabled) {
            people.push_back({ id, user.name.empty() ? id.text : user.name, roles_words(user.roles) });
        }
    });
    sort_stably(
        people, [](const Person& a, const Person& b) { return a.name != b.name ? a.name < b.name : a.id < b.id; });
    return people;
}

std::vector<std::string> personal_data_words()
{
    return { std::string(tr(Text::PersonalUnknown)), std::string(tr(Text::PersonalYes)),
        std::string(tr(Text::PersonalNo)) };
}

}
