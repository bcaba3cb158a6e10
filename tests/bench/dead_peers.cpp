// SPDX-License-Identifier: Apache-2.0
// dead_peers port=N subscribe=PATH token=T
// Attaches two peers to a live stream and lets them die: one asks for all that ever happened and reads no more, and
// for the other, which waits for what comes, the kernel drops all that arrives, as when the far machine lost its
// power. Says so on a line and keeps their sockets until it is stopped.
#include "tests/bench/bench_arguments.h"
#include "tests/bench/viewers.h"
#include "tests/server/http/raw_client.h"

#include <cstdio>
#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

namespace watchfloor {
namespace {

constexpr int kSmallBuffer = 4'096;

bool fall_silent(int socket)
{
    sock_filter drop_all = BPF_STMT(BPF_RET | BPF_K, 0);
    const sock_fprog program { 1, &drop_all };
    return ::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) == 0;
}

bool attach(test::RawClient& peer, const BenchArguments& arguments, const std::string& path)
{
    return peer.send(request_head("GET", path, arguments.text("token")) + "Accept: text/event-stream\r\n\r\n")
        && peer.read_until("event: clock");
}

int run(const BenchArguments& arguments)
{
    const std::string path = arguments.text("subscribe");
    test::RawClient non_reader { arguments.port(), kSmallBuffer };
    test::RawClient half_open { arguments.port() };
    if (!attach(non_reader, arguments, path + "?after=0") || !attach(half_open, arguments, path)) {
        std::fprintf(stderr, "dead_peers: no stream was opened\n");
        return 1;
    }
    if (!fall_silent(half_open.number())) {
        std::fprintf(stderr, "dead_peers: the kernel takes no filter\n");
        return 1;
    }
    std::printf("{\"dead\":2}\n");
    std::fflush(stdout);
    ::pause();
    return 0;
}

}
}

int main(int argc, char** argv)
{
    return watchfloor::run({ argc, argv });
}
