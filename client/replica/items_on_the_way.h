// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/timeline_fold/timeline_items.h"

#include <vector>

namespace watchfloor {

// Timeline items that were asked for while the stream goes on. What it brings meanwhile is newer than the answer, so it
// is done once more to what was answered. Single-threaded.
class ItemsOnTheWay {
public:
    void asked() { meanwhile_.clear(); }

    // The stream brought this; the caller carries it out on what is shown by now.
    void follow(const TimelineOperation& operation) { meanwhile_.push_back(operation); }

    // A part of the answer, as it stands by now, joins what is shown; the rest is on its way.
    void show(TimelineColumns& shown, const std::vector<TimelineItem>& answered) const;

    // The answer takes the place of all that is shown: what is not in it may not be seen any more.
    void take(TimelineColumns& shown, const std::vector<TimelineItem>& answered);

private:
    std::vector<TimelineOperation> meanwhile_ {};
};

}
