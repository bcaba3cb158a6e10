// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/condition_line.h"

#include "client/language/text.h"
#include "client/views/walls/wall_rows.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/shown_severity.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

// What stands before the first colon is the condition's name.
WallCondition condition_of(std::string_view words, Severity severity = Severity::Critical, bool urgent = true)
{
    WallCondition condition;
    condition.severity = severity;
    condition.urgent = urgent;
    const auto colon = words.find(": ");
    condition.name = words.substr(0, colon);
    if (colon != std::string_view::npos && colon + 2 < words.size()) {
        condition.concerned.emplace_back(words.substr(colon + 2));
    }
    return condition;
}

void add_link(std::vector<WallCondition>& conditions, const ViewInput& input)
{
    if (const auto& back = input.replica.history_back()) {
        conditions.push_back(condition_of(tr(Text::WallHistoryBack, site_time(back->noticed_at, input.zone))));
    } else if (input.frozen) {
        const std::string heard = site_time(input.replica.heard_at(), input.zone);
        conditions.push_back(wall_audience_of(input) == WallAudience::Visitor
                ? condition_of(tr(Text::WallFrozenVisitor, heard.substr(0, 5)))
                : condition_of(tr(Text::WallFrozen, heard)));
    } else if (!input.replica.loaded()) {
        conditions.push_back(condition_of(tr(Text::WallLoading), Severity::Info, false));
    }
}

void add_record(std::vector<WallCondition>& conditions, const HealthAnswer& health)
{
    if (!health.damage.empty()) {
        conditions.push_back(condition_of(tr(Text::WallDamaged)));
    }
    if (!health.writable) {
        conditions.push_back(condition_of(tr(Text::WallNotWritable)));
    }
}

// Of all majors it is true of, by the services concerned.
void add_command(std::vector<WallCondition>& conditions, const std::vector<WallMajor>& majors)
{
    for (const auto& [text, holds] : { std::pair { Text::WallNoCommander, &WallMajor::no_commander },
             std::pair { Text::WallCommandUncertain, &WallMajor::command_uncertain } }) {
        WallCondition condition = condition_of(tr(text, std::string_view {}));
        condition.concerned.clear();
        for (const WallMajor& major : majors) {
            if (major.*holds) {
                condition.concerned.push_back(major.service);
            }
        }
        if (!condition.concerned.empty()) {
            conditions.push_back(std::move(condition));
        }
    }
}

// Whoever looks at an exercise learns what is really the matter meanwhile, or that nobody knows.
void add_exercise(std::vector<WallCondition>& conditions, const ViewInput& input)
{
    if (!input.replica.exercise()) {
        return;
    }
    const auto room = input.replica.real_room();
    if (room && !room->majors.empty()) {
        WallCondition real = condition_of(tr(Text::WallRealMajors, std::string_view {}));
        real.concerned.clear();
        for (const RoomMajor& major : room->majors) {
            std::string words(major.severity ? to_string(*major.severity) : std::string_view {});
            for (const std::string& service : major.services) {
                add_words(words, service, " ");
            }
            if (major.services.empty()) {
                words += std::string(words.empty() ? "" : " ").append(tr(Text::UnnamedService));
            }
            real.concerned.push_back(std::move(words));
        }
        conditions.insert(conditions.begin(), std::move(real));
    }
    conditions.push_back(condition_of(tr(Text::WallExercise), Severity::Maintenance));
    const bool untold = room && room->majors.empty() && !room->alerts_firing;
    if (untold || (!room && !input.replica.real_room_awaited())) {
        conditions.push_back(condition_of(tr(Text::WallRealUnknown), Severity::Unknown));
    } else if (room && room->majors.empty() && room->alerts_firing > 0) {
        const Severity worst = shown_severity(room->worst.value_or(AlertSeverity::Unknown));
        const std::string fires = tr(Text::WallRealFires, std::to_string(*room->alerts_firing), severity_name(worst),
            std::to_string(room->incidents_open.value_or(0)));
        conditions.push_back(condition_of(tr(Text::WallRealRoom, fires), worst));
    } else if (room && room->majors.empty() && room->incidents_open > 0) {
        const std::string open = tr(Text::WallRealIncidents, std::to_string(*room->incidents_open));
        conditions.push_back(condition_of(tr(Text::WallRealRoom, open), Severity::Major));
    }
}

// As many of those concerned as there is room for, and how many more there are.
FittedText fit_concerned(const std::vector<std::string>& concerned, const TextRoom& room)
{
    FittedText fitted;
    for (std::size_t shown = concerned.size(); shown > 0; --shown) {
        std::string words;
        for (std::size_t i = 0; i < shown; ++i) {
            words += (i > 0 ? ", " : "") + concerned[i];
        }
        if (shown < concerned.size()) {
            words += "… +" + std::to_string(concerned.size() - shown);
        }
        fitted = fit_text(words, room);
        if (!fitted.cut) {
            break;
        }
    }
    return fitted;
}

float condition_gap()
{
    return grid(3);
}

bool fit_beside(const WallCondition& condition, float width)
{
    const FittedText all = fit_text(joined(condition.concerned),
        { .width = width,
            .lines = 2,
            .largest = wall_letters(kFigureMinutes),
            .least = wall_letters(kFigureMinutes),
            .face = Face::Medium });
    return !all.cut;
}

