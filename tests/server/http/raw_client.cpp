// SPDX-License-Identifier: Apache-2.0
#include "tests/server/http/raw_client.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

namespace watchfloor::test {

namespace {

std::string lower(std::string_view text)
{
    std::string out { text };
    std::transform(out.begin(), out.end(), out.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

}

std::string RawResponse::header(std::string_view name) const
{
    const auto wanted = "\r\n" + lower(name) + ": ";
    const auto at = lower(head).find(wanted);
    if (at == std::string::npos) {
        return {};
    }
    const auto from = at + wanted.size();
    return head.substr(from, head.find("\r\n", from) - from);
}

RawClient::RawClient(std::uint16_t port, int receive_buffer_bytes, const std::string& from)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    if (receive_buffer_bytes > 0) {
        ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof(receive_buffer_bytes));
    }
    const int on = 1;
    ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    sockaddr_in address {};
    address.sin_family = AF_INET;
    if (!from.empty() && ::inet_pton(AF_INET, from.c_str(), &address.sin_addr) == 1) {
        ::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    }
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        socket_.close();
    }
}

bool RawClient::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::optional<RawResponse> RawClient::read_response(bool head_only)
{
    if (!read_until("\r\n\r\n")) {
        return std::nullopt;
    }
    RawResponse response;
    const auto end = received_.find("\r\n\r\n") + 4;
    response.head = received_.substr(0, end);
    received_.erase(0, end);
    response.status = std::atoi(response.head.c_str() + std::min<std::size_t>(9, response.head.size()));
    const auto length = response.header("content-length");
    const auto size = head_only || length.empty() ? 0 : std::stoul(length);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (received_.size() < size) {
        if (!receive_until(deadline)) {
            return std::nullopt;
        }
    }
    response.body = received_.substr(0, size);
    received_.erase(0, size);
    return response;
}

std::optional<std::string> RawClient::read_until(std::string_view text)
{
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (received_.find(text) == std::string::npos) {
        if (!receive_until(deadline)) {
            return std::nullopt;
        }
    }
    return received_;
}

bool RawClient::receive_some()
{
    std::array<char, 64 * 1024> chunk;
    for (;;) {
        const auto count = ::recv(socket_.number(), chunk.data(), chunk.size(), MSG_DONTWAIT);
        if (count <= 0) {
            return count < 0 && (errno == EAGAIN || errno == EINTR);
        }
        received_.append(chunk.data(), static_cast<std::size_t>(count));
    }
}

bool RawClient::wait_for_close()
{
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (receive_until(deadline)) { }
    return std::chrono::steady_clock::now() < deadline;
}

bool RawClient::receive_until(std::chrono::steady_clock::time_point deadline)
{
    const auto left
        = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waiting { socket_.number(), POLLIN, 0 };
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
        return false;
    }
    std::array<char, 64 * 1024> chunk;
    const auto count = ::recv(socket_.number(), chunk.data(), chunk.size(), 0);
    if (count <= 0) {
        return false;
    }
    received_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
}

std::string get(std::string_view target, std::string_view extra_headers)
{
    std::string request = "GET ";
    request.append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(extra_headers).append("\r\n");
    return request;
}

std::string post_json(std::string_view target, std::string_view body, std::string_view extra_headers)
{
    std::string request = "POST ";
    request.append(target).append(" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
    request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    request.append(extra_headers).append("\r\n").append(body);
    return request;
}

std::optional<RawResponse> exchange_once(std::uint16_t port, std::string_view request)
{
    RawClient client { port };
    client.send(request);
    return client.read_response(request.starts_with("HEAD "));
}

}
