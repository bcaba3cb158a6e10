// SPDX-License-Identifier: Apache-2.0
#include "client/theme/fonts.h"

#include "client/theme/font_files.h"
#include "client/theme/icons.h"
#include "shared/core/result.h"

#include <array>

namespace watchfloor {
namespace {

// Font Awesome's glyphs sit on their own baseline; measured against Roboto's capitals.
constexpr float kIconScale = 0.82F;

ImFontConfig built_in()
{
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    return config;
}

ImFont* add(FontFile file, float pixels, const ImFontConfig& config)
{
    const FontBytes font = font_bytes(file);
    VERIFY(font.size > 0);
    // ImGui's signature takes a mutable pointer, but does not write to data it does not own.
    auto* bytes = const_cast<unsigned char*>(font.data);
    ImFont* added = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(bytes, static_cast<int>(font.size), pixels, &config);
    VERIFY(added != nullptr);
    return added;
}

// The face, then the icons, then what only the monospaced face has: Roboto knows no arrows.
ImFont* add_face(FontFile file)
{
    constexpr float reference = 20.0F;
    ImFont* face = add(file, reference, built_in());
    auto merged = built_in();
    merged.MergeMode = true;
    add(FontFile::Icons, reference * kIconScale, merged);
    if (file != FontFile::JetBrainsMono) {
        add(FontFile::JetBrainsMono, reference, merged);
    }
    return face;
}

std::array<ImFont*, 3>& faces()
{
    static std::array<ImFont*, 3> instance {};
    return instance;
}

}

void load_fonts()
{
    faces()
        = { add_face(FontFile::RobotoRegular), add_face(FontFile::RobotoMedium), add_face(FontFile::JetBrainsMono) };
    ImGui::GetIO().FontDefault = faces()[0];
}

ImFont* font(Face face)
{
    return faces()[static_cast<std::size_t>(face)];
}

float font_size(Type type, Face face)
{
    const float size = type_scale().size(type);
    return face == Face::Mono ? size * kRobotoCapHeight / kMonoCapHeight : size;
}

TypeScope::TypeScope(Type type, Face face)
{
    ImGui::PushFont(font(face), font_size(type, face));
}

TypeScope::~TypeScope()
{
    ImGui::PopFont();
}

float icon_width(Icon icon, float size)
{
    return icon == nullptr ? 0 : font(Face::Regular)->CalcTextSizeA(size, 1e6F, 0, icon).x;
}

void draw_icon(ImDrawList& list, Icon icon, ImVec2 centre, float size, ImU32 colour)
{
    if (icon == nullptr) {
        return;
    }
    const ImVec2 extent = font(Face::Regular)->CalcTextSizeA(size, 1e6F, 0, icon);
    list.AddText(font(Face::Regular), size, { centre.x - extent.x / 2, centre.y - extent.y / 2 }, colour, icon);
}

}
