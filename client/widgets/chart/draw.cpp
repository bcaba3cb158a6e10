// SPDX-License-Identifier: Apache-2.0
// The chart with its axes and readout, and the sparkline.
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/chart/chart.h"
#include "client/widgets/controls/item.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

struct Layout {
    ImVec2 from {};
    ImVec2 to {};
    ImVec2 plot_from {};
    ImVec2 plot_to {};
};

void text_at(ImDrawList& list, ImVec2 at, Colour name, std::string_view text)
{
    list.AddText(
        font(Face::Regular), font_size(Type::Caption), at, colour(name), text.data(), text.data() + text.size());
}

float text_width(std::string_view text)
{
    return font(Face::Regular)
        ->CalcTextSizeA(font_size(Type::Caption), 1e6F, 0, text.data(), text.data() + text.size())
        .x;
}

void centred_text(ImDrawList& list, const Layout& layout, std::string_view text)
{
    const ImVec2 at { (layout.plot_from.x + layout.plot_to.x - text_width(text)) / 2,
        (layout.plot_from.y + layout.plot_to.y - font_size(Type::Caption)) / 2 };
    text_at(list, at, Colour::Muted, text);
}

std::vector<double> value_steps(const ValueScale& scale)
{
    std::vector<double> steps;
    const double first = std::ceil(scale.low / scale.step - 1e-9);
    for (int i = 0; i < 32; ++i) {
        const double value = (first + i) * scale.step;
        if (value > scale.high + scale.step * 1e-6) {
            break;
        }
        steps.push_back(value);
    }
    return steps;
}

float axis_width(const ChartSeries& series, const ValueScale& scale)
{
    float widest = 0;
    for (const double value : value_steps(scale)) {
        widest = std::max(widest, text_width(format_value(value, series.unit, scale.step)));
    }
    return widest + grid(2);
}

void draw_value_axis(ImDrawList& list, const Layout& layout, const ChartSeries& series, const ValueScale& scale)
{
    const float size = font_size(Type::Caption);
    float above = layout.plot_to.y + size * 2;
    for (const double value : value_steps(scale)) {
        const auto share = static_cast<float>(scale.share(value));
        const float y = std::round(layout.plot_to.y - share * (layout.plot_to.y - layout.plot_from.y));
        list.AddLine({ layout.plot_from.x, y }, { layout.plot_to.x, y }, colour(Colour::Grid, 0.7F));
        if (above - y < size) {
            continue; // never over another
        }
        above = y;
        const std::string text = format_value(value, series.unit, scale.step);
        text_at(list, { layout.plot_from.x - grid(2) - text_width(text), y - size / 2 }, Colour::Muted, text);
    }
}

void draw_time_axis(ImDrawList& list, const Layout& layout, const TimeAxis& axis, const SiteZone& zone)
{
    const float size = font_size(Type::Caption);
    const std::string zone_text = zone.name;
    const float last = layout.plot_to.x - text_width(zone_text) - grid(3);
    text_at(list, { layout.plot_to.x - text_width(zone_text), layout.to.y - size }, Colour::Muted, zone_text);
    for (const Tick& tick : ticks(axis, zone, size * 6)) {
        const float width = text_width(tick.site);
        if (tick.x < layout.plot_from.x) {
            continue;
        }
        list.AddLine({ tick.x, layout.plot_from.y }, { tick.x, layout.plot_to.y }, colour(Colour::Grid, 0.45F));
        if (tick.x - width / 2 >= layout.plot_from.x && tick.x + width / 2 < last) {
            text_at(list, { tick.x - width / 2, layout.to.y - size }, tick.strong ? Colour::Secondary : Colour::Muted,
                tick.site);
        }
    }
}

// What is expected of the stretch that holds the instant.
const ForecastAt* expected_at(const ChartSeries& series, Timestamp at)
{
    const auto after = std::upper_bound(series.forecast.begin(), series.forecast.end(), at,
        [](Timestamp asked, const ForecastAt& expected) { return asked < expected.at; });
    return after == series.forecast.begin() || after == series.forecast.end() ? nullptr : &*(after - 1);
}

std::string forecast_words(const ForecastAt& expected, ChartUnit unit)
{
    return tr(Text::ChartForecast, format_value(expected.value, unit), format_value(expected.low, unit),
        format_value(expected.high, unit));
}

