// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/capacity_view.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/capacity/capacity_cards.h"
#include "client/views/capacity/capacity_week.h"
#include "client/views/capacity/forecast_words.h"
#include "client/views/capacity/resource_csv.h"
#include "client/views/capacity/resource_form.h"
#include "client/views/capacity/resource_plan.h"
#include "client/views/capacity/week_words.h"
#include "client/views/import_panel.h"
#include "client/views/paper.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/words.h"
#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace watchfloor {
namespace {

struct Reach {
    Text name;
    Millis span;
};
constexpr std::array kReaches { Reach { Text::ReachHour, std::chrono::hours { 1 } },
    Reach { Text::ReachSixHours, std::chrono::hours { 6 } }, Reach { Text::ReachDay, std::chrono::hours { 24 } },
    Reach { Text::ReachWeek, std::chrono::hours { 168 } } };

constexpr std::string_view kWeekPage = "week";

class CapacityView final : public View {
public:
    Intents draw(const ViewInput& input) override;
    void arrive(const Location& location) override;
    std::string paper(const ViewInput& input) const override;
    Location address(const Location& here) const override;

private:
    void draw_reach();
    bool offer_acts(const ViewInput& input);
    void offer_edit(const ViewInput& input, const CapacityResource& resource);
    void draw_list(const ViewInput& input, Intents& intents);
    void draw_cards(const ViewInput& input, const std::vector<CapacityCard>& cards, Intents& intents);
    void draw_card(const ViewInput& input, const CapacityCard& card, ImVec2 size, Intents& intents);
    void draw_curve(
        const ViewInput& input, const CapacityCard& card, const ChartSeries& series, Timestamp from, float height);
    void draw_detail(const ViewInput& input, const CapacityResource& resource, Intents& intents);
    void draw_figures(const ViewInput& input, const CapacityResource& resource, Millis span,
        const std::optional<ForecastAnswer>& forecast);
    static void draw_forecast_words(const ViewInput& input, const CapacityResource& resource, bool stale);

    int reach_ = 0;
    ResourceId chosen_ {};
    std::map<ResourceId, ChartState> charts_ {};
    ChartState detail_ {};
    bool formulas_ = false; // unfolded
    bool week_shown_ = false;
    CapacityWeek week_ {};
    RegisterForm form_ { resource_form() };
    ImportPanel import_ { resource_form() };
};

std::string span_of(const Reach& reach)
{
    return std::to_string(reach.span.count() / 3'600'000) + "h";
}

void CapacityView::arrive(const Location& location)
{
    chosen_ = ResourceId { id_in_path(location, "/capacity/") };
    week_shown_ = chosen_.empty() && location.value("page") == kWeekPage;
    if (const auto span = location.value("span")) {
        for (std::size_t i = 0; i < kReaches.size(); ++i) {
            reach_ = *span == span_of(kReaches[i]) ? static_cast<int>(i) : reach_;
        }
    }
}

Location CapacityView::address(const Location& here) const
{
    Location location = here;
    location.set("span", span_of(kReaches[static_cast<std::size_t>(reach_)]));
    return location;
}

void CapacityView::draw_reach()
{
    std::vector<std::string> names;
    for (const Reach& reach : kReaches) {
        names.emplace_back(tr(reach.name));
    }
    reach_ = tab_bar(tr(Text::ReachLabel), names, reach_, nullptr, false); // [ and ] lead to the next view
    gap(2);
}

// What a card says below its curve, in one line beside the link or, where that is too short, in a line each.
std::vector<std::string> card_lines(const CapacityCard& card, float room)
{
    std::vector<std::string> lines;
    if (card.limit) {
        lines.push_back(limit_words(*card.limit) + ", " + limit_method(*card.limit));
        if (const auto by = card.limit->act_by; by && !card.limit->by_hour) {
            const std::string day = write_day(*by);
            lines.push_back(tr(card.limit->act_late ? Text::CardActLate : Text::CardActBy, day));
        }
    }
    for (const std::string& words : { card.level, card.headroom }) {
        if (!words.empty()) {
            lines.push_back(words);
        }
    }
    std::string all;
    for (const std::string& line : lines) {
        all += (all.empty() ? "" : "   ") + line;
    }
    if (lines.size() < 2 || text_width(all, Type::Body) <= room) {
        return { all };
    }
    return lines;
}

// Answers whether the week's page is wanted.
bool CapacityView::offer_acts(const ViewInput& input)
{
    const Permit permit = may_do(input, Act::DefineCapacity);
    if (button(tr(Text::ResourceAdd),
            { .icon = kIconPlus,
                .enabled = permit.allowed,
                .why_disabled = permit.why,
                .action = Action::AddRecord })) {
        form_.add();
    }
    same_line(3);
    import_.offer(input);
    same_line(3);
    return button(tr(Text::WeekTitle), { .icon = kIconCalendar });
}

void CapacityView::offer_edit(const ViewInput& input, const CapacityResource& resource)
{
    const Permit permit = may_do(input, Act::DefineCapacity);
    if (button(tr(Text::ResourceEdit),
            { .icon = kIconPencil,
                .enabled = permit.allowed,
                .why_disabled = permit.why,
                .action = Action::EditRecord })) {
        form_.edit(input.state, resource.id.text);
    }
}

void CapacityView::draw_card(const ViewInput& input, const CapacityCard& card, ImVec2 size, Intents& intents)
{
    const CapacityResource& resource = *input.state.resources.find(card.id);
    begin_panel(card.id.text, { .title = card.name, .age = card.age, .width = size.x, .height = size.y });
    badge(card.severity);
    same_line(3);
    label(card.value, { .type = Type::Headline, .face = Face::Medium });
    same_line(2);
    label(card.of, { .colour = Colour::Secondary });
    const Timestamp from = input.as_of() - curve_span(resource, kReaches[static_cast<std::size_t>(reach_)].span);
    const SampleSeries& samples = input.replica.samples().series(card.id, from, input.as_of(), input.replica.journal());
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const std::string_view open = tr(Text::CapacityOpen);
    const float room = std::max(grid(10), available_width() - text_width(open, Type::Body) - grid(4));
    const auto lines = card_lines(card, room);
    const float more = static_cast<float>(lines.size() - 1) * (type_scale().size(Type::Body) + spacing);
    const float below
        = (card.share ? grid(2) + spacing : 0) + more + std::max(ImGui::GetFrameHeight(), smallest_target());
    draw_curve(input, card, chart_series(resource, samples), from, available_height() - below - spacing);
    if (card.share) {
        progress(static_cast<float>(std::min(*card.share, 1.0)), card.name + ", " + card.value + " " + card.of,
            bar_colour(card.severity));
    }
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        label(lines[i], { .colour = Colour::Secondary });
    }
    label(lines.back(), { .colour = Colour::Secondary, .width = room });
    same_line(2);
    if (link(std::string(open) + "##" + card.id.text)) {
        intents.emplace_back(go_to("/capacity/" + card.id.text));
    }
    end_panel();
}

