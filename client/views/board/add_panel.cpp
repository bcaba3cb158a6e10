// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/add_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/board/board_rows.h"
#include "client/views/digit_choices.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {

void AddPanel::draw(const ViewInput& input, Intents& intents)
{
    if (!is_open()) {
        return;
    }
    const std::vector<const Incident*> incidents = open_incidents(input.state, input.as_of());
    if (chosen_.empty() && !incidents.empty()) {
        chosen_ = incidents.front()->id;
    }
    std::vector<std::string> choices;
    int chosen = -1;
    for (const Incident* incident : incidents) {
        chosen = incident->id == chosen_ ? static_cast<int>(choices.size()) : chosen;
        choices.push_back(incident->id.text + "  " + incident->title);
    }
    Advice advice;
    if (chosen_.empty()) {
        advice.reason = tr(Text::AddNoIncident, keys_of(Action::IncidentFromAlert));
    } else {
        advice = link_advice(input, chosen_, alerts_);
    }
    const std::string title = tr(Text::AddTitle, std::to_string(alerts_.size()));
    const std::string commit = chosen_.empty() ? std::string(tr(Text::AddButton)) : tr(Text::AddCommit, chosen_.text);
    if (!begin_modal("add",
            { .title = title,
                .commit = commit,
                .can_commit = advice.allowed,
                .why_not = advice.reason,
                .width = 760 })) {
        return;
    }
    if (!incidents.empty()) {
        chosen = digit_choices(tr(Text::BoardIncidents), choices, chosen);
        chosen_ = chosen < 0 ? chosen_ : incidents[static_cast<std::size_t>(chosen)]->id;
    }
    if (!advice.allowed) {
        label(advice.reason, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        link_alerts(intents, link_sends(chosen_, alerts_));
    }
    if (outcome != ModalOutcome::Open) {
        alerts_.clear();
    }
}

}
