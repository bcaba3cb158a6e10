// SPDX-License-Identifier: Apache-2.0
#include "tests/server/http/raw_client.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
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

bool RawClient::start_tls(const std::string& authority, std::string_view protocols, int highest, const char* ciphers)
{
    std::signal(SIGPIPE, SIG_IGN);
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context { SSL_CTX_new(TLS_client_method()), &SSL_CTX_free };
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (highest != 0) {
        SSL_CTX_set_security_level(context.get(), 0); // so that the server is who refuses
        SSL_CTX_set_min_proto_version(context.get(), 0);
        SSL_CTX_set_max_proto_version(context.get(), highest);
        SSL_CTX_set_cipher_list(context.get(), ciphers);
    }
    tls_ = { SSL_new(context.get()), &SSL_free };
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), "127.0.0.1");
    if (SSL_CTX_load_verify_locations(context.get(), authority.c_str(), nullptr) != 1
        || SSL_set_fd(tls_.get(), socket_.number()) != 1) {
        return false;
    }
    if (!protocols.empty()) {
        SSL_set_alpn_protos(tls_.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
            static_cast<unsigned int>(protocols.size()));
    }
    ::fcntl(socket_.number(), F_SETFL, O_NONBLOCK);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    ERR_clear_error();
    while (SSL_connect(tls_.get()) != 1) {
        if (!tls_may_go_on(deadline)) {
            return false;
        }
    }
    return true;
}

std::string RawClient::protocol() const
{
    const unsigned char* name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(tls_.get(), &name, &size);
    return { reinterpret_cast<const char*>(name), size };
}

bool RawClient::was_told_the_end() const
{
    return (SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

// Waits for what the call that has just failed waits for.
bool RawClient::tls_may_go_on(Deadline deadline) const
{
    const int error = SSL_get_error(tls_.get(), -1);
    const auto left
        = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const bool writes = error == SSL_ERROR_WANT_WRITE;
    pollfd waiting { socket_.number(), static_cast<short>(writes ? POLLOUT : POLLIN), 0 };
    return (writes || error == SSL_ERROR_WANT_READ) && left.count() > 0
        && ::poll(&waiting, 1, static_cast<int>(left.count())) > 0;
}

bool RawClient::send_by_tls(std::string_view bytes)
{
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!bytes.empty()) {
        ERR_clear_error();
        std::size_t sent = 0;
        if (SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &sent) == 1) {
            bytes.remove_prefix(sent);
        } else if (!tls_may_go_on(deadline)) {
            return false;
        }
    }
    return true;
}

bool RawClient::receive_by_tls(Deadline deadline)
{
    std::array<char, 64 * 1024> chunk;
    std::size_t count = 0;
    ERR_clear_error();
    while (SSL_read_ex(tls_.get(), chunk.data(), chunk.size(), &count) != 1) {
        if (!tls_may_go_on(deadline)) {
            return false;
        }
    }
    received_.append(chunk.data(), count);
    return true;
}

bool RawClient::send(std::string_view bytes)
{
    if (tls_) {
        return send_by_tls(bytes);
    }
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
    if (!head_only && response.header("transfer-encoding") == "chunked") {
        auto body = read_chunks();
        if (!body) {
            return std::nullopt;
        }
        response.body = std::move(*body);
        return response;
    }
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

std::optional<std::string> RawClient::read_chunks()
{
    std::string body;
    for (;;) {
        if (!read_until("\r\n")) {
            return std::nullopt;
        }
        const auto line = received_.find("\r\n");
        const auto size = std::stoul(received_.substr(0, line), nullptr, 16);
        received_.erase(0, line + 2);
        while (received_.size() < size + 2) {
            if (!receive_more()) {
                return std::nullopt;
            }
        }
        body.append(received_, 0, size);
        received_.erase(0, size + 2);
        if (size == 0) {
            return body;
        }
    }
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
    if (tls_) {
        while (receive_by_tls({})) { }
        return SSL_get_error(tls_.get(), -1) == SSL_ERROR_WANT_READ;
    }
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

bool RawClient::receive_until(Deadline deadline)
{
    if (tls_) {
        return receive_by_tls(deadline);
    }
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
