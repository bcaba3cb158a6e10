// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/panels.h"

#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/result.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace watchfloor {
namespace {

struct OpenPanel {
    ImVec2 from;
    ImVec2 size;
    DataAge age;
    ImVec2 mark; // top right corner of what says how old it is; at the panel's own where it has no title
};

std::vector<OpenPanel>& open_panels()
{
    static std::vector<OpenPanel> panels;
    return panels;
}

bool& screen_stale()
{
    static bool stale = false;
    return stale;
}

DataAge& screen_age()
{
    static DataAge age;
    return age;
}

DataAge age_of(const PanelOptions& options)
{
    const bool own = options.age.known || options.age.expected_millis > 0;
    return own || !options.aged || options.title.empty() ? options.age : screen_age();
}

void draw_stale(ImVec2 from, ImVec2 to)
{
    auto& list = *ImGui::GetWindowDrawList();
    list.PushClipRect(from, to, false);
    list.AddRectFilled(from, to, colour(Colour::Background0, kStaleDim), ImGui::GetStyle().ChildRounding);
    draw_hatch(list, from, to, colour(Colour::Unknown, kStaleHatch), grid(4));
    list.PopClipRect();
}

std::string stale_words(const DataAge& age)
{
    return tr(Text::Stale, format_duration(age.age_millis));
}

float stale_mark_height()
{
    return type_scale().size(Type::Caption) + grid(1.5F);
}

ImVec2 stale_mark_size(std::string_view text)
{
    const float size = type_scale().size(Type::Caption);
    const ImVec2 extent = font(Face::Medium)->CalcTextSizeA(size, 1e6F, 0, text.data(), text.data() + text.size());
    return { std::ceil(extent.x) + grid(3), stale_mark_height() };
}

// Over the hatching, where the age stood: it covers nothing.
void draw_stale_mark(ImVec2 top_right, std::string_view text)
{
    const ImVec2 size = stale_mark_size(text);
    const ImVec2 from { std::round(top_right.x - size.x), std::round(top_right.y) };
    const ImVec2 to { from.x + size.x, from.y + size.y };
    auto& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, to, colour(Colour::Background0), grid(1));
    list.AddRect(from, to, colour(Colour::Unknown), grid(1), 0, 1.5F);
    list.AddText(font(Face::Medium), type_scale().size(Type::Caption), { from.x + grid(1.5F), from.y + grid(0.75F) },
        colour(Colour::Text), text.data(), text.data() + text.size());
    declare({ .id = text_id("##stale"),
        .role = Role::Status,
        .label = std::string { text },
        .rect = { from.x, from.y, size.x, size.y } });
}

// The one way in which anything shows that it is older than it should be; `mark` is where the words' right end is.
void cover_stale(ImVec2 from, ImVec2 to, ImVec2 mark, const DataAge& age)
{
    if (!age.stale()) {
        return;
    }
    if (!screen_stale()) {
        draw_stale(from, to);
    }
    draw_stale_mark(mark, stale_words(age));
}

float age_width(const DataAge& age, std::string_view text)
{
    // One more pixel: the line is laid out in whole pixels.
    return age.stale() ? stale_mark_size(text).x
                       : std::ceil(font(Face::Regular)
                                       ->CalcTextSizeA(type_scale().size(Type::Caption), 1e6F, 0, text.data(),
                                           text.data() + text.size())
                                       .x)
            + 1;
}

std::string age_words(const DataAge& age)
{
    return age.stale() ? stale_words(age)
        : age.known    ? tr(Text::AgeOfData, format_age(age.age_millis))
                       : std::string { tr(Text::AgeUnknown) };
}

// Age ticks every second; read aloud on demand only, so it is a value under a fixed name.
void draw_age(const DataAge& age)
{
    const std::string text = age_words(age);
    align_right(age_width(age, text));
    clock_text(text, text, { .type = Type::Caption, .colour = Colour::Secondary, .decorative = true });
}

