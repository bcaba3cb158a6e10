// SPDX-License-Identifier: Apache-2.0
#include "shared/core/sorting.h"

#include <algorithm>
#include <numeric>

namespace watchfloor {

std::vector<std::size_t> sorted_positions(
    std::size_t count, const void* context, bool (*before)(const void* context, std::size_t a, std::size_t b))
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return before(context, a, b); });
    return order;
}

}
