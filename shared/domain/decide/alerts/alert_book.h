// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/muting.h"
#include "shared/domain/state/state.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace watchfloor {

// The alerts as they stand within one decision: several reports of one delivery may be about the
// same alert, and each must see what the ones before it did. Everything recorded goes through here.
class AlertBook {
public:
    AlertBook(const State& state, const Context& context, Decision& decision)
        : state_(state), context_(context), decision_(decision), firing_(state.firing)
    {
    }

    // Nothing where no such alert is known.
    const Alert* find(const AlertId& id) const;

    void fire(Alert alert);
    // Records what differs in severity, service, start, mute, text or claims.
    void change(const Alert& alert);
    // Said to be over, at that time as claimed.
    void resolve(const AlertId& id, Timestamp ended_at, std::vector<Timestamp> starts, std::vector<Timestamp> ends);
    // Over because no path renewed it; what the paths claimed stays.
    void lapse(const AlertId& id, Timestamp ended_at);

    // Fills in what the registers say of the alert: service and severity, and the mute, for which its start must be known.
    void classify(Alert& alert) const;
    void mute(Alert& alert);
    // An alert that comes back while its incident is open belongs to it still.
    void keep_open_incident(const Alert& known, Alert& after) const;
    // Records it where another window mutes the alert now, or none, and where one of no known service has one now.
    void review(const AlertId& id);

private:
    void end(Alert alert, Timestamp ended_at);

    const State& state_;
    const Context& context_;
    Decision& decision_;
    std::unordered_map<std::string, Alert> touched_ {}; // by the id's text
    std::int64_t firing_;                               // State::firing after the entries so far
    std::optional<MutingWindows> windows_ {};           // of now, once they were asked for
};

// The most specific match wins (most labels, then the smallest id), else kUnknownService.
ServiceId matching_service(const State& state, const Labels& labels);

// Firing alerts of no known service whose labels fit one by now: it was defined, or changed, while they fire.
std::vector<AlertId> outdated_services(const State& state);

// Alerts that the server raises itself live in this domain, under this source.
inline constexpr std::string_view kOwnDomain = "watchfloor";

// Fires (or resolves) one of them; nothing when it stands that way already.
void set_own_alert(AlertBook& book, const Labels& labels, std::string summary, bool firing, const ServiceId& service,
    const Context& context);

}
