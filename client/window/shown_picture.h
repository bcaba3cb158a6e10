// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <vector>

namespace watchfloor {

// What a window shows. A frame that would show the same again (settling after an input, a tick that moved no digit)
// need not be handed to the display, which without a graphics card costs ten times what made the frame. Holds a copy
// of the last drawing: 20 bytes a vertex, 2 an index.
class ShownPicture {
public:
    // Whether `data` has to be handed over: it differs from what is shown, or has textures to bring up to date. It
    // counts as shown from here on.
    bool show(const ImDrawData& data);
    // For a window that lost its picture, or changed its size.
    void forget() { valid_ = false; }

private:
    struct Command {
        ImVec4 clip {};
        ImTextureID texture {};
        unsigned int first_vertex = 0;
        unsigned int first_index = 0;
        unsigned int indices = 0;
    };
    struct List {
        std::vector<Command> commands {};
        std::vector<ImDrawVert> vertices {};
        std::vector<ImDrawIdx> indices {};
    };

    static bool same(const List& shown, const ImDrawList& drawn);
    static void keep(List& shown, const ImDrawList& drawn);

    std::vector<List> lists_ {};
    ImVec2 size_ {};
    ImVec2 scale_ {};
    bool valid_ = false;
};

}
