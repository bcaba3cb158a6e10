// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/timeline/timeline.h"

#include <cstddef>
#include <optional>
#include <string>

namespace watchfloor {

// More are not saved at once: their words are fetched, and a shorter time is one key away.
inline constexpr std::size_t kMostSavedRows = 10'000;

// The items of the lanes shown that touch the stretch shown, in the order shown, a line each: number, lane, kind,
// severity, begin, end (empty while it lasts), recorded, text, author, marks. Instants are in UTC as RFC 3339 has them.
// Stops after one row more than kMostSavedRows.
SaveRows timeline_csv(const TimelineModel& model, const TimelineViewState& state);

// Saves those rows when its key is pressed, once their words have come or come no more.
class TimelineSaving {
public:
    void draw(Timestamp now, const TimelineModel& model, const TimelineViewState& state, Intents& intents);

private:
    bool wanted_ = false;
    std::size_t unworded_ = 0;
    Timestamp heard_at_ {}; // when a word came last
};

}
