// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
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

// What all PersistentMaps have in common: the tree, which does not know what the slots behind its leaves hold. Made anew
// for each map of the state it was several parts in a hundred of the browser's page.
class PersistentTree {
public:
    using Slot = std::shared_ptr<const void>;
    // The text of the key that lies in a slot. One tree is only ever used with one of these.
    using KeyOf = const std::string& (*)(const void* slot);

    std::size_t size() const { return size_; }
    const void* find(const std::string& key, KeyOf key_of) const;
    // Under the key that the slot holds.
    void set(Slot slot, KeyOf key_of);
    void erase(const std::string& key, KeyOf key_of);
    void each(void* context, void (*visit)(void* context, const void* slot)) const;

private:
    struct Item {
        std::uint64_t hash;
        Slot slot;
    };
    struct Node;
    using NodePtr = std::shared_ptr<Node>;
    using Items = std::vector<Item>;
    struct Node {
        Items items {};                                       // sorted by (hash, key)
        std::unique_ptr<std::array<NodePtr, 16>> children {}; // empty in a leaf
        bool leaf() const { return children == nullptr; }
    };
    // What is looked for.
    struct Wanted {
        std::uint64_t hash;
        const std::string& key;
        KeyOf key_of;
    };

    static unsigned nibble(std::uint64_t hash, unsigned depth);
    static std::size_t position(const Items& items, const Wanted& wanted);
    static bool matches(const Items& items, std::size_t at, const Wanted& wanted);
    static void own(NodePtr& node);
    void insert(NodePtr& slot, unsigned depth, Item item, const Wanted& wanted);
    static void split(Node& node, unsigned depth);
    static void remove(NodePtr& slot, unsigned depth, const Wanted& wanted);
    static void walk(const Node& node, void* context, void (*visit)(void* context, const void* slot));

    NodePtr root_ {};
    std::size_t size_ = 0;
};

}
