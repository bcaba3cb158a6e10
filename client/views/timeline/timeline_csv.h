// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/timeline/timeline_rows.h"
#include "client/views/view.h"
#include "client/widgets/timeline/timeline.h"

#include <cstddef>
#include <functional>
#include <optional>

namespace watchfloor {

// More are not saved at once: their words are fetched, and a shorter time is one key away.
inline constexpr std::size_t kMostSavedRows = 10'000;

using SavedWordsOf = std::function<SavedWords(std::uint64_t seq)>;

// The items of the lanes shown that touch the stretch shown, in the order shown, a line each: number, lane, kind,
// severity, begin, end (empty while it lasts), recorded, text, author, incident, marks. Instants are in UTC as RFC 3339
// has them. Stops after one row more than kMostSavedRows.
SaveRows timeline_csv(const TimelineModel& model, const TimeAxis& axis, TimeOrder order, const SavedWordsOf& words);

// Saves those rows when its key is pressed, once their words have come or come no more: of the stretch that was shown
// then, wherever the view has moved meanwhile.
class TimelineSaving {
public:
    void draw(const TimelineModel& model, const TimelineViewState& state, const SavedWordsOf& words, Intents& intents);

private:
    struct Wanted {
        TimeAxis axis {};
        TimeOrder order = TimeOrder::Occurred;
        std::size_t unworded = 0;
        double heard_at = 0; // when a word came last, by the time that frames take: no clock that can be set
    };
    std::optional<Wanted> wanted_ {};
};

}
