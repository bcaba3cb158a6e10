// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/maintenance.h"

#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/decide/maintenance/planned_span.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/input_text.h"

#include <algorithm>

namespace watchfloor {
namespace {

// What the window muted is heard again at once, unless another mutes it as well. `state` knows that it is cancelled.
void unmute(Decision& decision, const State& state, const WindowId& window, const Context& context)
{
    std::vector<AlertId> muted;
    state.alerts.for_each([&](const AlertId& id, const Alert& alert) {
        if (alert.muted_by == window && alert.state == AlertState::Firing) {
            muted.push_back(id);
        }
    });
    AlertBook book(state, context, decision);
    for (const AlertId& id : muted) {
        book.review(id);
    }
}

Result<void> check_window_move(const MaintenanceWindow& window, WindowState to, const Context& context)
{
    const bool allowed = (window.state == WindowState::Planned && to != WindowState::Planned)
        || (window.state == WindowState::Approved && to == WindowState::Cancelled);
    if (!allowed) {
        return conflict(window.id.text + " is " + std::string(to_string(window.state)) + " and cannot become "
            + std::string(to_string(to)) + ".");
    }
    if (to == WindowState::Approved && window.to <= context.now) {
        return conflict(window.id.text + " is over: plan a new one for what is still to be done.");
    }
    return {};
}

}

Result<Decision> decide_on(const State& state, const PlanWindow& command, const Context& context)
{
    RETURN_IF_ERROR(check_text(command.title, { .field = "title", .max_characters = kMaxTitle, .required = true }));
    RETURN_IF_ERROR(check_span(command.from, command.to, context));
    RETURN_IF_ERROR(check_services(state, command.services));
    for (const AssetId& asset : command.assets) {
        RETURN_IF_ERROR(find_in(state.assets, asset, "Asset"));
    }
    if (command.assets.empty() && command.services.empty()) {
        return malformed("Name the assets or services the window is for: it mutes those alone.");
    }
    MaintenanceWindow window;
    window.id = WindowId { "MW-" + std::to_string(state.next_window) };
    window.title = command.title;
    window.assets = command.assets;
    window.services = command.services;
    window.from = command.from;
    window.to = command.to;
    window.planned_by = context.actor.user;
    Decision decision = one_entry(WindowSet { .window = window }, window.id.text, context);
    decision.created = window.id.text;
    return decision;
}

Result<Decision> decide_on(const State& state, const MoveWindow& command, const Context& context)
{
    ASSIGN_OR_RETURN(const MaintenanceWindow* window, find_in(state.windows, command.window, "Maintenance window"));
    RETURN_IF_ERROR(check_version(command.version, window->version, window->id.text));
    RETURN_IF_ERROR(check_window_move(*window, command.to, context));
    MaintenanceWindow after = *window;
    after.state = command.to;
    if (command.to == WindowState::Approved) {
        // It mutes nothing that fired before it was approved: what is approved late begins then.
        after.from = std::max(after.from, context.now);
        after.approved_at = context.now;
        after.approved_by = context.actor.user;
    }
    Decision decision = one_entry(WindowSet { .window = after }, window->id.text, context);
    if (command.to == WindowState::Cancelled) {
        State without = state;
        without.windows.set(after.id, after);
        unmute(decision, without, after.id, context);
    }
    return decision;
}

}
