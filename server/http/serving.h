// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/exchange.h"

namespace watchfloor {

// A request and its answer, until that was sent. With whoever holds the connection: a worker, the connection itself while
// it waits for its peer, or the handler that answers later.
struct Serving {
    Serving(ExchangeContext& context, Connection& connection) : io(connection), exchange(context, io) { }

    ConnectionIo io;
    Exchange exchange;
    std::int64_t started_at = monotonic_millis();
    std::int64_t send_until = 0; // once the peer did not take all of the answer at once
};

}
