// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/exchange.h"

#include <memory>

namespace watchfloor {

// The home of cpp-httplib on the server: it parses the request's head and frames the answer.
// Bodies, routes and limits are ours (its chunk sizes may be negative, its routes are regular
// expressions), and so are sockets: it sees a stream of bytes. One instance serves all workers.
class Protocol {
public:
    Protocol();
    ~Protocol();

    // Begins the exchange whose complete head `io` holds; leaves the answer's head pending in `io`, unless the exchange
    // waits for its body. False: nothing can be answered.
    bool serve(Exchange& exchange, ConnectionIo& io);

    // The head of an answer that came later than serve(), in place of what that left.
    void write_head(Exchange& exchange, ConnectionIo& io) const;

private:
    class Server;
    std::unique_ptr<Server> server_;
};

// What goes out after the head: nothing for HEAD, 204 and 304.
std::string_view body_to_send(const Exchange& exchange, const Response& response);

}
