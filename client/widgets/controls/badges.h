// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/theme.h"

#include <cstdint>
#include <string_view>

namespace watchfloor {

// How a thing is shown, worst first. Always colour + shape + code, never colour alone.
enum class Severity : std::uint8_t { Critical, Major, Minor, Info, Maintenance, Unknown, Normal };
inline constexpr std::array kSeverities { Severity::Critical, Severity::Major, Severity::Minor, Severity::Info,
    Severity::Maintenance, Severity::Unknown, Severity::Normal };

Colour severity_colour(Severity severity);
// "CRIT", "MAJ", "MIN", "INFO", "MNT", "UNK", "OK".
std::string_view severity_code(Severity severity);
// "Critical", … for screen readers and tooltips.
std::string_view severity_name(Severity severity);

// The shape alone, in the square with this centre and side. `visible` is the blink's phase.
void draw_severity_shape(ImDrawList& list, Severity severity, ImVec2 centre, float side);

// Shape and code at the cursor, and a mirror item. On the wall the code is in text colour.
void badge(Severity severity);
// A badge whose shape blinks (≤ 1 Hz, ≤ 10 s from `since_millis` ago) until acknowledged.
void unacknowledged_badge(Severity severity, std::int64_t since_millis);
ImVec2 badge_size(Severity severity);

// A filled word in the severity's colour with dark ink: "SEV1", "EXERCISE", "OVERDUE".
void tag(std::string_view text, Colour fill);

// 45° hatching in the rectangle; maintenance bars and stale panels.
void draw_hatch(ImDrawList& list, ImVec2 from, ImVec2 to, ImU32 colour, float spacing);

}
