// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incident_order.h"
#include "client/views/view.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// What happened before on the same service, or with an alert of the same name.
struct SimilarRow {
    IncidentId id {};
    std::string title {};
    std::string why {}; // "Shop; alert DiskFull": what both have
    Timestamp ended {};
    std::string lasted {};
    Rank mark = Rank::P3;
};

// Of what the state holds and of these older ones: those that are solved, what ended last first.
std::vector<SimilarRow> similar_rows(
    const State& state, const Incident& incident, const std::vector<Incident>& older = {});

// What was looked through for them.
struct LookedThrough {
    std::size_t ended = 0;
    std::optional<Timestamp> back_to {}; // when the first of them ended
};
LookedThrough looked_through(const State& state, const Incident& incident, const std::vector<Incident>& older);

// How it was solved, in the words of whoever solved it; as far as its log is here.
std::string solution_words(const Incident& incident, const IncidentLog& log);

}
