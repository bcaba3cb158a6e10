// SPDX-License-Identifier: Apache-2.0
// What runs out: of the services in a major first, then the worst.
#include "client/language/text.h"
#include "client/views/capacity/capacity_view.h"
#include "client/views/walls/capacity_order.h"
#include "client/views/walls/wall_lines.h"
#include "client/views/walls/wall_page.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
#include <cmath>
#include <map>

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
    void draw(const WallPageInput& input) override;

private:
    void draw_resource(const ViewInput& input, const CapacityCard& card);

    std::map<ResourceId, ChartState> charts_ {};
};

// How full it is, and of what.
void draw_fill(const CapacityCard& card, float left, float width)
{
    const float top = ImGui::GetCursorPosY();
    ImGui::SetCursorPos({ left, top + grid(2) });
    if (card.share) {
        progress(static_cast<float>(std::min(*card.share, 1.0)), card.name + ", " + card.value + " " + card.of,
            bar_colour(card.severity), width);
    }
    ImGui::SetCursorPos({ left, top + grid(4) });
    const std::string& words = card.of.empty() ? card.headroom : card.of;
    if (!words.empty()) {
        label(words, { .type = Type::Caption, .colour = Colour::Secondary, .width = width });
    }
    ImGui::SetCursorPosY(top);
}

void CapacityPage::draw_resource(const ViewInput& input, const CapacityCard& card)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float start = ImGui::GetCursorPosX();
    const float top = ImGui::GetCursorPosY();
    const float height = type_scale().size(Type::Title);
    const float width = available_width();
    badge(card.severity);
    go_to_wall_column(0.13F);
    wall_text(card.name, wall_column(0.29F));
    go_to_wall_column(0.43F);
    // The share says how bad it is from any distance; a figure alone would need its unit and its limit.
    const std::string value = card.share ? std::to_string(std::lround(*card.share * 100)) + " %" : card.value;
    label(value, { .type = Type::Title, .face = Face::Medium, .width = wall_column(0.13F) });
    ImGui::SetCursorPosY(top);
    draw_fill(card, start + wall_column(0.57F), wall_column(0.21F));
    const std::string age = card.age.known ? format_age(card.age.age_millis) : std::string(tr(Text::AgeUnknown));
    const float age_room = card.age.stale() ? stale_mark_width(card.age) : text_width(age, Type::Caption);
    const float curve = start + wall_column(0.79F);
    const float curve_width = start + width - grid(2) - age_room - curve;
    if (curve_width > grid(6)) {
        ImGui::SetCursorPos({ curve, top });
        const CapacityResource& resource = *input.state.resources.find(card.id);
        const Timestamp since = input.now - std::chrono::hours { 1 };
        const SampleSeries& samples
            = input.replica.samples().series(card.id, since, input.now, input.replica.journal());
        draw_sparkline("wall/" + card.id.text, chart_series(resource, samples), charts_[card.id], since, input.now,
            { curve_width, height });
    }
    if (!card.age.stale()) {
        ImGui::SetCursorPos({ start + width - age_room, top + grid(2) });
        label(age, { .type = Type::Caption, .colour = Colour::Secondary });
    }
    mark_if_stale(from, { from.x + width, from.y + height }, card.age);
    ImGui::SetCursorPos({ start, top });
    ImGui::Dummy({ width, height });
}

void CapacityPage::draw(const WallPageInput& input)
{
    const std::vector<CapacityCard> cards = capacity_by_need(input.view, input.rows);
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float row = type_scale().size(Type::Title) + spacing;
    const float room = available_height() + spacing;
    const bool fits = static_cast<float>(cards.size()) * row <= room;
    const float for_rows = fits ? room : room - wall_line_height();
    const std::size_t shown = std::min(cards.size(), static_cast<std::size_t>(std::max(1.0F, for_rows / row)));
    SeverityCounts cut {};
    for (std::size_t i = 0; i < cards.size(); ++i) {
        if (i < shown) {
            draw_resource(input.view, cards[i]);
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
            return incident != nullptr
                && std::find_first_of(
                       services.begin(), services.end(), incident->services.begin(), incident->services.end())
                != services.end();
        });
    };
    std::stable_partition(cards.begin(), cards.end(), in_major);
    return cards;
}

std::unique_ptr<WallPage> make_capacity_page()
{
    return std::make_unique<CapacityPage>();
}

}
