// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "shared/wire/answers/walls.h"

namespace watchfloor {

// What a display shows while it is tested: what it is called, how large it is and of which build, every colour with its
// shape and code, the smallest text it may show, and a circle within a frame, which is round and whole on a panel that
// neither stretches nor cuts its picture.
void draw_test_picture(const ViewInput& input, const WallTest& test);

}
