// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/server/http/raw_client.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor::test {

// People without credentials who begin requests and never finish them, from 127.0.0.1 to 127.0.0.<addresses>: bodies
// that are promised and do not come, in every form a body has. Whoever is sent away comes back.
class SlowStrangers {
public:
    // `paths` take a JSON body from anybody.
    SlowStrangers(std::uint16_t port, std::vector<std::string> paths, std::size_t count, int addresses);

    // Each sends one more byte; who was sent away begins again. Answers how many had to.
    std::size_t trickle();

    std::size_t connected() const;

private:
    void begin(std::size_t index);

    const std::uint16_t port_;
    const std::vector<std::string> paths_;
    const int addresses_;
    std::vector<RawClient> clients_;
};

}
