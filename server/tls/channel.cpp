// SPDX-License-Identifier: Apache-2.0
#include "server/tls/channel.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string>
#include <sys/socket.h>

namespace watchfloor {

namespace {

constexpr int kNeverWait = MSG_NOSIGNAL | MSG_DONTWAIT;

// What one record carries.
constexpr std::size_t kTlsRecordBytes = SSL3_RT_MAX_PLAIN_LENGTH;

// A record of TLS begins with 0x16, and no method of HTTP does.
bool begins_http(char first)
{
    return first >= 'A' && first <= 'Z';
}

ssize_t receive_at_once(int socket, char* target, std::size_t size, int flags)
{
    for (;;) {
        const ssize_t received = ::recv(socket, target, size, flags | MSG_DONTWAIT);
        if (received >= 0 || errno != EINTR) {
            return received;
        }
    }
}

std::size_t fill_record(std::array<char, kTlsRecordBytes>& record, const iovec* parts, std::size_t count)
{
    std::size_t size = 0;
    for (std::size_t i = 0; i < count && size < record.size(); ++i) {
        const auto taken = std::min(parts[i].iov_len, record.size() - size);
        if (taken > 0) {
            std::memcpy(record.data() + size, parts[i].iov_base, taken);
            size += taken;
        }
    }
    return size;
}

}

struct Channel::Tls {
    explicit Tls(ssl_st* owned) : session(owned, &SSL_free) { }

    std::unique_ptr<SSL, decltype(&SSL_free)> session;
    // What a record holds that is not wholly out: OpenSSL wants it said again, in the same words. The caller may have
    // other words by then, so that it counts as sent.
    std::string taken {};
    bool begun = false;
    bool plain_http = false;
    bool waits_for_output = false;
    bool broken = false; // nothing may be said any more, not even goodbye
    bool parted = false; // goodbye is out
    bool shaken = false; // for good: what TLS says later, within the stream, is no handshake

    // Answers -1 with errno, or 0 for an end, for the call that has just failed. What is sent waits for nothing that the
    // peer says: whoever makes it wait has begun a message of TLS within the stream and does not end it.
    ssize_t failure(bool sends = false)
    {
        const int error = SSL_get_error(session.get(), 0);
        switch (sends && error == SSL_ERROR_WANT_READ ? SSL_ERROR_SSL : error) {
        case SSL_ERROR_ZERO_RETURN:
            return 0;
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            errno = EAGAIN;
            return -1;
        default:
            broken = true;
            errno = EPROTO;
            return -1;
        }
    }

    bool is_broken() const
    {
        errno = broken ? EPROTO : errno;
        return broken;
    }

    // As recv(); positive once TLS may look at what the peer says.
    ssize_t begin(int socket)
    {
        char first = 0;
        const ssize_t seen = begun ? 1 : receive_at_once(socket, &first, 1, MSG_PEEK);
        if (seen > 0 && !begun) {
            begun = true;
            plain_http = begins_http(first);
        }
        return seen;
    }

