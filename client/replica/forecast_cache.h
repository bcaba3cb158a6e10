// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/core/time.h"
#include "shared/wire/answers/capacity.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace watchfloor {

// When the server expects each resource to be used up, by a month of samples: asked for now and then while somebody
// reads it. Single-threaded.
class ForecastCache {
public:
    explicit ForecastCache(Transport& transport) : transport_(transport) { }

    // Null before the first answer. `now` is the machine's own time.
    const ForecastAnswer* find(const ResourceId& resource, Timestamp now, const std::string& journal);
    void clear();

private:
    struct Held {
        std::optional<ForecastAnswer> answer {};
        std::optional<Timestamp> asked_at {};
        bool asking = false;
    };

    static constexpr std::chrono::minutes kEvery { 10 };
    static constexpr const char* kTag = "forecast";

    Transport& transport_;
    std::map<ResourceId, Held> held_;
};

}
