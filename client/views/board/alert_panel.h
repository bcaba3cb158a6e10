// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// An alert in full: one line of it each, ready to be drawn.
struct AlertDetails {
    std::string title {};
    std::string summary {}; // what the title does not say
    bool ours = false;      // Watchfloor says it, not monitoring
    std::string when {};    // "Fires since 14:03:22, for 12 min", and who reported it
    std::string unknown {}; // that nobody knows whether it still fires, and since when; empty where it is known
    std::string thing {};
    struct Pair {
        std::string name {};
        std::string value {};
    };
    std::vector<Pair> labels {};
    std::vector<Pair> annotations {};
    std::vector<Pair> details {}; // of the time at which it began
    std::vector<Pair> links {};   // as alert_links
    std::vector<std::string> history {};
    IncidentId incident {}; // open
    IncidentId past {};     // that it was part of, and that ended
    std::string incident_text {};
    bool acknowledged = false;
    bool firing = false;
};
// The addresses that monitoring sent with an alert, each once and by its name; the runbook first.
std::vector<AlertDetails::Pair> alert_links(const Alert& alert);
AlertDetails alert_details(const State& state, const Alert& alert, Timestamp now, const SiteZone& zone);

enum class AlertAsked : std::uint8_t { Nothing, Acknowledge, LogIncident, Add };

// The dialog that Enter opens on an alert. Digits open its links, and the board's key the first of them.
class AlertPanel {
public:
    void open(const AlertId& alert) { alert_ = alert; }
    bool is_open() const { return alert_.has_value(); }
    const AlertId& alert() const { return *alert_; }
    // `found` is the alert where the state does not hold it. What was asked closes the dialog.
    AlertAsked draw(const ViewInput& input, Intents& intents, const Alert* found = nullptr);

private:
    std::optional<AlertId> alert_ {};
};

}
