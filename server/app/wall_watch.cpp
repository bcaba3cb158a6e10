// SPDX-License-Identifier: Apache-2.0
#include "server/app/wall_watch.h"

#include "server/auth/token_text.h"
#include "server/journal/secret_names.h"
#include "shared/domain/visibility/wall_text.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

std::vector<Token> walls_let_in(const State& state)
{
    std::vector<Token> walls;
    state.tokens.for_each([&](const TokenId&, const Token& token) {
        if (token.wall && !token.revoked) {
            walls.push_back(token);
        }
    });
    std::sort(walls.begin(), walls.end(), [](const Token& a, const Token& b) { return a.id < b.id; });
    return walls;
}

}

std::string session_of_wall(const TokenId& wall)
{
    return std::string(kTokenSession) + wall.text;
}

WallWatch::WallWatch(Sequencer& main, LiveHub& hub, Auth& auth, Clock& clock)
    : main_(main), hub_(hub), auth_(auth), clock_(clock), started_(clock.running())
{
}

void WallWatch::look()
{
    const Timestamp now = clock_.now();
    const Millis running = clock_.running();
    for (const Token& wall : walls_let_in(*main_.state())) {
        const bool watching = hub_.watches(session_of_wall(wall.id));
        const std::lock_guard lock(mutex_);
        // A restart finds the walls gone that it cut off: they get their minute.
        Seen& seen = seen_.try_emplace(wall.id, Seen { started_, std::nullopt, false }).first->second;
        const bool left = std::exchange(seen.watching, watching) && !watching;
        if (!watching && !left) {
            continue;
        }
        seen.running = running;
        seen.at = now;
        const auto noted = auth_.last_use(wall.id);
        if (left || !noted || now - *noted >= kUseNotedAfter) {
            auth_.token_used(wall.id);
        }
    }
}

void WallWatch::describe(const TokenId& wall, const WallReportRequest& said)
{
    const std::lock_guard lock(mutex_);
    Said& known = said_[wall];
    const auto asked = asked_.find(wall);
    const bool answers = asked != asked_.end() && said.tested == asked->second;
    if (answers && (!known.tested_at || known.report.tested != said.tested)) {
        known.tested_at = clock_.now();
    }
    known.report = said;
}

Result<WallTest> WallWatch::begin_test(const TokenId& wall)
{
    const auto state = main_.state();
    const Token* token = state->tokens.find(wall);
    if (token == nullptr || !hub_.watches(session_of_wall(wall))) {
        return Error { ErrorCode::Conflict, "Switch the display on first: it watches nothing now." };
    }
    WallTest asked;
    asked.name = unfit_for_walls(token->name) ? std::string {} : token->name;
    asked.test = random_id("test-");
    const std::lock_guard lock(mutex_);
    asked_[wall] = asked.test;
    return asked;
}

// Called with the lock held.
std::optional<Timestamp> WallWatch::dark_since(const TokenId& wall) const
{
    const auto found = seen_.find(wall);
    const Millis last = found != seen_.end() ? found->second.running : started_;
    if ((found != seen_.end() && found->second.watching) || clock_.running() - last < kDarkAfter) {
        return std::nullopt;
    }
    return found != seen_.end() && found->second.at ? found->second.at : auth_.last_use(wall);
}

std::vector<WallSummary> WallWatch::list() const
{
    std::vector<WallSummary> walls;
    for (const Token& token : walls_let_in(*main_.state())) {
        WallSummary wall;
        wall.connected = hub_.watches(session_of_wall(token.id));
        wall.created_at = auth_.token_created_at(token.id);
        wall.last_used_at = auth_.last_use(token.id);
        const std::lock_guard lock(mutex_);
        const auto seen = seen_.find(token.id);
        if (seen != seen_.end() && seen->second.at > wall.last_used_at) {
            wall.last_used_at = seen->second.at;
        }
        if (!wall.connected) {
            wall.dark_since = dark_since(token.id);
        }
        if (const auto said = said_.find(token.id); said != said_.end()) {
            wall.height = said->second.report.height;
            wall.muted = said->second.report.muted;
            wall.sounded = said->second.report.sounded;
            wall.tested_at = said->second.tested_at;
            wall.width = said->second.report.width;
        }
        wall.token = token;
        walls.push_back(std::move(wall));
    }
    return walls;
}

DarkWalls WallWatch::dark() const
{
    DarkWalls dark;
    for (const Token& token : walls_let_in(*main_.state())) {
        const std::lock_guard lock(mutex_);
        if (const auto since = dark_since(token.id)) {
            dark.walls.push_back({ *since, token.id, token.name });
        }
    }
    return dark;
}

}
