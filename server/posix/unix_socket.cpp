// SPDX-License-Identifier: Apache-2.0
#include "server/posix/unix_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace watchfloor {
namespace {

constexpr int kBacklog = 16;

Error trouble_with(const std::filesystem::path& path, ErrorCode code, int reason)
{
    return Error { code, "The command socket " + path.string() + " cannot be used: " + std::strerror(reason) + "." };
}

// The address goes through the open folder, because a data folder's path may be longer than what
// fits into sockaddr_un.
struct Address {
    Descriptor folder {};
    sockaddr_un name {};
};

Result<Address> address_of(const std::filesystem::path& path)
{
    const auto parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path { "." };
    Address address;
    address.folder = Descriptor { ::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC) };
    if (address.folder.number() < 0) {
        return trouble_with(path, ErrorCode::NotFound, errno);
    }
    const std::string text
        = "/proc/self/fd/" + std::to_string(address.folder.number()) + "/" + path.filename().string();
    if (text.size() >= sizeof address.name.sun_path) {
        return trouble_with(path, ErrorCode::Malformed, ENAMETOOLONG);
    }
    address.name.sun_family = AF_UNIX;
    std::copy(text.begin(), text.end(), address.name.sun_path);
    return address;
}

Descriptor new_socket()
{
    return Descriptor { ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0) };
}

const sockaddr* generic(const sockaddr_un& name)
{
    return reinterpret_cast<const sockaddr*>(&name);
}

}

Result<Descriptor> listen_on(const std::filesystem::path& path)
{
    ASSIGN_OR_RETURN(const Address address, address_of(path));
    Descriptor socket = new_socket();
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    // The mode is set between bind and listen: before that nobody can connect.
    if (socket.number() < 0 || ::bind(socket.number(), generic(address.name), sizeof address.name) != 0
        || ::chmod(path.c_str(), 0600) != 0 || ::listen(socket.number(), kBacklog) != 0) {
        return trouble_with(path, ErrorCode::Unavailable, errno);
    }
    return socket;
}

Result<Descriptor> connect_to(const std::filesystem::path& path, std::chrono::milliseconds patience)
{
    ASSIGN_OR_RETURN(const Address address, address_of(path));
    // Blocking while connecting: a non-blocking one is refused at once when the queue is full.
    Descriptor socket { ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) };
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
    const timeval limit { seconds.count(), std::chrono::microseconds { patience - seconds }.count() };
    if (socket.number() < 0 || ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) != 0
        || ::connect(socket.number(), generic(address.name), sizeof address.name) != 0
        || ::fcntl(socket.number(), F_SETFL, O_NONBLOCK) != 0) {
        const bool nobody = errno == ENOENT || errno == ECONNREFUSED;
        return trouble_with(path, nobody ? ErrorCode::NotFound : ErrorCode::Unavailable, errno);
    }
    return socket;
}

bool exchange_some(const Descriptor& socket, std::string& output, std::string& input)
{
    char buffer[16U << 10U];
    const auto count = output.empty() ? ::recv(socket.number(), buffer, sizeof buffer, 0)
                                      : ::send(socket.number(), output.data(), output.size(), MSG_NOSIGNAL);
    if (count < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    if (!output.empty()) {
        output.erase(0, static_cast<std::size_t>(count));
        return true;
    }
    input.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
}

}