// With axes where there is room for them.
void CapacityView::draw_curve(
    const ViewInput& input, const CapacityCard& card, const ChartSeries& series, Timestamp from, float height)
{
    if (height < grid(24)) {
        draw_sparkline(card.id.text + "/line", series, charts_[card.id], from, input.as_of(),
            { available_width(), std::max(grid(6), height) });
        return;
    }
    draw_chart(card.id.text + "/chart", series, charts_[card.id],
        { .from = from, .to = input.as_of(), .zone = input.zone, .height = height });
}

// As many columns as make the cards fill the screen; below their least height they scroll.
void CapacityView::draw_cards(const ViewInput& input, const std::vector<CapacityCard>& cards, Intents& intents)
{
    const int count = static_cast<int>(cards.size());
    const int most = std::max(1, static_cast<int>(available_width() / grid(105)));
    const int columns = std::min(most, count <= 4 ? std::min(count, 2) : count <= 9 ? 3 : most);
    const int rows = (count + columns - 1) / columns;
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float room = (available_height() - spacing * static_cast<float>(rows)) / static_cast<float>(rows);
    const float height = std::max(std::floor(room), grid(58));
    const float width = column_width(columns) - (height > room ? ImGui::GetStyle().ScrollbarSize : 0);
    for (int i = 0; i < count; ++i) {
        if (i % columns > 0) {
            same_line(3);
        }
        draw_card(input, cards[static_cast<std::size_t>(i)], { width, height }, intents);
    }
}

// "owner: Storage team; for Shop, Payments; a single point: …", as far as it is known.
std::string whose_words(const State& state, const CapacityResource& resource)
{
    std::vector<std::string> parts;
    if (!resource.owner.empty()) {
        parts.push_back(tr(Text::CapacityOwner, resource.owner));
    }
    std::string names;
    for (const ServiceId& id : resource.services) {
        const Service* service = state.services.find(id);
        add_words(names, (service == nullptr || service->name.empty() ? id.text : service->name));
    }
    if (!names.empty()) {
        parts.push_back(tr(Text::CapacityServices, names));
    }
    if (resource.single_point) {
        parts.emplace_back(tr(Text::CapacitySinglePoint));
    }
    return joined(parts, "; ");
}

void draw_ledger(const ViewInput& input, const CapacityResource& resource)
{
    constexpr std::size_t kMostPublished = 3; // the paper and the API have the others
    const auto lines = ledger_lines(resource, input.zone);
    if (!lines.empty()) {
        label(tr(Text::LedgerTitle), { .face = Face::Medium });
    }
    for (std::size_t i = 0; i < std::min(kMostPublished, lines.size()); ++i) {
        label(lines[i], { .colour = Colour::Secondary, .wrap = true });
    }
}

