// SPDX-License-Identifier: Apache-2.0
#include "client/views/acknowledging.h"

#include "client/language/text.h"

namespace watchfloor {
namespace {

std::uint64_t occurrence_of_alert(const State& state, const AlertId& id)
{
    const Alert* alert = state.alerts.find(id);
    return alert == nullptr ? 0 : alert->opened_seq;
}

}

Send Acknowledging::send(const State& state, const AlertId& alert, const std::string& name)
{
    (*sent_)[alert] = occurrence_of_alert(state, alert);
    Send send;
    send.path = "/api/v1/alerts/" + alert.text + "/acknowledge";
    send.body = "{}";
    send.success = tr(Text::SaidAcknowledged, name);
    send.about = name;
    send.done = [kept = std::weak_ptr(sent_), alert](const HttpResponse& response) {
        const auto all = kept.lock();
        if (all && !response.ok()) {
            all->erase(alert);
        }
    };
    return send;
}

void Acknowledging::send_all(const State& state, const std::vector<NamedAlert>& alerts, Intents& intents)
{
    std::vector<Send> sends;
    for (const NamedAlert& alert : alerts) {
        sends.push_back(send(state, alert.id, alert.name));
    }
    std::string all_done = tr(Text::SaidAcknowledgedMany, std::to_string(sends.size()));
    send_together(intents, std::move(sends), std::move(all_done), Text::SaidAcknowledgedSome);
}

bool Acknowledging::sent(const State& state, const AlertId& alert) const
{
    const auto at = sent_->find(alert);
    return at != sent_->end() && at->second == occurrence_of_alert(state, alert);
}

}
