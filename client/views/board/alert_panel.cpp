// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/alert_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/board/alert_silence.h"
#include "client/views/board/alert_things.h"
#include "client/views/board/board_rows.h"
#include "client/views/digit_choices.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/state/alert_search.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

using Pairs = std::vector<AlertDetails::Pair>;

Pairs pairs_of(const Labels& labels)
{
    Pairs pairs;
    for (const auto& [name, value] : labels) {
        pairs.push_back({ std::string(name), std::string(value) });
    }
    return pairs;
}

// How many digits stand there.
std::size_t digits_at(std::string_view text)
{
    return std::min(text.find_first_not_of("0123456789"), text.size());
}

// "checks[2].name" stands before "checks[10].name".
bool before_in_list(const AlertDetails::Pair& a, const AlertDetails::Pair& b)
{
    std::string_view left = a.name;
    std::string_view right = b.name;
    while (!left.empty() && !right.empty()) {
        const std::size_t left_digits = digits_at(left);
        const std::size_t right_digits = digits_at(right);
        const std::string_view one = left.substr(0, std::max<std::size_t>(left_digits, 1));
        const std::string_view other = right.substr(0, std::max<std::size_t>(right_digits, 1));
        if (one != other) {
            const bool numbers = left_digits > 0 && right_digits > 0 && one.size() != other.size();
            return numbers ? one.size() < other.size() : one < other;
        }
        left.remove_prefix(one.size());
        right.remove_prefix(other.size());
    }
    return left.size() < right.size();
}

// Which labels tell most, first; the others follow by their names.
std::size_t telling_rank(std::string_view name)
{
    constexpr std::array<std::string_view, 8> kTelling { "service", "instance", "host", "source", "component",
        "severity", "alertname", "cluster" };
    return static_cast<std::size_t>(std::find(kTelling.begin(), kTelling.end(), name) - kTelling.begin());
}

// One that was cut leads nowhere.
bool is_whole_address(std::string_view text)
{
    return may_open_address(text) && !text.ends_with("…");
}

