// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/window/window.h"

#include <memory>

namespace watchfloor {

// Every widget in every state on one page (`--view gallery`): what the headless tests draw and
// what a designer looks at. Shows sample words only, and says so.
std::unique_ptr<WindowContent> make_gallery(bool wall);

}
