// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// Each target defines this: whatever the bytes, the parser must answer, and what it accepts must keep
// the property the target checks with VERIFY.
void fuzz(std::string_view input);
