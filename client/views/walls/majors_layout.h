// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/walls/wall_majors.h"
#include "client/views/walls/wall_type.h"

#include <functional>
#include <span>
#include <string>
#include <utility>

namespace watchfloor {

// What the blocks of one or two majors and the table of more have in common.

inline float line_gap()
{
    return grid(0.75F);
}

inline float piece_gap()
{
    return grid(4);
}

// What visitors read of it was published.
inline const std::string& matter_words(const WallMajor& major)
{
    return major.headline.empty() ? major.published : major.headline;
}

// Whether it is what customers were told: all that visitors came to read.
inline bool tells_customers(const WallMajor& major)
{
    return major.headline.empty() && !major.published.empty();
}

// The largest that shows all there is in its common share of the room; else the smallest that shows it in the most it
// may take, the last of the choices first; else the lowest, cut.
template<typename Sizes>
WallLayout best_of(
    std::span<const Sizes> choices, float common, float most, const std::function<WallLayout(const Sizes&)>& lay_out)
{
    for (const Sizes& sizes : choices) {
        WallLayout layout = lay_out(sizes);
        if (layout.height <= common && !layout.cut()) {
            return layout;
        }
    }
    WallLayout lowest;
    for (auto sizes = choices.rbegin(); sizes != choices.rend(); ++sizes) {
        WallLayout layout = lay_out(*sizes);
        if (layout.height <= most && !layout.cut()) {
            return layout;
        }
        if (lowest.pieces.empty() || layout.height < lowest.height) {
            lowest = std::move(layout);
        }
    }
    return lowest;
}

}
