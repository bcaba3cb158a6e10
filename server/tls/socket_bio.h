// SPDX-License-Identifier: Apache-2.0
#pragma once

struct bio_st; // OpenSSL's BIO

namespace watchfloor {

// How TLS reaches a socket: never waiting, and without a signal where the peer is gone (OpenSSL's own sends one). The
// socket stays the caller's. Null: no memory.
bio_st* new_socket_bio(int socket);

}
