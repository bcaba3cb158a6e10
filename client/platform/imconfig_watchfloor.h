// SPDX-License-Identifier: Apache-2.0
// Dear ImGui's compile-time configuration, for the library and for all that includes it.
#pragma once

// WebGL2 has no vertex offset: 65,536 vertices in one list would abort with 16-bit indices.
#define ImDrawIdx unsigned int

#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
