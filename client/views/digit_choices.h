// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

inline constexpr int kDigitKeys = 9;

// The digit key that went down, 1 to 9; nothing while text is being typed, or while single keys are off.
std::optional<int> pressed_digit();
// "1   Runbook"; beyond the digits there is no key, and no number that looks like one.
std::string numbered(int number, std::string_view words);
// "1  SEV1 …": a choice by digit, mouse or arrow keys. Returns what is chosen now. `why_not`, where it is given, has a
// reason for each choice that cannot be made now, and nothing for the others.
int digit_choices(std::string_view label, const std::vector<std::string>& choices, int selected, bool keys = true,
    const std::vector<std::string>& why_not = {});

}
