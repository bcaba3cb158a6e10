// SPDX-License-Identifier: Apache-2.0
#include "shared/core/text_map.h"

#include "shared/core/result.h"

#include <atomic>
#include <cstring>

namespace watchfloor {
namespace {

constexpr std::size_t kSizeBytes = sizeof(std::uint32_t);

std::size_t size_at(std::string_view bytes, std::size_t at)
{
    std::uint32_t size = 0;
    std::memcpy(&size, bytes.data() + at, kSizeBytes);
    return size;
}

std::string sizes_of(std::string_view name, std::string_view text)
{
    VERIFY(name.size() <= UINT32_MAX && text.size() <= UINT32_MAX);
    const std::uint32_t sizes[] = { static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(text.size()) };
    std::string bytes(sizeof sizes, '\0');
    std::memcpy(bytes.data(), sizes, sizeof sizes);
    return bytes;
}

// The first item, and how many bytes it takes.
std::pair<TextMap::value_type, std::size_t> item_at_front(std::string_view bytes)
{
    const std::size_t name = size_at(bytes, 0);
    const std::size_t text = size_at(bytes, kSizeBytes);
    constexpr std::size_t kSizesBytes = 2 * kSizeBytes;
    return { { bytes.substr(kSizesBytes, name), bytes.substr(kSizesBytes + name, text) }, kSizesBytes + name + text };
}

}

void TextMap::const_iterator::read()
{
    item_ = rest_.empty() ? value_type {} : item_at_front(rest_).first;
}

TextMap::const_iterator& TextMap::const_iterator::operator++()
{
    rest_.remove_prefix(2 * kSizeBytes + item_.first.size() + item_.second.size());
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
    packed_->last = offset;
}

// Adds an item; `last` is right afterwards unless it is the last one.
void TextMap::insert(std::size_t offset, std::string_view name, std::string_view text)
{
    const std::string item = sizes_of(name, text).append(name).append(text);
    Packed& packed = own();
    packed.bytes.insert(offset, item);
    packed.last += item.size();
    ++packed.count;
}

// Makes the memory exclusively ours. A count of one stays one: only we could copy.
TextMap::Packed& TextMap::own()
{
    if (!packed_) {
        packed_ = std::make_shared<Packed>();
    } else if (packed_.use_count() != 1) {
        packed_ = std::make_shared<Packed>(*packed_);
    } else {
        std::atomic_thread_fence(std::memory_order_acquire);
    }
    return *packed_;
}

}
