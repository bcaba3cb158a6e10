// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/window_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/views/maintenance/window_form.h"
#include "client/views/maintenance/window_preview.h"
#include "client/views/sources/heartbeat_rules_panel.h"
#include "client/views/timeline/time_picker.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/words.h"
#include "shared/domain/commands/maintenance.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

// Those of its series that begin later and are still meant.
std::size_t followers(const State& state, const MaintenanceWindow& window)
{
    std::size_t count = 0;
    state.windows.for_each([&](const WindowId&, const MaintenanceWindow& other) {
        const bool follows = other.series == window.series && window.from < other.from;
        count += !window.series.empty() && follows && other.state != WindowState::Cancelled ? 1U : 0U;
    });
    return count;
}

MoveWindow move_to(const MaintenanceWindow& window, WindowState to, bool following = false)
{
    MoveWindow move;
    move.following = following;
    move.window = window.id;
    move.version = window.version;
    move.to = to;
    return move;
}

// A write about a window: POST /api/v1/maintenance-windows/ID/PART with the command as its body.
template<typename T>
Send window_send(const T& command, std::string_view part, std::string success)
{
    Send send;
    send.path = "/api/v1/maintenance-windows/" + command.window.text + "/" + std::string(part);
    send.body = encode_command(command);
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
        add_words(words, (asset != nullptr && !asset->name.empty() ? asset->name : id.text));
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

// Who approves it reads what the planner read: what it is about that fires now, and what stays loud.
void draw_preview(const ViewInput& input, const MaintenanceWindow& window)
{
    if (window.state != WindowState::Planned || window.to <= input.as_of()) {
        return;
    }
    for (const PreviewLine& line :
        preview_lines(window_preview(input.state, window.assets, window.services, window.match))) {
        label(line.words, { .colour = line.warns ? Colour::Major : Colour::Secondary, .wrap = true });
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
    fact(Text::PlanMatch, write_labels(window.match));
    const auto name = [&](const UserId& id) { return id.empty() ? std::string() : user_name(input.state, id); };
    fact(Text::WindowPlannedBy, name(window.planned_by));
    if (window.approved_at) {
        fact(Text::WindowApprovedBy, name(window.approved_by) + ", " + when(*window.approved_at));
    }
    if (!window.series.empty()) {
        fact(Text::WindowSeries,
            window.rule.empty() ? window.series.text : tr(Text::WindowSeriesIs, window.series.text, window.rule));
    }
    if (window.emergency) {
        label(tr(Text::WindowEmergency), { .face = Face::Medium, .wrap = true });
    }
    fact(Text::FieldReason, window.reason);
    if (!window.overrides.empty()) {
        fact(Text::ClashOverridden, window.override_reason);
    }
    if (window.awaits_confirmation()) {
        const Timestamp by = *window.alone_at + kConfirmWithin;
        label(tr(by < input.as_of() ? Text::WindowAloneLate : Text::WindowAlone, name(window.alone_by),
                  when(*window.alone_at), when(by)),
            { .colour = Colour::Major, .wrap = true });
    } else if (window.confirmed_at) {
        fact(Text::WindowConfirmedBy, name(window.confirmed_by) + ", " + when(*window.confirmed_at));
    }
    label(muted_words(input.state, window), { .wrap = true });
    draw_preview(input, window);
}

bool begun(const MaintenanceWindow& window, Timestamp now)
{
    return window.state == WindowState::Approved && window.from <= now;
}

bool widens(const MaintenanceWindow& window, const RescheduleWindow& command, Timestamp now)
{
    return window.state == WindowState::Approved
        && ((command.from && std::max(*command.from, now) < window.from) || (command.to && window.to < *command.to));
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
    *this = WindowPanel {};
    window_ = window;
}

void WindowPanel::draw(const ViewInput& input, Intents& intents)
{
    const MaintenanceWindow* window = window_.empty() ? nullptr : input.state.windows.find(window_);
    if (window == nullptr) {
        window_ = WindowId {};
        return;
    }
    switch (part_) {
    case Part::Steps:
        draw_steps(input, *window, intents);
        break;
    case Part::Cancelling:
        draw_question(input, *window, intents);
        break;
    case Part::Times:
        draw_times(input, *window, intents);
        break;
    }
}

void WindowPanel::draw_steps(const ViewInput& input, const MaintenanceWindow& window, Intents& intents)
{
    const bool confirms = window.awaits_confirmation();
    const bool own = window.state == WindowState::Planned && is_me(input, window.planned_by);
    const std::size_t later = followers(input.state, window);
    MoveWindow approval = move_to(window, WindowState::Approved, following_ && later > 0);
    approval.reason = own ? reason_ : std::string();
    const Advice approve = advise(input, approval);
    const bool settled = window.state == WindowState::Approved && !confirms && !(following_ && later > 0);
    const bool lacks_reason = own && !window.emergency && is_blank(reason_);
    if (!begin_modal("window",
            { .title = title_of(window),
                .commit = settled ? std::string_view {}
                                  : tr(confirms ? Text::WindowConfirm
                                          : own ? Text::WindowApproveAlone
                                                : Text::OrderApprove),
                .can_commit = approve.allowed,
                .why_not = approve.reason,
                .width = 640,
                .enter_commits = false,
                .only_closes = true })) {
        return;
    }
    draw_facts(input, window);
    if (later > 0) {
        toggle(tr(Text::WindowFollowing, std::to_string(later)), following_);
    }
    gap(2);
    draw_others(input, window);
    label(tr(Text::WindowByItself), { .colour = Colour::Secondary, .wrap = true });
    if (!approve.allowed) {
        label(approve.reason, { .colour = Colour::Secondary, .wrap = true });
    }
    if (own && (approve.allowed || lacks_reason) && may_do(input, Act::PlanWindow).allowed) {
        text_area(tr(Text::FieldReason), reason_, 2,
            { .hint = tr(Text::WindowAloneHint), .max_characters = kMaxNote, .missing = lacks_reason });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        intents.emplace_back(window_send(approval, "transitions",
            tr(confirms ? Text::SaidWindowConfirmed : Text::SaidWindowApproved, window.id.text)));
    }
    if (outcome != ModalOutcome::Open) {
        window_ = WindowId {};
    }
}

// What can be done with it beside its approval.
void WindowPanel::draw_others(const ViewInput& input, const MaintenanceWindow& window)
{
    const Advice cancel = advise(input, move_to(window, WindowState::Cancelled));
    const Permit permit = may_do(input, Act::PlanWindow);
    const Timestamp now = input.as_of();
    const std::string from = write_room_time(window.from, input.zone);
    const std::string to = write_room_time(window.to, input.zone);
    const auto offer = [&](Text words) {
        const bool pressed = button(
            tr(words), { .kind = ButtonKind::Secondary, .enabled = permit.allowed, .why_disabled = permit.why });
        same_line(2);
        return pressed;
    };
    if (window.state != WindowState::Cancelled && now < window.to) {
        if (offer(Text::WindowTimes)) {
            ask_times(from, to);
        }
        if (begun(window, now)) {
            if (offer(Text::WindowEndNow)) {
                ask_times(from, "now");
            }
        } else if (window.state == WindowState::Approved && offer(Text::WindowBeginNow)) {
            ask_times("now", to);
        }
    }
    if (button(tr(Text::WindowCancel),
            { .kind = ButtonKind::Secondary, .enabled = cancel.allowed, .why_disabled = cancel.reason })) {
        part_ = Part::Cancelling;
    }
}

void WindowPanel::draw_question(const ViewInput& input, const MaintenanceWindow& window, Intents& intents)
{
    const std::size_t later = followers(input.state, window);
    const MoveWindow move = move_to(window, WindowState::Cancelled, following_ && later > 0);
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
    if (later > 0) {
        toggle(tr(Text::WindowFollowing, std::to_string(later)), following_);
    }
    label(tr(Text::WindowCancelNote), { .wrap = true });
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        intents.emplace_back(window_send(move, "transitions", tr(Text::SaidWindowCancelled, window.id.text)));
        window_ = WindowId {};
    }
    part_ = outcome == ModalOutcome::Open ? Part::Cancelling : Part::Steps;
}

void WindowPanel::ask_times(std::string_view from, std::string_view to)
{
    part_ = Part::Times;
    from_ = from;
    to_ = to;
    reason_.clear();
    pair_ = PairOverride {};
    refusal_.clear();
}

// Only what was given anew is sent; nothing of a field that cannot be read.
RescheduleWindow WindowPanel::times(const ViewInput& input, const MaintenanceWindow& window) const
{
    RescheduleWindow command;
    command.window = window.id;
    command.version = window.version;
    const auto given = [&](const std::string& text, Timestamp present, Timestamp after) -> std::optional<Timestamp> {
        if (text == write_room_time(present, input.zone)) {
            return std::nullopt;
        }
        return text == "now" ? std::optional { input.now } : read_planned_time(text, after, input.zone);
    };
    command.from = begun(window, input.as_of()) ? std::nullopt : given(from_, window.from, input.now);
    command.to = given(to_, window.to, std::max(command.from.value_or(window.from), input.now));
    command.reason = widens(window, command, input.now) ? reason_ : std::string();
    command.overrides = pair_.overrides();
    command.override_reason = command.overrides.empty() ? std::string() : pair_.reason();
    return command;
}

void WindowPanel::draw_time_fields(
    const ViewInput& input, const MaintenanceWindow& window, const RescheduleWindow& command)
{
    const float half = column_width(2);
    const auto field = [&](Text name, std::string& text, Timestamp present, bool given, bool enabled) {
        const bool read = given || text == write_room_time(present, input.zone);
        text_field(tr(name), text,
            { .hint = tr(Text::WindowTimesHint),
                .error = read || !enabled ? std::string_view {} : tr(Text::PlanTimeUnread),
                .max_characters = kMaxShortField,
                .width = half,
                .enabled = enabled && !sending_,
                .missing = enabled && !read });
    };
    field(Text::PlanFrom, from_, window.from, command.from.has_value(), !begun(window, input.as_of()));
    same_line(3);
    field(Text::PlanTo, to_, window.to, command.to.has_value(), true);
    const Timestamp from = command.from.value_or(window.from);
    const Timestamp to = command.to.value_or(window.to);
    const auto words = [&](Timestamp at) { return format_date_and_clock(at, input.zone.offset_at(at)); };
    if (from < to) {
        label(tr(Text::PlanLasts, words(from) + " – " + words(to), format_duration((to - from).count())),
            { .colour = Colour::Secondary, .wrap = true });
    }
    if (widens(window, command, input.now)) {
        label(tr(Text::WindowWiderNote), { .wrap = true });
        text_area(tr(Text::FieldReason), reason_, 2,
            { .hint = tr(Text::WindowWiderHint),
                .max_characters = kMaxNote,
                .enabled = !sending_,
                .missing = is_blank(reason_) });
    } else if (window.state == WindowState::Planned) {
        label(tr(Text::WindowUnapprovedNote), { .wrap = true });
    } else if (command.to && *command.to <= input.now) {
        label(muted_words(input.state, window), { .wrap = true });
        label(tr(Text::WindowEndsNote), { .wrap = true });
    }
    if (window.overrides.empty() && input.now < to) {
        MaintenanceWindow after = window;
        after.from = from;
        after.to = to;
        pair_.draw(clash_lines(input.state, after, input.now), !sending_);
    }
}

void WindowPanel::draw_times(const ViewInput& input, const MaintenanceWindow& window, Intents& intents)
{
    const RescheduleWindow command = times(input, window);
    const Advice advice = advise(input, command);
    const auto unread = [&](const std::string& text, Timestamp present, bool given) {
        return !given && text != write_room_time(present, input.zone);
    };
    const bool from_fixed = begun(window, input.as_of());
    const bool read = (from_fixed || !unread(from_, window.from, command.from.has_value()))
        && !unread(to_, window.to, command.to.has_value());
    const std::string title = tr(Text::WindowTimesTitle, window.id.text);
    const std::string why_not = sending_ ? std::string(tr(Text::SignInBusy))
        : read                           ? advice.reason
                                         : std::string(tr(Text::PlanIncomplete));
    if (!begin_modal("window times",
            { .title = title,
                .commit = tr(Text::WindowTimesCommit),
                .can_commit = advice.allowed && read && !sending_,
                .why_not = why_not,
                .width = 640,
                .enter_commits = false })) {
        return;
    }
    draw_time_fields(input, window, command);
    const std::string refused
        = refusal_.empty() ? (read && !advice.allowed ? advice.reason : std::string()) : screen_words(refusal_, {});
    if (!refused.empty()) {
        label(refused, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        send_times(command, intents);
    } else if (outcome != ModalOutcome::Open) {
        part_ = Part::Steps;
        reason_.clear();
    }
}

void WindowPanel::send_times(const RescheduleWindow& command, Intents& intents)
{
    Send send = window_send(command, "times", tr(Text::SaidWindowTimes, command.window.text));
    sending_ = true;
    refusal_.clear();
    send.done = [this, window = command.window](const HttpResponse& response) {
        if (window_ != window) {
            return; // another is looked at meanwhile
        }
        sending_ = false;
        if (response.ok()) {
            *this = WindowPanel {};
        } else {
            refusal_ = trouble_of(response);
        }
    };
    intents.emplace_back(std::move(send));
}

}
