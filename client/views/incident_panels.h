// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incident_panel.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace watchfloor {

enum class PanelKind : std::uint8_t {
    Declare,
    Duty,
    TakeCommand,
    Major,
    Update,
    Headline,
    Bridge,
    Changed,
    Contacts,
    Task,
    Reference,
    Link,
    Classify,
    Move,
    Pulse,
    Count,
};
inline constexpr std::size_t kPanelKindCount = static_cast<std::size_t>(PanelKind::Count);

// When the commander of a major is asked whether all still stands.
inline constexpr Millis kPulseAfter { 600'000 };

// The panels of one incident, of which one is open at most. Drafts live as long as this does.
class IncidentPanels {
public:
    IncidentPanels();

    void open(PanelKind kind, const PanelContext& context);
    bool is_open() const { return open_.has_value(); }
    // Draws the open panel; asks for the pulse when its time has come.
    void draw(const PanelContext& context);

private:
    std::array<std::unique_ptr<IncidentPanel>, kPanelKindCount> panels_;
    std::optional<PanelKind> open_ {};
    // The declaration whose pulse was taken or put off.
    Timestamp pulsed_ {};
};

// Whether the commander is due to be asked: ten minutes after the declaration and not later than twenty.
bool pulse_due(const Incident& incident, const UserId& me, Timestamp now);

}
