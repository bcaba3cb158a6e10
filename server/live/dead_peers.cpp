// SPDX-License-Identifier: Apache-2.0
#include "server/live/dead_peers.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace watchfloor {
namespace {

constexpr int kUserTimeoutMillis = 20'000;
constexpr int kKeepaliveIdleSeconds = 10;
constexpr int kKeepaliveIntervalSeconds = 5;
constexpr int kKeepaliveProbes = 3;

void set_probe(int socket, int level, int name, int value)
{
    ::setsockopt(socket, level, name, &value, sizeof(value));
}

}

void notice_dead_peer(int socket)
{
    set_probe(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set_probe(socket, IPPROTO_TCP, TCP_KEEPIDLE, kKeepaliveIdleSeconds);
    set_probe(socket, IPPROTO_TCP, TCP_KEEPINTVL, kKeepaliveIntervalSeconds);
    set_probe(socket, IPPROTO_TCP, TCP_KEEPCNT, kKeepaliveProbes);
    set_probe(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, kUserTimeoutMillis);
}

}
