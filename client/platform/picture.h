// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// Part of the window, in the units that screens are laid out in; without a width or height the whole window.
struct PictureArea {
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;
};

// The same in the display's pixels, top left first.
struct PixelArea {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

// Of a file that is a drawing to be enlarged (client/window/svg.h); any other is a PNG.
inline constexpr std::string_view kDrawingEnding = ".svg";

// The window of what the console itself says: over what is shown, and no part of it.
inline constexpr std::string_view kMessagesWindow = "##messages";

struct PictureWanted {
    std::string name {}; // of the file: letters, digits, dots and dashes
    PictureArea area {};
};

struct PictureSaved {
    std::optional<std::string> place {}; // for people; nothing: it could not be written
};

// Saves what the next frame will show where save_file() puts its files. Views return SavePicture
// (client/views/view.h) instead, which ends here. Asked for twice in a frame, the later one counts.
void save_picture(PictureWanted wanted);
// The part that this frame offers as a picture; without one nothing.
void offer_part(const PictureArea& area);
PictureArea offered_part();
// At a frame's beginning: what was asked for is what it is drawn for.
void begin_picture_frame();
// The frame is drawn as a picture of a part, for people who do not work with it: without what only those need.
bool pictures_part();

// For the window, once the frame is drawn; and for who tells the user what became of it.
bool picture_wanted();
std::optional<PictureWanted> take_picture_wanted();
void picture_is_saved(PictureSaved saved);
std::optional<PictureSaved> take_picture_saved();

// What of a window of this many pixels, `scale_x` and `scale_y` to a unit, the area covers; where it covers nothing,
// all.
PixelArea pixels_of(const PictureArea& area, float scale_x, float scale_y, int window_width, int window_height);

// "incidents-INC-4-2026-03-02T09-00-00Z.png" for what an address shows.
std::string picture_name(const std::string& path, const std::string& at, std::string_view ending = ".png");

}
