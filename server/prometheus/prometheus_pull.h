// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/capacity/capacity_monitor.h"
#include "server/http/http_client.h"
#include "server/log/log.h"
#include "server/sources/source_ledger.h"
#include "server/timers/worker.h"

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

// The samples of the one series in an answer of /api/v1/query_range; empty where it has none. Malformed also where it
// has several: which of them would be the figure?
Result<std::vector<Sample>> parse_query_range(std::string_view body);

// Reads capacity from a Prometheus server by range queries: at first the last hours, so that
// curves do not begin empty, then what is new. Its points lie on multiples of the step, and each is asked for once,
// also after a restart. Runs every 15 s on a thread of its own. What fails stands in the ledger, with its reason, and
// in the log when it begins, changes and ends.
class PrometheusPull {
public:
    static constexpr std::chrono::seconds kCadence { 15 };
    static constexpr std::chrono::seconds kStep { 15 };
    static constexpr Millis kFirstReach { 6 * 3'600'000 };
    inline static const SourceId kSource { "prometheus-pull" };

    PrometheusPull(CapacityMonitor& monitor, SourceLedger& ledger, Clock& clock, Log* log, WebAddress address,
        FetchOptions fetching, std::vector<PrometheusFigure> figures);

    void start();
    void pull_once();

private:
    struct Taken {
        std::size_t stored = 0;
        std::size_t duplicates = 0;
    };
    Result<std::vector<Sample>> query(const std::string& promql, Timestamp from, Timestamp to) const;
    Result<std::int64_t> total_of(const PrometheusFigure& figure, Timestamp now) const;
    Timestamp first_wanted(const ResourceId& resource, Timestamp now) const;
    Result<Taken> pull(const PrometheusFigure& figure, Timestamp now);
    void tell(const std::string& failure, Timestamp now);

    CapacityMonitor& monitor_;
    SourceLedger& ledger_;
    Clock& clock_;
    Log* log_;
    WebAddress address_;
    FetchOptions fetching_;
    std::vector<PrometheusFigure> figures_;
    Worker worker_;
};

}
