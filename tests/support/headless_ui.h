// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/mirror/mirror.h"
#include "client/theme/theme.h"
#include "client/widgets/controls/context.h"
#include "client/widgets/controls/layout.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <functional>

namespace watchfloor {

// A console without a window: ImGui with a renderer that draws nothing. One at a time.
class HeadlessUi {
public:
    explicit HeadlessUi(ImVec2 size = { 1280, 800 })
    {
        create_ui();
        auto& io = ImGui::GetIO();
        io.DisplaySize = size;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
        apply_theme({});
    }

    ~HeadlessUi()
    {
        draw([] {});
        for (auto* texture : ImGui::GetPlatformIO().Textures) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
        destroy_ui();
    }

    HeadlessUi(const HeadlessUi&) = delete;
    HeadlessUi& operator=(const HeadlessUi&) = delete;

    // One whole frame; `content` opens its own screen.
    void frame(const std::function<void()>& content)
    {
        ImGui::GetIO().DeltaTime = 1.0F / 60;
        begin_ui_frame();
        content();
        end_ui_frame();
        ImGui::Render();
        accept_textures();
    }

    // Frames with widgets on a screen, until no input is left.
    void draw(const std::function<void()>& widgets, int frames = 2)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            frame([&] {
                begin_screen("Test");
                widgets();
                end_screen();
            });
        }
    }

    static void press_key(int chord)
    {
        auto& io = ImGui::GetIO();
        for (const bool down : { true, false }) {
            for (const auto modifier : { ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiMod_Alt }) {
                if ((chord & modifier) != 0) {
                    io.AddKeyEvent(modifier, down);
                }
            }
            io.AddKeyEvent(static_cast<ImGuiKey>(chord & ~ImGuiMod_Mask_), down);
        }
    }

    static void hover(const MirrorItem& item)
    {
        ImGui::GetIO().AddMousePosEvent(item.rect.x + item.rect.width / 2, item.rect.y + item.rect.height / 2);
    }

    // Rows need a frame of hover before the click, as every real pointer gives it.
    static void click(const MirrorItem& item)
    {
        auto& io = ImGui::GetIO();
        hover(item);
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
    }

    int vertices() const { return ImGui::GetDrawData()->TotalVtxCount; }

private:
    static void accept_textures()
    {
        for (auto* texture : ImGui::GetPlatformIO().Textures) {
            if (texture->Status == ImTextureStatus_WantCreate || texture->Status == ImTextureStatus_WantUpdates) {
                texture->SetTexID(1);
                texture->SetStatus(ImTextureStatus_OK);
            } else if (texture->Status == ImTextureStatus_WantDestroy) {
                texture->SetTexID(ImTextureID_Invalid);
                texture->SetStatus(ImTextureStatus_Destroyed);
            }
        }
    }
};

}
