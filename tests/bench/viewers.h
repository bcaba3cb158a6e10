// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/kept_connection.h"
#include "tests/bench/latencies.h"

#include <array>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Many readers of an event stream, all driven by the caller's thread. A reader that is refused for being one too
// many at once, or whose stream ends, tries again as the console does: after half a second and then twice as long,
// up to eight, with jitter, from the last event it has.
class Viewers {
public:
    // `request` is the head of the GET without its closing empty line.
    Viewers(std::uint16_t port, std::string request, std::size_t count);

    // Takes what arrives within 50 ms, and tries again for those whose time has come.
    void read_some();

    std::size_t attached() const { return attached_; }
    std::size_t deliveries() const { return latencies_.size(); }
    std::size_t lost() const { return lost_; }         // streams that ended
    std::size_t refused() const { return refused_; }   // answers that were no stream
    std::size_t disorder() const { return disorder_; } // events whose number does not follow the one before
    const std::string& refusal() const { return refusal_; }
    // From posting a stamped event to having it.
    Latencies& latencies() { return latencies_; }

private:
    struct Stream {
        std::unique_ptr<KeptConnection> socket {};
        std::string rest {}; // of an event that has begun
        bool attached = false;
        std::uint64_t last = 0;
        int tries = 0;
        BenchClock::time_point next_try {};
    };

    void connect(std::size_t index);
    void drop(Stream& stream);
    void read(Stream& stream);
    bool take_head(Stream& stream);
    void note(Stream& stream, std::string_view event, std::int64_t now);

    std::uint16_t port_;
    std::string request_;
    Descriptor epoll_;
    std::vector<Stream> streams_;
    std::vector<char> chunk_;
    std::mt19937 random_ { 1 };
    Latencies latencies_ {};
    std::size_t attached_ = 0;
    std::size_t lost_ = 0;
    std::size_t refused_ = 0;
    std::size_t disorder_ = 0;
    std::string refusal_ {};
};

// The head of a request without its closing empty line.
std::string request_head(const char* method, const std::string& path, const std::string& token);

// As many open files as this process may have.
void raise_file_limit();

}
