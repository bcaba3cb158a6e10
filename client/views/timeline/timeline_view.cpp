// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/timeline_view.h"

#include "client/language/text.h"
#include "client/views/timeline/time_picker.h"
#include "client/views/timeline/timeline_csv.h"
#include "client/views/timeline/timeline_rows.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"

#include <map>

namespace watchfloor {
namespace {

// Everything the room did and saw, on one ruler.
class TimelineView final : public View {
public:
    Intents draw(const ViewInput& input) override;
    void arrive(const Location& location) override
    {
        opening_.reset();
        picker_.close();
        apply_timeline_query(timeline_, location.query);
    }

    Location address(const Location& here) const override
    {
        return timeline_.placed ? with_timeline(here, timeline_query(timeline_)) : here;
    }

    Location exact_location(const Location& here) const override
    {
        return with_timeline(here, fixed_timeline_query(timeline_));
    }

private:
    std::string_view words(const ViewInput& input, std::uint64_t seq);

    TimelineViewState timeline_ {};
    TimePicker picker_ {};
    TimelineSaving saving_ {};
    std::optional<std::uint64_t> opening_ {}; // until it is known where it leads
    // Words found once; a frame asks only for what it draws.
    std::map<std::uint64_t, std::string> words_ {};
    std::uint64_t words_revision_ = 0;
};

std::string_view TimelineView::words(const ViewInput& input, std::uint64_t seq)
{
    const auto known = words_.find(seq);
    if (known != words_.end() && !known->second.empty()) {
        return known->second;
    }
    return words_[seq] = room_label(input, seq);
}

Intents TimelineView::draw(const ViewInput& input)
{
    constexpr std::size_t kMaxWords = 20'000;
    if (words_.size() > kMaxWords || input.state.seq < words_revision_) {
        words_.clear();
    }
    words_revision_ = input.state.seq;
    TimelineModel model = room_timeline(input);
    model.label_for = [&](std::uint64_t seq) { return words(input, seq); };
    model.note_for = [&](std::uint64_t seq) { return room_note(input, seq); };
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const PictureArea area { at.x, at.y, available_width(), available_height() };
    begin_panel("room timeline", { .title = tr(Text::NavTimeline), .icon = kIconClockO });
    const auto commands = draw_timeline("room", model, timeline_, available_height());
    end_panel();
    Intents intents;
    saving_.draw(input.now, model, timeline_, intents);
    offer_picture(input, area, intents);
    if (!commands.empty()) {
        intents.emplace_back(GoTo { with_timeline(input.location, timeline_query(timeline_)), true });
    }
    for (const TimelineCommand& command : commands) {
        const auto* opened = std::get_if<ItemOpened>(&command);
        opening_ = opened != nullptr ? std::optional { opened->seq } : opening_;
        if (std::holds_alternative<TimePickAsked>(command)) {
            picker_.open(timeline_, input.zone);
        }
    }
    if (const auto goal = picker_.draw(input)) {
        timeline_.goal = goal;
    }
    if (const auto target = opening_ ? item_target(input, *opening_) : std::nullopt) {
        opening_.reset();
        intents.emplace_back(GoTo { *target, false });
    }
    return intents;
}

}

std::unique_ptr<View> make_timeline_view()
{
    return std::make_unique<TimelineView>();
}

}
