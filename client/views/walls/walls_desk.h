// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <memory>

namespace watchfloor {

// The desk's screen for who was let in: the wall displays of the site and, for those who may, the tokens of programs.
std::unique_ptr<View> make_walls_desk();

}
