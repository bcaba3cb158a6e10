// SPDX-License-Identifier: Apache-2.0
#include "server/auth/presence.h"

#include <map>
#include <mutex>

namespace watchfloor {

struct Presence::Book {
    struct Line {
        std::int64_t streams = 0;
        std::uint64_t acts = 0;
    };

    std::mutex mutex {};
    std::map<UserId, Line> lines {}; // of accounts, which are few
};

Presence::Presence() : book_(std::make_shared<Book>()) { }

void Presence::acted(const UserId& user)
{
    const std::lock_guard lock(book_->mutex);
    ++book_->lines[user].acts;
}

std::shared_ptr<const void> Presence::attend(const UserId& user)
{
    {
        const std::lock_guard lock(book_->mutex);
        ++book_->lines[user].streams;
    }
    return { nullptr, [book = book_, user](const void*) {
                const std::lock_guard lock(book->mutex);
                --book->lines[user].streams;
            } };
}

Presence::Signs Presence::of(const UserId& user) const
{
    const std::lock_guard lock(book_->mutex);
    const auto line = book_->lines.find(user);
    return line == book_->lines.end() ? Signs {} : Signs { line->second.streams > 0, line->second.acts };
}

}
