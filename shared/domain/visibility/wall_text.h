// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace watchfloor {

// Whether free text holds what no wall may show: an IP address, a CVE number, a telephone number.
bool unfit_for_walls(std::string_view text);

}
