// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/capacity/capacity_monitor.h"
#include "server/sources/source_ledger.h"
#include "server/timers/worker.h"

#include <map>
#include <string>

namespace watchfloor {

// A capacity figure read from Prometheus: how much is used, and of how much, as PromQL.
struct PrometheusFigure {
    std::string id {};
    std::string name {};
    std::string unit {};
    std::string used {};
    std::string total {}; // PromQL too, or a plain number
};

// What node_exporter tells of a host: processor, memory, file systems' sum.
std::vector<PrometheusFigure> node_exporter_figures();

// The samples of the first series in an answer of /api/v1/query_range; empty where it has none.
Result<std::vector<Sample>> parse_query_range(std::string_view body);

// Reads capacity from a Prometheus server by range queries: at first the last hours, so that
// curves do not begin empty, then what is new. Runs every 15 s on a thread of its own.
class PrometheusPull {
public:
    static constexpr std::chrono::seconds kCadence { 15 };
    static constexpr std::chrono::seconds kStep { 15 };
    static constexpr Millis kFirstReach { 6 * 3'600'000 };
    inline static const SourceId kSource { "prometheus-pull" };

    PrometheusPull(CapacityMonitor& monitor, SourceLedger& ledger, Clock& clock, std::string origin,
        std::vector<PrometheusFigure> figures);

    void start();
    void pull_once();

private:
    Result<std::vector<Sample>> query(const std::string& promql, Timestamp from, Timestamp to) const;
    Result<std::size_t> pull(const PrometheusFigure& figure, Timestamp now);

    CapacityMonitor& monitor_;
    SourceLedger& ledger_;
    Clock& clock_;
    std::string origin_;
    std::vector<PrometheusFigure> figures_;
    std::map<std::string, Timestamp> pulled_through_ {};
    Worker worker_;
};

}
