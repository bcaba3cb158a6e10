// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/app/outbox.h"
#include "client/views/view.h"

#include <string>

namespace watchfloor {

// The entries of this person that wait to be sent: read, rewritten and withdrawn as long as the server cannot have them.
// What is being rewritten is not sent meanwhile.
class WaitingList {
public:
    void open() { open_ = true; }
    void draw(const ViewInput& input, Outbox& outbox);

private:
    const QueuedEntry* choose(const std::vector<const QueuedEntry*>& own);
    void draw_rows(const ViewInput& input, const std::vector<const QueuedEntry*>& own);
    void draw_chosen(const QueuedEntry& entry, Outbox& outbox);
    void close(Outbox& outbox);

    bool open_ = false;
    std::string chosen_ {}; // its key
    std::string draft_ {};
    std::string before_ {}; // what the draft began with
};

}
