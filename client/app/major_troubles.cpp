// SPDX-License-Identifier: Apache-2.0
#include "client/app/major_troubles.h"

#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/views/incident_order.h"
#include "client/views/view.h"
#include "shared/domain/formulas/duty_holder.h"

#include <algorithm>

namespace watchfloor {
namespace {

// What is wrong in the same way, and with which incidents.
struct Troubled {
    std::string ids {};
    std::string people {};
    std::size_t count = 0;
    Millis longest {};
};

void add_troubled(Troubled& troubled, const Incident& incident, const std::string& person = {}, Millis late = {})
{
    troubled.ids += (troubled.ids.empty() ? "" : ", ") + incident.id.text;
    troubled.people += (troubled.people.empty() ? "" : ", ") + person;
    troubled.longest = std::max(troubled.longest, late);
    ++troubled.count;
}

}

std::vector<std::string> major_troubles(const State& state, Timestamp now, bool may_update)
{
    Troubled vacant;
    Troubled uncertain;
    Troubled overdue;
    for (const Incident* incident : open_incidents(state, now)) {
        if (!incident->declared()) {
            continue;
        }
        const DutyHeld* commander = duty_holder(state, *incident, Duty::IncidentCommander);
        if (commander == nullptr) {
            add_troubled(vacant, *incident);
        } else if (incident->command_uncertain) {
            add_troubled(uncertain, *incident, user_name(state, commander->user));
        }
        const TargetClock* update = incident->clock(ClockKind::NextUpdate);
        if (update != nullptr && !update->stopped_at && update->due_at < now) {
            add_troubled(overdue, *incident, {}, now - update->due_at);
        }
    }
    std::vector<std::string> troubles;
    if (vacant.count > 0) {
        troubles.push_back(tr(Text::BannerNoCommander, vacant.ids));
    }
    if (uncertain.count > 0) {
        troubles.push_back(tr(Text::BannerCommandUncertain, uncertain.ids, uncertain.people));
    }
    if (overdue.count > 0) {
        const std::string words = tr(overdue.count == 1 ? Text::BannerUpdateOverdue : Text::BannerUpdatesOverdue,
            overdue.ids, format_duration(overdue.longest.count()));
        troubles.push_back(may_update ? tr(Text::BannerPress, words, keys_of(Action::Update)) : words);
    }
    return troubles;
}

}
