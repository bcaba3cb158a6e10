// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_pages.h"

#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/panels.h"
#include "shared/core/result.h"
#include "shared/domain/enumeration.h"

#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kOwnPages = 5; // what a wall shows where nobody chose

// A host and what is pulled from Prometheus tell figures; no alert comes from them.
bool reports_alerts(const Source& source)
{
    return source.kind != SourceKind::Host && source.kind != SourceKind::PrometheusPull;
}

// Of what nobody can know here nothing is said, least of all that it is well.
void draw_calm(const WallPageInput& input)
{
    if (!input.view.replica.loaded()) {
        return; // a strip above says that it is being loaded
    }
    const std::string lost = std::to_string(input.rows.lost_sources.size());
    switch (alert_sight(input)) {
    case AlertSight::NotShown:
        // What will stand here while there are majors is said only where there are none.
        if (input.rows.majors.empty()) {
            empty_state({ .title = tr(Text::WallNoneAnnounced), .next = tr(Text::WallNoneAnnouncedNext) });
        } else {
            empty_state({ .title = tr(Text::WallAlertsNotShown) });
        }
        return;
    case AlertSight::NoSource:
        empty_state({ .title = tr(Text::WallPageNoSource), .next = tr(Text::WallPageNoSourceNext) });
        return;
    case AlertSight::Blind:
    case AlertSight::PartlyBlind:
        empty_state({ .title = tr(Text::WallCalmLost), .next = tr(Text::WallCalmLostNext, lost) });
        return;
    case AlertSight::Clear:
        empty_state({ .icon = kIconCheck, .title = tr(Text::WallCalm), .next = tr(Text::WallCalmNext) });
        return;
    }
}

// A part of the screen that has a name: until end_group.
void begin_page_region(std::string_view id, std::string title)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 size = ImGui::GetContentRegionAvail();
    mirror().begin_group({ .id = item_id(id),
        .role = Role::Region,
        .label = std::move(title),
        .rect = { from.x, from.y, size.x, size.y } });
}

// Any key but those that do something of their own, and those that only shift others.
bool some_key_pressed()
{
    if (ImGui::GetIO().WantTextInput || pressed(Action::Night) || pressed(Action::Silence) || pressed(Action::Kiosk)) {
        return false;
    }
    for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_GamepadStart; ++key) {
        const bool shifts = key >= ImGuiKey_LeftCtrl && key <= ImGuiKey_RightSuper;
        if (!shifts && ImGui::IsKeyPressed(static_cast<ImGuiKey>(key), false)) {
            return true;
        }
    }
    return false;
}

// On a panel that has no keyboard a finger does both.
bool touched()
{
    return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsAnyItemHovered();
}

int step_by_key()
{
    const bool forward = pressed(Action::NextTab) || ImGui::IsKeyPressed(ImGuiKey_RightArrow);
    const bool back = pressed(Action::PreviousTab) || ImGui::IsKeyPressed(ImGuiKey_LeftArrow);
    return (forward ? 1 : 0) - (back ? 1 : 0);
}

}

WallPageInput wall_page_input(const ViewInput& input, const WallRows& rows)
{
    WallPageInput made { input, rows, wall_audience_of(input) };
    made.view.now = input.as_of();
    return made;
}

AlertSight alert_sight(const WallPageInput& input)
{
    if (!input.knows(WallSubject::Alerts) || !input.knows(WallSubject::Sources)) {
        return AlertSight::NotShown;
    }
    std::size_t sources = 0;
    std::size_t silent = 0;
    input.view.state.sources.for_each([&](const SourceId&, const Source& source) {
        sources += reports_alerts(source) ? 1U : 0U;
        silent += reports_alerts(source) && source.silent() ? 1U : 0U;
    });
    return sources == 0    ? AlertSight::NoSource
        : silent == 0      ? AlertSight::Clear
        : silent < sources ? AlertSight::PartlyBlind
                           : AlertSight::Blind;
}

WallPages::WallPages()
{
    pages_.push_back(make_alerts_page());
    pages_.push_back(make_services_page());
    pages_.push_back(make_hour_page());
    pages_.push_back(make_capacity_page());
    pages_.push_back(make_maintenance_page());
    VERIFY(pages_.size() == kOwnPages);
}

std::string wall_page_name(const WallTurn& turn)
{
    return turn.about.empty() ? std::string(to_string(turn.page))
                              : std::string(to_string(turn.page)) + ":" + turn.about;
}

