// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace watchfloor {

// FNV-1a with a final mix. Stable across builds and platforms: iteration order depends on it.
inline std::uint64_t stable_hash(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    hash = (hash ^ (hash >> 33U)) * 0xff51afd7ed558ccdULL;
    return hash ^ (hash >> 33U);
}

template<typename Key, typename Value, typename = void>
inline constexpr bool kHasOwnId = false;
template<typename Key, typename Value>
inline constexpr bool kHasOwnId<Key, Value, std::enable_if_t<std::is_same_v<decltype(Value::id), Key>>> = true;

// A map whose copies share structure: copying costs one pointer, changing one key copies the
// nodes on its path (at most a few kilobytes), and nothing at all when nobody else holds them.
// One thread writes; any thread may read a copy it holds. Iteration is by hash of the key, so
// two maps with equal contents iterate equally whatever their history. Keys are ids (`.text`). A value
// that has its key as its `id` is stored under that one: it is set with the value, whatever it was.
template<typename Key, typename Value>
class PersistentMap {
public:
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    bool contains(const Key& key) const { return find(key) != nullptr; }

    // The pointer lives as long as this map is neither changed nor destroyed.
    const Value* find(const Key& key) const
    {
        const std::uint64_t hash = stable_hash(key.text);
        const Node* node = root_.get();
        for (unsigned depth = 0; node != nullptr; ++depth) {
            if (node->leaf()) {
                const auto at = position(node->items, hash, key);
                return matches(node->items, at, hash, key) ? &at->slot->value : nullptr;
            }
            node = (*node->children)[nibble(hash, depth)].get();
        }
        return nullptr;
    }

    void set(const Key& key, Value value)
    {
        insert(root_, 0, { stable_hash(key.text), std::make_shared<const Slot>(key, std::move(value)) });
    }

    // Calls change(Value&) on a copy of the value (a default one where there was none) and stores it.
    template<typename Change>
    void update(const Key& key, Change change)
    {
        const Value* present = find(key);
        Value value = present != nullptr ? *present : Value {};
        change(value);
        set(key, std::move(value));
    }

    void erase(const Key& key)
    {
        if (contains(key)) {
            remove(root_, 0, stable_hash(key.text), key);
            --size_;
        }
    }

    template<typename Visit>
    void for_each(Visit visit) const
    {
        walk(root_.get(), visit);
    }

private:
    // Key and value lie together behind one pointer, so that copying a node copies no keys.
    struct KeyedSlot {
        KeyedSlot(const Key& its_key, Value&& its_value) : value(std::move(its_value)), own_key(its_key) { }
        const Key& key() const { return own_key; }
        Value value;
        Key own_key;
    };
    struct NamedSlot {
        NamedSlot(const Key& its_key, Value&& its_value) : value(std::move(its_value))
        {
            if (value.id != its_key) {
                value.id = its_key;
            }
        }
        const Key& key() const { return value.id; }
        Value value;
    };
    using Slot = std::conditional_t<kHasOwnId<Key, Value>, NamedSlot, KeyedSlot>;
    struct Item {
        std::uint64_t hash;
        std::shared_ptr<const Slot> slot;
    };
    struct Node;
    using NodePtr = std::shared_ptr<Node>;
    using Items = std::vector<Item>;
    struct Node {
        Items items {};                                       // sorted by (hash, key)
        std::unique_ptr<std::array<NodePtr, 16>> children {}; // empty in a leaf
        bool leaf() const { return children == nullptr; }
    };
    static constexpr std::size_t kLeafItems = 8;
    static constexpr unsigned kMaxDepth = 16; // four bits a level, 64-bit hash

    static unsigned nibble(std::uint64_t hash, unsigned depth)
    {
        return static_cast<unsigned>(hash >> (60U - 4U * depth)) & 15U;
    }

    template<typename Sequence>
    static auto position(Sequence& items, std::uint64_t hash, const Key& key)
    {
        return std::lower_bound(items.begin(), items.end(), hash, [&](const Item& item, std::uint64_t wanted) {
            return item.hash != wanted ? item.hash < wanted : item.slot->key() < key;
        });
    }

    template<typename Sequence, typename Iterator>
    static bool matches(Sequence& items, Iterator at, std::uint64_t hash, const Key& key)
    {
        return at != items.end() && at->hash == hash && at->slot->key() == key;
    }

    // Makes the node exclusively ours. A count of one can only be seen when every ancestor was
    // exclusive too, because copying an ancestor raises the counts of its children.
    static void own(NodePtr& node)
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

    void insert(NodePtr& slot, unsigned depth, Item item)
    {
        own(slot);
        if (!slot->leaf()) {
            insert((*slot->children)[nibble(item.hash, depth)], depth + 1, std::move(item));
            return;
        }
        const auto at = position(slot->items, item.hash, item.slot->key());
        if (matches(slot->items, at, item.hash, item.slot->key())) {
            at->slot = std::move(item.slot);
            return;
        }
        slot->items.insert(at, std::move(item));
        ++size_;
        if (slot->items.size() > kLeafItems && depth < kMaxDepth) {
            split(*slot, depth);
        }
    }

    static void split(Node& node, unsigned depth)
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

    static void remove(NodePtr& slot, unsigned depth, std::uint64_t hash, const Key& key)
    {
        own(slot);
        if (!slot->leaf()) {
            remove((*slot->children)[nibble(hash, depth)], depth + 1, hash, key);
            return;
        }
        const auto at = position(slot->items, hash, key);
        if (matches(slot->items, at, hash, key)) {
            slot->items.erase(at);
        }
    }

    template<typename Visit>
    static void walk(const Node* node, Visit& visit)
    {
        if (node == nullptr) {
            return;
        }
        for (const Item& item : node->items) {
            visit(item.slot->key(), item.slot->value);
        }
        if (!node->leaf()) {
            for (const NodePtr& child : *node->children) {
                walk(child.get(), visit);
            }
        }
    }

    NodePtr root_ {};
    std::size_t size_ = 0;
};

}
