// SPDX-License-Identifier: Apache-2.0
#include "client/window/svg.h"

#include "client/mirror/mirror.h"
#include "client/theme/theme.h"
#include "shared/core/markup.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>

namespace watchfloor {
namespace {

// To a hundredth of a unit.
std::string number(float value)
{
    const long hundredths = std::labs(std::lround(value * 100));
    std::string text = value < 0 && hundredths > 0 ? "-" : "";
    text += std::to_string(hundredths / 100);
    if (const long rest = hundredths % 100; rest != 0) {
        text.append(rest < 10 ? ".0" : ".").append(std::to_string(rest));
    }
    return text;
}

std::string attribute(std::string_view name, float value)
{
    return std::string(" ").append(name).append("=\"").append(number(value)).append("\"");
}

std::string fill(ImU32 ink)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = " fill=\"#";
    for (const int shift : { IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT }) {
        const ImU32 part = (ink >> shift) & 0xFFU;
        text += kDigits[part >> 4U];
        text += kDigits[part & 0xFU];
    }
    text += '"';
    const ImU32 alpha = ink >> IM_COL32_A_SHIFT;
    return alpha == 0xFFU ? text : text + attribute("fill-opacity", static_cast<float>(alpha) / 255);
}

struct GlyphOf {
    const ImFontBaked* font = nullptr;
    const ImFontGlyph* glyph = nullptr;
};
// By the place in the texture from which they are drawn: that is all that a drawing knows of its letters.
using Glyphs = std::map<std::pair<float, float>, GlyphOf>;

Glyphs known_glyphs()
{
    Glyphs glyphs;
    auto& pool = ImGui::GetIO().Fonts->Builder->BakedPool;
    for (int i = 0; i < pool.Size; ++i) {
        for (const ImFontGlyph& glyph : pool[i].Glyphs) {
            if (glyph.Visible != 0) {
                glyphs[{ glyph.U0, glyph.V0 }] = { &pool[i], &glyph };
            }
        }
    }
    return glyphs;
}

bool is_icon(unsigned codepoint)
{
    return codepoint >= 0xE000U && codepoint <= 0xF8FFU;
}

using Corners = std::array<const ImDrawVert*, 4>; // the last may be none

ImRect around(const Corners& corners)
{
    ImRect box { corners[0]->pos, corners[0]->pos };
    for (const ImDrawVert* corner : corners) {
        if (corner != nullptr) {
            box.Add(corner->pos);
        }
    }
    return box;
}

class SvgWriter {
public:
    explicit SvgWriter(std::string& out) : out_(out), glyphs_(known_glyphs()) { }

    // Nothing that lies beside `clip`: nobody sees there what the file would tell.
    void draw(const ImDrawList& list, const ImDrawCmd& command, const ImRect& clip)
    {
        const auto* indices = list.IdxBuffer.Data + command.IdxOffset;
        const auto* vertices = list.VtxBuffer.Data + command.VtxOffset;
        for (unsigned i = 0; i + 2 < command.ElemCount;) {
            Corners corners { vertices + indices[i], vertices + indices[i + 1], vertices + indices[i + 2], nullptr };
            // Two triangles that fan out from one corner are one shape of four.
            if (i + 5 < command.ElemCount && indices[i + 3] == indices[i] && indices[i + 4] == indices[i + 2]) {
                corners[3] = vertices + indices[i + 5];
            }
            i += corners[3] != nullptr ? 6U : 3U;
            if (!clip.Overlaps(around(corners))) {
                continue;
            }
            const auto found = glyphs_.find({ corners[0]->uv.x, corners[0]->uv.y });
            if (found != glyphs_.end() && corners[3] != nullptr) {
                add_glyph(found->second, *corners[0], *corners[2]);
            } else {
                add_shape(corners);
            }
        }
        end_path();
        end_text();
    }

private:
    // The soft edge around a shape, which ends in nothing, is the reader's affair.
    void add_shape(const Corners& corners)
    {
        const bool soft = std::any_of(corners.begin(), corners.end(),
            [](const ImDrawVert* corner) { return corner != nullptr && (corner->col & IM_COL32_A_MASK) == 0; });
        if (soft) {
            return;
        }
        end_text();
        if (path_.empty() || ink_ != corners[0]->col) {
            end_path();
            ink_ = corners[0]->col;
        }
        char step = 'M';
        for (const ImDrawVert* corner : corners) {
            if (corner != nullptr) {
                path_ += std::exchange(step, 'L') + number(corner->pos.x) + " " + number(corner->pos.y);
            }
        }
        path_ += 'Z';
    }