WallPage& WallPages::page_of(const WallTurn& turn)
{
    const std::string name = wall_page_name(turn);
    for (const auto& page : pages_) {
        if (page->id() == name) {
            return *page;
        }
    }
    pages_.push_back(turn.page == WallPageKind::Resource ? make_resource_page(ResourceId { turn.about })
                                                         : make_hour_page(ServiceId { turn.about }));
    return *pages_.back();
}

std::vector<PageTurn> WallPages::lively(const WallPageInput& input)
{
    std::vector<PageTurn> turns;
    const auto add = [&](const WallPage& page, Millis time) {
        if (page.lively(input)) {
            turns.push_back({ page.id(), time });
        }
    };
    const WallDisplay* display = own_display(input.view);
    if (display == nullptr || display->pages.empty()) {
        for (std::size_t i = 0; i < kOwnPages; ++i) {
            add(*pages_[i], PageTurn::kUsual);
        }
        return turns;
    }
    for (const WallTurn& turn : display->pages) {
        add(page_of(turn), std::chrono::seconds { turn.seconds });
    }
    return turns;
}

// What an address holds is shown, whatever else takes turns.
void WallPages::stay_on(std::string_view page, const WallPageInput& input)
{
    const auto is_there = [&](const PageTurn& turn) { return turn.page == page; };
    // One that only a playlist names, of a resource or a service.
    const auto colon = page.find(':');
    const auto kind = parse_enum<WallPageKind>(page.substr(0, colon));
    if (colon != std::string_view::npos && (kind == WallPageKind::Resource || kind == WallPageKind::Service)) {
        static_cast<void>(page_of({ std::string(page.substr(colon + 1)), *kind, 0 }));
    }
    for (const auto& own : pages_) {
        if (own->id() == page && own->lively(input) && std::none_of(turns_.begin(), turns_.end(), is_there)) {
            turns_.push_back({ own->id(), PageTurn::kUsual });
        }
    }
}

std::optional<Location> WallPages::left_for(const Rotation& rotation, const WallPageInput& input) const
{
    const auto& me = input.view.replica.me();
    if (!me || me->wall) {
        return std::nullopt;
    }
    const bool clicked = touched() && ImGui::IsMouseHoveringRect(from_, to_, false);
    const bool asked
        = clicked || ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
    const auto id = rotation.shown(turns_);
    for (const auto& page : pages_) {
        if (asked && id == page->id()) {
            return page->behind();
        }
    }
    return std::nullopt;
}

Intents WallPages::turn(Rotation& rotation, const WallPageInput& input)
{
    stepped_ = 0;
    turns_ = lively(input);
    if (rotation.paused) {
        stay_on(rotation.page, input);
    }
    if (auto desk = left_for(rotation, input)) {
        return { GoTo { std::move(*desk), false } };
    }
    const Timestamp now = input.view.replica.now();
    rotation.update(turns_, newest_critical_at(input.rows, input.view.replica.timeline()), now);
    stepped_ = step_by_key();
    if (stepped_ != 0) {
        rotation.turn(turns_, stepped_, now);
    } else if (touched() || pressed(Action::Pause) || ImGui::IsKeyPressed(ImGuiKey_Space, false)) {
        rotation.pause(!rotation.paused, now);
    } else if (some_key_pressed() && !rotation.paused) {
        rotation.pause(true, now);
    }
    Location here = rotation.address(input.view.location);
    if (here == input.view.location) {
        return {};
    }
    return { GoTo { std::move(here), true } };
}

std::optional<std::size_t> WallPages::lines(const Rotation& rotation, const WallPageInput& input) const
{
    const auto id = rotation.shown(turns_);
    for (const auto& page : pages_) {
        if (id == page->id()) {
            return page->lines(input);
        }
    }
    return std::nullopt;
}

void WallPages::draw(const Rotation& rotation, const WallPageInput& input)
{
    const auto id = rotation.shown(turns_);
    for (const auto& page : pages_) {
        if (id != page->id()) {
            continue;
        }
        const ImVec2 from = ImGui::GetCursorScreenPos();
        const ImVec2 size = ImGui::GetContentRegionAvail();
        from_ = from;
        to_ = { from.x + size.x, from.y + size.y };
        begin_page_region(page->id(), page->title(input));
        page->draw(input);
        mirror().end_group();
        return;
    }
    if (!input.rows.published.empty()) {
        begin_page_region("published", std::string(tr(Text::WallPagePublished)));
        draw_published(input.rows.published);
        mirror().end_group();
        return;
    }
    draw_calm(input);
}

}
