// SPDX-License-Identifier: Apache-2.0
// Open incidents, then what fires: one line for each cause on each service.
#include "client/language/text.h"
#include "client/views/incident_order.h"
#include "client/views/walls/rotation.h"
#include "client/views/walls/wall_lines.h"
#include "client/views/walls/wall_page.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Where the second half of a line begins, in parts of the page's width.
constexpr float kFiringWordsAt = 0.48F;

class AlertsPage final : public WallPage {
public:
    std::string_view id() const override { return kAlertsPage; }
    std::string title(const WallPageInput&) const override { return std::string(tr(Text::WallPageAlerts)); }
    bool lively(const WallPageInput& input) const override
    {
        const bool fires = !input.rows.alerts.empty() || input.rows.left_out > 0;
        return !input.rows.incidents.empty() || (fires && input.knows(WallSubject::Alerts));
    }
    void draw(const WallPageInput& input) override;
};

// An incident, or one cause on one service, ready to be drawn.
struct FiringLine {
    const IncidentRow* incident = nullptr;
    const AlertGroup* group = nullptr;
    std::string service {};
    std::string words {};
    std::string state {}; // of an incident, behind the words where there is room
    std::string count {};
    std::string since {};
};

// Which incident it is and what is the matter, as far as this audience may know it.
FiringLine line_of(const IncidentRow& row)
{
    FiringLine line;
    line.incident = &row;
    line.service = row.services;
    line.words = row.title.empty() ? row.state : row.id.text + ": " + row.title;
    line.state = row.title.empty() ? std::string() : "   " + row.state;
    line.since = row.since;
    return line;
}

// What concerns no service that anybody knows is told by the resource that all of it is about.
std::string resource_name(const State& state, const AlertGroup& group)
{
    std::string name;
    for (const AlertRow& row : group.alerts) {
        const auto label = row.alert->labels.find("resource");
        if (row.alert->service != kUnknownService || label == row.alert->labels.end()) {
            return {};
        }
        const CapacityResource* resource = state.resources.find(ResourceId { std::string((*label).second) });
        if (resource == nullptr || (!name.empty() && name != resource->name)) {
            return {};
        }
        name = resource->name;
    }
    return name;
}

// How many there are, and of how many the mark before them speaks where that is not all.
std::string count_words(const AlertGroup& group)
{
    if (group.alerts.size() == 1) {
        return {};
    }
    SeverityCounts worst {};
    for (const AlertRow& row : group.alerts) {
        if (row.severity == group.worst) {
            count_severity(worst, row.severity);
        }
    }
    const std::string all = tr(Text::WallTimes, format_count(group.alerts.size()));
    return counted(worst) == group.alerts.size() ? all : tr(Text::WallTimesWorst, all, severity_split(worst));
}

// How long it lasts is told of the one that fires longest.
FiringLine line_of(const State& state, const AlertGroup& group)
{
    const auto oldest = std::max_element(group.alerts.begin(), group.alerts.end(),
        [](const AlertRow& a, const AlertRow& b) { return a.fired_ago_millis < b.fired_ago_millis; });
    const bool stale
        = std::all_of(group.alerts.begin(), group.alerts.end(), [](const AlertRow& row) { return row.stale; });
    FiringLine line;
    line.group = &group;
    const std::string resource = resource_name(state, group);
    line.service = resource.empty() ? group.service : resource;
    line.words = group.cause;
    line.count = count_words(group);
    line.since = stale ? tr(Text::AlertUnknownFor, oldest->unknown_for) : oldest->since;
    return line;
}

float count_width(const FiringLine& line)
{
    return line.count.empty() ? 0 : text_width(line.count, Type::Body, Face::Medium) + grid(2);
}

// How all lines stand: in letters as large as each of them has room for, and in one line or its second half below.
struct FiringType {
    Type service = Type::Body;
    Type words = Type::Body;
    float width = 0;
    bool two_lines = false;
};

// How many and how long are never cut, whatever the cause is called.
float words_room(const FiringLine& line, const FiringType& type)
{
    const float since = text_width(line.since, Type::Body) + grid(4);
    const float room = type.two_lines ? type.width - wall_words_at() : type.width - wall_column(kFiringWordsAt) - since;
    return std::max(grid(10), room - count_width(line));
}

