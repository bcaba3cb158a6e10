// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_type.h"

#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::string_view kEllipsis = "…";
// Letters are measured at one size, because each size that is asked for is drawn into the font's picture; other sizes
// follow in proportion, but for the rounding of single letters, which this leaves room for.
constexpr float kRounding = 1.012F;
constexpr float kSmaller = 0.95F;

float measured_at()
{
    return type_scale().size(Type::Body);
}

// Whether it may be broken only between words; a name of one long word is made smaller before it is broken.
enum class WordBreaks : std::uint8_t { BetweenWords, Anywhere };

struct WrappedText {
    std::vector<std::string_view> lines {};
    bool whole = true;
};

bool inside_word(std::string_view text, std::size_t at)
{
    return at > 0 && at < text.size() && text[at - 1] != ' ' && text[at] != ' ';
}

// As many lines as are allowed; `whole` is false where that is not all of it.
WrappedText wrap_text(std::string_view text, const TextRoom& room, float size, WordBreaks breaks)
{
    const float width = std::max(1.0F, room.width / kRounding * measured_at() / size);
    WrappedText wrapped;
    std::size_t at = 0;
    while (at < text.size() && static_cast<int>(wrapped.lines.size()) < room.lines) {
        const char* begin = text.data() + at;
        const char* end = text.data() + text.size();
        const char* stop = font(room.face)->CalcWordWrapPosition(measured_at(), begin, end, width);
        std::size_t length = std::max<std::size_t>(1, static_cast<std::size_t>(stop - begin));
        while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80U) {
            ++length; // never a part of a letter
        }
        if (breaks == WordBreaks::BetweenWords && inside_word(text, at + length)) {
            wrapped.whole = false;
        }
        wrapped.lines.push_back(text.substr(at, length));
        at += length;
        while (at < text.size() && text[at] == ' ') {
            ++at;
        }
    }
    wrapped.whole = wrapped.whole && at >= text.size();
    return wrapped;
}

FittedText as_text(const WrappedText& wrapped, const TextRoom& room, float size)
{
    FittedText text;
    text.size = size;
    text.face = room.face;
    for (const std::string_view line : wrapped.lines) {
        text.lines.emplace_back(line);
        text.width = std::max(text.width, wall_line_width(line, size, room.face));
    }
    return text;
}

void drop_last_letter(std::string& text)
{
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
        text.pop_back();
    }
    if (!text.empty()) {
        text.pop_back();
    }
}

// The last line says that there would be more.
void cut_short(FittedText& text, const TextRoom& room)
{
    text.cut = true;
    std::string& last = text.lines.back();
    while (!last.empty() && wall_line_width(last + std::string(kEllipsis), text.size, text.face) > room.width) {
        drop_last_letter(last);
    }
    while (!last.empty() && last.back() == ' ') {
        last.pop_back();
    }
    last += kEllipsis;
    text.width = 0;
    for (const std::string& line : text.lines) {
        text.width = std::max(text.width, wall_line_width(line, text.size, text.face));
    }
}

void draw_piece(const WallPiece& piece, ImVec2 origin)
{
    auto& list = *ImGui::GetWindowDrawList();
    const ImVec2 at { std::round(origin.x + piece.at.x), std::round(origin.y + piece.at.y) };
    if (piece.mark) {
        draw_rank_mark(*piece.mark, at, piece.side);
        return;
    }
    if (piece.shape) {
        draw_severity_shape(list, *piece.shape, { at.x + piece.side / 2, at.y + piece.side / 2 }, piece.side);
        return;
    }
    if (piece.text.cut) {
        mirror().note_cut(piece.spoken.empty() ? std::string_view { piece.text.lines.back() } : piece.spoken);
    }
    if (!piece.spoken.empty()) {
        declare({ .id = text_id(piece.spoken),
            .role = Role::Text,
            .label = piece.spoken,
            .rect = visible_rect(at, { piece.text.width, piece.text.height() }) });
    }
    float top = at.y;
    for (const std::string& line : piece.text.lines) {
        list.AddText(font(piece.text.face), piece.text.size, { at.x, top }, colour(piece.ink), line.data(),
            line.data() + line.size());
        top += piece.text.size;
    }
}

}

