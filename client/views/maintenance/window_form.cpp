// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/window_form.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/views/sources/heartbeat_rules_panel.h"
#include "client/views/timeline/time_picker.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/decide/maintenance/planned_span.h"
#include "shared/domain/input_text.h"

#include <utility>

namespace watchfloor {
namespace {

// Why the rules refuse the span; empty where they do not, and where a time is not there yet.
std::string span_refusal(const PlannedTimes& times, Timestamp now)
{
    Context context;
    context.now = now;
    const auto checked = times.from && times.to ? check_span(*times.from, *times.to, context) : Result<void> {};
    return checked.ok() ? std::string() : checked.error().message;
}

std::vector<Pick> services_of(const State& state)
{
    std::vector<Pick> picks;
    state.services.for_each([&](const ServiceId& id, const Service&) {
        picks.push_back({ id.text, service_name(state, id) });
    });
    return picks;
}

std::vector<Pick> assets_of(const State& state)
{
    std::vector<Pick> picks;
    state.assets.for_each([&](const AssetId& id, const Asset& asset) {
        picks.push_back({ id.text, asset.name.empty() ? id.text : asset.name });
    });
    return picks;
}

}

std::optional<Timestamp> read_planned_time(std::string_view text, Timestamp after, const SiteZone& zone)
{
    const auto soon = read_when(text, after, zone, { .past = false });
    return soon ? soon : read_room_time(text, after, zone);
}

PlannedTimes read_planned_times(std::string_view from, std::string_view to, Timestamp now, const SiteZone& zone)
{
    PlannedTimes times;
    times.from = is_blank(from) || from == "now" ? std::optional { now } : read_planned_time(from, now, zone);
    times.to = read_planned_time(to, times.from.value_or(now), zone);
    return times;
}

PlanWindow WindowForm::planned(const PlannedTimes& times) const
{
    PlanWindow command;
    command.title = title_;
    command.from = times.from.value_or(Timestamp {});
    command.to = times.to.value_or(Timestamp {});
    for (const std::string& id : services_.chosen()) {
        command.services.emplace_back(id);
    }
    for (const std::string& id : assets_.chosen()) {
        command.assets.emplace_back(id);
    }
    command.match = read_labels(labels_).value_or(Labels {});
    command.overrides = pair_.overrides();
    command.override_reason = command.overrides.empty() ? std::string() : pair_.reason();
    command.emergency = emergency_;
    command.reason = emergency_ ? reason_ : std::string();
    return command;
}

PreviewWindow WindowForm::previewed(const PlannedTimes& times, const PlanWindow& command, const SiteZone& zone) const
{
    PreviewWindow asked;
    asked.assets = command.assets;
    asked.services = command.services;
    asked.match = command.match;
    if (times.from && times.to && recurs()) {
        asked.recurrence = recurrence_lines(repetition_, *times.from, *times.to, zone);
    } else if (!recurs()) {
        asked.from = times.from;
        asked.to = times.to;
    }
    return asked;
}

// With the windows that the server was seen to make of it.
PlanWindowSeries WindowForm::series(const PlanWindow& command) const
{
    PlanWindowSeries series;
    series.plan = command;
    if (const WindowPreviewAnswer* seen = recurs() ? past_.answer(preview_key()) : nullptr) {
        series.recurrence = past_.recurrence();
        series.rule = seen->rule;
        for (const PreviewedWindow& window : seen->windows) {
            series.occurrences.push_back({ window.from, window.to });
        }
    }
    return series;
}

std::string WindowForm::preview_key() const
{
    std::string key = from_ + "\n" + to_ + "\n" + std::to_string(static_cast<int>(repetition_.repeats)) + "\n"
        + repetition_.times + "\n" + repetition_.rule + "\n" + repetition_.zone + "\n" + labels_;
    for (const PickList* list : { &services_, &assets_ }) {
        key += "\n";
        for (const std::string& id : list->chosen()) {
            key += id + " ";
        }
    }
    return key;
}

std::string WindowForm::refused(std::string_view field) const
{
    const bool named = refusal_.find("`" + std::string(field) + "`") != std::string::npos;
    return named ? screen_words(refusal_, {}) : std::string();
}

void WindowForm::draw_times(const ViewInput& input, const PlannedTimes& times)
{
    const float half = column_width(2);
    const std::string refused = span_refusal(times, input.now);
    text_field(tr(Text::PlanFrom), from_,
        { .hint = tr(Text::PlanFromHint),
            .error = times.from ? std::string_view {} : tr(Text::PlanTimeUnread),
            .max_characters = kMaxShortField,
            .width = half,
            .enabled = !sending_,
            .missing = !times.from });
    same_line(3);
    text_field(tr(Text::PlanTo), to_,
        { .hint = tr(Text::PlanToHint),
            .error = is_blank(to_) ? std::string_view {}
                : times.to         ? std::string_view { refused }
                                   : tr(Text::PlanTimeUnread),
            .max_characters = kMaxShortField,
            .width = half,
            .enabled = !sending_,
            .missing = !times.to || !refused.empty() });
    if (times.from && times.to && refused.empty()) {
        const auto words = [&](Timestamp at) { return format_date_and_clock(at, input.zone.offset_at(at)); };
        label(tr(Text::PlanLasts, words(*times.from) + " – " + words(*times.to),
                  format_duration((*times.to - *times.from).count())),
            { .colour = Colour::Secondary, .wrap = true });
    }
}

void WindowForm::draw_choices(const State& state)
{
    gap(1);
    const ImVec2 size { column_width(2), grid(50) };
    services_.draw(Text::PlanServices, services_of(state), size);
    same_line(3);
    assets_.draw(Text::PlanAssets, assets_of(state), size);
}

void WindowForm::draw_labels()
{
    const bool read = read_labels(labels_).has_value();
    const std::string error = read ? refused("match") : std::string(tr(Text::PlanMatchUnread));
    text_field(tr(Text::PlanMatch), labels_,
        { .hint = tr(Text::PlanMatchHint),
            .error = error,
            .max_characters = kMaxNote,
            .enabled = !sending_,
            .missing = !read });
}

void WindowForm::draw_clashes(const ViewInput& input, const PlanWindow& command)
{
    MaintenanceWindow window;
    window.assets = command.assets;
    window.from = command.from;
    window.to = command.to;
    pair_.draw(clash_lines(input.state, window, input.now), !sending_);
}

void WindowForm::draw_emergency()
{
    toggle(tr(Text::PlanEmergency), emergency_, sending_ ? tr(Text::SignInBusy) : std::string_view {});
    if (!emergency_) {
        return;
    }
    label(tr(Text::PlanEmergencyNote), { .colour = Colour::Secondary, .wrap = true });
    const std::string error = refused("reason");
    text_area(tr(Text::FieldReason), reason_, 2,
        { .hint = tr(Text::WindowAloneHint),
            .error = error,
            .max_characters = kMaxNote,
            .enabled = !sending_,
            .missing = is_blank(reason_) });
}

void WindowForm::draw_preview(const State& state, const PlanWindow& command)
{
    if (command.services.empty() && command.assets.empty() && command.match.empty()) {
        return;
    }
    std::vector<std::string> of;
    for (const ServiceId& id : command.services) {
        of.push_back(id.text);
    }
    of.emplace_back(); // between services and assets
    for (const AssetId& id : command.assets) {
        of.push_back(id.text);
    }
    of.push_back("{" + write_labels(command.match)); // no id begins so
    if (state.seq != previewed_seq_ || of != previewed_) {
        preview_ = preview_lines(window_preview(state, command.assets, command.services, command.match));
        previewed_seq_ = state.seq;
        previewed_ = std::move(of);
    }
    gap(1);
    heading(tr(Text::PreviewTitle), 3);
    for (const PreviewLine& line : preview_) {
        label(line.words, { .colour = line.warns ? Colour::Major : Colour::Secondary, .wrap = true });
    }
}

// By the names the fields have on screen; what is written but cannot be read is missing too.
std::string WindowForm::missing_words(const PlannedTimes& times) const
{
    std::string names;
    const auto lacks = [&](bool missing, Text name) {
        if (missing) {
            names += (names.empty() ? "" : ", ") + std::string(tr(name));
        }
    };
    lacks(is_blank(title_), Text::PlanTitle);
    lacks(!times.from, Text::PlanFrom);
    lacks(!times.to, Text::PlanTo);
    lacks(!read_labels(labels_), Text::PlanMatch);
    return tr(Text::StillMissing, names);
}

void WindowForm::draw(const ViewInput& input, Intents& intents)
{
    if (!open_) {
        return;
    }
    const PlannedTimes times = read_planned_times(from_, to_, input.now, input.zone);
    const PlanWindow command = planned(times);
    const PreviewWindow asked = previewed(times, command, input.zone);
    const PlanWindowSeries many = series(command);
    const bool unseen = recurs() && many.occurrences.empty();
    const Advice advice = recurs() && !unseen ? advise(input, many) : advise(input, command);
    const bool read = times.from && times.to && read_labels(labels_);
    // Of the times their fields say it themselves.
    const bool elsewhere = !advice.allowed && !is_blank(title_) && read && span_refusal(times, input.now).empty();
    const Permit permit = may_do(input, Act::PlanWindow);
    const std::string why_not = !permit.allowed ? permit.why
        : sending_                              ? std::string(tr(Text::SignInBusy))
        : !read || is_blank(title_)             ? missing_words(times)
        : unseen && advice.allowed              ? std::string(tr(Text::PlanLookFirst))
                                                : advice.reason;
    if (!begin_modal("plan window",
            { .title = tr(Text::PlanWindowTitle),
                .commit = tr(Text::PlanWindowCommit),
                .can_commit = advice.allowed && read && !unseen && !sending_,
                .why_not = why_not,
                .width = 860,
                .enter_commits = false })) {
        return;
    }
    label(tr(Text::PlanWindowNote), { .colour = Colour::Secondary, .wrap = true });
    const std::string title_refused = refused("title");
    text_field(tr(Text::PlanTitle), title_,
        { .error = title_refused,
            .max_characters = kMaxTitle,
            .enabled = !sending_,
            .autofocus = true,
            .missing = is_blank(title_) });
    draw_times(input, times);
    draw_repetition(repetition_, times.from, input, !sending_);
    draw_choices(input.state);
    draw_labels();
    draw_preview(input.state, command);
    const bool timed = asked.recurrence.empty() ? asked.from && asked.to : true;
    past_.draw(input, asked, preview_key(), permit.allowed && timed, intents);
    draw_clashes(input, command);
    draw_emergency();
    if (title_refused.empty() && refused("match").empty() && refused("reason").empty() && !refusal_.empty()) {
        label(refusal_, { .colour = Colour::Major, .wrap = true });
    }
    if (!permit.allowed || elsewhere) {
        label(permit.allowed ? advice.reason : permit.why, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        if (recurs()) {
            send("/series", encode_command(many),
                tr(Text::SaidSeriesPlanned, command.title, std::to_string(many.occurrences.size())), intents);
        } else {
            send("", encode_command(command), tr(Text::SaidWindowPlanned, command.title), intents);
        }
    } else if (outcome != ModalOutcome::Open) {
        open_ = false;
    }
}

void WindowForm::send(std::string_view part, std::string body, std::string success, Intents& intents)
{
    Send send;
    send.path = "/api/v1/maintenance-windows" + std::string(part);
    send.body = std::move(body);
    send.success = std::move(success);
    sending_ = true;
    refusal_.clear();
    send.done = [this](const HttpResponse& response) {
        sending_ = false;
        if (response.ok()) {
            *this = WindowForm {};
        } else {
            refusal_ = trouble_of(response);
        }
    };
    intents.emplace_back(std::move(send));
}

}
