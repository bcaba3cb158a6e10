// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace watchfloor {

// In which order lines can be taken of which some name others that must be there before them.
struct SheetOrder {
    std::vector<std::size_t> positions {};          // each after the one that it names; else as they stand
    std::vector<std::vector<std::size_t>> rings {}; // positions that lead back to themselves, in their order
};

// `named`: for each line the position of the one that it names, if any; itself counts as none.
SheetOrder sheet_order(const std::vector<std::optional<std::size_t>>& named);

}
