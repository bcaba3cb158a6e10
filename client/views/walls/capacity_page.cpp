// SPDX-License-Identifier: Apache-2.0
// What runs out, and when: the worst first, of those alike what services in a major need.
#include "client/language/text.h"
#include "client/views/capacity/capacity_cards.h"
#include "client/views/walls/capacity_order.h"
#include "client/views/walls/wall_lines.h"
#include "client/views/walls/wall_page.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>

namespace watchfloor {
namespace {

class CapacityPage final : public WallPage {
public:
    std::string_view id() const override { return "capacity"; }
    std::string title(const WallPageInput&) const override { return std::string(tr(Text::WallPageCapacity)); }
    bool lively(const WallPageInput& input) const override
    {
        return input.knows(WallSubject::Capacity) && !input.view.state.resources.empty();
    }
    std::optional<std::size_t> lines(const WallPageInput& input) const override
    {
        std::size_t resources = 0;
        input.view.state.resources.for_each([&](const ResourceId&, const CapacityResource&) { ++resources; });
        return 2 * resources;
    }
    void draw(const WallPageInput& input) override;

private:
    void draw_resource(const ViewInput& input, const CapacityCard& card, float totals, bool compact);
    void draw_second_line(const ViewInput& input, const CapacityCard& card, ImVec2 at, float width, bool compact);