std::vector<std::string> history_of(const State& state, const Alert& alert, const SiteZone& zone)
{
    std::vector<std::pair<Timestamp, std::string>> heard;
    const auto clock = [&](Timestamp at) { return format_date_and_clock(at, zone.offset_at(at)); };
    for (const Timestamp at : alert.known_starts) {
        heard.emplace_back(at, tr(Text::AlertHeardFiring, clock(at)));
    }
    for (const Timestamp at : alert.known_ends) {
        heard.emplace_back(at, tr(Text::AlertHeardEnded, clock(at)));
    }
    if (alert.acknowledged_at) {
        heard.emplace_back(*alert.acknowledged_at,
            tr(Text::AlertHeardAcknowledged, clock(*alert.acknowledged_at), user_name(state, alert.acknowledged_by)));
    }
    sort_stably(heard, [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> lines;
    for (auto& [at, line] : heard) {
        lines.push_back(std::move(line));
    }
    return lines;
}

void draw_pairs(Text title, const Pairs& pairs, std::string_view caption = {})
{
    if (pairs.empty()) {
        return;
    }
    gap(2);
    heading(tr(title), 3);
    if (!caption.empty()) {
        label(caption, { .type = Type::Caption, .colour = Colour::Secondary });
    }
    for (const AlertDetails::Pair& pair : pairs) {
        label(pair.name, { .type = Type::Caption, .face = Face::Mono, .colour = Colour::Secondary, .width = grid(46) });
        same_line(3);
        label(pair.value, { .width = available_width(), .wrap = true });
    }
}

void draw_links(const Pairs& links, Intents& intents)
{
    if (links.empty()) {
        return;
    }
    gap(2);
    heading(tr(Text::AlertLinks), 3);
    const auto digit = static_cast<std::size_t>(pressed_digit().value_or(0));
    const std::string key = keys_of(Action::OpenLink);
    for (std::size_t i = 0; i < links.size(); ++i) {
        const bool picture = links[i].name == "imageURL"; // what Grafana's is called says little
        const std::string title
            = numbered(static_cast<int>(i) + 1, picture ? tr(Text::AlertImage) : std::string_view { links[i].name });
        const bool activated = list_row(static_cast<int>(i),
            { .title = title,
                .detail = links[i].value,
                .right = i == 0 ? std::string_view { key } : std::string_view {},
                .position = static_cast<int>(i) + 1,
                .set_size = static_cast<int>(links.size()) })
                                   .activated;
        if (activated || digit == i + 1) {
            intents.emplace_back(OpenLink { links[i].value });
        }
    }
}

bool is_runbook(const AlertDetails::Pair& link)
{
    return contains_folded(link.name, "runbook");
}

// Beside what else is done about an alert: what to do next stands in its runbook.
void draw_first_link(const Pairs& links, Intents& intents)
{
    if (links.empty()) {
        return;
    }
    same_line(3);
    if (button(tr(is_runbook(links.front()) ? Text::AlertOpenRunbook : Text::AlertOpenFirst),
            { .icon = kIconExternalLink, .action = Action::OpenLink })) {
        intents.emplace_back(OpenLink { links.front().value });
    }
}

void draw_details(const AlertDetails& shown, Intents& intents)
{
    // The head of the dialog is one line: what it cuts stands whole below it.
    if (text_width(shown.title, Type::Title, Face::Medium) > available_width() - grid(13)) {
        label(shown.title, { .type = Type::Title, .face = Face::Medium, .wrap = true, .decorative = true });
    }
    if (!shown.summary.empty()) {
        label(shown.summary, { .face = Face::Medium, .wrap = true });
    }
    label(shown.when, { .colour = Colour::Secondary, .wrap = true });
    if (!shown.unknown.empty()) {
        label(shown.unknown, { .face = Face::Medium, .colour = Colour::Unknown, .wrap = true });
    }
    if (!shown.thing.empty()) {
        label(shown.thing, { .type = Type::Title, .face = Face::Medium, .wrap = true });
    }
    label(shown.incident_text, { .wrap = true });
    begin_area("alert details", { 0, std::min(grid(120), ImGui::GetIO().DisplaySize.y * 0.5F) });
    draw_links(shown.links, intents);
    draw_pairs(shown.ours ? Text::AlertAnnotationsOurs : Text::AlertAnnotations, shown.annotations);
    draw_pairs(Text::AlertDetails, shown.details, tr(Text::AlertDetailsWhen));
    draw_pairs(Text::AlertLabels, shown.labels);
    if (!shown.history.empty()) {
        gap(2);
        heading(tr(Text::AlertHistory), 3);
    }
    for (const std::string& line : shown.history) {
        label(line, { .colour = Colour::Secondary, .wrap = true });
    }
    end_area();
}

}

std::vector<AlertDetails::Pair> alert_links(const Alert& alert)
{
    Pairs links;
    for (const Labels* texts : { &alert.annotations, &alert.links, &alert.labels, &alert.details }) {
        for (const auto& [name, address] : *texts) {
            const auto known = std::find_if(
                links.begin(), links.end(), [at = address](const auto& link) { return link.value == at; });
            if (known != links.end() && texts == &alert.links) {
                known->name = name; // which says what it shows
            } else if (known == links.end() && is_whole_address(address)) {
                links.push_back({ std::string(name), std::string(address) });
            }
        }
    }
    sort_stably(links, [](const auto& a, const auto& b) { return is_runbook(a) && !is_runbook(b); });
    return links;
}

AlertDetails alert_details(const State& state, const Alert& alert, Timestamp now, const SiteZone& zone)
{
    AlertDetails shown;
    shown.title = tr(Text::AlertDialog, alert.name);
    shown.firing = alert.state == AlertState::Firing;
    shown.acknowledged = alert.acknowledged_at.has_value();
    const std::string began = format_date_and_clock(alert.started_at, zone.offset_at(alert.started_at));
    shown.when = shown.firing || !alert.ended_at
        ? tr(Text::AlertFiresSince, began, format_duration((now - alert.started_at).count()))
        : tr(Text::AlertFired, began, format_date_and_clock(*alert.ended_at, zone.offset_at(*alert.ended_at)));
    shown.when += ", " + tr(Text::AlertFrom, alert.source.text) + ", " + alert_service(state, alert);
    if (const auto unknown = unknown_since(state, alert)) {
        shown.unknown = tr(Text::AlertUnknownSince, format_duration((now - *unknown).count()), alert.source.text,
            site_time(*unknown, zone));
    }
    const std::array<const Alert*, 1> alone { &alert };
    shown.thing = alert_things(alone).front().words;
    shown.summary = alert_summary(alert);
    shown.ours = alert.source.text == kOwnDomain;
    shown.labels = pairs_of(alert.labels);
    sort_stably(shown.labels, [](const auto& a, const auto& b) { return telling_rank(a.name) < telling_rank(b.name); });
    shown.annotations = pairs_of(alert.annotations);
    shown.details = pairs_of(alert.details);
    sort_stably(shown.details, before_in_list);
    shown.links = alert_links(alert);
    shown.history = history_of(state, alert, zone);
    const Incident* incident = alert.incident.empty() ? nullptr : state.incidents.find(alert.incident);
    const auto past = past_incidents_of_alerts(state);
    if (incident != nullptr && incident->open()) {
        shown.incident = incident->id;
        shown.incident_text = tr(Text::AlertOfIncident, incident->id.text, incident->title);
    } else if (const auto at = past.find(alert.id); at != past.end()) {
        shown.past = at->second->id;
        shown.incident_text = tr(Text::AlertOfNoneNow, was_part_of(*at->second, now));
    } else {
        shown.incident_text = tr(Text::AlertOfNone);
    }
    return shown;
}

namespace {

// An incident that is open may be the one it belongs to: a second of the same trouble is worse than none.
bool offers_adding(const ViewInput& input, const AlertDetails& shown)
{
    Permit links = may_do(input, Act::LinkAlert);
    const std::vector<const Incident*> open = open_incidents(input.state, input.as_of());
    if (links.allowed && open.empty()) {
        links = { false, tr(Text::AddNoIncident, keys_of(Action::IncidentFromAlert)) };
    }
    same_line(3);
    return button(open.size() == 1 ? tr(Text::AddCommit, open.front()->id.text) : std::string(tr(Text::AddButton)),
        { .icon = kIconLink,
            .enabled = links.allowed && shown.firing,
            .why_disabled = links.why,
            .action = Action::AddToIncident });
}

// What was part of one that ended may need it again: to be read, for it is not opened again.
bool asks_for_past(const AlertDetails& shown, Intents& intents)
{
    if (shown.past.empty()) {
        return false;
    }
    same_line(3);
    const bool asked = button(tr(Text::AlertPast, shown.past.text),
        { .kind = ButtonKind::Quiet, .icon = kIconHistory, .action = Action::Similar });
    if (asked) {
        intents.emplace_back(go_to("/incidents/" + shown.past.text));
    }
    return asked;
}

}

AlertAsked AlertPanel::draw(const ViewInput& input, Intents& intents, const Alert* found)
{
    if (!alert_) {
        return AlertAsked::Nothing;
    }
    const Alert* held = input.state.alerts.find(*alert_);
    const Alert* alert = held != nullptr ? held : found;
    const AlertDetails shown
        = alert != nullptr ? alert_details(input.state, *alert, input.as_of(), input.zone) : AlertDetails {};
    const std::string title = alert != nullptr ? shown.title : std::string(tr(Text::AlertGone));
    if (!begin_modal("alert", { .title = title, .width = 900 })) {
        return AlertAsked::Nothing;
    }
    AlertAsked asked = AlertAsked::Nothing;
    if (alert != nullptr) {
        // The keyboard begins on what is to be done, below all that is to be read.
        ImGui::PushItemFlag(ImGuiItemFlags_NoNavDefaultFocus, true);
        draw_details(shown, intents);
        ImGui::PopItemFlag();
        gap(3);
        const Permit acks = may_do(input, Act::AcknowledgeAlert);
        const Permit logs = may_do(input, Act::LogIncident);
        if (button(tr(Text::ButtonAcknowledge),
                { .kind = ButtonKind::Primary,
                    .icon = kIconCheck,
                    .enabled = acks.allowed && shown.firing && !shown.acknowledged,
                    .why_disabled = !acks.allowed ? std::string_view { acks.why }
                                                  : tr(shown.firing ? Text::WhyAcknowledged : Text::WhyCleared),
                    .action = Action::Acknowledge })) {
            asked = AlertAsked::Acknowledge;
        }
        draw_first_link(shown.links, intents);
        same_line(3);
        const bool belongs = !shown.incident.empty();
        if (button(tr(belongs ? Text::AlertToIncident : Text::ButtonIncident),
                { .icon = kIconFire,
                    .enabled = belongs || (logs.allowed && shown.firing),
                    .why_disabled = logs.allowed ? tr(Text::WhyCleared) : std::string_view { logs.why },
                    .action = Action::IncidentFromAlert })) {
            if (belongs) {
                intents.emplace_back(go_to("/incidents/" + shown.incident.text));
                alert_.reset();
            } else {
                asked = AlertAsked::LogIncident;
            }
        }
        if (!belongs && offers_adding(input, shown)) {
            asked = AlertAsked::Add;
        }
        if (asks_for_past(shown, intents)) {
            alert_.reset();
        }
    }
    if (end_modal() != ModalOutcome::Open || asked != AlertAsked::Nothing) {
        alert_.reset();
    }
    return asked;
}

}
