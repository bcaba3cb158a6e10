// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/exchange.h"

namespace watchfloor {

// A request and its answer, until that was sent.
struct Serving {
    Serving(ExchangeContext& context, Connection& connection) : io(connection), exchange(context, io) { }

    ConnectionIo io;
    Exchange exchange;
    std::int64_t started_at = monotonic_millis();
};

}
