// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/maintenance/past_preview.h"
#include "client/views/maintenance/window_preview.h"
#include "client/views/maintenance/window_recurrence.h"
#include "client/views/pick_list.h"
#include "client/views/view.h"
#include "shared/domain/commands/maintenance.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The two times of a plan as they are typed: nothing, or "now", begins now. A time of day is the next one, of the end
// the next after the begin; otherwise a date and a time in the room's zone, or RFC 3339.
struct PlannedTimes {
    std::optional<Timestamp> from {};
    std::optional<Timestamp> to {};
};
PlannedTimes read_planned_times(std::string_view from, std::string_view to, Timestamp now, const SiteZone& zone);

// One of them: the next such time after that.
std::optional<Timestamp> read_planned_time(std::string_view text, Timestamp after, const SiteZone& zone);

// The dialog that plans a maintenance window. What was written stays until the server has taken it.
class WindowForm {
public:
    void open() { open_ = true; }
    // Of this asset; what else was written stays.
    void open_for(const AssetId& asset)
    {
        assets_.choose({ asset.text });
        open();
    }
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    PlanWindow planned(const PlannedTimes& times) const;
    PreviewWindow previewed(const PlannedTimes& times, const PlanWindow& command, const SiteZone& zone) const;
    PlanWindowSeries series(const PlanWindow& command) const;
    // What is written of times and of what it is about: the same as long as the same windows are meant.
    std::string preview_key() const;
    std::string missing_words(const PlannedTimes& times) const;
    void draw_times(const ViewInput& input, const PlannedTimes& times);
    void draw_choices(const State& state);
    void draw_labels();
    void draw_clashes(const ViewInput& input, const PlanWindow& command);
    void draw_emergency();
    // What the server said, where it names this field.
    std::string refused(std::string_view field) const;
    void draw_preview(const State& state, const PlanWindow& command);
    bool recurs() const { return repetition_.repeats != Repeats::Once; }
    void send(std::string_view part, std::string body, std::string success, Intents& intents);

    bool open_ = false;
    bool sending_ = false; // the server has not answered yet
    std::string title_ {};
    std::string from_ {};
    std::string to_ {};
    WindowRepetition repetition_ {};
    PastPreview past_ {};
    PickList services_ {};
    PickList assets_ {};
    std::string labels_ {};
    PairOverride pair_ {};
    bool emergency_ = false;
    std::string reason_ {};
    std::string refusal_ {};
    // Of all alerts, so not in each frame: of this state, for these.
    std::vector<PreviewLine> preview_ {};
    std::uint64_t previewed_seq_ = 0;
    std::vector<std::string> previewed_ {};
};

}