// The value under the mouse, with its instant, beside a hair line.
void draw_readout(ImDrawList& list, const Layout& layout, const TimeAxis& axis, const ChartSeries& series,
    const ValueScale& scale, const SiteZone& zone)
{
    const float mouse = ImGui::GetIO().MousePos.x;
    const Timestamp at = axis.at(mouse);
    list.AddLine({ mouse, layout.plot_from.y }, { mouse, layout.plot_to.y }, colour(Colour::ControlBorder));
    const auto within = Millis { static_cast<std::int64_t>(axis.millis_per_pixel * 24) + series.max_gap.count() / 2 };
    const auto sample = series.samples->nearest(at, within);
    const int offset = zone.offset_at(at);
    const ForecastAt* expected = sample ? nullptr : expected_at(series, at);
    const std::string value = sample ? format_value(sample->value, series.unit)
        : expected != nullptr        ? forecast_words(*expected, series.unit)
                                     : std::string { tr(Text::ChartNoDataHere) };
    const Timestamp shown = sample ? sample->at : expected != nullptr ? expected->at : at;
    const std::string text = value + "   " + format_date_and_clock(shown, offset) + ' ' + zone.name;
    const float width = text_width(text) + grid(4);
    const float x
        = std::clamp(mouse + grid(2), layout.plot_from.x, std::max(layout.plot_from.x, layout.plot_to.x - width));
    const ImVec2 from { x, layout.plot_from.y };
    list.AddRectFilled(
        from, { x + width, from.y + font_size(Type::Caption) + grid(2) }, colour(Colour::Background2), grid(1));
    list.AddRect(from, { x + width, from.y + font_size(Type::Caption) + grid(2) }, colour(Colour::Grid), grid(1));
    text_at(list, { x + grid(2), from.y + grid(1) }, Colour::Text, text);
    if (sample) {
        const auto share = static_cast<float>(scale.share(sample->value));
        const ImVec2 dot { axis.x(sample->at), layout.plot_to.y - share * (layout.plot_to.y - layout.plot_from.y) };
        list.AddCircleFilled(dot, grid(1.25F), colour(Colour::Background0), 16);
        list.AddCircleFilled(dot, grid(0.75F), colour(Colour::Text), 16);
    }
}

std::string spoken_value(const ChartSeries& series)
{
    const auto latest = series.samples == nullptr ? std::nullopt : series.samples->latest();
    const std::string value = latest ? format_value(latest->value, series.unit) : std::string { tr(Text::ChartNoData) };
    return series.forecast.empty() ? value : value + "; " + forecast_words(series.forecast.back(), series.unit);
}

TimeAxis axis_over(const Layout& layout, Timestamp from, Timestamp to)
{
    TimeAxis axis;
    axis.left = layout.plot_from.x;
    axis.width = std::max(1.0F, layout.plot_to.x - layout.plot_from.x);
    axis.from_millis = static_cast<double>(from.millis);
    axis.millis_per_pixel = std::max(1.0, static_cast<double>((to - from).count())) / static_cast<double>(axis.width);
    return axis;
}

const SampleSeries& samples_of(const ChartSeries& series)
{
    static const SampleSeries kNone;
    return series.samples == nullptr ? kNone : *series.samples;
}

// Whether a curve without axes is high enough to say its ends and the time it spans.
bool says_extremes(const Layout& layout)
{
    return layout.plot_to.y - layout.plot_from.y >= font_size(Type::Caption) * 3;
}

std::array<std::string, 2> extremes(const ChartSeries& series, const ValueScale& scale)
{
    return { format_value(scale.high, series.unit, scale.step), format_value(scale.low, series.unit, scale.step) };
}

// The ends beside the plot, where no threshold's line runs through them; the time within.
void draw_extremes(
    ImDrawList& list, const Layout& layout, const ChartSeries& series, const ValueScale& scale, Millis span)
{
    const float size = font_size(Type::Caption);
    const auto [high, low] = extremes(series, scale);
    const float right = layout.plot_from.x - grid(1);
    text_at(list, { right - text_width(high), std::max(layout.from.y, layout.plot_from.y - size / 2) },
        Colour::Secondary, high);
    text_at(list, { right - text_width(low), layout.plot_to.y - size }, Colour::Secondary, low);
    const std::string time = format_span(span);
    const ImVec2 at { layout.plot_from.x + grid(1), layout.plot_to.y - size - 1 };
    list.AddRectFilled({ at.x - grid(0.5F), at.y }, { at.x + text_width(time) + grid(0.5F), at.y + size },
        colour(Colour::Background1, 0.7F), grid(0.5F));
    text_at(list, at, Colour::Secondary, time);
}

}