void CapacityView::draw_detail(const ViewInput& input, const CapacityResource& resource, Intents& intents)
{
    const CapacityCard card
        = capacity_card(resource, input.replica.samples().latest(resource.id), input.as_of(), input.zone);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    offer_picture(input, { at.x, at.y, available_width(), available_height() }, intents);
    begin_panel("detail", { .title = card.name, .age = card.age, .icon = kIconTachometer });
    if (button(tr(Text::CapacityAll), { .kind = ButtonKind::Quiet, .icon = kIconArrowLeft })
        || pressed(Action::Cancel)) {
        intents.emplace_back(go_to("/capacity"));
    }
    same_line(4);
    offer_edit(input, resource);
    same_line(4);
    badge(card.severity);
    same_line(3);
    label(card.value, { .type = Type::Headline, .face = Face::Medium });
    same_line(2);
    label(card.of + "   " + card.headroom, { .colour = Colour::Secondary });
    label(card.thresholds + (card.level.empty() ? "" : ";   " + card.level)
            + (resource.lead_time_days > 0 ? ", " + tr(Text::CapacityLeadTime, std::to_string(resource.lead_time_days))
                                           : std::string()),
        { .colour = Colour::Secondary });
    if (const std::string whose = whose_words(input.state, resource); !whose.empty()) {
        label(whose, { .colour = Colour::Secondary, .wrap = true });
    }
    for (const FormLine& line : plan_lines(resource, input.as_of(), input.zone)) {
        label(line.words, { .colour = line.warns ? Colour::Major : Colour::Secondary, .wrap = true });
    }
    if (const auto starved = starved_words(resource, input.replica.sources()); !starved.empty()) {
        label(starved, { .colour = Colour::Major, .wrap = true });
    }
    const Millis span = kReaches[static_cast<std::size_t>(reach_)].span;
    const auto& asked = input.replica.forecast(resource.id);
    draw_figures(input, resource, span, asked.answer);
    draw_forecast_words(input, resource, card.age.stale());
    draw_ledger(input, resource);
    gap(3);
    const Timestamp from = input.as_of() - span;
    const SampleSeries& samples
        = input.replica.samples().series(resource.id, from, input.as_of(), input.replica.journal());
    ChartSeries series = chart_series(resource, samples);
    Timestamp to = input.as_of();
    draw_picture_heading(card.name, from, to, input.zone);
    // An hour ahead of an hour would say nothing that its hourly means know.
    if (asked.answer && !card.age.stale() && span > std::chrono::hours { 1 }) {
        series.forecast
            = forecast_points(*asked.answer, input.replica.samples().latest(resource.id), input.as_of() + span / 2);
        to = series.forecast.empty() ? to : input.as_of() + span / 2;
    }
    draw_chart("detail/chart", series, detail_,
        { .from = from, .to = to, .zone = input.zone, .height = std::max(grid(50), available_height() - grid(4)) });
    end_panel();
}

// Each with its formula for who points at it, and all of them for who has no mouse.
void CapacityView::draw_figures(const ViewInput& input, const CapacityResource& resource, Millis span,
    const std::optional<ForecastAnswer>& forecast)
{
    const auto& asked = input.replica.figures(resource.id, span, input.as_of());
    const auto figures = capacity_figures(resource, input.replica.samples().latest(resource.id),
        asked.answer ? asked.answer->figures : std::nullopt, forecast);
    const float right = ImGui::GetCursorPosX() + available_width();
    bool first = true;
    for (const CapacityFigure& figure : figures) {
        const std::string words = figure.name + " " + figure.value;
        if (!first) {
            same_line(4);
            if (ImGui::GetCursorPosX() + text_width(words, Type::Body) > right) {
                ImGui::NewLine();
            }
        }
        first = false;
        label(words);
        if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
            tooltip_with_copy(figure.name + " = " + figure.formula);
        }
    }
    if (button(tr(Text::CapacityFormulas), { .kind = ButtonKind::Quiet })) {
        formulas_ = !formulas_;
    }
    for (const CapacityFigure& figure : formulas_ ? figures : std::vector<CapacityFigure> {}) {
        label(figure.name + " = " + figure.formula, { .colour = Colour::Secondary, .wrap = true });
    }
}

