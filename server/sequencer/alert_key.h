// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/sha256.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace watchfloor {

// An alert's id as a key of many: its digest, which takes a third of what its text does. Any other text
// is possible too.
class AlertKey {
public:
    explicit AlertKey(const AlertId& alert);

    AlertId id() const;
    std::size_t hash() const;

    friend bool operator==(const AlertKey& a, const AlertKey& b)
    {
        return a.digest_ == b.digest_ && (a.other_ && b.other_ ? *a.other_ == *b.other_ : a.other_ == b.other_);
    }

private:
    Digest digest_ {};
    std::unique_ptr<const std::string> other_ {}; // where the text is no digest
};

struct AlertKeyHash {
    std::size_t operator()(const AlertKey& key) const { return key.hash(); }
};

}
