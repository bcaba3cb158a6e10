// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <optional>
#include <string>

namespace watchfloor {

// How a window is repeated: every day, every week, …, or by a rule that is typed.
enum class Repeats { Once, Daily, Weekly, Fortnightly, MonthlyByDay, MonthlyByDate, Rule };
inline constexpr int kRepeatsCount = static_cast<int>(Repeats::Rule) + 1;

struct WindowRepetition {
    Repeats repeats = Repeats::Once;
    std::string times {}; // how many windows; empty: as far as they are planned
    std::string rule {};  // of Repeats::Rule
    std::string zone {};  // whose clock it goes by
};

// The rule that repeats what begins then by the room's clock: "FREQ=MONTHLY;BYDAY=2TU"; empty of Repeats::Once, and where
// it cannot be read.
std::string repetition_rule(const WindowRepetition& repetition, Timestamp from, const SiteZone& zone);

// The lines of an iCalendar event, as the server expands them; empty like the rule.
std::string recurrence_lines(const WindowRepetition& repetition, Timestamp from, Timestamp to, const SiteZone& zone);

// The fields of the form, for what begins then; nothing where that is not known yet.
void draw_repetition(WindowRepetition& repetition, std::optional<Timestamp> from, const ViewInput& input, bool enabled);

}
