// SPDX-License-Identifier: Apache-2.0
// One resource's curve, as large as the page: what a room watches while something runs out.
#include "client/language/text.h"
#include "client/views/capacity/capacity_cards.h"
#include "client/views/walls/wall_lines.h"
#include "client/views/walls/wall_page.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <utility>

namespace watchfloor {
namespace {

class ResourcePage final : public WallPage {
public:
    explicit ResourcePage(ResourceId resource)
        : resource_(std::move(resource)), id_(wall_page_name({ resource_.text, WallPageKind::Resource, 0 }))
    {
    }

    std::string_view id() const override { return id_; }
    std::string title(const WallPageInput& input) const override
    {
        const CapacityResource* resource = input.view.state.resources.find(resource_);
        return resource != nullptr ? resource->name : resource_.text;
    }
    bool lively(const WallPageInput& input) const override
    {
        return input.knows(WallSubject::Capacity) && input.view.state.resources.contains(resource_);
    }
    void draw(const WallPageInput& input) override;

private:
    ResourceId resource_;
    std::string id_;
    ChartState chart_ {};
};

void ResourcePage::draw(const WallPageInput& input)
{
    const ViewInput& view = input.view;
    const CapacityResource* resource = view.state.resources.find(resource_);
    if (resource == nullptr) {
        return;
    }
    const CapacityCard card = capacity_card(*resource, view.replica.samples().latest(resource_), view.now, view.zone);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = available_width();
    const float height = available_height();
    badge(card.severity);
    same_line(3);
    const std::string value = card.of.empty() ? card.value : card.value + " " + card.of;
    const float room
        = available_width() - text_width(value, Type::Body, Face::Medium) - stale_mark_width(card.age) - grid(6);
    wall_text(card.name, std::max(grid(20), room), Face::Medium);
    same_line(3);
    label(value, { .face = Face::Medium });
    const Timestamp since = view.now - curve_span(*resource, std::chrono::hours { 1 });
    const SampleSeries& samples = view.replica.samples().series(resource_, since, view.now, view.replica.journal());
    // Axes need room for a few of their words; without it the curve stands alone, and without that the figure does.
    const float caption = type_scale().size(Type::Caption);
    const float below = available_height();
    if (below >= caption * 6) {
        draw_chart("wall curve/" + resource_.text, chart_series(*resource, samples), chart_,
            { .from = since, .to = view.now, .zone = view.zone, .height = below, .still = true });
    } else if (below >= caption) {
        draw_sparkline("wall curve/" + resource_.text, chart_series(*resource, samples), chart_, since, view.now,
            { width, below });
    }
    mark_if_stale(from, { from.x + width, from.y + height }, card.age);
}

}

std::unique_ptr<WallPage> make_resource_page(ResourceId resource)
{
    return std::make_unique<ResourcePage>(std::move(resource));
}

}
