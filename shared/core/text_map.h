// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
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

    std::size_t size() const { return packed_ ? packed_->count : 0; }
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
    void clear() { packed_.reset(); }

    template<typename Predicate>
    void erase_if(Predicate predicate)
    {
        TextMap kept;
        for (const auto& item : *this) {
            if (!predicate(item)) {
                kept.append(item.first, item.second);
            }
        }
        if (kept.size() != size()) {
            *this = std::move(kept);
        }
    }

    // The last name; empty where there is none.
    std::string_view last_name() const;

    friend bool operator==(const TextMap& a, const TextMap& b)
    {
        return a.packed_ == b.packed_ || a.bytes() == b.bytes();
    }

private:
    // Each item is two sizes of 32 bits, the name and its text.
    struct Packed {
        std::string bytes {};
        std::size_t last = 0; // where the last item begins
        std::size_t count = 0;
    };

    std::string_view bytes() const { return packed_ ? std::string_view { packed_->bytes } : std::string_view {}; }
    Packed& own();
    void insert(std::size_t offset, std::string_view name, std::string_view text);

    std::shared_ptr<Packed> packed_ {};
};

}
