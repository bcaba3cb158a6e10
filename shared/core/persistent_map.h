// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/persistent_tree.h"

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace watchfloor {

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
    std::size_t size() const { return tree_.size(); }
    bool empty() const { return size() == 0; }
    bool contains(const Key& key) const { return tree_.find(key.text, &key_of) != nullptr; }

    // The pointer lives as long as this map is neither changed nor destroyed.
    const Value* find(const Key& key) const
    {
        const void* slot = tree_.find(key.text, &key_of);
        return slot != nullptr ? &static_cast<const Slot*>(slot)->value : nullptr;
    }

    void set(const Key& key, Value value) { tree_.set(std::make_shared<const Slot>(key, std::move(value)), &key_of); }

    // Calls change(Value&) on a copy of the value (a default one where there was none) and stores it.
    template<typename Change>
    void update(const Key& key, Change change)
    {
        update_with(key, &change, [](void* context, Value& value) { (*static_cast<Change*>(context))(value); });
    }

    void erase(const Key& key) { tree_.erase(key.text, &key_of); }

    template<typename Visit>
    void for_each(Visit visit) const
    {
        tree_.each(&visit, [](void* context, const void* pointer) {
            const Slot& slot = *static_cast<const Slot*>(pointer);
            (*static_cast<Visit*>(context))(slot.key(), slot.value);
        });
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

    static const std::string& key_of(const void* slot) { return static_cast<const Slot*>(slot)->key().text; }

    void update_with(const Key& key, void* context, void (*change)(void* context, Value& value))
    {
        const Value* present = find(key);
        Value value = present != nullptr ? *present : Value {};
        change(context, value);
        set(key, std::move(value));
    }

    PersistentTree tree_ {};
};

}
