// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <mutex>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace watchfloor {

// Ends what another thread does on its connection, without waiting for it: httplib's own stop() waits for a lock that is
// held while it connects, shakes hands and says goodbye over TLS, which takes as long as the other end likes.
class ConnectionBreaker {
public:
    ConnectionBreaker() = default;
    ~ConnectionBreaker() { let_go(); }
    ConnectionBreaker(const ConnectionBreaker&) = delete;
    ConnectionBreaker& operator=(const ConnectionBreaker&) = delete;

    // A descriptor of our own of the same connection: httplib may close its one, and the number may be another's by then.
    void hold(int socket)
    {
        const std::lock_guard guard { lock_ };
        close_held();
        held_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
        if (broken_) {
            ::shutdown(held_, SHUT_RDWR);
        }
    }

    // What is connected now ends, and `for_good` what will be.
    void break_off(bool for_good = false)
    {
        const std::lock_guard guard { lock_ };
        broken_ = broken_ || for_good;
        if (held_ >= 0) {
            ::shutdown(held_, SHUT_RDWR);
        }
    }

    void let_go()
    {
        const std::lock_guard guard { lock_ };
        close_held();
    }

private:
    void close_held()
    {
        if (held_ >= 0) {
            ::close(std::exchange(held_, -1));
        }
    }

    std::mutex lock_;
    int held_ = -1;
    bool broken_ = false;
};

}
