// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace watchfloor {

// Creates ImGui's context with fonts, theme and keyboard navigation, and no settings file; the
// window, and headless tests, call it once. Then every frame between NewFrame and Render:
//   begin_ui_frame(); … draw …; end_ui_frame();
void create_ui();
void destroy_ui();
void begin_ui_frame();
void end_ui_frame();

}