    void add_glyph(const GlyphOf& of, const ImDrawVert& first, const ImDrawVert& last)
    {
        end_path();
        const ImFontGlyph& glyph = *of.glyph;
        const float scale = (last.pos.y - first.pos.y) / std::max(0.01F, glyph.Y1 - glyph.Y0);
        const ImVec2 pen { first.pos.x - glyph.X0 * scale, first.pos.y - glyph.Y0 * scale };
        if (is_icon(glyph.Codepoint)) {
            end_text();
            const float radius = (last.pos.y - first.pos.y) / 3;
            out_ += "<circle" + attribute("cx", (first.pos.x + last.pos.x) / 2)
                + attribute("cy", (first.pos.y + last.pos.y) / 2) + attribute("r", radius) + fill(first.col) + "/>\n";
            return;
        }
        const float space = of.font->Size * scale * 0.25F;
        const float gap = pen.x - text_end_;
        const bool goes_on = !text_.empty() && of.font == font_ && ink_ == first.col
            && std::abs(pen.y - text_at_.y) < 0.5F && gap > -1 && gap < 4 * space;
        if (!goes_on) {
            end_text();
            font_ = of.font;
            scale_ = scale;
            ink_ = first.col;
            text_at_ = pen;
        } else if (gap > space / 2) {
            text_ += ' '; // which draws nothing
        }
        char utf8[5] = {};
        text_.append(utf8, static_cast<std::size_t>(ImTextCharToUtf8(utf8, glyph.Codepoint)));
        text_end_ = pen.x + glyph.AdvanceX * scale;
    }

    void end_path()
    {
        if (!path_.empty()) {
            out_ += "<path" + fill(ink_) + " d=\"" + path_ + "\"/>\n";
            path_.clear();
        }
    }

    // As long as it was here, whatever font it is read in.
    void end_text()
    {
        if (text_.empty()) {
            return;
        }
        out_ += "<text" + attribute("x", text_at_.x) + attribute("y", text_at_.y + font_->Ascent * scale_)
            + attribute("font-size", font_->Size * scale_ * 0.85F) + attribute("textLength", text_end_ - text_at_.x)
            + " lengthAdjust=\"spacingAndGlyphs\"" + fill(ink_) + ">" + escape_markup(text_) + "</text>\n";
        text_.clear();
    }

    std::string& out_;
    Glyphs glyphs_;
    std::string path_ {};
    ImU32 ink_ = 0;
    std::string text_ {};
    const ImFontBaked* font_ = nullptr;
    float scale_ = 1;
    ImVec2 text_at_ {};
    float text_end_ = 0;
};

std::string rectangle(const ImRect& box)
{
    return "<rect" + attribute("x", box.Min.x) + attribute("y", box.Min.y) + attribute("width", box.GetWidth())
        + attribute("height", box.GetHeight());
}

// What is only there to be pressed, and not drawn; a timeline is a button too, as high as its lanes.
bool is_control(const MirrorItem& item)
{
    constexpr float kHighest = 48;
    return (item.role == Role::Button || item.role == Role::Switch) && item.rect.height <= kHighest;
}

// What a screen reader is told of that part.
std::string spoken_in(const ImRect& box, bool part)
{
    std::string words;
    for (const MirrorItem& item : mirror().items()) {
        if (part && is_control(item)) {
            continue;
        }
        const ImVec2 middle { item.rect.x + item.rect.width / 2, item.rect.y + item.rect.height / 2 };
        if (!item.label.empty() && box.Contains(middle)) {
            words += escape_markup(item.label) + "\n";
        }
    }
    return words;
}

}

std::string svg_of(const ImDrawData& data, const PictureArea& area)
{
    const ImVec2 end { data.DisplayPos.x + data.DisplaySize.x, data.DisplayPos.y + data.DisplaySize.y };
    const bool whole = area.width <= 0 || area.height <= 0;
    ImRect box { whole ? data.DisplayPos : ImVec2 { area.x, area.y },
        whole ? end : ImVec2 { area.x + area.width, area.y + area.height } };
    box.ClipWith(ImRect { data.DisplayPos, end });
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""
        + attribute("width", box.GetWidth()) + attribute("height", box.GetHeight()) + " viewBox=\"" + number(box.Min.x)
        + " " + number(box.Min.y) + " " + number(box.GetWidth()) + " " + number(box.GetHeight())
        + "\" font-family=\"Roboto, Arial, sans-serif\" shape-rendering=\"crispEdges\">\n<desc>"
        + spoken_in(box, !whole) + "</desc>\n" + rectangle(box) + fill(colour(Colour::Background0)) + "/>\n";
    int clips = 0;
    SvgWriter writer { out };
    for (const ImDrawList* list : data.CmdLists) {
        if (list->_OwnerName != nullptr && list->_OwnerName == kMessagesWindow) {
            continue;
        }
        for (const ImDrawCmd& command : list->CmdBuffer) {
            ImRect clip { command.ClipRect };
            clip.ClipWith(box);
            if (command.UserCallback != nullptr || command.ElemCount == 0 || clip.GetWidth() < 1
                || clip.GetHeight() < 1) {
                continue;
            }
            const std::string name = "c" + std::to_string(clips++);
            out += "<clipPath id=\"" + name + "\">" + rectangle(clip) + "/></clipPath>\n<g clip-path=\"url(#" + name
                + ")\">\n";
            writer.draw(*list, command, clip);
            out += "</g>\n";
        }
    }
    return out + "</svg>\n";
}

}
