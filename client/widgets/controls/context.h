// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace watchfloor {

// Creates ImGui's context with fonts, theme and keyboard navigation, and no settings file; the
// window, and headless tests, call it once. Then every frame, after the backend's own beginning:
//   begin_ui_frame(); … draw …; end_ui_frame(); ImGui::Render();
// Input reaches the widgets as if somebody waited for the screen after each key, however fast it was typed:
// one key press a frame outside text, and nothing while the keyboard is on its way to another field.
void create_ui();
void destroy_ui();
void begin_ui_frame();
void end_ui_frame();

}
