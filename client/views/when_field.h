// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/advice.h"
#include "client/widgets/controls/controls.h"

#include <string>
#include <string_view>

namespace watchfloor {

struct WhenRules {
    bool past = true;
    // Nothing typed means now, and sends no time: it is the server's when the command comes, not when a dialog opened.
    bool blank_is_now = true;
};

// Whether what stands in a field for an instant can be read; nothing can.
bool is_when(const std::string& text, const ViewInput& input, const WhenRules& rules = {});
// "= now, 14:03:22", following the clock, or the day that a typed time means where it is another than today.
std::string when_words(const std::string& text, const ViewInput& input, const WhenRules& rules = {});
// The field with these words below it, or with how a time is written.
void when_field(std::string_view label, std::string& text, const ViewInput& input, FieldOptions options,
    const WhenRules& rules = {});

}