float service_room(const FiringLine& line, const FiringType& type)
{
    const float since = text_width(line.since, Type::Body) + grid(4);
    const float to = type.two_lines ? type.width - since : wall_column(kFiringWordsAt) - grid(2);
    return std::max(grid(10), to - wall_words_at());
}

bool stands_in_one_line(const FiringLine& line, float width)
{
    const FiringType type { .width = width };
    return text_width(line.service, Type::Caption, Face::Medium) <= service_room(line, type)
        && text_width(line.words, Type::Caption) <= words_room(line, type);
}

FiringType firing_type(std::vector<FiringLine>& lines, bool two_lines, float width)
{
    FiringType type { .width = width, .two_lines = two_lines };
    for (FiringLine& line : lines) {
        const float room = words_room(line, type);
        if (text_width(line.words + line.state, Type::Caption) <= room) {
            line.words += line.state;
        }
        if (text_width(line.service, Type::Body, Face::Medium) > service_room(line, type)) {
            type.service = Type::Caption;
        }
        if (text_width(line.words, Type::Body) > room) {
            type.words = Type::Caption;
        }
    }
    return type;
}

// The newest of the worst stands first in its group.
void draw_firing_mark(const FiringLine& line, bool frozen)
{
    if (line.incident != nullptr) {
        rank_mark(line.incident->mark);
        return;
    }
    const AlertGroup& group = *line.group;
    const bool open = std::any_of(group.alerts.begin(), group.alerts.end(),
        [&](const AlertRow& row) { return !row.acknowledged && row.severity == group.worst; });
    if (open) { // half a blink would stay dark
        unacknowledged_badge(group.worst, frozen ? -1 : group.alerts.front().fired_ago_millis);
    } else {
        badge(group.worst);
    }
}

void draw_firing_words(const FiringLine& line, const FiringType& type)
{
    const float room = std::min(words_room(line, type), text_width(line.words, type.words));
    wall_text(line.words, room, Face::Regular, Colour::Text, type.words);
    if (!line.count.empty()) {
        same_line(2);
        label(line.count, { .face = Face::Medium });
    }
}

void draw_firing_line(const FiringLine& line, const FiringType& type, bool frozen)
{
    const auto draw_since = [&] {
        ImGui::SameLine();
        align_right(text_width(line.since, Type::Body));
        label(line.since);
    };
    draw_firing_mark(line, frozen);
    go_to_wall_words();
    wall_text(line.service, service_room(line, type), Face::Medium, Colour::Text, type.service);
    if (!type.two_lines) {
        go_to_wall_column(kFiringWordsAt);
        draw_firing_words(line, type);
        draw_since();
        return;
    }
    draw_since();
    if (available_height() >= ImGui::GetTextLineHeight()) { // never half a line
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + wall_words_at());
        draw_firing_words(line, type);
    }
}

// How much is new against what people can follow, and what fires by its severity: in one line, or in two where the page is
// high. On a low page the alerts go before it: the footer tells the rate too.
void draw_flood(const WallRows& rows)
{
    constexpr int kHighPage = 7;
    constexpr int kLowPage = 3;
    const bool narrow = wall_is_narrow();
    const std::string rate = load_words(rows.per_ten_minutes, rows.holds_all_of_alerts);
    const std::string split = firing_words(rows.severities, rows.firing);
    tag(tr(Text::WallFlood), Colour::Major);
    if (narrow && wall_lines_that_fit() < kLowPage) {
        return;
    }
    if (!narrow) {
        same_line(3);
    }
    const auto beside
        = [&](Type type) { return text_width(rate, type) + grid(4) + text_width(split, type) <= available_width(); };
    const bool high = wall_lines_that_fit() >= kHighPage;
    const bool alone = text_width(rate, Type::Body) <= available_width() && (high || !beside(Type::Caption));
    const Type type = beside(Type::Body) || alone ? Type::Body : Type::Caption;
    if (!high && text_width(rate, type) > available_width()) {
        if (!narrow) {
            ImGui::NewLine();
        }
        return;
    }
    const auto say = [&](const std::string& words) {
        if (!narrow) { // as the word in the tag stands
            const float lower = (type_scale().size(Type::Body) - type_scale().size(type)) * 0.75F;
            ImGui::SetCursorPosY(ImGui::GetCursorPosY() + grid(0.5F) + lower);
        }
        label(words, { .type = type, .wrap = text_width(words, type) > available_width() });
    };
    const bool together = beside(type);
    say(rate);
    if (together) {
        same_line(4);
        say(split);
    } else if (high) { // what is cut below is told by severity all the same
        const Type of_split = text_width(split, Type::Body) <= available_width() ? Type::Body : Type::Caption;
        label(split, { .type = of_split, .wrap = text_width(split, of_split) > available_width() });
    }
}

