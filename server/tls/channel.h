// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/posix/descriptor.h"

#include <cstddef>
#include <memory>
#include <sys/types.h>
#include <sys/uio.h>

struct ssl_st; // OpenSSL's SSL

namespace watchfloor {

// One peer: a connected socket, with TLS over it or without. It is read and written like a socket, and like those calls
// none of these waits, whoever made the socket block. One thread at a time.
class Channel {
public:
    Channel();
    Channel(Descriptor socket);                  // without TLS
    Channel(Descriptor socket, ssl_st* session); // with TLS; takes the session, which waits for the peer's first word
    Channel(Channel&& other) noexcept;
    Channel& operator=(Channel&& other) noexcept;
    ~Channel(); // closes

    int number() const { return socket_.number(); }
    bool valid() const { return socket_.valid(); }

    // As recv(): the bytes received, 0 at the end of what the peer says, or -1 and errno, which is EAGAIN while there are
    // none. The first calls shake hands.
    ssize_t receive(char* target, std::size_t size);

    // As sendmsg(): how many bytes of the parts it took, or -1 and errno. What was taken leaves before all that follows;
    // flush() says whether it has.
    ssize_t send(const iovec* parts, std::size_t count);

    // 0 once the socket has all that was taken; -1 and errno, EAGAIN while there is no room for it.
    int flush();
    std::size_t unflushed() const;

    // Whether the next receive() waits for room for output in place of input: TLS holds input that makes no event any
    // more, or has to answer first.
    bool waits_for_output() const;

    bool secure() const { return tls_ != nullptr; }
    bool shakes_hands() const;

    // Why receive() failed: the peer began with a plain HTTP request. Without TLS it can be read and answered.
    bool met_plain_http() const;
    void give_up_tls();

    // As flush(), and then TLS's own goodbye, for which there may be no room either.
    int part();

    // Nothing more will be sent: TLS says so if there is room, and so does the socket.
    void end();
    void close();

private:
    struct Tls;

    ssize_t send_plain(const iovec* parts, std::size_t count) const;
    int say_goodbye();

    Descriptor socket_;
    std::unique_ptr<Tls> tls_; // null: without
};

}
