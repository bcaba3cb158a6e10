// SPDX-License-Identifier: Apache-2.0
#include "shared/core/persistent_tree.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kTreeLeafItems = 8;
constexpr unsigned kTreeMaxDepth = 16; // four bits a level, 64-bit hash

}

const void* PersistentTree::find(const std::string& key, KeyOf key_of) const
{
    const Wanted wanted { stable_hash(key), key, key_of };
    const Node* node = root_.get();
    for (unsigned depth = 0; node != nullptr; ++depth) {
        if (node->leaf()) {
            const std::size_t at = position(node->items, wanted);
            return matches(node->items, at, wanted) ? node->items[at].slot.get() : nullptr;
        }
        node = (*node->children)[nibble(wanted.hash, depth)].get();
    }
    return nullptr;
}

void PersistentTree::set(Slot slot, KeyOf key_of)
{
    const std::string& key = key_of(slot.get());
    const Wanted wanted { stable_hash(key), key, key_of };
    insert(root_, 0, { wanted.hash, std::move(slot) }, wanted);
}

void PersistentTree::erase(const std::string& key, KeyOf key_of)
{
    if (find(key, key_of) != nullptr) {
        remove(root_, 0, { stable_hash(key), key, key_of });
        --size_;
    }
}

void PersistentTree::each(void* context, void (*visit)(void* context, const void* slot)) const
{
    if (root_ != nullptr) {
        walk(*root_, context, visit);
    }
}

unsigned PersistentTree::nibble(std::uint64_t hash, unsigned depth)
{
    return static_cast<unsigned>(hash >> (60U - 4U * depth)) & 15U;
}

std::size_t PersistentTree::position(const Items& items, const Wanted& wanted)
{
    const auto at = std::lower_bound(items.begin(), items.end(), wanted, [](const Item& item, const Wanted& sought) {
        return item.hash != sought.hash ? item.hash < sought.hash : sought.key_of(item.slot.get()) < sought.key;
    });
    return static_cast<std::size_t>(at - items.begin());
}

bool PersistentTree::matches(const Items& items, std::size_t at, const Wanted& wanted)
{
    return at != items.size() && items[at].hash == wanted.hash && wanted.key_of(items[at].slot.get()) == wanted.key;
}

// Makes the node exclusively ours. A count of one can only be seen when every ancestor was
// exclusive too, because copying an ancestor raises the counts of its children.
void PersistentTree::own(NodePtr& node)
{
    if (!node) {
        node = std::make_shared<Node>();
        return;
    }
    if (node.use_count() == 1) {
        std::atomic_thread_fence(std::memory_order_acquire);
        return;
    }
    auto copy = std::make_shared<Node>();
    copy->items = node->items;
    if (!node->leaf()) {
        copy->children = std::make_unique<std::array<NodePtr, 16>>(*node->children);
    }
    node = std::move(copy);
}

void PersistentTree::insert(NodePtr& slot, unsigned depth, Item item, const Wanted& wanted)
{
    own(slot);
    if (!slot->leaf()) {
        insert((*slot->children)[nibble(item.hash, depth)], depth + 1, std::move(item), wanted);
        return;
    }
    Items& items = slot->items;
    const std::size_t at = position(items, wanted);
    if (matches(items, at, wanted)) {
        items[at].slot = std::move(item.slot);
        return;
    }
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(at), std::move(item));
    ++size_;
    if (items.size() > kTreeLeafItems && depth < kTreeMaxDepth) {
        split(*slot, depth);
    }
}

void PersistentTree::split(Node& node, unsigned depth)
{
    node.children = std::make_unique<std::array<NodePtr, 16>>();
    for (Item& item : node.items) {
        NodePtr& child = (*node.children)[nibble(item.hash, depth)];
        if (!child) {
            child = std::make_shared<Node>();
        }
        child->items.push_back(std::move(item));
    }
    node.items.clear();
    node.items.shrink_to_fit();
}

void PersistentTree::remove(NodePtr& slot, unsigned depth, const Wanted& wanted)
{
    own(slot);
    if (!slot->leaf()) {
        remove((*slot->children)[nibble(wanted.hash, depth)], depth + 1, wanted);
        return;
    }
    const std::size_t at = position(slot->items, wanted);
    if (matches(slot->items, at, wanted)) {
        slot->items.erase(slot->items.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

void PersistentTree::walk(const Node& node, void* context, void (*visit)(void* context, const void* slot))
{
    for (const Item& item : node.items) {
        visit(context, item.slot.get());
    }
    if (node.leaf()) {
        return;
    }
    for (const NodePtr& child : *node.children) {
        if (child != nullptr) {
            walk(*child, context, visit);
        }
    }
}

}