    std::map<ResourceId, ChartState> charts_ {};
};

// How high one of them stands: its name and figure, and below them what comes of it.
float resource_height()
{
    return 2 * type_scale().size(Type::Body) + ImGui::GetStyle().ItemSpacing.y;
}

// As large as other figures, or as it can just be read from afar where there is no room for that.
Type figure_type(std::string_view words, float width, Face face = Face::Regular)
{
    return text_width(words, Type::Body, face) <= width ? Type::Body : Type::Caption;
}

// Both ends of it, and by what, where there is room, else the nearer one.
void draw_limit(const TimeToLimit& limit, float width)
{
    const auto fits = [&](const std::string& words) { return text_width(words, Type::Caption, Face::Medium) <= width; };
    std::string words = limit_words(limit);
    if (const std::string whole = words + ", " + limit_method(limit); fits(whole)) {
        words = whole;
    } else if (!fits(words)) {
        words = limit_words({ limit.now, limit.early, limit.early });
    }
    label(words, { .type = figure_type(words, width, Face::Medium), .face = Face::Medium, .width = width });
}

const std::string& total_of(const CapacityCard& card)
{
    return card.of.empty() ? card.headroom : card.of;
}

// The mark of what is stale takes the end of the line.
float room_of_mark(const CapacityCard& card)
{
    return card.age.stale() ? stale_mark_width(card.age) + grid(2) : 0;
}

bool total_beside_value(const CapacityCard& card, bool compact)
{
    return !compact && !card.age.stale() && !total_of(card).empty();
}

std::string value_words(const CapacityCard& card)
{
    return card.share ? std::to_string(std::lround(*card.share * 100)) + " %" : card.value;
}

// What the totals beside the values take, so that all values end at one place.
float totals_width(std::span<const CapacityCard> cards)
{
    float widest = 0;
    for (const CapacityCard& card : cards) {
        const bool beside = total_beside_value(card, false);
        widest = std::max(widest, beside ? grid(2) + text_width(total_of(card), Type::Body) : 0);
    }
    return widest;
}

// What stands beside the name on its line.
float beside_name(const CapacityCard& card, float totals)
{
    return text_width(value_words(card), Type::Body, Face::Medium) + (card.age.stale() ? room_of_mark(card) : totals);
}

// Whether totals and marks of what is stale go to the second lines: some name would be cut beside them.
bool is_compact(std::span<const CapacityCard> cards, float width)
{
    const float totals = totals_width(cards);
    return wall_is_narrow() || std::any_of(cards.begin(), cards.end(), [&](const CapacityCard& card) {
        return wall_words_at() + text_width(card.name, Type::Body) + grid(4) + beside_name(card, totals) > width;
    });
}

// The share says how bad it is from any distance; a figure alone would need its unit and its limit.
void draw_name_and_value(const CapacityCard& card, ImVec2 from, float width, float totals, bool compact)
{
    const std::string value = value_words(card);
    // The mark of what is stale stands at the line's end, where there is little room at the next one's.
    const float behind = compact ? 0 : card.age.stale() ? room_of_mark(card) : totals;
    const float right = text_width(value, Type::Body, Face::Medium) + behind;
    badge(card.severity);
    go_to_wall_words();
    wall_text(card.name, std::max(grid(10), width - wall_words_at() - right - grid(4)));
    ImGui::SetCursorPos({ from.x + width - right, from.y });
    label(value, { .face = Face::Medium });
    if (total_beside_value(card, compact)) {
        ImGui::SetCursorPos({ from.x + width - behind + grid(2), from.y });
        label(total_of(card), { .colour = Colour::Secondary });
    }
}

void CapacityPage::draw_resource(const ViewInput& input, const CapacityCard& card, float totals, bool compact)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 start { ImGui::GetCursorPosX(), ImGui::GetCursorPosY() };
    const float width = available_width();
    const float letters = type_scale().size(Type::Body);
    draw_name_and_value(card, start, width, totals, compact);
    draw_second_line(input, card, { start.x, start.y + letters + ImGui::GetStyle().ItemSpacing.y }, width, compact);
    const ImVec2 to { from.x + width, from.y + resource_height() };
    mark_if_stale(from, to, card.age, compact ? to.y - letters / 2 : (from.y + to.y) / 2);
    ImGui::SetCursorPos(start);
    ImGui::Dummy({ width, resource_height() });
}

void CapacityPage::draw_second_line(
    const ViewInput& input, const CapacityCard& card, ImVec2 at, float width, bool compact)
{
    const float letters = type_scale().size(Type::Body);
    const float start = at.x;
    const float second = at.y;
    if (card.share) {
        ImGui::SetCursorPos({ start + wall_words_at(), second + (letters - grid(2)) / 2 });
        progress(static_cast<float>(std::min(*card.share, 1.0)), card.name + ", " + card.value + " " + card.of,
            bar_colour(card.severity), wall_column(0.22F));
    }
    const CapacityResource& resource = *input.state.resources.find(card.id);
    const Timestamp since = input.now - curve_span(resource, std::chrono::hours { 1 });
    const SampleSeries& samples = input.replica.samples().series(card.id, since, input.now, input.replica.journal());
    const std::string age = card.age.known ? format_age(card.age.age_millis) : std::string(tr(Text::AgeUnknown));
    const float age_width = text_width(age, Type::Body);
    const float before_age = start + width - (card.age.stale() ? room_of_mark(card) : grid(2) + age_width);
    // Where there is little room, when it will be full says more than its curve.
    const float curve = wall_is_narrow() ? before_age : start + wall_column(0.74F);
    const float left = start + wall_words_at() + wall_column(0.24F);
    ImGui::SetCursorPos({ left, second });
    const float beside = std::max(grid(10), curve - left - grid(1));
    if (card.limit) {
        draw_limit(*card.limit, beside);
    } else if (!total_beside_value(card, compact) && text_width(total_of(card), Type::Caption) <= beside) {
        label(total_of(card), { .type = figure_type(total_of(card), beside), .colour = Colour::Secondary });
    }
    if (const float curve_width = before_age - curve; curve_width > grid(6)) {
        ImGui::SetCursorPos({ curve, second });
        draw_sparkline("wall/" + card.id.text, chart_series(resource, samples), charts_[card.id], since, input.now,
            { curve_width, letters });
    }
    if (!card.age.stale()) {
        ImGui::SetCursorPos({ start + width - age_width, second });
        label(age, { .colour = Colour::Secondary });
    }
}

// Where not even one of two lines stands above what is cut: names and values alone.
void draw_low(std::span<const CapacityCard> cards)
{
    const auto lines = static_cast<std::size_t>(wall_lines_that_fit());
    const std::size_t shown = cards.size() <= lines ? cards.size() : std::max<std::size_t>(lines, 2) - 1;
    SeverityCounts cut {};
    for (std::size_t i = 0; i < cards.size(); ++i) {
        if (i >= shown) {
            count_severity(cut, cards[i].severity);
            continue;
        }
        const ImVec2 from = ImGui::GetCursorScreenPos();
        const ImVec2 start = ImGui::GetCursorPos();
        const float width = available_width();
        const float letters = type_scale().size(Type::Body);
        draw_name_and_value(cards[i], start, width, 0, false);
        mark_if_stale(from, { from.x + width, from.y + letters }, cards[i].age, from.y + letters / 2);
        ImGui::SetCursorPos(start);
        ImGui::Dummy({ width, letters });
    }
    if (available_height() >= ImGui::GetTextLineHeight()) {
        draw_cut(cut);
    }
}

void CapacityPage::draw(const WallPageInput& input)
{
    const std::vector<CapacityCard> cards = capacity_by_need(input.view, input.rows);
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float row = resource_height() + spacing;
    const float room = available_height() + spacing;
    const bool fits = static_cast<float>(cards.size()) * row <= room;
    const float for_rows = fits ? room : room - wall_line_height();
    if (for_rows < row) {
        draw_low(cards);
        return;
    }
    const std::size_t shown = std::min(cards.size(), static_cast<std::size_t>(for_rows / row));
    const bool compact = is_compact(std::span(cards).first(shown), available_width());
    const float totals = compact ? 0 : totals_width(std::span(cards).first(shown));
    SeverityCounts cut {};
    for (std::size_t i = 0; i < cards.size(); ++i) {
        if (i < shown) {
            draw_resource(input.view, cards[i], totals, compact);
        } else {
            count_severity(cut, cards[i].severity);
        }
    }
    draw_cut(cut);
}

}

std::vector<CapacityCard> capacity_by_need(const ViewInput& input, const WallRows& rows)
{
    std::vector<CapacityCard> cards = capacity_cards(input);
    const auto in_major = [&](const CapacityCard& card) {
        const std::vector<ServiceId>& services = input.state.resources.find(card.id)->services;
        return std::any_of(rows.majors.begin(), rows.majors.end(), [&](const WallMajor& major) {
            const Incident* incident = input.state.incidents.find(major.id);
            return incident != nullptr && concerns(*incident, services);
        });
    };
    sort_stably(cards, [&](const CapacityCard& a, const CapacityCard& b) { return in_major(a) && !in_major(b); });
    // What a list has no room for is never worse than what it shows.
    sort_stably(cards, [](const CapacityCard& a, const CapacityCard& b) { return a.severity < b.severity; });
    return cards;
}

std::unique_ptr<WallPage> make_capacity_page()
{
    return std::make_unique<CapacityPage>();
}

}
