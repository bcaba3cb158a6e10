// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incidents/incident_panel.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace watchfloor {

// Firing alerts of the incident's services that are in no open incident, worst first.
std::vector<const Alert*> unlinked_alerts(const State& state, const Incident& incident);

// Proposes them in a strip until they are linked or put off; those that fire later are proposed again.
class AlertProposal {
public:
    void draw(const PanelContext& context);

private:
    using Occurrences = std::map<AlertId, std::uint64_t>;

    std::vector<const Alert*> proposed(const PanelContext& context) const;

    // Put off, or on their way into the incident. Shared with answers still under way.
    std::shared_ptr<Occurrences> settled_ = std::make_shared<Occurrences>();
    std::string announced_ {};
};

}
