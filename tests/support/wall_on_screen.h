// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"
#include "client/views/walls/wall_view.h"
#include "shared/wire/answers/capacity.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace watchfloor {

// A wall beside a room, as a 55-inch display shows it from four metres.
class WallOnScreen : public testing::Test {
protected:
    explicit WallOnScreen(ImVec2 size = { 1920, 1080 }) : ui_(size)
    {
        ThemeOptions look;
        look.surface = Surface::Wall;
        look.wall.width_pixels = static_cast<int>(size.x);
        look.wall.height_pixels = static_cast<int>(size.y);
        apply_theme(look);
    }
    ~WallOnScreen() override { apply_theme({}); }

    // Somebody opened the wall at this address.
    void arrive(const std::string& address)
    {
        console_.location = parse_location(address);
        view_->arrive(console_.location);
        load();
    }

    // Loads the room anew and draws it.
    void load()
    {
        console_.open(console_.room.manager);
        draw();
    }

    // What the view asks of the address is done as the app does it.
    void draw()
    {
        for (int i = 0; i < 6; ++i) { // words of the past are asked for in one frame and come in another
            console_.transport.poll();
            console_.replica.update();
            ui_.frame([&] {
                for (Intent& intent : view_->draw(console_.input())) {
                    if (auto* go = std::get_if<GoTo>(&intent)) {
                        console_.location = std::move(go->location);
                    }
                }
            });
        }
    }

    void press(ImGuiKey key)
    {
        HeadlessUi::press_key(key);
        draw();
    }

    // A resource in percent, of this service where one is named.
    void define(const std::string& id, const std::string& name, const std::string& service = {})
    {
        CapacityResource resource;
        resource.id = ResourceId { id };
        resource.name = name;
        resource.unit = "percent";
        resource.total_milli = 100'000;
        resource.cadence_seconds = 60;
        if (!service.empty()) {
            resource.services = { ServiceId { service } };
        }
        console_.done(DefineCapacity { resource }, console_.room.capacity);
    }

    void measure(const std::string& id, std::int64_t percent)
    {
        SamplePoint point;
        point.at = console_.room.now;
        point.resource = ResourceId { id };
        point.value_milli = percent * 1'000;
        console_.transport.live("sample", to_json_text(SampleFrame { { point } }));
    }

    // An incident about an alert that is critical, so that this one waits for nobody.
    IncidentId log_incident()
    {
        Room& room = console_.room;
        const AlertId down = console_.fire("Down", "shop");
        const LogIncident log { .title = "Shop is down", .services = { ServiceId { "shop" } }, .alerts = { down } };
        IncidentId id { room.when(log, room.desk).value().created };
        console_.done(log, room.desk);
        return id;
    }

    IncidentId declare_major()
    {
        IncidentId id = log_incident();
        console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            console_.room.resolver);
        return id;
    }

    // Items in sight whose words hold this part.
    static int shown(std::string_view part)
    {
        const auto& items = mirror().items();
        return static_cast<int>(std::count_if(items.begin(), items.end(), [&](const MirrorItem& item) {
            return item.rect.height > 0 && item.label.find(part) != std::string::npos;
        }));
    }

    // The first of them.
    static const MirrorItem* found(std::string_view part)
    {
        const auto& items = mirror().items();
        const auto item = std::find_if(items.begin(), items.end(),
            [&](const MirrorItem& one) { return one.rect.height > 0 && one.label.find(part) != std::string::npos; });
        return item == items.end() ? nullptr : &*item;
    }

    static bool on_page(Text title) { return mirror().find(Role::Region, tr(title)) != nullptr; }

    HeadlessUi ui_;
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ = make_wall_view();
};

}
