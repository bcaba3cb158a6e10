// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "client/replica/retry.h"
#include "shared/domain/entities/incidents/incident.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Incidents that have left the working set: the one that is looked at, and the pages of those that ended, as somebody
// asked for them. They change no more; what may no longer be seen of them goes with clear(). Single-threaded.
class PastIncidents {
public:
    explicit PastIncidents(Transport& transport) : transport_(transport) { }

    struct Found {
        std::optional<Incident> incident {};
        bool answered = false;  // without an incident: there is none that may be seen
        std::string trouble {}; // why no answer came, for people; it is asked for again
    };
    const Found& find(const IncidentId& id, const std::string& journal, Timestamp now);

    // Whether `ask_older` would bring more than there is in closed().
    bool more() const { return !all_asked_; }
    bool asking() const { return asking_; }
    const std::string& trouble() const { return trouble_; }
    void ask_older(const std::string& journal);
    const std::vector<Incident>& closed() const { return closed_; }

    void clear();

private:
    static constexpr int kPage = 50;

    Transport& transport_;
    IncidentId wanted_ {};
    Found found_ {};
    bool finding_ = false;
    Retry retry_ {};
    Timestamp now_ {}; // when it was looked for last

    std::vector<Incident> closed_ {};
    IncidentId before_ {}; // where the next page begins; empty: with the newest
    bool all_asked_ = false;
    bool asking_ = false;
    std::string trouble_ {};
};

}
