// SPDX-License-Identifier: Apache-2.0
#include "client/platform/picture.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace watchfloor {
namespace {

std::optional<PictureWanted>& wanted_now()
{
    static std::optional<PictureWanted> wanted;
    return wanted;
}

std::optional<PictureWanted>& wanted_next()
{
    static std::optional<PictureWanted> wanted;
    return wanted;
}

std::optional<PictureSaved>& saved_last()
{
    static std::optional<PictureSaved> saved;
    return saved;
}

PictureArea& offered_now()
{
    static PictureArea area;
    return area;
}

// First and past-the-last pixel of a stretch, whole pixels that it touches.
std::pair<int, int> stretch(float begin, float length, float scale, int most)
{
    const auto within
        = [most](float pixel) { return static_cast<int>(std::clamp(pixel, 0.0F, static_cast<float>(most))); };
    return { within(std::floor(begin * scale)), within(std::ceil((begin + length) * scale)) };
}

}

void save_picture(PictureWanted wanted)
{
    wanted_next() = std::move(wanted);
}

void offer_part(const PictureArea& area)
{
    offered_now() = area;
}

PictureArea offered_part()
{
    return offered_now();
}

void begin_picture_frame()
{
    offered_now() = {};
    wanted_now() = std::exchange(wanted_next(), std::nullopt);
}

bool pictures_part()
{
    return wanted_now() && wanted_now()->area.width > 0 && wanted_now()->area.height > 0;
}

bool picture_wanted()
{
    return wanted_now().has_value();
}

std::optional<PictureWanted> take_picture_wanted()
{
    return std::exchange(wanted_now(), std::nullopt);
}

void picture_is_saved(PictureSaved saved)
{
    saved_last() = std::move(saved);
}

std::optional<PictureSaved> take_picture_saved()
{
    return std::exchange(saved_last(), std::nullopt);
}

PixelArea pixels_of(const PictureArea& area, float scale_x, float scale_y, int window_width, int window_height)
{
    const auto [left, right] = stretch(area.x, area.width, scale_x, window_width);
    const auto [top, bottom] = stretch(area.y, area.height, scale_y, window_height);
    if (area.width <= 0 || area.height <= 0 || right <= left || bottom <= top) {
        return { 0, 0, window_width, window_height };
    }
    return { left, top, right - left, bottom - top };
}

std::string picture_name(const std::string& path, const std::string& at, std::string_view ending)
{
    std::string name = (path == "/" ? std::string("board") : path.substr(path.starts_with('/') ? 1 : 0)) + "-" + at;
    const auto kept = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    std::replace_if(
        name.begin(), name.end(), [&](char c) { return !kept(c); }, '-');
    return name.append(ending);
}

}
