// SPDX-License-Identifier: Apache-2.0
#include "shared/core/words.h"

namespace watchfloor {

void add_words(std::string& all, std::string_view more, std::string_view between)
{
    if (!all.empty()) {
        all += between;
    }
    all += more;
}

std::string joined(const std::vector<std::string>& words, std::string_view between)
{
    std::string all;
    for (const std::string& more : words) {
        add_words(all, more, between);
    }
    return all;
}

}
