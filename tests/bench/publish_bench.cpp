// SPDX-License-Identifier: Apache-2.0
// publish_bench [alerts=100000] [rounds=2000]
// How long a decided and durable batch waits to be what everybody reads: from the store's answer until the new state
// is published, on a real sequencer and store with so many firing alerts. Batches are a note, a new alert, an
// acknowledgement, and 100 new alerts in turn. One line of JSON for each kind.
#include "server/journal/sqlite_store.h"
#include "server/sequencer/sequencer.h"
#include "tests/bench/bench_arguments.h"
#include "tests/bench/latencies.h"
#include "tests/support/forwarding_store.h"
#include "tests/support/temporary_folder.h"

#include <atomic>
#include <cstdio>

namespace watchfloor {
namespace {

const JournalId kMain { "main" };
const std::string kDomain = "site";
constexpr std::size_t kLargeBatch = 100;

std::int64_t nanos_now()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(BenchClock::now().time_since_epoch()).count();
}

// The store, noting when it said that a batch is durable.
class NotingStore final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;

    Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras) override
    {
        auto done = ForwardingStore::append(journal, entries, extras);
        durable_at = nanos_now();
        return done;
    }

    std::atomic<std::int64_t> durable_at { 0 };
};

// Told right after the state is published, on the same thread.
class NotingListener final : public Sequencer::Listener {
public:
    explicit NotingListener(NotingStore& store) : store_(store) { }
    void committed(const JournalId&, std::uint64_t, std::uint64_t) override
    {
        waited.push_back(nanos_now() - store_.durable_at);
    }
    void refolded(const JournalId&, std::uint64_t, std::uint64_t) override { }

    std::vector<std::int64_t> waited {};

private:
    NotingStore& store_;
};

class PublishBench {
public:
    Result<void> open(std::size_t alerts)
    {
        ASSIGN_OR_RETURN(sqlite_, SqliteStore::open(folder_ / "journal.db"));
        store_ = std::make_unique<NotingStore>(*sqlite_);
        listener_ = std::make_unique<NotingListener>(*store_);
        ASSIGN_OR_RETURN(sequencer_, Sequencer::open(*store_, kMain, JournalPurpose::Main, clock_));
        RETURN_IF_ERROR(
            done(SetSource { { .id = SourceId { "bench" }, .kind = SourceKind::PrometheusApi, .domain = kDomain } }));
        while (next_alert_ < alerts) {
            RETURN_IF_ERROR(done(fire(Sequencer::kSlice)));
        }
        LogIncident incident;
        incident.title = "Incident of a bench";
        RETURN_IF_ERROR(done(incident));
        sequencer_->set_listener(listener_.get());
        return {};
    }

    template<typename Make>
    Result<void> measure(const char* what, std::size_t rounds, Make&& make)
    {
        listener_->waited.clear();
        for (std::size_t i = 0; i < rounds; ++i) {
            RETURN_IF_ERROR(done(make()));
        }
        auto waited = std::move(listener_->waited);
        VERIFY(waited.size() == rounds);
        std::sort(waited.begin(), waited.end());
        const auto at = [&](double part) {
            return static_cast<double>(waited[static_cast<std::size_t>(part * static_cast<double>(rounds - 1))]) / 1e6;
        };
        std::printf("{\"bench\":\"publish\",\"what\":\"%s\",\"alerts\":%lld,\"rounds\":%zu,\"median_ms\":%.4f,"
                    "\"p99_ms\":%.4f,\"max_ms\":%.4f}\n",
            what, static_cast<long long>(sequencer_->state()->firing), rounds, at(0.5), at(0.99), at(1));
        return {};
    }

    Command note() const
    {
        AddNote note;
        note.incident = IncidentId { "INC-1" };
        note.text = "Restarted the exporter on the second node; waiting for the next scrape.";
        return note;
    }

    Command fire(std::size_t count)
    {
        ReportAlerts report { SourceId { "bench" }, {} };
        for (std::size_t i = 0; i < count; ++i) {
            AlertReport alert;
            alert.labels = labels(next_alert_++);
            alert.annotations = { { "summary", "The file system is 95 % full" } };
            alert.started_at = clock_.now();
            report.alerts.push_back(std::move(alert));
        }
        return report;
    }

    Command acknowledge() { return AcknowledgeAlert { alert_id(kDomain, labels(next_acknowledged_++)) }; }

private:
    static Labels labels(std::size_t number)
    {
        return { { "alertname", "DiskFull" }, { "cluster", "north" }, { "datacenter", "one" },
            { "device", "/dev/sda1" }, { "environment", "production" },
            { "instance", "host-" + std::to_string(number) + ".example.org" }, { "job", "node" },
            { "mountpoint", "/var/lib/data" }, { "severity", "warning" }, { "team", "storage" } };
    }

    Result<void> done(Command command)
    {
        Submission submission;
        submission.command = std::move(command);
        submission.actor.user = UserId { "bench" };
        submission.actor.roles = { SystemRole::Resolver, SystemRole::IncidentManager };
        submission.actor.system = true;
        RETURN_IF_ERROR(sequencer_->execute(std::move(submission)));
        return {};
    }

    TemporaryFolder folder_;
    SystemClock clock_;
    std::unique_ptr<SqliteStore> sqlite_;
    std::unique_ptr<NotingStore> store_;
    std::unique_ptr<NotingListener> listener_;
    std::unique_ptr<Sequencer> sequencer_;
    std::size_t next_alert_ = 0;
    std::size_t next_acknowledged_ = 0;
};

Result<void> run(const BenchArguments& arguments)
{
    PublishBench bench;
    RETURN_IF_ERROR(bench.open(arguments.count("alerts", 100'000)));
    const std::size_t rounds = arguments.count("rounds", 2'000);
    RETURN_IF_ERROR(bench.measure("a note", rounds, [&] { return bench.note(); }));
    RETURN_IF_ERROR(bench.measure("an acknowledgement", rounds, [&] { return bench.acknowledge(); }));
    RETURN_IF_ERROR(bench.measure("an alert", rounds, [&] { return bench.fire(1); }));
    return bench.measure("100 alerts", std::max<std::size_t>(rounds / 20, 1), [&] { return bench.fire(kLargeBatch); });
}

}
}

int main(int argc, char** argv)
{
    const auto done = watchfloor::run({ argc, argv });
    if (!done.ok()) {
        std::fprintf(stderr, "publish_bench: %s\n", done.error().message.c_str());
        return 1;
    }
    return 0;
}
