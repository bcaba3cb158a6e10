// SPDX-License-Identifier: Apache-2.0
#include "client/views/batch.h"

#include "shared/core/words.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kNamedOfARefusal = 3;

std::string refusal_words(const Batch::Refusal& refusal)
{
    std::string words;
    for (std::size_t i = 0; i < std::min(refusal.about.size(), kNamedOfARefusal); ++i) {
        words += (i == 0 ? "" : ", ") + refusal.about[i];
    }
    return words + (refusal.about.size() > kNamedOfARefusal ? ", …: " : ": ") + refusal.why;
}

}

void Batch::take(const std::string& about, const std::string& refusal)
{
    ++(refusal.empty() ? done : refused);
    if (refusal.empty()) {
        return;
    }
    auto at = std::find_if(refusals.begin(), refusals.end(), [&](const Refusal& one) { return one.why == refusal; });
    at = at != refusals.end() ? at : refusals.insert(at, { refusal, {} });
    at->about.push_back(about);
}

Say Batch::said() const
{
    if (refused == 0) {
        return { all_done, false };
    }
    std::string reasons;
    for (const Refusal& refusal : refusals) {
        add_words(reasons, refusal_words(refusal), "; ");
    }
    return { tr(some_done, std::to_string(done), std::to_string(total),
                 tr(Text::SaidRefused, std::to_string(refused), reasons)),
        true };
}

void send_together(Intents& intents, std::vector<Send> sends, std::string all_done, Text some_done)
{
    std::shared_ptr<Batch> batch;
    if (sends.size() > 1) {
        batch = std::make_shared<Batch>();
        batch->all_done = std::move(all_done);
        batch->some_done = some_done;
        batch->total = sends.size();
    }
    for (Send& send : sends) {
        send.batch = batch;
        intents.emplace_back(std::move(send));
    }
}

Advice link_advice(const ViewInput& input, const IncidentId& incident, const std::vector<NamedAlert>& alerts)
{
    for (const NamedAlert& alert : alerts) {
        if (input.state.alerts.find(alert.id) != nullptr) {
            return advise(input, LinkAlert { incident, alert.id });
        }
    }
    Permit permit = may_do(input, Act::LinkAlert);
    Advice advice;
    advice.allowed = advice.fillable = permit.allowed;
    advice.reason = std::move(permit.why);
    return advice;
}

std::vector<Send> link_sends(const IncidentId& incident, const std::vector<NamedAlert>& alerts)
{
    std::vector<Send> sends;
    for (const NamedAlert& alert : alerts) {
        sends.push_back(incident_send(LinkAlert { incident, alert.id }, "alerts", tr(Text::SaidLinked, alert.name)));
        sends.back().about = alert.name;
    }
    return sends;
}

void link_alerts(Intents& intents, std::vector<Send> links)
{
    std::string all_done = tr(Text::SaidLinkedMany, std::to_string(links.size()));
    send_together(intents, std::move(links), std::move(all_done), Text::SaidLinkedSome);
}

}
