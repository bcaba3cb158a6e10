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
    send.done = [kept = std::weak_ptr(sent_), alert](const HttpResponse& response) {
        const auto all = kept.lock();
        if (all && !response.ok()) {
            all->erase(alert);
        }
    };
    return send;
}

bool Acknowledging::sent(const State& state, const AlertId& alert) const
{
    const auto at = sent_->find(alert);
    return at != sent_->end() && at->second == occurrence_of_alert(state, alert);
}

}
