// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace watchfloor {

struct App;

// What a server does by itself every second or so: tells the screens when it cannot write, sends
// the latest samples, how many alerts there are and which walls went dark, takes a renewed certificate, tends sessions
// and deletes what is past its age. It decides nothing: deadlines of the domain are the timers'. A thread of its own.
class Housekeeping {
public:
    explicit Housekeeping(App& app);
    ~Housekeeping();

    void stop();

private:
    void run();
    void watch_health();
    void watch_certificate(const std::string& trouble);
    void send_samples();
    void watch_walls();
    void tell_alert_totals();
    void expire();

    App& app_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    bool writable_ = true;
    std::int64_t clock_leap_ = 0; // in seconds
    std::string certificate_trouble_ {};
    Timestamp certificate_ends_at_ {};
    std::string proclaimed_ {}; // the health that every screen is told
    std::string told_walls_ {}; // the dark walls that the staff's screens were told of; empty: none is
    std::map<JournalId, std::string> told_totals_ {}; // of alerts
    std::uint64_t sample_seq_ = 0;
    std::uint64_t ticks_ = 0;
    std::thread thread_;
};

}
