// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace watchfloor {

// Files of assets/ that the program carries, as they were when it was built.
std::string_view embedded_openapi();
const std::vector<std::string_view>& embedded_drills();

}
