// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/alert_key.h"

#include <cstring>

namespace watchfloor {

AlertKey::AlertKey(const AlertId& alert)
{
    if (const auto digest = digest_from_hex(alert.text)) {
        digest_ = *digest;
    } else {
        other_ = std::make_unique<const std::string>(alert.text);
    }
}

AlertId AlertKey::id() const
{
    return AlertId { other_ ? *other_ : to_hex(as_view(digest_)) };
}

std::size_t AlertKey::hash() const
{
    if (other_) {
        return std::hash<std::string> {}(*other_);
    }
    std::size_t hash = 0; // a digest's bytes are as good as any hash of them
    std::memcpy(&hash, digest_.data(), sizeof hash);
    return hash;
}

}
