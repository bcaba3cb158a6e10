// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

enum class WallAudience { Room, Visitor };
WATCHFLOOR_ENUM_TEXTS(WallAudience, Visitor, "room", "visitor");

// What of a room a display shows: all of it, or of two that stand side by side the majors or the rest.
enum class WallRole { All, Majors, Rest };
WATCHFLOOR_ENUM_TEXTS(WallRole, Rest, "all", "majors", "rest");

// What takes turns below a wall's majors. The last two are about one resource, or one service.
enum class WallPageKind { Alerts, Services, Hour, Capacity, Maintenance, Resource, Service };
WATCHFLOOR_ENUM_TEXTS(
    WallPageKind, Service, "alerts", "services", "hour", "capacity", "maintenance", "resource", "service");

// One page of a playlist, and how long it stands.
struct WallTurn {
    std::string about {}; // the resource's or the service's id; empty for any other page
    WallPageKind page = WallPageKind::Alerts;
    std::int64_t seconds = 0;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("about", self.about, kRoom);
        visit("page", self.page, kRoom | kDemanded);
        visit("seconds", self.seconds, kRoom | kDemanded);
    }

    friend bool operator==(const WallTurn&, const WallTurn&) = default;
};

inline constexpr std::int64_t kLeastTurnSeconds = 5;
inline constexpr std::int64_t kMostTurnSeconds = 600;
inline constexpr std::size_t kMaxWallTurns = 12;

// Where a display hangs and what it shows there; what is not said yet is as usual. Only those that were fitted are known.
struct WallDisplay {
    TokenId id {};                         // of the token that lets it in
    std::int64_t diagonal_inches = 0;      // of the panel
    std::int64_t distance_centimetres = 0; // of the farthest who read it
    std::vector<WallTurn> pages {};        // none: all, in their usual order
    WallRole role = WallRole::All;

    // Visitors' displays learn of themselves alone, and not here (MeAnswer).
    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("diagonal_inches", self.diagonal_inches, kRoom);
        visit("distance_centimetres", self.distance_centimetres, kRoom);
        visit("id", self.id, kRoom);
        visit("pages", self.pages, kRoom);
        visit("role", self.role, kRoom);
    }
};

inline constexpr std::int64_t kUsualDiagonalInches = 55;
inline constexpr std::int64_t kLeastDiagonalInches = 7;
inline constexpr std::int64_t kMostDiagonalInches = 500;
inline constexpr std::int64_t kUsualDistanceCentimetres = 400;
inline constexpr std::int64_t kLeastDistanceCentimetres = 30;
inline constexpr std::int64_t kMostDistanceCentimetres = 5'000;

}
