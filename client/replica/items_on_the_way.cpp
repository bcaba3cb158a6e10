// SPDX-License-Identifier: Apache-2.0
#include "client/replica/items_on_the_way.h"

namespace watchfloor {

void ItemsOnTheWay::take(TimelineColumns& shown, const std::vector<TimelineItem>& answered)
{
    shown.clear();
    show(shown, answered);
    meanwhile_.clear();
}

void ItemsOnTheWay::show(TimelineColumns& shown, const std::vector<TimelineItem>& answered) const
{
    for (const TimelineItem& item : answered) {
        static_cast<void>(shown.put(item));
    }
    for (const TimelineOperation& operation : meanwhile_) {
        // An item that the answer knows may have changed since it was new; what changed it follows here, or is in it.
        if (operation.act != TimelineOperation::Act::Put || !shown.find(operation.item.seq)) {
            apply_operation(shown, operation);
        }
    }
}

}