    ssize_t receive(char* target, std::size_t size)
    {
        ERR_clear_error();
        std::size_t received = 0;
        const bool read = SSL_read_ex(session.get(), target, size, &received) == 1;
        shaken = shaken || SSL_is_init_finished(session.get()) != 0;
        if (read) {
            waits_for_output = SSL_pending(session.get()) > 0;
            return static_cast<ssize_t>(received);
        }
        const ssize_t failed = failure();
        waits_for_output = SSL_want_write(session.get()) != 0;
        return failed;
    }
};

Channel::Channel() = default;
Channel::Channel(Descriptor socket) : socket_(std::move(socket)) { }
Channel::Channel(Descriptor socket, ssl_st* session) : socket_(std::move(socket)), tls_(std::make_unique<Tls>(session))
{
}
Channel::Channel(Channel&& other) noexcept = default;

Channel& Channel::operator=(Channel&& other) noexcept
{
    if (this != &other) {
        close();
        socket_ = std::move(other.socket_);
        tls_ = std::move(other.tls_);
    }
    return *this;
}

Channel::~Channel()
{
    close();
}

ssize_t Channel::receive(char* target, std::size_t size)
{
    if (!tls_) {
        return receive_at_once(socket_.number(), target, size, 0);
    }
    if (const ssize_t begun = tls_->begin(socket_.number()); begun <= 0) {
        return begun;
    }
    if (tls_->plain_http) {
        errno = EPROTO;
        return -1;
    }
    return tls_->is_broken() ? -1 : tls_->receive(target, size);
}

// A lone part, as a live stream's clock is, goes by the cheaper call.
ssize_t Channel::send_plain(const iovec* parts, std::size_t count) const
{
    msghdr message {};
    message.msg_iov = const_cast<iovec*>(parts);
    message.msg_iovlen = count;
    for (;;) {
        const ssize_t sent = count == 1 ? ::send(socket_.number(), parts->iov_base, parts->iov_len, kNeverWait)
                                        : ::sendmsg(socket_.number(), &message, kNeverWait);
        if (sent >= 0 || errno != EINTR) {
            return sent;
        }
    }
}

ssize_t Channel::send(const iovec* parts, std::size_t count)
{
    if (!tls_) {
        return send_plain(parts, count);
    }
    if (tls_->is_broken() || flush() != 0) {
        return -1;
    }
    std::array<char, kTlsRecordBytes> record;
    const std::size_t size = fill_record(record, parts, count);
    if (size == 0) {
        return 0;
    }
    ERR_clear_error();
    std::size_t sent = 0;
    if (SSL_write_ex(tls_->session.get(), record.data(), size, &sent) == 1) {
        return static_cast<ssize_t>(sent);
    }
    if (tls_->failure(true) == 0 || errno != EAGAIN) {
        errno = EPIPE;
        return -1;
    }
    tls_->taken.assign(record.data(), size);
    return static_cast<ssize_t>(size);
}

int Channel::flush()
{
    while (tls_ && !tls_->taken.empty()) {
        ERR_clear_error();
        std::size_t sent = 0;
        if (SSL_write_ex(tls_->session.get(), tls_->taken.data(), tls_->taken.size(), &sent) != 1) {
            errno = tls_->failure(true) == 0 ? EPIPE : errno;
            return -1;
        }
        tls_->taken.erase(0, sent);
        if (tls_->taken.empty()) {
            std::string {}.swap(tls_->taken); // thousands may have been slow once
        }
    }
    return 0;
}

std::size_t Channel::unflushed() const
{
    return tls_ ? tls_->taken.size() : 0;
}

bool Channel::waits_for_output() const
{
    return tls_ && tls_->waits_for_output;
}

bool Channel::shakes_hands() const
{
    return tls_ && !tls_->shaken;
}

bool Channel::met_plain_http() const
{
    return tls_ && tls_->plain_http;
}

void Channel::give_up_tls()
{
    tls_.reset();
}

// Once it is out never again: a second time would wait for the peer's.
int Channel::say_goodbye()
{
    if (!tls_ || tls_->broken || !tls_->taken.empty() || shakes_hands() || tls_->parted) {
        return 0;
    }
    ERR_clear_error();
    const int said = SSL_shutdown(tls_->session.get());
    if (said < 0 && SSL_get_error(tls_->session.get(), said) == SSL_ERROR_WANT_WRITE) {
        errno = EAGAIN;
        return -1;
    }
    tls_->parted = true;
    return 0;
}

int Channel::part()
{
    return flush() < 0 ? -1 : say_goodbye();
}

void Channel::end()
{
    say_goodbye();
    ::shutdown(socket_.number(), SHUT_WR);
}

void Channel::close()
{
    if (socket_.valid()) {
        say_goodbye();
    }
    tls_.reset();
    socket_.close();
}

}
