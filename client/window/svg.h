// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/picture.h"

#include <imgui.h>

#include <string>

namespace watchfloor {

// What was drawn there as a drawing that can be enlarged: shapes as paths, words as text. It describes itself by what
// the mirror says of that part of the screen. An icon becomes a dot: who reads it has no font of icons.
std::string svg_of(const ImDrawData& data, const PictureArea& area);

}
