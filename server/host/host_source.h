// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/capacity/capacity_monitor.h"
#include "server/host/host_readings.h"
#include "server/timers/worker.h"

#include <map>

namespace watchfloor {

// The built-in source: this host's processor, memory, file systems and network, so that a first
// start shows something alive. Reads every 5 s on a thread of its own.
class HostSource {
public:
    static constexpr std::chrono::seconds kCadence { 5 };
    inline static const SourceId kSource { "host" };

    // `read` is read_host, or a test's readings.
    HostSource(CapacityMonitor& monitor, Clock& clock, std::function<HostReadings()> read);

    void start();

    // One reading; the thread calls it. `on_stored` hears how many samples of it were stored.
    void read_once();
    std::function<void(std::int64_t samples)> on_stored {};

private:
    void record(const CapacityResource& resource, double value);
    void record_cpu(const HostReadings& readings);
    void record_network(const HostReadings& readings);

    CapacityMonitor& monitor_;
    Clock& clock_;
    std::function<HostReadings()> read_;
    HostReadings previous_ {};
    Millis previous_at_ {};   // by how long the clock had run
    std::int64_t stored_ = 0; // of the reading under way
    Worker worker_;
};

}
