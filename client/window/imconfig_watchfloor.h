// SPDX-License-Identifier: Apache-2.0
// Read by every file that includes imgui.h (IMGUI_USER_CONFIG), so that all agree on its types.
#pragma once

// WebGL 2 has no vertex offset: with 16-bit indices a draw list of 65,536 vertices would abort.
#define ImDrawIdx unsigned int

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_FILE_FUNCTIONS
// The platform layer owns the clipboard and the shell.
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
// Code points beyond U+FFFF: people paste emoji into notes.
#define IMGUI_USE_WCHAR32
