// SPDX-License-Identifier: Apache-2.0
#include "client/window/shown_picture.h"

#include <cstring>

namespace watchfloor {
namespace {

bool equal(const ImVec2& left, const ImVec2& right)
{
    return left.x == right.x && left.y == right.y;
}

template<typename T>
bool equal(const std::vector<T>& kept, const ImVector<T>& drawn)
{
    return kept.size() == static_cast<std::size_t>(drawn.Size)
        && (drawn.Size == 0 || std::memcmp(kept.data(), drawn.Data, kept.size() * sizeof(T)) == 0);
}

bool textures_wait(const ImDrawData& data)
{
    if (data.Textures == nullptr) {
        return false;
    }
    for (const ImTextureData* texture : *data.Textures) {
        if (texture->Status != ImTextureStatus_OK) {
            return true;
        }
    }
    return false;
}

}

bool ShownPicture::same(const List& shown, const ImDrawList& drawn)
{
    if (shown.commands.size() != static_cast<std::size_t>(drawn.CmdBuffer.Size)
        || !equal(shown.vertices, drawn.VtxBuffer) || !equal(shown.indices, drawn.IdxBuffer)) {
        return false;
    }
    for (int i = 0; i < drawn.CmdBuffer.Size; ++i) {
        const Command& left = shown.commands[static_cast<std::size_t>(i)];
        const ImDrawCmd& right = drawn.CmdBuffer[i];
        // What a callback draws nobody can compare.
        if (right.UserCallback != nullptr || left.texture != right.GetTexID() || left.first_vertex != right.VtxOffset
            || left.first_index != right.IdxOffset || left.indices != right.ElemCount
            || std::memcmp(&left.clip, &right.ClipRect, sizeof(ImVec4)) != 0) {
            return false;
        }
    }
    return true;
}

void ShownPicture::keep(List& shown, const ImDrawList& drawn)
{
    shown.commands.clear();
    for (const ImDrawCmd& command : drawn.CmdBuffer) {
        shown.commands.push_back(
            { command.ClipRect, command.GetTexID(), command.VtxOffset, command.IdxOffset, command.ElemCount });
    }
    shown.vertices.assign(drawn.VtxBuffer.begin(), drawn.VtxBuffer.end());
    shown.indices.assign(drawn.IdxBuffer.begin(), drawn.IdxBuffer.end());
}

bool ShownPicture::show(const ImDrawData& data)
{
    const auto count = static_cast<std::size_t>(data.CmdLists.Size);
    // A texture that is still to be made has no name yet: what is kept of such a frame would never match.
    bool changed = !valid_ || textures_wait(data) || lists_.size() != count || !equal(size_, data.DisplaySize)
        || !equal(scale_, data.FramebufferScale);
    for (std::size_t i = 0; i < count && !changed; ++i) {
        changed = !same(lists_[i], *data.CmdLists[static_cast<int>(i)]);
    }
    if (!changed) {
        return false;
    }
    valid_ = !textures_wait(data);
    lists_.resize(count);
    for (std::size_t i = 0; valid_ && i < count; ++i) {
        keep(lists_[i], *data.CmdLists[static_cast<int>(i)]);
    }
    size_ = data.DisplaySize;
    scale_ = data.FramebufferScale;
    return true;
}

}
