// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

struct PreviewedWindow {
    std::uint64_t alerts = 0; // of those of the last 30 days, how many began at these hours of the week
    Timestamp from {};
    Timestamp to {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alerts", self.alerts);
        visit("from", self.from);
        visit("to", self.to);
    }
};

// POST /api/v1/maintenance-windows/preview.
struct WindowPreviewAnswer {
    std::uint64_t alerts = 0;          // of the last 30 days that it is about, at whatever hour
    bool goes_on = false;              // beyond the windows listed
    bool left_out = false;             // there were more alerts than are looked through; the newest were
    std::vector<std::string> names {}; // of those alerts, each once, by name; the first of them
    std::string rule {};               // as it recurs; empty where it does not
    std::vector<PreviewedWindow> windows {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alerts", self.alerts);
        visit("goes_on", self.goes_on);
        visit("left_out", self.left_out);
        visit("names", self.names);
        visit("rule", self.rule);
        visit("windows", self.windows);
    }
};

}
