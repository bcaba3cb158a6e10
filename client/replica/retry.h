// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <algorithm>

namespace watchfloor {

// When what failed is tried again: after 2 s, then ever later up to a minute.
class Retry {
public:
    bool due(Timestamp now) const { return now >= next_; }

    void failed(Timestamp now)
    {
        next_ = now + wait_;
        wait_ = std::min(2 * wait_, kLongest);
    }

    void succeeded() { *this = Retry {}; }

private:
    static constexpr Millis kFirst = std::chrono::seconds { 2 };
    static constexpr Millis kLongest = std::chrono::minutes { 1 };

    Timestamp next_ {};
    Millis wait_ = kFirst;
};

}
