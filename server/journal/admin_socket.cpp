// SPDX-License-Identifier: Apache-2.0
#include "server/journal/admin_socket.h"

#include "server/posix/unix_socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <thread>
#include <vector>

namespace watchfloor {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMostCallers = 16;
constexpr std::chrono::seconds kCallerPatience { 30 }; // for a request to arrive, or an answer to leave
constexpr std::size_t kReadBytes = 16U << 10U;

}

// Everything but `wake_writer` belongs to the thread.
struct CommandServer::Loop {
    struct Caller {
        Descriptor socket;
        std::string input {};
        std::string output {};
        SteadyClock::time_point deadline {};

        bool answering() const { return !output.empty(); }
    };

    std::filesystem::path path;
    Handler handler;
    Descriptor listener;
    Descriptor wake_reader;
    Descriptor wake_writer;
    std::vector<Caller> callers {};
    std::thread thread {};

    void run();
    std::vector<pollfd> watched() const;
    int timeout_millis() const;
    void accept_caller();
    bool serve_caller(Caller& caller, short events); // false: done with it
    bool read_from(Caller& caller);
    bool write_to(Caller& caller);
};

CommandServer::CommandServer(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) { }

Result<std::unique_ptr<CommandServer>> CommandServer::serve(const std::filesystem::path& socket, Handler handler)
{
    ASSIGN_OR_RETURN(auto listener, listen_on(socket));
    int ends[2] {};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return Error { ErrorCode::Unavailable, "There are no file descriptors left for the command socket." };
    }
    std::unique_ptr<Loop> loop { new Loop {
        socket, std::move(handler), std::move(listener), Descriptor { ends[0] }, Descriptor { ends[1] } } };
    loop->thread = std::thread { [raw = loop.get()] { raw->run(); } };
    return std::unique_ptr<CommandServer> { new CommandServer { std::move(loop) } };
}

CommandServer::~CommandServer()
{
    loop_->wake_writer = Descriptor {}; // the thread sees its end close
    loop_->thread.join();
    std::error_code ignored;
    std::filesystem::remove(loop_->path, ignored);
}

std::vector<pollfd> CommandServer::Loop::watched() const
{
    std::vector<pollfd> watched { { wake_reader.number(), POLLIN, 0 } };
    // A full house leaves further callers in the kernel's queue.
    watched.push_back({ callers.size() < kMostCallers ? listener.number() : -1, POLLIN, 0 });
    for (const Caller& caller : callers) {
        watched.push_back({ caller.socket.number(), static_cast<short>(caller.answering() ? POLLOUT : POLLIN), 0 });
    }
    return watched;
}

int CommandServer::Loop::timeout_millis() const
{
    if (callers.empty()) {
        return -1;
    }
    const auto next = std::min_element(
        callers.begin(), callers.end(), [](const Caller& a, const Caller& b) { return a.deadline < b.deadline; });
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next->deadline - SteadyClock::now()).count();
    return static_cast<int>(std::max<std::int64_t>(left, 0));
}

void CommandServer::Loop::run()
{
    while (true) {
        std::vector<pollfd> polled = watched();
        if (::poll(polled.data(), polled.size(), timeout_millis()) < 0 && errno != EINTR) {
            return;
        }
        if (polled[0].revents != 0) {
            return;
        }
        std::vector<Caller> staying;
        for (std::size_t i = 0; i < callers.size(); ++i) {
            if (serve_caller(callers[i], polled[i + 2].revents)) {
                staying.push_back(std::move(callers[i]));
            }
        }
        callers = std::move(staying);
        if (polled[1].revents != 0) {
            accept_caller();
        }
    }
}

void CommandServer::Loop::accept_caller()
{
    Descriptor socket { ::accept4(listener.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK) };
    if (socket.number() >= 0) {
        callers.push_back({ std::move(socket), {}, {}, SteadyClock::now() + kCallerPatience });
    } else if (errno == EMFILE || errno == ENFILE) {
        // The caller stays in the queue; without a pause poll would spin on it.
        ::poll(nullptr, 0, 50);
    }
}

bool CommandServer::Loop::serve_caller(Caller& caller, short events)
{
    if (SteadyClock::now() >= caller.deadline) {
        return false;
    }
    if (events == 0) {
        return true;
    }
    return caller.answering() ? write_to(caller) : read_from(caller);
}

bool CommandServer::Loop::read_from(Caller& caller)
{
    char buffer[kReadBytes];
    const auto count = ::recv(caller.socket.number(), buffer, sizeof buffer, 0);
    if (count <= 0) {
        return count < 0 && (errno == EAGAIN || errno == EINTR);
    }
    caller.input.append(buffer, static_cast<std::size_t>(count));
    const auto end = caller.input.find('\n');
    if (end == std::string::npos) {
        return caller.input.size() <= kCommandLimit;
    }
    if (end > kCommandLimit) {
        return false;
    }
    caller.output = handler(std::string_view { caller.input }.substr(0, end));
    VERIFY(caller.output.find('\n') == std::string::npos);
    caller.output += '\n';
    caller.deadline = SteadyClock::now() + kCallerPatience;
    return write_to(caller);
}

// One request, one answer: the caller is done when all of it left.
bool CommandServer::Loop::write_to(Caller& caller)
{
    const auto count = ::send(caller.socket.number(), caller.output.data(), caller.output.size(), MSG_NOSIGNAL);
    if (count < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    caller.output.erase(0, static_cast<std::size_t>(count));
    return caller.answering();
}

Result<std::string> call_command(
    const std::filesystem::path& socket, std::string_view request, std::chrono::milliseconds patience)
{
    if (request.size() > kCommandLimit || request.find('\n') != std::string_view::npos) {
        return Error { ErrorCode::TooLarge, "A command is one line of at most 1 MiB." };
    }
    const Error silence { ErrorCode::Unavailable,
        "The server behind " + socket.string() + " did not answer in time: look at its log." };
    const auto deadline = SteadyClock::now() + patience;
    ASSIGN_OR_RETURN(const Descriptor connection, connect_to(socket, patience));
    std::string output { request };
    output += '\n';
    std::string input;
    while (input.find('\n') == std::string::npos) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
        pollfd polled { connection.number(), static_cast<short>(output.empty() ? POLLIN : POLLOUT), 0 };
        if (left <= 0 || (::poll(&polled, 1, static_cast<int>(left)) <= 0 && errno != EINTR)) {
            return silence;
        }
        if (!exchange_some(connection, output, input) || input.size() > kCommandLimit + 1) {
            return silence;
        }
    }
    input.resize(input.find('\n'));
    return input;
}

}
