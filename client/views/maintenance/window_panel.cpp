// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/window_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/commands/maintenance.h"

namespace watchfloor {
namespace {

MoveWindow move_to(const MaintenanceWindow& window, WindowState to)
{
    MoveWindow move;
    move.window = window.id;
    move.version = window.version;
    move.to = to;
    return move;
}

Send window_send(const MoveWindow& move, std::string success)
{
    Send send;
    send.path = "/api/v1/maintenance-windows/" + move.window.text + "/transitions";
    send.body = encode_command(move);
    send.success = std::move(success);
    return send;
}

std::string title_of(const MaintenanceWindow& window)
{
    return window.title.empty() ? window.id.text : window.id.text + "  " + window.title;
}

std::string asset_words(const State& state, const MaintenanceWindow& window)
{
    std::string words;
    for (const AssetId& id : window.assets) {
        const Asset* asset = state.assets.find(id);
        words += (words.empty() ? "" : ", ") + (asset != nullptr && !asset->name.empty() ? asset->name : id.text);
    }
    return words;
}

std::string muted_words(const State& state, const MaintenanceWindow& window)
{
    std::size_t muted = 0;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        muted += alert.state == AlertState::Firing && alert.muted_by == window.id ? 1U : 0U;
    });
    return muted == 0 ? std::string(tr(Text::WindowMutesNone)) : tr(Text::WindowMutes, std::to_string(muted));
}

// Nothing where there is nothing to say.
void fact(Text name, const std::string& value)
{
    if (!value.empty()) {
        label(std::string(tr(name)) + ": " + value, { .wrap = true });
    }
}

void draw_facts(const ViewInput& input, const MaintenanceWindow& window)
{
    const auto when = [&](Timestamp at) { return format_date_and_clock(at, input.zone.offset_at(at)); };
    static_cast<void>(copyable(window.id.text, window.id.text)); // the first thing Enter means harms nobody
    label(window_state_words(window, input.as_of()), { .face = Face::Medium, .wrap = true });
    label(tr(Text::PlanLasts, when(window.from) + " – " + when(window.to),
              format_duration((window.to - window.from).count())),
        { .wrap = true });
    fact(Text::PlanServices, service_names(input.state, window.services));
    fact(Text::PlanAssets, asset_words(input.state, window));
    const auto name = [&](const UserId& id) { return id.empty() ? std::string() : user_name(input.state, id); };
    fact(Text::WindowPlannedBy, name(window.planned_by));
    if (window.approved_at) {
        fact(Text::WindowApprovedBy, name(window.approved_by) + ", " + when(*window.approved_at));
    }
    label(muted_words(input.state, window), { .wrap = true });
}

}

std::string window_state_words(const MaintenanceWindow& window, Timestamp now)
{
    if (window.state == WindowState::Cancelled) {
        return std::string(tr(Text::OrderCancelled));
    }
    const bool over = window.to <= now;
    if (window.state == WindowState::Planned) {
        return std::string(tr(over ? Text::WindowNeverApproved : Text::WindowPlanned));
    }
    return std::string(tr(over     ? Text::WindowOver
            : window.mutes_at(now) ? Text::ScheduleUnderWay
                                   : Text::OrderApproved));
}

void WindowPanel::open(const WindowId& window)
{
    window_ = window;
    cancelling_ = false;
}

void WindowPanel::draw(const ViewInput& input, Intents& intents)
{
    const MaintenanceWindow* window = window_.empty() ? nullptr : input.state.windows.find(window_);
    if (window == nullptr) {
        window_ = WindowId {};
    } else if (cancelling_) {
        draw_question(input, *window, intents);
    } else {
        draw_steps(input, *window, intents);
    }
}

void WindowPanel::draw_steps(const ViewInput& input, const MaintenanceWindow& window, Intents& intents)
{
    const MoveWindow approval = move_to(window, WindowState::Approved);
    const Advice approve = advise(input, approval);
    const Advice cancel = advise(input, move_to(window, WindowState::Cancelled));
    if (!begin_modal("window",
            { .title = title_of(window),
                .commit = tr(Text::OrderApprove),
                .can_commit = approve.allowed,
                .why_not = approve.reason,
                .width = 640,
                .enter_commits = false })) {
        return;
    }
    draw_facts(input, window);
    gap(2);
    if (button(tr(Text::WindowCancel),
            { .kind = ButtonKind::Secondary, .enabled = cancel.allowed, .why_disabled = cancel.reason })) {
        cancelling_ = true;
    }
    label(tr(Text::WindowFixed), { .colour = Colour::Secondary, .wrap = true });
    if (!approve.allowed) {
        label(approve.reason, { .colour = Colour::Secondary, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        intents.emplace_back(window_send(approval, tr(Text::SaidWindowApproved, window.id.text)));
    }
    if (outcome != ModalOutcome::Open) {
        window_ = WindowId {};
    }
}

void WindowPanel::draw_question(const ViewInput& input, const MaintenanceWindow& window, Intents& intents)
{
    const MoveWindow move = move_to(window, WindowState::Cancelled);
    const Advice advice = advise(input, move);
    const std::string title = tr(Text::WindowCancelTitle, window.id.text);
    if (!begin_modal("window cancelled",
            { .title = title,
                .commit = tr(Text::WindowCancelCommit),
                .commit_kind = ButtonKind::Danger,
                .can_commit = advice.allowed,
                .why_not = advice.reason })) {
        return;
    }
    static_cast<void>(copyable(window.id.text, window.id.text));
    label(muted_words(input.state, window), { .wrap = true });
    label(tr(Text::WindowCancelNote), { .wrap = true });
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        intents.emplace_back(window_send(move, tr(Text::SaidWindowCancelled, window.id.text)));
        window_ = WindowId {};
    }
    cancelling_ = outcome == ModalOutcome::Open;
}

}
