// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <utility>

namespace watchfloor {

// Names with their texts, sorted by name: the labels of an alert. All of it lies in one piece of
// memory that copies share until one of them changes, because a server holds hundred thousands of
// them and hands each from delivery to rule to entry to state. Views and iterators live as long as
// the map they came from is neither changed nor destroyed. One thread writes; any thread may read a
// copy it holds. Made for tens of names: finding one looks at those before it.
class TextMap {
public:
    using value_type = std::pair<std::string_view, std::string_view>;

    class const_iterator {
    public:
        using iterator_category = std::input_iterator_tag; // what it gives lives in the iterator itself
        using value_type = TextMap::value_type;
        using difference_type = std::ptrdiff_t;
        using pointer = const value_type*;
        using reference = const value_type&;

        const_iterator() = default;
        reference operator*() const { return item_; }
        pointer operator->() const { return &item_; }
        const_iterator& operator++();
        const_iterator operator++(int);
        bool operator==(const const_iterator& other) const { return rest_.size() == other.rest_.size(); }

    private:
        friend class TextMap;
        explicit const_iterator(std::string_view rest) : rest_(rest) { read(); }
        void read();

        std::string_view rest_ {}; // from this item on
        value_type item_ {};
    };
    using iterator = const_iterator;

    TextMap() = default;
    TextMap(std::initializer_list<value_type> items); // of two equal names the first counts
    TextMap(const TextMap& other) noexcept;
    TextMap(TextMap&& other) noexcept : packed_(std::exchange(other.packed_, nullptr)) { }
    TextMap& operator=(TextMap other) noexcept
    {
        std::swap(packed_, other.packed_);
        return *this;
    }
    ~TextMap() { clear(); }

    // The same in memory of its own, and no more of it than needed.
    TextMap copy() const;

    std::size_t size() const { return packed_ != nullptr ? packed_->count : 0; }
    bool empty() const { return size() == 0; }
    const_iterator begin() const { return const_iterator(bytes()); }
    const_iterator end() const { return {}; }
    const_iterator find(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name) != end(); }
    std::string_view at(std::string_view name) const; // it must be there

    void set(std::string_view name, std::string_view text);
    // Does nothing, and says so, where the name has a text already.
    bool add(std::string_view name, std::string_view text);
    // The name comes after all others.
    void append(std::string_view name, std::string_view text);
    void clear() noexcept;

    template<typename Predicate>
    void erase_if(Predicate predicate)
    {
        const_iterator at = begin();
        while (at != end() && !predicate(*at)) {
            ++at;
        }
        if (at == end()) {
            return;
        }
        TextMap kept;
        for (const_iterator item = begin(); item != end(); ++item) {
            const bool before = item.rest_.size() > at.rest_.size();
            if (before || (item != at && !predicate(*item))) {
                kept.append(item->first, item->second);
            }
        }
        *this = std::move(kept);
    }

    // The last name; empty where there is none.
    std::string_view last_name() const;

    friend bool operator==(const TextMap& a, const TextMap& b)
    {
        return a.packed_ == b.packed_ || a.bytes() == b.bytes();
    }

private:
    // Stands before the items in their memory. Each item is two sizes of 32 bits, the name and its text.
    struct Packed {
        std::atomic<std::uint32_t> holders { 1 };
        std::uint32_t capacity = 0; // bytes that items may take
        std::uint32_t used = 0;     // bytes that they take
        std::uint32_t last = 0;     // where the last item begins
        std::uint32_t count = 0;

        char* items() { return reinterpret_cast<char*>(this + 1); }
    };

    explicit TextMap(Packed* packed) : packed_(packed) { }
    static Packed* make(std::size_t capacity);
    std::string_view bytes() const
    {
        return packed_ != nullptr ? std::string_view { packed_->items(), packed_->used } : std::string_view {};
    }
    bool fits(std::size_t item) const;
    bool holds(std::string_view text) const;
    void insert(std::size_t offset, std::string_view name, std::string_view text);

    Packed* packed_ = nullptr;
};

}
