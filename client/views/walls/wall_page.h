// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/walls/wall_rows.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// What the pages are made of, once a frame. `view.now` is the instant that everything is told of: while the link is
// lost that of the last sign of life.
struct WallPageInput {
    ViewInput view;
    const WallRows& rows;
    WallAudience audience = WallAudience::Room;

    bool knows(WallSubject subject) const { return may_know(audience, subject); }
};

WallPageInput wall_page_input(const ViewInput& input, const WallRows& rows);

// One of the pictures that take turns below a wall's majors. Nothing on it scrolls or waits for a pointer.
class WallPage {
public:
    virtual ~WallPage() = default;
    // As the address calls it.
    virtual std::string_view id() const = 0;
    virtual std::string title(const WallPageInput& input) const = 0;
    // Whether there is something that this wall's audience may see: a page without is left out.
    virtual bool lively(const WallPageInput& input) const = 0;
    // Where a person who looks at it finds more, at their desk.
    virtual std::optional<Location> behind() const { return std::nullopt; }
    // How many lines of body text it fills, where it knows; else it takes what it is given.
    virtual std::optional<std::size_t> lines(const WallPageInput&) const { return std::nullopt; }
    // Into what is left of the window.
    virtual void draw(const WallPageInput& input) = 0;
};

std::unique_ptr<WallPage> make_alerts_page();
std::unique_ptr<WallPage> make_services_page();
// Of everything, or of one service.
std::unique_ptr<WallPage> make_hour_page(ServiceId service = {});
std::unique_ptr<WallPage> make_capacity_page();
std::unique_ptr<WallPage> make_maintenance_page();
std::unique_ptr<WallPage> make_resource_page(ResourceId resource);

// As the address calls a page of a playlist: "capacity", "resource:disk".
std::string wall_page_name(const WallTurn& turn);

}
