// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incidents/incident_panel.h"

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
    Ratify,
    Update,
    AllClear,
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
    Similar,
    Members,
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
    // The pulse, once its time has come: a strip that takes no keys from what is being typed; true if it is to be
    // answered. It stays until it is.
    bool draw_notice(const PanelContext& context);
    // Draws the open panel.
    void draw(const PanelContext& context);

private:
    std::array<std::unique_ptr<IncidentPanel>, kPanelKindCount> panels_;
    std::optional<PanelKind> open_ {};
    // The declarations whose pulse was announced, and answered here, until the answer is in the log.
    Timestamp announced_ {};
    Timestamp pulsed_ {};
};

// Who may speak is asked to tell customers that it is over, until they know. True if they are told now.
bool draw_all_clear(const PanelContext& context);

// Who was asked to release an update is led to its words. True if they are to be read now.
bool draw_offered_update(const PanelContext& context);

// Whether the commander is due to be asked: from ten minutes after the declaration on.
bool pulse_due(const Incident& incident, const UserId& me, Timestamp now);
// Whether nobody has answered since: the log has neither a severity nor a classification of later, and the answer is
// one of them. Of a declared one; false while its log is on its way.
bool pulse_unanswered(const Incident& incident, const IncidentLog& log);

}
