// SPDX-License-Identifier: Apache-2.0
#include "client/mirror/mirror_diff.h"

#include <unordered_map>

namespace watchfloor {
namespace {

struct Placed {
    const MirrorItem* item = nullptr;
    int index = 0;
};

std::unordered_map<MirrorId, Placed> placed(const std::vector<MirrorItem>& items)
{
    std::unordered_map<MirrorId, Placed> places;
    std::unordered_map<MirrorId, int> children;
    for (const auto& item : items) {
        places[item.id] = Placed { &item, children[item.parent]++ };
    }
    return places;
}

}

bool same_item(const MirrorItem& a, const MirrorItem& b)
{
    return a.id == b.id && a.role == b.role && a.label == b.label && a.value == b.value && a.rect == b.rect
        && a.disabled == b.disabled && a.selected == b.selected && a.pressed == b.pressed && a.expanded == b.expanded
        && a.collapsed == b.collapsed && a.focused == b.focused && a.level == b.level && a.position == b.position
        && a.set_size == b.set_size && a.parent == b.parent;
}

std::vector<MirrorChange> mirror_changes(const std::vector<MirrorItem>& before, const std::vector<MirrorItem>& after)
{
    const auto old_places = placed(before);
    const auto new_places = placed(after);
    std::vector<MirrorChange> changes;
    for (const auto& item : before) {
        const auto kept = new_places.find(item.id);
        // A thing that changed what it is becomes another element.
        if (kept == new_places.end() || kept->second.item->role != item.role) {
            changes.push_back({ MirrorChange::Kind::Remove, item, 0 });
        }
    }
    for (const auto& item : after) {
        const int index = new_places.at(item.id).index;
        const auto old = old_places.find(item.id);
        if (old == old_places.end() || old->second.index != index || !same_item(*old->second.item, item)) {
            changes.push_back({ MirrorChange::Kind::Put, item, index });
        }
    }
    return changes;
}

}
