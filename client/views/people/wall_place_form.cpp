// SPDX-License-Identifier: Apache-2.0
#include "client/views/people/wall_place_form.h"

#include "client/language/text.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace watchfloor {
namespace {

// "4", "4.5", "0.75".
std::string hundredths_text(std::int64_t hundredths)
{
    std::string text = std::to_string(hundredths / 100);
    if (const std::int64_t rest = hundredths % 100; rest != 0) {
        const std::string digits = std::to_string(100 + rest).substr(1);
        text += "." + (digits.back() == '0' ? digits.substr(0, 1) : digits);
    }
    return text;
}

std::optional<std::int64_t> digits_of(std::string_view text)
{
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    const bool whole = read.ec == std::errc {} && read.ptr == end && value >= 0;
    return whole ? std::optional { value } : std::nullopt;
}

std::optional<std::int64_t> within(std::optional<std::int64_t> value, std::int64_t least, std::int64_t most)
{
    return value && *value >= least && *value <= most ? value : std::nullopt;
}

std::optional<std::int64_t> distance_said(std::string_view text)
{
    return within(read_hundredths(text), kLeastDistanceCentimetres, kMostDistanceCentimetres);
}

std::optional<std::int64_t> diagonal_said(std::string_view text)
{
    const auto hundredths = read_hundredths(text);
    return within(hundredths ? std::optional { (*hundredths + 50) / 100 } : std::nullopt, kLeastDiagonalInches,
        kMostDiagonalInches);
}

}

std::optional<std::int64_t> read_hundredths(std::string_view text)
{
    constexpr std::size_t kMostDigits = 6;
    const std::size_t point = std::min(text.find_first_of(".,"), text.size());
    const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    const auto whole = digits_of(text.substr(0, point));
    const auto rest = fraction.empty() ? std::optional<std::int64_t> { 0 } : digits_of(fraction);
    const bool bare = point + 1 == text.size(); // "4." is still being typed
    if (!whole || !rest || bare || point > kMostDigits || fraction.size() > 2) {
        return std::nullopt;
    }
    return *whole * 100 + (fraction.size() == 1 ? *rest * 10 : *rest);
}

void WallPlaceForm::open(const WallDisplay* display)
{
    const WallDisplay known = display != nullptr ? *display : WallDisplay {};
    distance_
        = hundredths_text(known.distance_centimetres > 0 ? known.distance_centimetres : kUsualDistanceCentimetres);
    diagonal_ = std::to_string(known.diagonal_inches > 0 ? known.diagonal_inches : kUsualDiagonalInches);
    role_ = known.role;
}

bool WallPlaceForm::draw(bool enabled)
{
    const float half = column_width(2);
    const bool by_distance = text_field(tr(Text::FieldWallDistance), distance_,
        { .error = distance_said(distance_) ? std::string_view {} : tr(Text::WallDistanceUnread),
            .max_characters = 6,
            .width = half,
            .enabled = enabled })
                                 .committed;
    same_line(3);
    const bool by_diagonal = text_field(tr(Text::FieldWallDiagonal), diagonal_,
        { .error = diagonal_said(diagonal_) ? std::string_view {} : tr(Text::WallDiagonalUnread),
            .max_characters = 6,
            .width = half,
            .enabled = enabled })
                                 .committed;
    return by_distance || by_diagonal;
}

void WallPlaceForm::draw_role()
{
    const std::array<std::string, 3> roles { std::string(tr(Text::WallRoleAll)), std::string(tr(Text::WallRoleMajors)),
        std::string(tr(Text::WallRoleRest)) };
    auto role = static_cast<int>(role_);
    if (select(tr(Text::FieldWallRole), roles, role)) {
        role_ = static_cast<WallRole>(role);
    }
}

std::optional<FitWall> WallPlaceForm::said() const
{
    const auto distance = distance_said(distance_);
    const auto diagonal = diagonal_said(diagonal_);
    if (!distance || !diagonal) {
        return std::nullopt;
    }
    FitWall fit;
    fit.diagonal_inches = *diagonal;
    fit.distance_centimetres = *distance;
    fit.role = role_;
    return fit;
}

}