// The name in one line, and those concerned beside it where there is room for them, else below.
void add_worst(WallLayout& band, const WallCondition& condition, float width)
{
    const float largest = wall_letters(kConditionMinutes);
    const float shape = largest * 0.8F;
    const bool behind = marks_stand_behind(); // at the band's other end
    band.add_shape({ behind ? width - shape : 0, (largest - shape) / 2 }, condition.severity, shape);
    const float left = behind ? 0 : shape + condition_gap();
    width -= behind ? shape + condition_gap() : 0;
    const FittedText name = fit_text(condition.name,
        { .width = width - left, .largest = largest, .least = wall_letters(kFigureMinutes), .face = Face::Medium });
    band.add({ left, (largest - name.size) / 2 }, name, condition.name);
    if (condition.concerned.empty()) {
        return;
    }
    const float beside = left + name.width + condition_gap();
    const float share = std::max(0.0F, width - beside) / width;
    // Where little is left only a few words stand beside it, in letters as large as below.
    const bool fits = share >= 0.25F || (share >= 0.2F && fit_beside(condition, share * width));
    const float from = fits ? beside : left;
    const FittedText concerned = fit_concerned(condition.concerned,
        { .width = width - from,
            .lines = 2,
            .largest = wall_letters(kTitleMinutes),
            .least = wall_letters(kLeastMinutes),
            .face = Face::Medium });
    const float top = fits ? std::max(0.0F, (largest - concerned.height()) / 2) : largest;
    band.add({ from, top }, concerned, joined(condition.concerned));
}

// One after the other, as many in a line as fit.
void add_others(WallLayout& band, const std::vector<WallCondition>& conditions, std::size_t first, float width)
{
    float left = 0;
    float top = band.height;
    float bottom = top;
    for (std::size_t i = first; i < conditions.size(); ++i) {
        const WallCondition& condition = conditions[i];
        const float size = wall_letters(kFigureMinutes);
        std::vector<std::string> words = condition.concerned;
        if (words.empty()) {
            words.push_back(condition.name);
        } else {
            words.front() = condition.name + ": " + words.front();
        }
        const FittedText text = fit_concerned(words,
            { .width = width - size - grid(1),
                .lines = 2,
                .largest = size,
                .least = wall_letters(kLeastMinutes),
                .face = Face::Medium });
        const float wanted = size + grid(1) + text.width;
        if (left > 0 && left + wanted > width) {
            left = 0;
            top = bottom;
        }
        band.add_marked({ left, top }, condition.severity, grid(1), text, condition.words());
        bottom = std::max(bottom, top + std::max(size, text.height()));
        left += wanted + 2 * condition_gap();
    }
}

}

std::string WallCondition::words() const
{
    return concerned.empty() ? name : name + ": " + joined(concerned);
}

std::vector<WallCondition> wall_conditions(const ViewInput& input, const std::vector<WallMajor>& majors)
{
    std::vector<WallCondition> conditions;
    add_link(conditions, input);
    add_record(conditions, input.replica.health());
    add_command(conditions, majors);
    add_exercise(conditions, input);
    if (input.replica.health().clock_leap_seconds != 0) {
        conditions.push_back(condition_of(tr(Text::WallClockSet), Severity::Major));
    }
    // What is in order and merely takes a while stands behind what is not.
    sort_stably(conditions, [](const WallCondition& a, const WallCondition& b) { return a.urgent && !b.urgent; });
    return conditions;
}

ConditionLayout lay_out_conditions(const std::vector<WallCondition>& conditions, float width)
{
    ConditionLayout layout;
    if (conditions.empty()) {
        return layout;
    }
    layout.worst = conditions.front().severity;
    layout.indent = grid(3);
    const float room = width - 2 * layout.indent;
    const std::size_t large = conditions.front().brief ? 0 : 1;
    if (large > 0) {
        add_worst(layout.pieces, conditions.front(), room);
    }
    add_others(layout.pieces, conditions, large, room);
    return layout;
}

void draw_conditions(const std::vector<WallCondition>& conditions, const ConditionLayout& layout)
{
    if (conditions.empty()) {
        return;
    }
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 to { from.x + width, from.y + layout.pieces.height + grid(1) };
    auto& list = *ImGui::GetWindowDrawList();
    const Colour hue = severity_colour(layout.worst);
    list.AddRectFilled(from, to, colour(hue, 0.22F), grid(1));
    const float bar = marks_stand_behind() ? to.x - grid(1.5F) : from.x;
    list.AddRectFilled({ bar, from.y }, { bar + grid(1.5F), to.y }, colour(hue), grid(0.5F));
    for (const WallCondition& condition : conditions) {
        const std::string words = condition.words();
        mirror().begin_group({ .id = item_id("condition/" + condition.name),
            .role = condition.urgent ? Role::Banner : Role::Group,
            .label = words,
            .rect = { from.x, from.y, to.x - from.x, to.y - from.y } });
        mirror().end_group();
    }
    ImGui::SetCursorScreenPos({ from.x + layout.indent, from.y + grid(0.5F) });
    WallLayout silent = layout.pieces; // the band has said it
    for (WallPiece& piece : silent.pieces) {
        piece.spoken.clear();
    }
    draw_layout(silent);
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy({ width, to.y - from.y });
}

}
