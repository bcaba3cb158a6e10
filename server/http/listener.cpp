// SPDX-License-Identifier: Apache-2.0
#include "server/http/listener.h"

#include "server/http/client_address.h"
#include "server/http/limits.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace watchfloor {

namespace {

// 300 clients that reconnect at once took 42 s with a backlog of 5.
constexpr int kBacklog = 4096;

Error cannot_listen(const std::string& address, std::uint16_t port, int code)
{
    const bool taken = code == EADDRINUSE;
    return { ErrorCode::Unavailable,
        "cannot listen on " + address + " port " + std::to_string(port) + ": "
            + (taken ? "another program has it; choose another port with --listen" : std::strerror(code)) };
}

std::uint16_t bound_port(int socket)
{
    sockaddr_storage local {};
    socklen_t length = sizeof(local);
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&local), &length);
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&local);
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&local);
    return ntohs(local.ss_family == AF_INET6 ? v6->sin6_port : v4->sin_port);
}

Result<Descriptor> bind_and_listen(const std::string& address, std::uint16_t port)
{
    addrinfo hints {};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    addrinfo* raw = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &raw) != 0) {
        return Error { ErrorCode::Malformed, "\"" + address + "\" is not an address of this machine" };
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> found { raw, ::freeaddrinfo };
    Descriptor socket { ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0) };
    const int on = 1;
    if (!socket.valid()) {
        return cannot_listen(address, port, errno);
    }
    ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (::bind(socket.number(), found->ai_addr, found->ai_addrlen) != 0 || ::listen(socket.number(), kBacklog) != 0) {
        return cannot_listen(address, port, errno);
    }
    return socket;
}

// Left to itself the kernel takes megabytes for a peer that reads nothing, and whole answers disappear in it: the next
// request of the connection would be served, and no bound of ours would see what waits. So what the peer has no room
// for stays with the answer, but for a little.
void bound_output(int socket)
{
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &kKernelSendBytes, sizeof(kKernelSendBytes));
    ::setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kKernelUnsentBytes, sizeof(kKernelUnsentBytes));
}

std::string peer_text(const sockaddr_storage& peer)
{
    char text[INET6_ADDRSTRLEN] = {};
    if (peer.ss_family == AF_INET6) {
        ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&peer)->sin6_addr, text, sizeof(text));
    } else {
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&peer)->sin_addr, text, sizeof(text));
    }
    return canonical_address(text).value_or(text);
}

AcceptFailure classify(int code)
{
    switch (code) {
    case EAGAIN:
        return AcceptFailure::NothingWaiting;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        return AcceptFailure::OutOfResources;
    case EBADF:
    case EINVAL:
    case ENOTSOCK:
        return AcceptFailure::Broken;
    default:
        return AcceptFailure::Transient; // this one connection failed, the next may not
    }
}

}

Result<Listener> Listener::open(const std::string& address, std::uint16_t port)
{
    ASSIGN_OR_RETURN(Descriptor socket, bind_and_listen(address, port));
    const auto bound = bound_port(socket.number());
    return Listener { address, bound, std::move(socket) };
}

Result<void> Listener::reopen()
{
    socket_.close();
    ASSIGN_OR_RETURN(socket_, bind_and_listen(address_, port_));
    return {};
}

std::optional<AcceptedSocket> Listener::accept(AcceptFailure& failure) const
{
    sockaddr_storage peer {};
    socklen_t length = sizeof(peer);
    Descriptor socket { ::accept4(
        socket_.number(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_NONBLOCK | SOCK_CLOEXEC) };
    if (!socket.valid()) {
        failure = classify(errno);
        return std::nullopt;
    }
    failure = AcceptFailure::None;
    const int on = 1;
    ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    bound_output(socket.number());
    return AcceptedSocket { std::move(socket), peer_text(peer) };
}

}
