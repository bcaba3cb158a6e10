// SPDX-License-Identifier: Apache-2.0
#include "server/tls/socket_bio.h"

#include "shared/core/result.h"

#include <cerrno>
#include <cstdint>
#include <openssl/bio.h>
#include <sys/socket.h>

namespace watchfloor {

namespace {

int socket_of(BIO* bio)
{
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool is_to_be_tried_again()
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int write_to_socket(BIO* bio, const char* bytes, int size)
{
    BIO_clear_retry_flags(bio);
    const auto sent = ::send(socket_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && is_to_be_tried_again()) {
        BIO_set_retry_write(bio);
    }
    return static_cast<int>(sent);
}

int read_from_socket(BIO* bio, char* target, int size)
{
    BIO_clear_retry_flags(bio);
    const auto received = ::recv(socket_of(bio), target, static_cast<std::size_t>(size), MSG_DONTWAIT);
    if (received < 0 && is_to_be_tried_again()) {
        BIO_set_retry_read(bio);
    }
    if (received == 0) {
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    }
    return static_cast<int>(received);
}

long control_socket(BIO* bio, int what, long, void*)
{
    switch (what) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF:
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    default:
        return 0;
    }
}

BIO_METHOD* make_socket_method()
{
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    VERIFY(method != nullptr);
    BIO_meth_set_write(method, write_to_socket);
    BIO_meth_set_read(method, read_from_socket);
    BIO_meth_set_ctrl(method, control_socket);
    return method;
}

}

bio_st* new_socket_bio(int socket)
{
    static const BIO_METHOD* const method = make_socket_method(); // for ever: sessions may end later than anything else
    BIO* bio = BIO_new(method);
    if (bio != nullptr) {
        BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
        BIO_set_init(bio, 1);
    }
    return bio;
}

}
