// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/alert_proposal.h"

#include "client/language/text.h"
#include "client/views/batch.h"
#include "client/views/board/alert_things.h"
#include "client/views/board/board_rows.h"
#include "client/widgets/controls/panels.h"
#include "shared/core/sorting.h"
#include "shared/domain/commands/incidents/classification.h"
#include "shared/domain/contains.h"

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

std::vector<ServiceId> services_unsaid(const State& state, const Incident& incident)
{
    std::vector<ServiceId> services;
    for (const AlertId& id : incident.alerts) {
        const Alert* alert = state.alerts.find(id);
        const bool registered
            = alert != nullptr && alert->service != kUnknownService && state.services.find(alert->service) != nullptr;
        if (registered && !concerns(incident, alert->service) && !contains(services, alert->service)) {
            services.push_back(alert->service);
        }
    }
    return services;
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

std::optional<std::size_t> AlertProposal::draw_strip(const std::string& text, std::string_view takes)
{
    if (std::exchange(announced_, text) != text) {
        mirror().announce(text, false);
    }
    const std::array<std::string_view, 2> buttons { takes, tr(Text::ProposalLater) };
    const auto clicked
        = banner_with("proposal", { .severity = Severity::Info, .text = text, .urgent = false }, buttons);
    return pressed(Action::LinkProposed) ? std::size_t { 0 } : clicked;
}

void AlertProposal::draw_services(const PanelContext& context)
{
    std::vector<ServiceId> services = services_unsaid(context.input.state, context.incident);
    std::erase_if(services, [&](const ServiceId& service) { return contains(services_settled_, service); });
    ClassifyIncident command;
    command.incident = context.incident.id;
    command.version = context.incident.version;
    command.services = context.incident.services;
    std::erase(*command.services, kUnknownService);
    command.services->insert(command.services->end(), services.begin(), services.end());
    if (services.empty() || !context.incident.open() || !advise(context.input, command).allowed) {
        announced_.clear();
        return;
    }
    const std::string names = service_names(context.input.state, services);
    const auto clicked = draw_strip(tr(Text::ProposalServices, names, keys_of(Action::LinkProposed)),
        tr(services.size() == 1 ? Text::ProposalAddOne : Text::ProposalAdd));
    if (!clicked) {
        return;
    }
    services_settled_.insert(services_settled_.end(), services.begin(), services.end());
    if (clicked == std::size_t { 0 }) {
        Send send = incident_send(command, "classification", tr(Text::SaidServicesAdded, names));
        // What was refused is proposed again.
        send.done = [kept = std::weak_ptr(settled_), this](const HttpResponse& response) {
            if (!kept.expired() && !response.ok()) {
                services_settled_.clear();
            }
        };
        context.intents.emplace_back(std::move(send));
    }
}

void AlertProposal::draw(const PanelContext& context)
{
    const std::vector<const Alert*> alerts = proposed(context);
    if (alerts.empty()) {
        draw_services(context);
        return;
    }
    const auto clicked = draw_strip(proposal_words(context.input.state, alerts),
        tr(alerts.size() == 1 ? Text::ProposalLinkOne : Text::ProposalLink));
    if (!clicked) {
        return;
    }
    const bool links = clicked == std::size_t { 0 };
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
