// SPDX-License-Identifier: Apache-2.0
#include "shared/core/text_map.h"

#include "shared/core/result.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <new>

namespace watchfloor {
namespace {

constexpr std::size_t kSizeBytes = sizeof(std::uint32_t);
constexpr std::size_t kSizesBytes = 2 * kSizeBytes;
constexpr std::size_t kFirstCapacity = 192; // of a map that grows

std::size_t size_at(std::string_view bytes, std::size_t at)
{
    std::uint32_t size = 0;
    std::memcpy(&size, bytes.data() + at, kSizeBytes);
    return size;
}

void write_item(char* at, std::string_view name, std::string_view text)
{
    const std::uint32_t sizes[] = { static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(text.size()) };
    at = std::copy_n(reinterpret_cast<const char*>(sizes), sizeof sizes, at);
    at = std::copy_n(name.data(), name.size(), at);
    std::copy_n(text.data(), text.size(), at);
}

// The first item, and how many bytes it takes.
std::pair<TextMap::value_type, std::size_t> item_at_front(std::string_view bytes)
{
    const std::size_t name = size_at(bytes, 0);
    const std::size_t text = size_at(bytes, kSizeBytes);
    return { { bytes.substr(kSizesBytes, name), bytes.substr(kSizesBytes + name, text) }, kSizesBytes + name + text };
}

}

void TextMap::const_iterator::read()
{
    item_ = rest_.empty() ? value_type {} : item_at_front(rest_).first;
}

TextMap::const_iterator& TextMap::const_iterator::operator++()
{
    rest_.remove_prefix(kSizesBytes + item_.first.size() + item_.second.size());
    read();
    return *this;
}

TextMap::const_iterator TextMap::const_iterator::operator++(int)
{
    const_iterator before = *this;
    ++*this;
    return before;
}

TextMap::TextMap(std::initializer_list<value_type> items)
{
    for (const value_type& item : items) {
        add(item.first, item.second);
    }
}

TextMap::TextMap(const TextMap& other) noexcept : packed_(other.packed_)
{
    if (packed_ != nullptr) {
        packed_->holders.fetch_add(1, std::memory_order_relaxed);
    }
}

void TextMap::clear() noexcept
{
    if (packed_ != nullptr && packed_->holders.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        packed_->~Packed();
        ::operator delete(packed_);
    }
    packed_ = nullptr;
}

TextMap::Packed* TextMap::make(std::size_t capacity)
{
    VERIFY(capacity <= UINT32_MAX);
    Packed* packed = new (::operator new(sizeof(Packed) + capacity)) Packed;
    packed->capacity = static_cast<std::uint32_t>(capacity);
    return packed;
}

TextMap TextMap::copy() const
{
    if (empty()) {
        return {};
    }
    TextMap made { make(packed_->used) };
    made.packed_->used = packed_->used;
    made.packed_->last = packed_->last;
    made.packed_->count = packed_->count;
    std::copy_n(packed_->items(), packed_->used, made.packed_->items());
    return made;
}

TextMap::const_iterator TextMap::find(std::string_view name) const
{
    for (const_iterator at = begin(); at != end(); ++at) {
        if (at->first == name) {
            return at;
        }
    }
    return end();
}

std::string_view TextMap::at(std::string_view name) const
{
    const const_iterator found = find(name);
    VERIFY(found != end());
    return found->second;
}

std::string_view TextMap::last_name() const
{
    return empty() ? std::string_view {} : item_at_front(bytes().substr(packed_->last)).first.first;
}

void TextMap::set(std::string_view name, std::string_view text)
{
    if (!add(name, text)) {
        // The views may point into what is about to change.
        TextMap others;
        for (const auto& item : *this) {
            others.append(item.first, item.first == name ? text : item.second);
        }
        *this = std::move(others);
    }
}

bool TextMap::add(std::string_view name, std::string_view text)
{
    if (empty() || name > last_name()) {
        append(name, text);
        return true;
    }
    const_iterator at = begin();
    while (at->first < name) {
        ++at;
    }
    if (at->first == name) {
        return false;
    }
    insert(bytes().size() - at.rest_.size(), name, text);
    return true;
}

void TextMap::append(std::string_view name, std::string_view text)
{
    const std::size_t offset = bytes().size();
    insert(offset, name, text);
    packed_->last = static_cast<std::uint32_t>(offset);
}

// Whether an item can be added in place: nobody else holds the memory. A count of one stays one: only
// we could copy.
bool TextMap::fits(std::size_t item) const
{
    return packed_ != nullptr && packed_->capacity - packed_->used >= item
        && packed_->holders.load(std::memory_order_acquire) == 1;
}

bool TextMap::holds(std::string_view text) const
{
    const std::string_view own = bytes();
    const std::less<> before;
    return !own.empty() && !before(text.data(), own.data()) && before(text.data(), own.data() + own.size());
}

// Adds an item; `last` is right afterwards unless it is the last one.
void TextMap::insert(std::size_t offset, std::string_view name, std::string_view text)
{
    const std::size_t item = kSizesBytes + name.size() + text.size();
    const std::string_view present = bytes();
    VERIFY(name.size() <= UINT32_MAX && text.size() <= UINT32_MAX && present.size() + item <= UINT32_MAX);
    if (fits(item) && !holds(name) && !holds(text)) {
        char* at = packed_->items() + offset;
        std::memmove(at + item, at, present.size() - offset);
        write_item(at, name, text);
    } else {
        TextMap grown { make(std::clamp<std::size_t>(2 * (present.size() + item), kFirstCapacity, UINT32_MAX)) };
        Packed& packed = *grown.packed_;
        std::copy_n(present.data(), offset, packed.items());
        write_item(packed.items() + offset, name, text);
        std::copy(present.begin() + static_cast<std::ptrdiff_t>(offset), present.end(), packed.items() + offset + item);
        packed.used = static_cast<std::uint32_t>(present.size());
        packed.last = packed_ != nullptr ? packed_->last : 0;
        packed.count = static_cast<std::uint32_t>(size());
        *this = std::move(grown); // the views may point into what goes here
    }
    packed_->used += static_cast<std::uint32_t>(item);
    packed_->last += static_cast<std::uint32_t>(item);
    ++packed_->count;
}

}
