// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace watchfloor {

struct App;

// Prometheus text format 0.0.4. Nothing in it counts restricted incidents.
std::string metrics_text(App& app);

}
