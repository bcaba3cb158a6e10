// SPDX-License-Identifier: Apache-2.0
#include "server/http/unread_answers.h"

#include "server/http/client_address.h"

#include <utility>

namespace watchfloor {

std::unique_ptr<UnreadAnswers::Kept> UnreadAnswers::keep(const std::string& address, std::size_t bytes)
{
    std::string of = neighbourhood_of(address);
    const std::lock_guard lock { mutex_ };
    const auto own = of_neighbourhood_.find(of);
    const std::size_t holds = own != of_neighbourhood_.end() ? own->second : 0;
    if (bytes > limit_ - held_ || holds + bytes > limit_ - held_ - bytes) {
        return nullptr;
    }
    if (bytes > 0) { // what many share is nobody's
        held_ += bytes;
        of_neighbourhood_[of] += bytes;
    }
    return std::unique_ptr<Kept> { new Kept { *this, std::move(of), bytes } };
}

void UnreadAnswers::give_back(const Kept& kept)
{
    if (kept.bytes_ == 0) {
        return;
    }
    const std::lock_guard lock { mutex_ };
    held_ -= kept.bytes_;
    const auto own = of_neighbourhood_.find(kept.of_);
    if ((own->second -= kept.bytes_) == 0) {
        of_neighbourhood_.erase(own);
    }
}

}
