// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/kept_connection.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <utility>

namespace watchfloor {

KeptConnection::KeptConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        socket_.close();
        return;
    }
    const int on = 1;
    ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    ::fcntl(socket_.number(), F_SETFL, O_NONBLOCK);
}

void KeptConnection::begin(std::string request)
{
    request_ = std::move(request);
    sent_ = 0;
    received_.clear();
    wanted_ = 0;
    status_ = 0;
}

bool KeptConnection::send_rest()
{
    while (sending()) {
        const auto sent = ::send(socket_.number(), request_.data() + sent_, request_.size() - sent_, MSG_NOSIGNAL);
        if (sent < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        sent_ += static_cast<std::size_t>(sent);
    }
    return true;
}

bool KeptConnection::whole()
{
    if (wanted_ == 0) {
        const auto end = received_.find("\r\n\r\n");
        if (end == std::string::npos) {
            return false;
        }
        status_ = std::atoi(received_.c_str() + sizeof("HTTP/1.1"));
        std::size_t length = 0;
        for (auto at = received_.find("\r\n"); at < end; at = received_.find("\r\n", at + 2)) {
            constexpr std::string_view kName = "content-length:";
            if (::strncasecmp(received_.c_str() + at + 2, kName.data(), kName.size()) == 0) {
                length = std::strtoul(received_.c_str() + at + 2 + kName.size(), nullptr, 10);
            }
        }
        wanted_ = end + 4 + length;
    }
    return received_.size() >= wanted_;
}

KeptConnection::Progress KeptConnection::go_on()
{
    if (!send_rest()) {
        return Progress::Lost;
    }
    std::array<char, 16'384> chunk;
    while (true) {
        const auto got = ::recv(socket_.number(), chunk.data(), chunk.size(), 0);
        if (got < 0) {
            return errno == EAGAIN || errno == EINTR ? Progress::Waiting : Progress::Lost;
        }
        if (got == 0) {
            return Progress::Lost;
        }
        received_.append(chunk.data(), static_cast<std::size_t>(got));
        if (whole()) {
            return Progress::Answered;
        }
    }
}

}
