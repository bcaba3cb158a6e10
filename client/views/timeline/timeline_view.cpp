// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/timeline_view.h"

#include "client/language/text.h"
#include "client/views/paper.h"
#include "client/views/part_notice.h"
#include "client/views/timeline/time_picker.h"
#include "client/views/timeline/timeline_csv.h"
#include "client/views/timeline/timeline_rows.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
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
        saving_ = {};
        look_at({ ServiceId { location.value("service").value_or("") },
            IncidentId { location.value("incident").value_or("") } });
        timeline_.wants_keys = true;
        apply_timeline_query(timeline_, location.query);
    }

    // "Everything" is known once all of it came.
    bool awaited(const ViewInput& input) const override { return !timeline_came(input, scope_) || timeline_.goal; }

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
    void want_shown(const ViewInput& input) const;
    void look_at(TimelineScope scope);
    std::string part_words(const ViewInput& input) const;
    void draw_part(const ViewInput& input) const;
    void change_service(const ViewInput& input, Intents& intents) const;
    void go_to_goal(const ViewInput& input, const TimelineGoal& goal, Intents& intents);

    TimelineScope scope_ {};
    TimelineViewState timeline_ {};
    TimePicker picker_ {};
    TimelineSaving saving_ {};
    std::optional<std::uint64_t> opening_ {}; // until it is known where it leads
    // Words found once; a frame asks only for what it draws.
    std::map<std::uint64_t, std::string> words_ {};
    std::uint64_t words_of_ = 0; // the load of the state that they are of: after another they may not be seen any more
};

std::string_view TimelineView::words(const ViewInput& input, std::uint64_t seq)
{
    const auto known = words_.find(seq);
    if (known != words_.end() && !known->second.empty()) {
        return known->second;
    }
    return words_[seq] = room_label(input, seq);
}

// The past is asked for when somebody goes there: as much again before it, so that not each step asks.
void TimelineView::want_shown(const ViewInput& input) const
{
    const TimeAxis& axis = timeline_.axis;
    if (!scope_.all() || input.frozen) {
        return; // of a part everything comes at once, and now nothing does
    }
    if (timeline_.goal && !timeline_.goal->range) {
        input.replica.want_timeline(Timestamp {}, Millis::zero());
    } else if (timeline_.placed && axis.width > 1) {
        input.replica.want_timeline(axis.from(), axis.to() - axis.from());
    }
}

// The stretch and the marks stay; what was worked out for other items does not.
void TimelineView::look_at(TimelineScope scope)
{
    if (scope == scope_) {
        return;
    }
    scope_ = std::move(scope);
    TimelineViewState fresh;
    fresh.axis = timeline_.axis;
    fresh.placed = timeline_.placed;
    fresh.following = timeline_.following;
    fresh.wheel_zooms = timeline_.wheel_zooms;
    fresh.marks = timeline_.marks;
    timeline_ = std::move(fresh);
}

// Empty where it is of everything.
std::string TimelineView::part_words(const ViewInput& input) const
{
    if (scope_.all()) {
        return {};
    }
    const Incident* incident = known_incident(input, scope_.incident);
    return scope_.incident.empty()
        ? tr(Text::TimelineOfService, service_name(input.state, scope_.service))
        : tr(Text::TimelineOfIncident,
            incident != nullptr ? incident->id.text + " " + incident->title : scope_.incident.text);
}

void TimelineView::draw_part(const ViewInput& input) const
{
    if (scope_.all()) {
        return;
    }
    if (part_notice(part_words(input), tr(scope_.incident.empty() ? Text::TimelineAllServices : Text::TimelineAllItems),
            Action::ServiceTimeline)) {
        press(Action::ServiceTimeline);
    }
}

// An incident's stretch is shown with what belongs to it, not with whatever else happened then.
void TimelineView::go_to_goal(const ViewInput& input, const TimelineGoal& goal, Intents& intents)
{
    timeline_.goal = goal;
    if (picker_.incident().empty() || !goal.range) {
        return;
    }
    Location there = with_timeline(input.location, timeline_query(timeline_));
    const auto width = static_cast<double>((goal.range->to - goal.range->from).count());
    const Millis margin { static_cast<std::int64_t>(width * goal.margin) };
    for (const std::string_view name : { "span", "sel", "y", "service" }) {
        there.set(name, "");
    }
    there.set("t0", std::to_string((goal.range->from - margin).millis));
    there.set("t1", std::to_string((goal.range->to + margin).millis));
    there.set("incident", picker_.incident().text);
    intents.emplace_back(GoTo { std::move(there), false });
}

// To the service of the selected item, and from a part back to all.
void TimelineView::change_service(const ViewInput& input, Intents& intents) const
{
    if (!pressed(Action::ServiceTimeline)) {
        return;
    }
    const ServiceId next
        = scope_.all() && timeline_.selected ? service_of_item(input, *timeline_.selected) : ServiceId {};
    if (scope_.all() && next.empty()) {
        intents.emplace_back(Say { std::string(tr(Text::SaidNoService)), true });
        return;
    }
    Location there = with_timeline(input.location, timeline_query(timeline_));
    there.set("service", next.text);
    there.set("incident", "");
    intents.emplace_back(GoTo { std::move(there), false });
}

Intents TimelineView::draw(const ViewInput& input)
{
    constexpr std::size_t kMaxWords = 20'000;
    if (words_.size() > kMaxWords || input.replica.loads() != words_of_) {
        words_.clear();
    }
    words_of_ = input.replica.loads();
    want_shown(input);
    TimelineModel model = room_timeline(input, scope_);
    model.label_for = [&](std::uint64_t seq) { return words(input, seq); };
    model.note_for = [&](std::uint64_t seq) { return room_note(input, seq); };
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const PictureArea area { at.x, at.y, available_width(), available_height() };
    draw_part(input);
    begin_panel("room timeline", { .title = tr(Text::NavTimeline), .icon = kIconClockO });
    draw_picture_heading(part_words(input), timeline_.axis.from(), timeline_.axis.to(), input.zone);
    const auto commands = draw_timeline("room", model, timeline_, available_height());
    end_panel();
    Intents intents;
    saving_.draw(
        model, timeline_, [&](std::uint64_t seq) { return room_saved_words(input, seq); }, intents);
    offer_picture(input, area, intents);
    change_service(input, intents);
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
        go_to_goal(input, *goal, intents);
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
