// SPDX-License-Identifier: Apache-2.0
#include "client/app/screens.h"

#include "client/views/board/board_view.h"
#include "client/views/capacity/capacity_view.h"
#include "client/views/incidents/incident_view.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/sources/sources_view.h"
#include "client/views/timeline/timeline_view.h"
#include "client/views/walls/wall_view.h"
#include "client/views/walls/walls_desk.h"

namespace watchfloor {

std::string screen_of(const Location& location)
{
    std::string root = location.path.substr(0, location.path.find('/', 1));
    return root == "/incidents" && location.path.size() > root.size() + 1 ? "incident" : root;
}

std::unique_ptr<View> make_screen(std::string_view screen)
{
    return screen == "incident"    ? make_incident_view()
        : screen == "/timeline"    ? make_timeline_view()
        : screen == "/capacity"    ? make_capacity_view()
        : screen == "/maintenance" ? make_maintenance_view()
        : screen == "/sources"     ? make_sources_view()
        : screen == "/wall"        ? make_wall_view()
        : screen == "/walls"       ? make_walls_desk()
                                   : make_board_view();
}

}
