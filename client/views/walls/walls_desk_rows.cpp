// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/walls_desk_rows.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "shared/core/sorting.h"
#include "shared/domain/state/state.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>
#include <map>

namespace watchfloor {
namespace {

// A change reaches the state before the next list, and a list knows what no state does.
std::map<TokenId, WallSummary> known_walls(
    const ViewInput& input, const std::optional<std::vector<WallSummary>>& listed)
{
    std::map<TokenId, WallSummary> walls;
    for (const WallSummary& wall : listed.value_or(std::vector<WallSummary> {})) {
        walls.emplace(wall.token.id, wall);
    }
    // An exercise has no walls: those of the site are not in its journal.
    if (!input.replica.exercise()) {
        input.state.tokens.for_each([&](const TokenId& id, const Token& token) {
            if (token.wall) {
                walls[id].token = token;
            }
        });
    }
    return walls;
}

std::string watching_words(const WallSummary& wall)
{
    const std::string words = wall.width > 0
        ? tr(Text::WallWatchingAt, std::to_string(wall.width), std::to_string(wall.height))
        : std::string(tr(Text::WallWatching));
    return wall.muted ? tr(Text::WallAndMuted, words) : words;
}

void say_presence(WallDeskRow& row, const WallSummary& wall, Timestamp now)
{
    if (wall.token.revoked) {
        row.state = tr(Text::WallIsShutOut);
        row.severity = Severity::Unknown;
    } else if (wall.connected) {
        row.state = watching_words(wall);
    } else if (wall.dark_since) {
        const std::int64_t gone = (now - *wall.dark_since).count();
        row.state = tr(Text::WallDarkFor, format_duration(gone));
        row.severity = Severity::Major;
        row.warning = tr(Text::WallWentDark, row.name, format_age(gone));
    } else {
        row.state = tr(wall.last_used_at ? Text::WallGone : Text::WallNeverSeen);
        row.severity = Severity::Unknown;
    }
    if (!wall.connected && wall.last_used_at) {
        row.seen = format_age((now - *wall.last_used_at).count());
    }
}

// Whom it shows to at present: what all walls are switched to goes before what it was let in for.
std::string shown_to(const State& state, WallAudience own)
{
    const WallAudience now = wall_audience(own, state.walls);
    return std::string(tr(now != own       ? Text::WallAudienceVisitorNow
            : now == WallAudience::Visitor ? Text::WallAudienceVisitor
                                           : Text::WallAudienceRoom));
}

WallDeskRow wall_desk_row(const ViewInput& input, const WallSummary& wall)
{
    WallDeskRow row;
    row.id = wall.token.id;
    row.name = wall.token.name.empty() ? wall.token.id.text : wall.token.name;
    row.audience = tr(wall.token.wall == WallAudience::Visitor ? Text::WallAudienceVisitor : Text::WallAudienceRoom);
    const WallDisplay* display = input.state.displays.find(row.id);
    row.shows = shown_to(input.state, wall.token.wall.value_or(WallAudience::Room));
    if (display != nullptr && display->role != WallRole::All) {
        row.shows = tr(display->role == WallRole::Majors ? Text::WallShowsMajors : Text::WallShowsRest, row.shows);
    }
    row.by = user_name(input.state, wall.token.created_by);
    row.let_in = wall.created_at ? write_when(*wall.created_at, input.now, input.zone) : std::string();
    row.width = wall.width;
    row.height = wall.height;
    if (wall.tested_at) {
        row.tested = tr(wall.sounded ? Text::WallTested : Text::WallTestedMute,
            format_age(std::max(Millis::zero(), input.now - *wall.tested_at).count()));
    }
    row.watching = wall.connected;
    row.shut_out = wall.token.revoked;
    row.visitor = wall.token.wall == WallAudience::Visitor;
    say_presence(row, wall, input.now);
    return row;
}

}

std::vector<WallDeskRow> wall_desk_rows(const ViewInput& input, const std::optional<std::vector<WallSummary>>& listed)
{
    std::vector<WallDeskRow> rows;
    for (const auto& [id, wall] : known_walls(input, listed)) {
        rows.push_back(wall_desk_row(input, wall));
    }
    const auto rank = [](const WallDeskRow& row) { return row.shut_out ? 2 : row.severity == Severity::Major ? 0 : 1; };
    sort_stably(rows, [&](const WallDeskRow& a, const WallDeskRow& b) {
        return rank(a) != rank(b) ? rank(a) < rank(b) : a.name < b.name;
    });
    return rows;
}

}
