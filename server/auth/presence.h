// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"

#include <cstdint>
#include <memory>

namespace watchfloor {

// Who is there: whose console is connected, and who did anything at all, in whichever journal. Of this run of the server
// only; nothing of it is recorded. Any thread.
class Presence {
public:
    struct Signs {
        bool attending = false; // a live stream of theirs is open
        std::uint64_t acts = 0; // requests so far
    };

    Presence();

    void acted(const UserId& user);
    // They attend for as long as somebody holds what is returned, which may outlast this.
    std::shared_ptr<const void> attend(const UserId& user);
    Signs of(const UserId& user) const;

private:
    struct Book;
    std::shared_ptr<Book> book_;
};

}
