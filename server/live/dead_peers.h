// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace watchfloor {

// Lets the kernel find out that a viewer's machine or network died without a word: within 20 s if something waits for
// it, within 25 s if nothing does. Its connection then fails as one that was closed.
void notice_dead_peer(int socket);

}