void CapacityView::draw_forecast_words(const ViewInput& input, const CapacityResource& resource, bool stale)
{
    const LabelOptions quiet { .colour = Colour::Secondary, .wrap = true };
    const auto& asked = input.replica.forecast(resource.id);
    if (stale) {
        label(tr(Text::ForecastUnmeasured), quiet);
    } else if (asked.answer) {
        if (const auto soon = time_to_limit(input, resource); soon && soon->by_hour) {
            label(limit_words(*soon) + ", " + limit_method(*soon), { .face = Face::Medium, .wrap = true });
        }
        label(forecast_words(*asked.answer), quiet);
        for (const std::string& line : forecast_limits(resource, *asked.answer, input.as_of(), input.zone)) {
            label(line, { .wrap = true });
        }
    } else {
        label(tr(asked.failed ? Text::ForecastFailed : Text::ForecastLoading), quiet);
    }
}

// Above the cards, each reason once: a figure that stands still looks like one that is steady.
void draw_starved(const ViewInput& input)
{
    std::vector<std::string> said;
    input.state.resources.for_each([&](const ResourceId&, const CapacityResource& resource) {
        const std::string words = starved_words(resource, input.replica.sources());
        if (!words.empty() && std::find(said.begin(), said.end(), words) == said.end()) {
            label(words, { .colour = Colour::Major, .wrap = true });
            said.push_back(words);
        }
    });
}

std::vector<std::string> paper_row(const ViewInput& input, const CapacityCard& card)
{
    const CapacityResource& resource = *input.state.resources.find(card.id);
    const std::string amount = card.value + (card.of.empty() ? "" : " " + card.of);
    const std::string limit = card.limit ? limit_words(*card.limit) + ", " + limit_method(*card.limit) : std::string();
    const auto latest = input.replica.samples().latest(card.id);
    return { std::string(severity_code(card.severity)), card.name, amount, card.headroom, card.thresholds,
        card.level + (card.level.empty() || limit.empty() ? "" : "; ") + limit, whose_words(input.state, resource),
        latest ? paper_time(latest->at, input.zone) : std::string(tr(Text::CapacityNoData)) };
}

std::string CapacityView::paper(const ViewInput& input) const
{
    if (week_shown_) {
        return paper_html(week_.paper(input), input);
    }
    Paper paper;
    PaperTable table { std::string(tr(Text::NavCapacity)), {}, {}, std::string(tr(Text::CapacityEmpty)) };
    for (const Text column : { Text::FieldSeverity, Text::PaletteResource, Text::PaperInUse, Text::PaperLeft,
             Text::PaperThresholds, Text::PaperOutlook, Text::FieldOwner, Text::PaperMeasured }) {
        table.columns.emplace_back(tr(column));
    }
    const CapacityResource* chosen = chosen_.empty() ? nullptr : input.state.resources.find(chosen_);
    for (const CapacityCard& card : capacity_cards(input)) {
        if (chosen == nullptr || card.id == chosen_) {
            table.rows.push_back(paper_row(input, card));
            paper.title = chosen == nullptr ? paper.title : card.name;
        }
    }
    paper.title = std::string(tr(Text::NavCapacity)) + (paper.title.empty() ? "" : ": " + paper.title);
    paper.tables.push_back(std::move(table));
    paper.picture = true;
    return paper_html(paper, input);
}

Intents CapacityView::draw(const ViewInput& input)
{
    Intents intents;
    if (week_shown_) {
        week_.draw(input, intents);
        return intents;
    }
    draw_reach();
    if (const CapacityResource* resource = chosen_.empty() ? nullptr : input.state.resources.find(chosen_)) {
        draw_detail(input, *resource, intents);
    } else {
        draw_list(input, intents);
    }
    form_.draw(input, intents);
    import_.draw(input, intents);
    if (pressed(Action::SaveRows)) {
        intents.emplace_back(resource_csv(input));
    }
    return intents;
}

void CapacityView::draw_list(const ViewInput& input, Intents& intents)
{
    if (offer_acts(input)) {
        Location week { "/capacity", {} };
        week.set("page", kWeekPage);
        intents.emplace_back(GoTo { std::move(week) });
    }
    const auto cards = capacity_cards(input);
    if (cards.empty()) {
        const std::string next = tr(Text::CapacityEmptyNext, who_words(input, Act::DefineCapacity));
        empty_state({ .icon = kIconTachometer, .title = tr(Text::CapacityEmpty), .next = next });
        return;
    }
    // While there is nothing but this machine, nobody has defined any.
    const bool defined = std::any_of(cards.begin(), cards.end(), [&](const CapacityCard& card) {
        return !measures_this_host(input.state, *input.state.resources.find(card.id));
    });
    if (!defined) {
        label(tr(Text::CapacityHow, who_words(input, Act::DefineCapacity)),
            { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
    }
    draw_starved(input);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    offer_part({ at.x, at.y, available_width(), available_height() });
    begin_area("capacity cards", { 0, 0 });
    draw_cards(input, cards, intents);
    end_area();
}

}

std::unique_ptr<View> make_capacity_view()
{
    return std::make_unique<CapacityView>();
}

}
