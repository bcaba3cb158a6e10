// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace watchfloor {

// Which causes sound on this device: each can be silenced for good, and switched on again.
class SoundsPanel {
public:
    void open() { open_ = true; }
    void draw();
    static bool any_silenced();

private:
    bool open_ = false;
};

}