// The title gives way to an age that is its own, and to what says that it is stale; the screen's age, which every panel
// tells and the header too, comes where both have room. Where a mark of staleness goes is remembered.
void draw_title(const PanelOptions& options, OpenPanel& panel)
{
    if (options.title.empty()) {
        return;
    }
    const float font = type_scale().size(Type::Title);
    if (options.icon != nullptr) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_icon(*ImGui::GetWindowDrawList(), options.icon, { at.x + font * 0.45F, at.y + font / 2 }, font * 0.8F,
            colour(Colour::Secondary));
        ImGui::Dummy({ font * 0.9F, font });
        same_line(2);
    }
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    const float wanted = age_width(panel.age, age_words(panel.age)) + grid(3);
    const bool own = options.age.known || options.age.expected_millis > 0;
    const bool fits
        = text_width(options.title, Type::Title, Face::Medium) + wanted <= right - ImGui::GetCursorScreenPos().x;
    const bool aged = own || panel.age.stale() || (panel.age.known && fits);
    const float age = aged ? wanted : 0;
    heading(options.title, 2, std::max(grid(10), right - ImGui::GetCursorScreenPos().x - age));
    panel.mark = { right, ImGui::GetItemRectMin().y + (font - stale_mark_height()) / 2 };
    if (aged && !panel.age.stale()) {
        same_line(3);
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (font - type_scale().size(Type::Caption)) * 0.75F);
        draw_age(panel.age);
    }
    gap(2.5F);
}

}

void begin_panel(std::string_view id, const PanelOptions& options)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImGuiID mirror_id = item_id(std::string { id } + "/panel");
    ImGui::PushStyleColor(ImGuiCol_ChildBg, colour(Colour::Background1));
    const ImGuiChildFlags grow = options.grow_to_content ? ImGuiChildFlags_AutoResizeY : 0;
    ImGui::BeginChild(std::string { id }.c_str(), { options.width, options.height },
        ImGuiChildFlags_Borders | ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened | grow);
    ImGui::PopStyleColor();
    const ImVec2 size = ImGui::GetWindowSize();
    mirror().begin_group({ .id = mirror_id,
        .role = Role::Region,
        .label = std::string { options.title.empty() ? options.label : options.title },
        .rect = { from.x, from.y, size.x, size.y } });
    OpenPanel panel { from, size, age_of(options), { from.x + size.x - grid(2), from.y + grid(2) } };
    draw_title(options, panel);
    open_panels().push_back(panel);
}

void end_panel()
{
    VERIFY(!open_panels().empty());
    const OpenPanel panel = open_panels().back();
    open_panels().pop_back();
    cover_stale(panel.from, { panel.from.x + panel.size.x, panel.from.y + panel.size.y }, panel.mark, panel.age);
    mirror().end_group();
    ImGui::EndChild();
}

void mark_if_stale(ImVec2 from, ImVec2 to, const DataAge& age)
{
    mark_if_stale(from, to, age, (from.y + to.y) / 2);
}

void mark_if_stale(ImVec2 from, ImVec2 to, const DataAge& age, float middle)
{
    cover_stale(from, to, { to.x, middle - stale_mark_height() / 2 }, age);
}

float stale_mark_width(const DataAge& age)
{
    return age.stale() ? stale_mark_size(stale_words(age)).x : 0;
}

void mark_screen_stale(bool stale)
{
    screen_stale() = stale;
}

bool screen_marked_stale()
{
    return screen_stale();
}

void age_of_screen(const DataAge& age)
{
    screen_age() = age;
}

void freeze_screen(ImVec2 from, ImVec2 to, std::string_view spoken)
{
    ImGui::SetNextWindowPos(from);
    ImGui::SetNextWindowSize({ to.x - from.x, to.y - from.y });
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, { 0, 0 });
    ImGui::Begin("##frozen", nullptr,
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground
            | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing);
    draw_stale(from, to);
    declare({ .id = text_id(spoken),
        .role = Role::Status,
        .label = std::string { spoken },
        .rect = { from.x, from.y, to.x - from.x, to.y - from.y } });
    ImGui::End();
    ImGui::PopStyleVar();
}

namespace {

// Of a banner's text in a column so wide; one line's where it fits into one.
float wrapped_height(std::string_view text, float width)
{
    const TypeScope type { Type::Body, Face::Medium };
    const ImVec2 one = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    return one.x <= width ? 0 : ImGui::CalcTextSize(text.data(), text.data() + text.size(), false, width).y;
}

}

