// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incidents/incident_panel.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Firing alerts of the incident's services that are in no open incident, worst first.
std::vector<const Alert*> unlinked_alerts(const State& state, const Incident& incident);

// Registered services of its linked alerts that are not among those affected.
std::vector<ServiceId> services_unsaid(const State& state, const Incident& incident);

// Proposes them in a strip until they are linked or put off; those that fire later are proposed again. Where there are
// none, the services that linked alerts are of and the incident is not.
class AlertProposal {
public:
    void draw(const PanelContext& context);

private:
    using Occurrences = std::map<AlertId, std::uint64_t>;

    std::vector<const Alert*> proposed(const PanelContext& context) const;
    void draw_services(const PanelContext& context);
    // In a strip: whether the first of the buttons was pressed, the second, or none.
    std::optional<std::size_t> draw_strip(const std::string& text, std::string_view takes);

    // Put off, or on their way into the incident. Shared with answers still under way.
    std::shared_ptr<Occurrences> settled_ = std::make_shared<Occurrences>();
    std::vector<ServiceId> services_settled_ {}; // put off, or on their way likewise
    std::string announced_ {};
};

}
