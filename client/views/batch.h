// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/view.h"

#include <string>
#include <vector>

namespace watchfloor {

// What became of several writes that are one wish. Shared by them.
struct Batch {
    std::string all_done {}; // said when none was refused
    Text some_done {};       // of how many ({0} of {1}), and what was refused ({2})
    std::size_t total = 0;
    std::size_t done = 0;
    std::size_t refused = 0;
    struct Refusal {
        std::string why {};
        std::vector<std::string> about {};
    };
    std::vector<Refusal> refusals {}; // in the order of the writes, each reason once

    // What became of one of them; empty: it was done.
    void take(const std::string& about, const std::string& refusal);
    bool settled() const { return done + refused == total; }
    Say said() const;
};

// Asks for these writes as one batch; one alone is a write like any other.
void send_together(Intents& intents, std::vector<Send> sends, std::string all_done, Text some_done);

struct NamedAlert {
    AlertId id {};
    std::string name {};
};
// Whether they can be put into the incident, as far as the rules know here: of what the server alone holds, one's roles say.
Advice link_advice(const ViewInput& input, const IncidentId& incident, const std::vector<NamedAlert>& alerts);
// Puts the alerts into the incident, in the order given.
std::vector<Send> link_sends(const IncidentId& incident, const std::vector<NamedAlert>& alerts);
void link_alerts(Intents& intents, std::vector<Send> links);

}
