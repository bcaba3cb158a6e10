// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/sheets/sheet_order.h"

#include "shared/core/sorting.h"

#include <algorithm>
#include <functional>

namespace watchfloor {

SheetOrder sheet_order(const std::vector<std::optional<std::size_t>>& named)
{
    enum class Seen : unsigned char { Not, OnTheWay, Placed };
    std::vector<Seen> seen(named.size(), Seen::Not);
    SheetOrder order;
    order.positions.reserve(named.size());
    for (std::size_t first = 0; first < named.size(); ++first) {
        std::vector<std::size_t> way;
        std::optional<std::size_t> at = first;
        while (at && seen[*at] == Seen::Not) {
            seen[*at] = Seen::OnTheWay;
            way.push_back(*at);
            at = named[*at] == at ? std::nullopt : named[*at];
        }
        if (at && seen[*at] == Seen::OnTheWay) {
            std::vector<std::size_t> ring(std::find(way.begin(), way.end(), *at), way.end());
            sort_stably(ring, std::less {});
            order.rings.push_back(std::move(ring));
        }
        for (auto placed = way.rbegin(); placed != way.rend(); ++placed) {
            seen[*placed] = Seen::Placed;
            order.positions.push_back(*placed);
        }
    }
    return order;
}

}
