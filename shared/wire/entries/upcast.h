// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/json/json_value.h"

#include <span>
#include <string_view>

namespace watchfloor {

// The parts of an entry on their way to a newer shape. `text` is null when it is absent.
struct EntryParts {
    JsonValue facts {};
    JsonValue text {};
};

// Turns version `from_version` of a kind into `from_version + 1`; without `apply` nothing is to do, because the newer one
// only adds fields that may be missing. Shapes are frozen once released, so
// an upcast is added with each new version and never changed or removed.
struct Upcast {
    std::string_view kind {};
    int from_version = 0;
    void (*apply)(EntryParts& parts) = nullptr;
};

using UpcastTable = std::span<const Upcast>;

// The upcasts of all releases so far.
UpcastTable released_upcasts();

}