void draw_left_out(const std::vector<Rank>& incidents, const SeverityCounts& alerts, std::size_t unseen)
{
    if (!incidents.empty()) {
        label(tr(Text::WallLeftOut, format_count(incidents.size()), counts_by_rank(incidents)),
            { .colour = Colour::Secondary });
        same_line(6);
    }
    draw_cut(alerts, unseen);
}

// The incidents, then the causes, as many as are shown.
std::vector<FiringLine> firing_lines(
    const State& state, const WallRows& rows, const std::vector<AlertGroup>& causes, std::size_t shown)
{
    std::vector<FiringLine> lines;
    for (std::size_t i = 0; i < std::min(shown, rows.incidents.size()); ++i) {
        lines.push_back(line_of(rows.incidents[i]));
    }
    for (std::size_t i = 0; lines.size() < shown; ++i) {
        lines.push_back(line_of(state, causes[i]));
    }
    return lines;
}

void AlertsPage::draw(const WallPageInput& input)
{
    const WallRows& rows = input.rows;
    if (rows.flood && input.knows(WallSubject::Alerts) && wall_lines_that_fit() > 1) {
        draw_flood(rows);
    }
    const std::vector<AlertGroup> causes = alerts_by_cause(rows.alerts);
    const bool hidden = !input.knows(WallSubject::Alerts);
    const auto shown_in = [&](int lines_each) {
        const std::size_t wanted = rows.incidents.size() + causes.size();
        const auto lines = static_cast<std::size_t>(std::max(1, wall_lines_that_fit() / lines_each));
        const bool last = wanted > lines || rows.left_out > 0 || hidden;
        return std::min(wanted, last ? std::max(lines, std::size_t { 2 }) - 1 : lines);
    };
    // What would be cut in one line takes two, in all lines alike.
    const float width = available_width();
    std::vector<FiringLine> firing = firing_lines(input.view.state, rows, causes, shown_in(1));
    const bool two_lines = wall_is_narrow() || !std::all_of(firing.begin(), firing.end(), [&](const FiringLine& line) {
        return stands_in_one_line(line, width);
    });
    if (two_lines) {
        firing = firing_lines(input.view.state, rows, causes, shown_in(2));
    }
    SeverityCounts cut {};
    std::vector<Rank> left_out;
    for (std::size_t i = firing.size(); i < rows.incidents.size(); ++i) {
        left_out.push_back(rows.incidents[i].mark);
    }
    for (std::size_t i = std::max(firing.size(), rows.incidents.size()); i < rows.incidents.size() + causes.size();
         ++i) {
        for (const AlertRow& row : causes[i - rows.incidents.size()].alerts) {
            count_severity(cut, row.severity);
        }
    }
    const FiringType type = firing_type(firing, two_lines, width);
    for (const FiringLine& line : firing) {
        draw_firing_line(line, type, input.view.frozen);
    }
    if (hidden) {
        label(tr(Text::WallAlertsNotShown), { .colour = Colour::Secondary });
    } else if (available_height() >= ImGui::GetTextLineHeight()) { // else the footer's count has to say it
        draw_left_out(left_out, cut, rows.left_out);
    }
}

}

std::unique_ptr<WallPage> make_alerts_page()
{
    return std::make_unique<AlertsPage>();
}

}
