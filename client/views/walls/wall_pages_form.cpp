// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_pages_form.h"

#include "client/language/text.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace watchfloor {
namespace {

Text own_page_name(WallPageKind page)
{
    switch (page) {
    case WallPageKind::Alerts:
        return Text::WallPageAlerts;
    case WallPageKind::Services:
        return Text::WallPageServices;
    case WallPageKind::Hour:
        return Text::WallPageHour;
    case WallPageKind::Capacity:
        return Text::WallPageCapacity;
    case WallPageKind::Maintenance:
        return Text::WallPageMaintenance;
    case WallPageKind::Resource:
        return Text::WallPageResource;
    case WallPageKind::Service:
        return Text::WallPageServiceHour;
    }
    return Text::WallPageAlerts;
}

void put_turn(std::vector<WallTurn>& pages, WallTurn turn)
{
    const auto there = std::find_if(pages.begin(), pages.end(),
        [&](const WallTurn& one) { return one.page == turn.page && one.about == turn.about; });
    if (there != pages.end()) {
        there->seconds = turn.seconds;
    } else {
        pages.push_back(std::move(turn));
    }
}

}

std::string wall_turn_name(const State& state, const WallTurn& turn)
{
    if (turn.page == WallPageKind::Resource) {
        const CapacityResource* resource = state.resources.find(ResourceId { turn.about });
        return tr(Text::WallPageResource, resource != nullptr ? resource->name : turn.about);
    }
    return turn.page == WallPageKind::Service
        ? tr(Text::WallPageServiceHour, service_name(state, ServiceId { turn.about }))
        : std::string(tr(own_page_name(turn.page)));
}

std::vector<WallTurn> wall_turn_choices(const State& state)
{
    std::vector<WallTurn> choices;
    for (const WallPageKind page : { WallPageKind::Alerts, WallPageKind::Services, WallPageKind::Hour,
             WallPageKind::Capacity, WallPageKind::Maintenance }) {
        choices.push_back({ "", page, 0 });
    }
    state.resources.for_each([&](const ResourceId& id, const CapacityResource&) {
        choices.push_back({ id.text, WallPageKind::Resource, 0 });
    });
    state.services.for_each([&](const ServiceId& id, const Service&) {
        choices.push_back({ id.text, WallPageKind::Service, 0 });
    });
    return choices;
}

std::optional<std::int64_t> read_turn_seconds(std::string_view text)
{
    std::int64_t seconds = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, seconds);
    const bool whole = read.ec == std::errc {} && read.ptr == end;
    return whole && seconds >= kLeastTurnSeconds && seconds <= kMostTurnSeconds ? std::optional { seconds }
                                                                                : std::nullopt;
}

void WallPagesForm::open(std::vector<WallTurn> pages)
{
    pages_ = std::move(pages);
    chosen_ = 0;
    seconds_ = "30";
}

void WallPagesForm::draw_list(const ViewInput& input)
{
    label(tr(pages_.empty() ? Text::WallPagesUsual : Text::WallPagesChosen),
        { .colour = Colour::Secondary, .wrap = true });
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        const std::string name = wall_turn_name(input.state, pages_[i]);
        const std::string id = "##" + std::to_string(i);
        const bool up = icon_button(kIconArrowUp, tr(Text::WallPageEarlier, name) + id,
            { .kind = ButtonKind::Quiet, .enabled = i > 0, .why_disabled = tr(Text::WallPageFirst) });
        same_line(1);
        const bool gone = icon_button(kIconTrashO, tr(Text::WallPageRemove, name) + id, { .kind = ButtonKind::Quiet });
        same_line(2);
        label(tr(Text::WallPageLine, std::to_string(i + 1), name, std::to_string(pages_[i].seconds)));
        if (up) {
            std::swap(pages_[i - 1], pages_[i]);
        } else if (gone) {
            pages_.erase(pages_.begin() + static_cast<std::ptrdiff_t>(i));
            return; // what follows has other places in the next frame
        }
    }
}

void WallPagesForm::draw(const ViewInput& input)
{
    draw_list(input);
    gap(2);
    const std::vector<WallTurn> choices = wall_turn_choices(input.state);
    std::vector<std::string> names;
    names.reserve(choices.size());
    for (const WallTurn& turn : choices) {
        names.push_back(wall_turn_name(input.state, turn));
    }
    chosen_ = std::min(chosen_, static_cast<int>(choices.size()) - 1);
    const float half = column_width(2);
    select(tr(Text::FieldWallPage), names, chosen_, { .width = half });
    same_line(3);
    const auto seconds = read_turn_seconds(seconds_);
    const bool entered = text_field(tr(Text::FieldTurnSeconds), seconds_,
        { .error = seconds ? std::string_view {} : tr(Text::TurnSecondsUnread), .max_characters = 3, .width = half })
                             .committed;
    const bool full = pages_.size() >= kMaxWallTurns;
    const bool ready = seconds && !full;
    const std::string why
        = full ? tr(Text::WallPagesFull, std::to_string(kMaxWallTurns)) : std::string(tr(Text::TurnSecondsUnread));
    const bool asked = button(tr(Text::WallPageAdd), { .icon = kIconPlus, .enabled = ready, .why_disabled = why });
    if (ready && (asked || entered)) {
        WallTurn turn = choices[static_cast<std::size_t>(chosen_)];
        turn.seconds = *seconds;
        put_turn(pages_, std::move(turn));
    }
}

}
