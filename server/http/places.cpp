// SPDX-License-Identifier: Apache-2.0
#include "server/http/places.h"

namespace watchfloor {

bool Places::take(QuotaClass of, const std::string& caller)
{
    const std::lock_guard lock { mutex_ };
    Class& places = classes_[static_cast<std::size_t>(of)];
    const auto own = places.of_caller.find(caller);
    const int held = own != places.of_caller.end() ? own->second : 0;
    if (held >= places.count - places.taken) {
        refusals_.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    ++places.taken;
    ++places.of_caller[caller];
    return true;
}

void Places::leave(QuotaClass of, const std::string& caller)
{
    const std::lock_guard lock { mutex_ };
    Class& places = classes_[static_cast<std::size_t>(of)];
    --places.taken;
    const auto own = places.of_caller.find(caller);
    if (--own->second == 0) {
        places.of_caller.erase(own);
    }
}

std::array<std::int64_t, kQuotaClasses> Places::running() const
{
    std::array<std::int64_t, kQuotaClasses> running {};
    const std::lock_guard lock { mutex_ };
    for (std::size_t i = 0; i < running.size(); ++i) {
        running[i] = classes_[i].taken;
    }
    return running;
}

}
