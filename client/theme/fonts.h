// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/theme.h"

namespace watchfloor {

// Loads the built-in faces (Roboto Regular and Medium, JetBrains Mono) into the context's atlas.
// Glyphs are drawn on demand at any size. Call once per ImGui context, before the first frame.
void load_fonts();

// Selects a face and size until it goes out of scope. Mono is scaled so that its capitals are as
// tall as Roboto's.
class TypeScope {
public:
    explicit TypeScope(Type type, Face face = Face::Regular);
    ~TypeScope();
    TypeScope(const TypeScope&) = delete;
    TypeScope& operator=(const TypeScope&) = delete;
};

ImFont* font(Face face);
float font_size(Type type, Face face = Face::Regular);

constexpr float kRobotoCapHeight = 0.607F;
constexpr float kMonoCapHeight = 0.553F;

}
