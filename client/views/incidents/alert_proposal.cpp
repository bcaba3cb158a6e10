// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/alert_proposal.h"

#include "client/language/text.h"
#include "client/views/batch.h"
#include "client/views/board/alert_things.h"
#include "client/views/board/board_rows.h"
#include "client/widgets/controls/panels.h"
#include "shared/core/sorting.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

std::vector<NamedAlert> named_alerts(const std::vector<const Alert*>& alerts)
{
    const std::vector<AlertThing> things = alert_things(alerts);
    std::vector<NamedAlert> named;
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        named.push_back({ alerts[i]->id, alerts[i]->name + (things[i].words.empty() ? "" : " " + things[i].words) });
    }
    return named;
}

std::string proposal_words(const State& state, const std::vector<const Alert*>& alerts)
{
    std::vector<ServiceId> services;
    for (const Alert* alert : alerts) {
        if (std::find(services.begin(), services.end(), alert->service) == services.end()) {
            services.push_back(alert->service);
        }
    }
    const std::string names = service_names(state, services);
    const std::string key = keys_of(Action::LinkProposed);
    return alerts.size() == 1 ? tr(Text::ProposalOne, names, key)
                              : tr(Text::ProposalMany, std::to_string(alerts.size()), names, key);
}

}

std::vector<const Alert*> unlinked_alerts(const State& state, const Incident& incident)
{
    std::vector<const Alert*> alerts;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        const bool affected = alert.service != kUnknownService && concerns(incident, alert.service);
        if (affected && counts_as_firing(alert) && !is_assigned(state, alert)) {
            alerts.push_back(&alert);
        }
    });
    sort_stably(alerts, [](const Alert* a, const Alert* b) {
        return a->severity != b->severity ? a->severity < b->severity : a->id < b->id;
    });
    return alerts;
}

std::vector<const Alert*> AlertProposal::proposed(const PanelContext& context) const
{
    std::vector<const Alert*> alerts = unlinked_alerts(context.input.state, context.incident);
    std::erase_if(alerts, [&](const Alert* alert) {
        const auto at = settled_->find(alert->id);
        return at != settled_->end() && at->second == alert->opened_seq;
    });
    const bool may
        = !alerts.empty() && advise(context.input, LinkAlert { context.incident.id, alerts.front()->id }).allowed;
    return may ? alerts : std::vector<const Alert*> {};
}

void AlertProposal::draw(const PanelContext& context)
{
    const std::vector<const Alert*> alerts = proposed(context);
    if (alerts.empty()) {
        announced_.clear();
        return;
    }
    const std::string text = proposal_words(context.input.state, alerts);
    if (std::exchange(announced_, text) != text) {
        mirror().announce(text, false);
    }
    const std::array<std::string_view, 2> buttons { tr(alerts.size() == 1 ? Text::ProposalLinkOne : Text::ProposalLink),
        tr(Text::ProposalLater) };
    const auto clicked
        = banner_with("proposal", { .severity = Severity::Info, .text = text, .urgent = false }, buttons);
    const bool links = pressed(Action::LinkProposed) || clicked == std::size_t { 0 };
    if (!links && !clicked) {
        return;
    }
    for (const Alert* alert : alerts) {
        (*settled_)[alert->id] = alert->opened_seq;
    }
    if (!links) {
        return;
    }
    std::vector<Send> sends = link_sends(context.incident.id, named_alerts(alerts));
    for (std::size_t i = 0; i < sends.size(); ++i) {
        // What was refused is proposed again, or belongs to another incident by now.
        sends[i].done = [kept = std::weak_ptr(settled_), alert = alerts[i]->id](const HttpResponse& response) {
            const auto settled = kept.lock();
            if (settled && !response.ok()) {
                settled->erase(alert);
            }
        };
    }
    link_alerts(context.intents, std::move(sends));
}

}