bool banner(std::string_view id, const BannerOptions& options)
{
    const std::array<std::string_view, 1> one { options.button };
    return banner_with(id, options, std::span(one).first(options.button.empty() ? 0 : 1)).has_value();
}

std::optional<std::size_t> banner_with(
    std::string_view id, const BannerOptions& options, std::span<const std::string_view> buttons)
{
    const float width = ImGui::GetContentRegionAvail().x;
    const float font = type_scale().size(Type::Body);
    const auto width_of = [](std::string_view button) {
        return ImGui::CalcTextSize(button.data(), button.data() + button.size()).x + grid(10);
    };
    float buttons_width = 0;
    for (const std::string_view button : buttons) {
        buttons_width += width_of(button);
    }
    const float text_room = std::max(grid(10), width - grid(14) - buttons_width);
    // At a desk what is urgent is read to its end; a wall has the lines it has.
    const bool wraps = theme().surface == Surface::Desk;
    const float text_height = wraps ? std::max(font, wrapped_height(options.text, text_room)) : font;
    const float height = text_height + grid(theme().surface == Surface::Wall ? 3.0F : 6.0F);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to { from.x + width, from.y + height };
    auto& list = *ImGui::GetWindowDrawList();
    const Colour hue = severity_colour(options.severity);
    list.AddRectFilled(from, to, colour(hue, 0.22F), grid(1));
    list.AddRectFilled(from, { from.x + grid(1.5F), to.y }, colour(hue), grid(0.5F));
    draw_severity_shape(list, options.severity, { from.x + grid(6), from.y + height / 2 }, font);
    const ImGuiID mirror_id = item_id(id);
    mirror().begin_group({ .id = mirror_id,
        .role = options.urgent ? Role::Banner : Role::Group,
        .label = std::string { options.text },
        .rect = { from.x, from.y, width, height } });
    const float start = ImGui::GetCursorPosY();
    ImGui::SetCursorPos({ ImGui::GetCursorPosX() + grid(10), start + (height - text_height) / 2 });
    label(options.text, { .face = Face::Medium, .width = text_room, .wrap = text_height > font, .decorative = true });
    std::optional<std::size_t> clicked;
    float left = to.x - buttons_width;
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        ImGui::SetCursorScreenPos({ left, from.y + (height - font - grid(3)) / 2 });
        const bool first_of_several = i == 0 && buttons.size() > 1;
        if (button(std::string { buttons[i] } + "##" + std::string { id },
                { .kind = first_of_several ? ButtonKind::Primary : ButtonKind::Secondary })) {
            clicked = i;
        }
        left += width_of(buttons[i]);
    }
    mirror().end_group();
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy({ width, height });
    return clicked;
}

bool empty_state(const EmptyState& state)
{
    const float width = ImGui::GetContentRegionAvail().x;
    const float title = type_scale().size(Type::Title);
    const auto centred = [width](float content) {
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, (width - content) / 2));
    };
    // The words come first where there is no room for the picture.
    const bool low = ImGui::GetContentRegionAvail().y < 3 * title + grid(26);
    gap(low ? 1 : 6);
    if (state.icon != nullptr && !low) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_icon(*ImGui::GetWindowDrawList(), state.icon, { at.x + width / 2, at.y + title }, title * 1.8F,
            colour(Colour::ControlBorder));
        ImGui::Dummy({ width, title * 2.2F });
    }
    {
        const TypeScope type { Type::Title, Face::Medium };
        centred(ImGui::CalcTextSize(state.title.data(), state.title.data() + state.title.size()).x);
    }
    heading(state.title, 2);
    const float column = std::min(width, grid(130));
    {
        const TypeScope type { Type::Body };
        centred(std::min(column, ImGui::CalcTextSize(state.next.data(), state.next.data() + state.next.size()).x));
    }
    label(state.next, { .colour = Colour::Secondary, .width = column, .wrap = true });
    if (state.button.empty()) {
        return false;
    }
    gap(4);
    {
        const TypeScope type { Type::Body, Face::Medium };
        const float key = state.action && !keys_of(*state.action).empty() ? grid(8) : 0;
        centred(ImGui::CalcTextSize(state.button.data(), state.button.data() + state.button.size()).x + grid(7) + key);
    }
    return button(state.button, { .kind = ButtonKind::Primary, .action = state.action });
}

}