float wall_letters(float arc_minutes)
{
    if (theme().surface == Surface::Desk) {
        return std::ceil(type_scale().size(Type::Body) * arc_minutes / kFigureMinutes);
    }
    const float pixels_per_unit = std::max(1.0F, ImGui::GetIO().DisplayFramebufferScale.x);
    return std::ceil(static_cast<float>(cap_height_pixels(theme().wall, static_cast<double>(arc_minutes)))
        / kRobotoCapHeight / pixels_per_unit);
}

WallProfile placed_profile(WallProfile pixels, const WallDisplay* display)
{
    const bool placed = display != nullptr && display->distance_centimetres > 0 && display->diagonal_inches > 0;
    const WallProfile usual {};
    pixels.distance_m = placed ? static_cast<double>(display->distance_centimetres) / 100 : usual.distance_m;
    pixels.diagonal_inches = placed ? static_cast<double>(display->diagonal_inches) : usual.diagonal_inches;
    pixels.distance_m *= std::min(1.0, wall_lines(pixels) / kLeastWallLines);
    return pixels;
}

float wall_line_width(std::string_view text, float size, Face face)
{
    const float width = font(face)->CalcTextSizeA(measured_at(), 1e6F, 0, text.data(), text.data() + text.size()).x;
    return std::ceil(width * size / measured_at() * kRounding);
}

FittedText fit_text(std::string_view text, const TextRoom& room)
{
    std::string flat(text);
    std::replace(flat.begin(), flat.end(), '\n', ' ');
    const float least = std::min(room.least, room.largest);
    for (const WordBreaks breaks : { WordBreaks::BetweenWords, WordBreaks::Anywhere }) {
        for (float size = room.largest; size >= least;) {
            const WrappedText wrapped = wrap_text(flat, room, size, breaks);
            if (wrapped.whole) {
                return as_text(wrapped, room, size);
            }
            size = size > least ? std::max(least, std::floor(size * kSmaller)) : least - 1;
        }
    }
    FittedText cut = as_text(wrap_text(flat, room, least, WordBreaks::Anywhere), room, least);
    cut_short(cut, room);
    return cut;
}

bool WallLayout::cut() const
{
    return cut_on_a_turn || std::any_of(pieces.begin(), pieces.end(), [](const WallPiece& piece) {
        return piece.text.cut && !piece.gives_way;
    });
}

std::optional<float> WallLayout::smallest_mark() const
{
    std::optional<float> smallest;
    for (const WallPiece& piece : pieces) {
        if (piece.mark) {
            smallest = std::min(smallest.value_or(piece.side), piece.side);
        }
    }
    return smallest;
}

WallPiece& WallLayout::add(ImVec2 at, FittedText text, std::string_view spoken, Colour ink)
{
    height = std::max(height, at.y + text.height());
    pieces.push_back({ .at = at, .text = std::move(text), .spoken = std::string(spoken), .ink = ink });
    return pieces.back();
}

void WallLayout::add_mark(ImVec2 at, Rank rank, float size)
{
    height = std::max(height, at.y + size);
    pieces.push_back({ .at = at, .mark = rank, .side = size });
}

void WallLayout::add_shape(ImVec2 at, Severity severity, float side)
{
    height = std::max(height, at.y + side);
    pieces.push_back({ .at = at, .shape = severity, .side = side });
}

void WallLayout::add_marked(ImVec2 at, Severity severity, float gap, FittedText text, std::string_view spoken)
{
    constexpr float kMarkShare = 0.84F;
    const float size = text.size;
    const bool behind = marks_stand_behind();
    const float shape = behind ? at.x + text.width + gap + size * (1 - kMarkShare) : at.x;
    add_shape({ shape, at.y + size * (1 - kMarkShare) / 2 }, severity, size * kMarkShare);
    add({ behind ? at.x : at.x + size + gap, at.y }, std::move(text), spoken);
}

void WallLayout::take(WallLayout other, ImVec2 by)
{
    for (WallPiece& piece : other.pieces) {
        piece.at = { piece.at.x + by.x, piece.at.y + by.y };
        pieces.push_back(std::move(piece));
    }
    height = std::max(height, other.height + by.y);
}

void draw_layout(const WallLayout& layout)
{
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    for (const WallPiece& piece : layout.pieces) {
        draw_piece(piece, origin);
    }
    ImGui::Dummy({ ImGui::GetContentRegionAvail().x, layout.height });
}

}
