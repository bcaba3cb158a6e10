// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace watchfloor {

// The positions 0 to count - 1 in the order in which what stands there belongs; equals stay as they stood.
std::vector<std::size_t> sorted_positions(
    std::size_t count, const void* context, bool (*before)(const void* context, std::size_t a, std::size_t b));

// Sorts as std::stable_sort does, but compiled once for all types and orders: the standard's sorts, made anew for each
// list on screen, were two parts in a hundred of the browser's page. The items are moved once each.
template<typename T, typename Before>
void sort_stably(std::vector<T>& items, const Before& before)
{
    struct Sorting {
        const std::vector<T>& items;
        const Before& before;
    };
    const Sorting sorting { items, before };
    const auto order
        = sorted_positions(items.size(), &sorting, [](const void* context, std::size_t a, std::size_t b) -> bool {
              const Sorting& held = *static_cast<const Sorting*>(context);
              return held.before(held.items[a], held.items[b]);
          });
    std::vector<T> sorted;
    sorted.reserve(items.size());
    for (const std::size_t position : order) {
        sorted.push_back(std::move(items[position]));
    }
    items = std::move(sorted);
}

}