void draw_chart(std::string_view id, const ChartSeries& series, ChartState& state, const ChartOptions& options)
{
    const ImVec2 size { std::max(1.0F, ImGui::GetContentRegionAvail().x), std::max(grid(10), options.height) };
    Layout layout;
    layout.from = ImGui::GetCursorScreenPos();
    layout.to = { layout.from.x + size.x, layout.from.y + size.y };
    const ImGuiID item = item_id(id);
    const auto asked = declare({ .id = item,
        .role = Role::Image,
        .label = series.name,
        .value = spoken_value(series),
        .rect = visible_rect(layout.from, size) });
    bool hovered = false;
    if (options.still) {
        ImGui::Dummy(size);
    } else {
        ImGui::PushID(static_cast<int>(item));
        ImGui::InvisibleButton("plot", size, ImGuiButtonFlags_EnableNav);
        hovered = ImGui::IsItemHovered();
        ImGui::PopID();
    }
    (void)asked;

    const float text = font_size(Type::Caption);
    layout.plot_from = { layout.from.x, layout.from.y + std::ceil(text / 2) };
    layout.plot_to = { layout.to.x - grid(2), layout.to.y - (options.time_axis ? text + grid(1) : text / 2) };
    const TimeAxis whole = axis_over(layout, options.from, options.to);
    const auto& rough = state.cache.reduce(samples_of(series), whole, series.max_gap);
    const int steps = std::max(2, static_cast<int>((layout.plot_to.y - layout.plot_from.y) / (text * 2.2F)));
    const ValueScale scale = value_scale(series, rough, steps);
    layout.plot_from.x += std::ceil(axis_width(series, scale));

    // Reduced for the full width, drawn over the plot's: the columns are a little finer than pixels.
    const TimeAxis axis = axis_over(layout, options.from, options.to);
    auto& list = *ImGui::GetWindowDrawList();
    draw_value_axis(list, layout, series, scale);
    if (options.time_axis) {
        draw_time_axis(list, layout, axis, options.zone);
    }
    PlotStyle style;
    style.labels_left = true;
    plot_series(list, layout.plot_from, layout.plot_to, axis, series, rough, scale, style);
    if (!rough.finite && !rough.after) {
        centred_text(list, layout, tr(Text::ChartNoData));
    }
    if (hovered && ImGui::GetIO().MousePos.x >= layout.plot_from.x && ImGui::GetIO().MousePos.x <= layout.plot_to.x) {
        draw_readout(list, layout, axis, series, scale, options.zone);
    }
}

void draw_sparkline(
    std::string_view id, const ChartSeries& series, ChartState& state, Timestamp from, Timestamp to, ImVec2 size)
{
    Layout layout;
    layout.from = ImGui::GetCursorScreenPos();
    layout.to = { layout.from.x + size.x, layout.from.y + size.y };
    declare({ .id = item_id(id),
        .role = Role::Image,
        .label = series.name,
        .value = spoken_value(series),
        .rect = visible_rect(layout.from, size) });
    ImGui::Dummy(size);
    const float inset = grid(1.5F);
    layout.plot_from = { layout.from.x, layout.from.y + inset };
    layout.plot_to = { layout.to.x - inset, layout.to.y - 1 };
    auto& list = *ImGui::GetWindowDrawList();
    const auto& reduction = state.cache.reduce(samples_of(series), axis_over(layout, from, to), series.max_gap);
    const ValueScale scale = value_scale(series, reduction, 2);
    const bool says = says_extremes(layout);
    if (says) {
        const auto [high, low] = extremes(series, scale);
        layout.plot_from.x += std::ceil(std::max(text_width(high), text_width(low))) + grid(2);
    }
    const TimeAxis axis = axis_over(layout, from, to);
    if (!reduction.finite && !reduction.after) {
        centred_text(list, layout, tr(Text::ChartNoData));
        return;
    }
    list.AddLine({ layout.plot_from.x, layout.plot_to.y }, layout.plot_to, colour(Colour::Grid, 0.7F));
    PlotStyle style;
    style.threshold_labels = false;
    plot_series(list, layout.plot_from, layout.plot_to, axis, series, reduction, scale, style);
    if (says) {
        draw_extremes(list, layout, series, scale, to - from);
    }
}

}
