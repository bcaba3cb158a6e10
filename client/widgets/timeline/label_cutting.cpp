// SPDX-License-Identifier: Apache-2.0
// A label of the timeline takes one line and ends with an ellipsis where its room does.
#include "client/theme/fonts.h"
#include "client/widgets/timeline/frame.h"

#include <imgui.h>

#include <algorithm>
#include <string>

namespace watchfloor {
namespace {

// People write several lines; a lane has one. `room` holds the text where it had to be changed.
std::string_view one_line(std::string_view text, std::string& room)
{
    constexpr std::string_view kBreaks = "\n\r\t";
    if (text.find_first_of(kBreaks) == std::string_view::npos) {
        return text;
    }
    room.assign(text);
    std::replace_if(
        room.begin(), room.end(), [&](char c) { return kBreaks.find(c) != std::string_view::npos; }, ' ');
    return room;
}

}

float label_width(std::string_view words, Face face)
{
    std::string room;
    const std::string_view text = one_line(words, room);
    const float size = font_size(Type::Caption, face);
    return font(face)->CalcTextSizeA(size, 1e6F, 0, text.data(), text.data() + text.size()).x;
}

float draw_label(TimelineFrame& frame, ImVec2 at, std::string_view words, const TextOptions& options)
{
    std::string room;
    const std::string_view text = one_line(words, room);
    if (text.empty() || options.width < grid(2)) {
        return 0;
    }
    ImFont* face = font(options.face);
    const float size = font_size(Type::Caption, options.face);
    const char* const end = text.data() + text.size();
    const char* cut = end;
    float width = face->CalcTextSizeA(size, 1e6F, 0, text.data(), end).x;
    if (width > options.width) {
        const float dots = face->CalcTextSizeA(size, 1e6F, 0, "…").x;
        width = face->CalcTextSizeA(size, std::max(1.0F, options.width - dots), 0, text.data(), end, &cut).x;
        if (cut == text.data() || width + dots > options.width) {
            return 0;
        }
        frame.list.AddText(face, size, { at.x + width, at.y }, colour(options.colour), "…");
        width += dots;
    }
    frame.list.AddText(face, size, at, colour(options.colour), text.data(), cut);
    frame.runtime.labels.push_back({ at.x, at.y, at.x + width, at.y + size, options.seq, cut != end });
    return width;
}

}
