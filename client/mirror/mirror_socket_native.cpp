// SPDX-License-Identifier: Apache-2.0
#include "client/mirror/mirror_socket.h"

#include "client/frame/frame_schedule.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxLineBytes = 64 * 1024;
constexpr const char* kOk = "{\"ok\":true}";

std::string failure(std::string_view why)
{
    return "{\"ok\":false,\"error\":\"" + std::string { why } + "\"}";
}

std::pair<std::string_view, std::string_view> split_word(std::string_view text)
{
    const auto space = std::min(text.find(' '), text.size());
    return { text.substr(0, space), text.substr(std::min(space + 1, text.size())) };
}

std::optional<MirrorId> parse_id(std::string_view text)
{
    MirrorId id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc {} && end == text.data() + text.size() ? std::optional { id } : std::nullopt;
}

std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
            out += text[i] == 'n' ? '\n' : text[i];
        } else {
            out += text[i];
        }
    }
    return out;
}

class UnixMirrorSocket final : public MirrorSocket {
public:
    UnixMirrorSocket(int listener, std::string path, Actions actions)
        : listener_(listener), path_(std::move(path)), actions_(std::move(actions))
    {
    }

    ~UnixMirrorSocket() override
    {
        drop_client();
        ::close(listener_);
        ::unlink(path_.c_str());
    }

    UnixMirrorSocket(const UnixMirrorSocket&) = delete;
    UnixMirrorSocket& operator=(const UnixMirrorSocket&) = delete;

    bool poll(Mirror& mirror) override
    {
        if (client_ < 0) {
            client_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        }
        if (client_ < 0 || !receive()) {
            return false;
        }
        bool changed = false;
        for (auto end = input_.find('\n'); end != std::string::npos; end = input_.find('\n')) {
            const auto line = input_.substr(0, end);
            input_.erase(0, end + 1);
            send_line(answer(line, mirror));
            changed = changed || !line.starts_with("snapshot");
        }
        return changed;
    }

private:
    // False if there is no client any more.
    bool receive()
    {
        char buffer[4096];
        for (;;) {
            const auto got = ::recv(client_, buffer, sizeof buffer, 0);
            if (got > 0) {
                input_.append(buffer, static_cast<std::size_t>(got));
            }
            const bool nothing_now = got < 0 && (errno == EAGAIN || errno == EINTR);
            if (nothing_now && input_.size() <= kMaxLineBytes) {
                return true;
            }
            if (got <= 0 || input_.size() > kMaxLineBytes) {
                drop_client();
                return false;
            }
        }
    }

    void send_line(std::string line)
    {
        line += '\n';
        std::string_view left = line;
        while (!left.empty() && client_ >= 0) {
            const auto sent = ::send(client_, left.data(), left.size(), MSG_NOSIGNAL);
            if (sent > 0) {
                left.remove_prefix(static_cast<std::size_t>(sent));
            } else if (errno == EAGAIN) {
                wait_writable();
            } else {
                drop_client();
            }
        }
    }

    // A test that does not read its answers loses its connection rather than freezing the console.
    void wait_writable()
    {
        timeval limit { 2, 0 };
        fd_set set;
        FD_ZERO(&set);
        FD_SET(client_, &set);
        if (::select(client_ + 1, nullptr, &set, nullptr, &limit) <= 0) {
            drop_client();
        }
    }

    void drop_client()
    {
        if (client_ >= 0) {
            ::close(std::exchange(client_, -1));
        }
        input_.clear();
    }

    std::string answer(std::string_view line, Mirror& mirror)
    {
        const auto [verb, rest] = split_word(line);
        if (verb == "snapshot") {
            return mirror_json(mirror, frame_schedule().frames_drawn());
        }
        if (verb == "key") {
            return actions_.press(rest) ? kOk : failure("unknown key");
        }
        if (verb == "type") {
            actions_.type(unescaped(rest));
            return kOk;
        }
        if (verb == "screenshot") {
            return actions_.screenshot(std::string { rest }) ? kOk : failure("the file cannot be written");
        }
        if (verb == "quit") {
            actions_.quit();
            return kOk;
        }
        return answer_for_item(verb, rest, mirror);
    }

    static std::string answer_for_item(std::string_view verb, std::string_view rest, Mirror& mirror)
    {
        const auto [id_text, text] = split_word(rest);
        const auto id = parse_id(id_text);
        if (!id || mirror.find(*id) == nullptr) {
            return failure("no such item is on screen");
        }
        if (mirror.find(*id)->disabled && verb != "focus") {
            return failure("the item is disabled");
        }
        if (verb == "activate") {
            mirror.activate(*id);
        } else if (verb == "focus") {
            mirror.request_focus(*id);
        } else if (verb == "set_value") {
            mirror.set_value(*id, unescaped(text));
        } else {
            return failure("unknown request");
        }
        return kOk;
    }

    int listener_;
    int client_ = -1;
    std::string path_;
    std::string input_;
    Actions actions_;
};

}

Result<std::unique_ptr<MirrorSocket>> MirrorSocket::open(const std::string& path, Actions actions)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return Error { ErrorCode::Malformed, "the mirror socket's path is too long: use at most 107 characters" };
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const auto mask = ::umask(0077);
    const bool bound = listener >= 0
        && ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0
        && ::listen(listener, 1) == 0;
    ::umask(mask);
    if (!bound) {
        const std::string reason = std::strerror(errno);
        if (listener >= 0) {
            ::close(listener);
        }
        return Error { ErrorCode::Unavailable, "the mirror socket " + path + " cannot be opened: " + reason };
    }
    return std::unique_ptr<MirrorSocket> { new UnixMirrorSocket { listener, path, std::move(actions) } };
}

}
