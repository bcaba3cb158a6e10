// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_pages.h"

#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/panels.h"

#include <utility>

namespace watchfloor {
namespace {

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
        empty_state({ .title = tr(Text::WallPageNotShown), .next = tr(Text::WallPageNotShownNext) });
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
}

std::vector<std::string_view> WallPages::lively(const WallPageInput& input) const
{
    std::vector<std::string_view> names;
    for (const auto& page : pages_) {
        if (page->lively(input)) {
            names.push_back(page->id());
        }
    }
    return names;
}

Intents WallPages::turn(Rotation& rotation, const WallPageInput& input) const
{
    const std::vector<std::string_view> pages = lively(input);
    const Timestamp now = input.view.replica.now();
    rotation.update(pages, newest_critical_at(input.rows, input.view.replica.timeline()), now);
    if (const int step = step_by_key(); step != 0) {
        rotation.turn(pages, step, now);
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

void WallPages::draw(const Rotation& rotation, const WallPageInput& input)
{
    const auto id = rotation.shown(lively(input));
    for (const auto& page : pages_) {
        if (id != page->id()) {
            continue;
        }
        const ImVec2 from = ImGui::GetCursorScreenPos();
        const ImVec2 size = ImGui::GetContentRegionAvail();
        mirror().begin_group({ .id = item_id(page->id()),
            .role = Role::Region,
            .label = std::string { page->title() },
            .rect = { from.x, from.y, size.x, size.y } });
        page->draw(input);
        mirror().end_group();
        return;
    }
    draw_calm(input);
}

}
