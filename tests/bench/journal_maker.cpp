// SPDX-License-Identifier: Apache-2.0
// journal_maker folder=PATH [entries=1000000] [alerts=100000]
// Fills the data folder of a server that is not running: the journal's opening, 50 incidents, firing alerts, and notes for the rest,
// sealed and chained as the server does it.
#include "server/journal/data_folder.h"
#include "server/journal/sqlite_store.h"
#include "shared/wire/entries/entry_codec.h"
#include "tests/bench/bench_arguments.h"

#include <cstdio>

namespace watchfloor {
namespace {

constexpr Timestamp kStart { 1'767'322'800'000 };
constexpr std::size_t kIncidents = 50;
constexpr std::size_t kBatch = 1000;

Payload incident(std::size_t number)
{
    IncidentLogged logged;
    logged.incident.id = IncidentId { "INC-" + std::to_string(number + 1) };
    logged.incident.title = "Incident of a bench";
    logged.incident.logged_at = kStart;
    logged.incident.started_at = kStart;
    return logged;
}

Payload alert(std::size_t number)
{
    const std::string serial = std::to_string(number);
    AlertFired fired;
    fired.alert.labels = { { "alertname", "DiskFull" }, { "cluster", "north" }, { "datacenter", "one" },
        { "device", "/dev/sda1" }, { "environment", "production" }, { "instance", "host-" + serial + ".example.org" },
        { "job", "node" }, { "mountpoint", "/var/lib/data" }, { "severity", "warning" }, { "team", "storage" } };
    fired.alert.annotations = { { "summary", "The file system is 95 % full" } };
    fired.alert.id = alert_id("bench", fired.alert.labels);
    fired.alert.name = "DiskFull";
    fired.alert.source = SourceId { "bench" };
    fired.alert.service = ServiceId { "unknown" };
    fired.alert.severity = AlertSeverity::Minor;
    fired.alert.started_at = kStart;
    return fired;
}

Payload note(std::size_t number)
{
    NoteAdded added;
    added.incident = IncidentId { "INC-" + std::to_string(number % kIncidents + 1) };
    added.note = "Restarted the exporter on the second node; waiting for the next scrape.";
    return added;
}

Payload payload(std::size_t number, std::size_t alerts)
{
    if (number == 0) {
        return JournalOpened { .purpose = JournalPurpose::Main, .product_version = "bench" };
    }
    --number;
    if (number < kIncidents) {
        return incident(number);
    }
    return number < kIncidents + alerts ? alert(number - kIncidents) : note(number);
}

// The incident an entry belongs to; empty for the opening and for alerts.
std::string subject(std::size_t number, std::size_t alerts)
{
    if (number == 0) {
        return {};
    }
    --number;
    const bool alert = number >= kIncidents && number < kIncidents + alerts;
    return alert ? "" : "INC-" + std::to_string(number % kIncidents + 1);
}

EntryHead head_of(std::size_t number, const std::string& subject)
{
    EntryHead head;
    head.seq = number + 1;
    head.journal = JournalId { "main" };
    head.recorded_at = kStart + Millis { static_cast<std::int64_t>(number) };
    head.occurred_at = head.recorded_at;
    head.actor = UserId { "bench" };
    head.subject = subject;
    return head;
}

Result<void> fill(const std::filesystem::path& path, std::size_t entries, std::size_t alerts)
{
    ASSIGN_OR_RETURN(const DataFolder folder, DataFolder::own(path));
    ASSIGN_OR_RETURN(const auto store, SqliteStore::open(folder.journal_database()));
    Digest previous {};
    for (std::size_t number = 0; number < entries;) {
        std::vector<SealedEntry> batch;
        Extras extras;
        for (; batch.size() < kBatch && number < entries; ++number) {
            const std::string about = subject(number, alerts);
            batch.push_back(seal_entry(head_of(number, about), payload(number, alerts), EntrySalts {}, previous));
            previous = batch.back().hash;
            if (!about.empty()) {
                extras.subjects.push_back({ about, number + 1 });
            }
        }
        if (auto done = store->append(JournalId { "main" }, batch, extras); !done.ok()) {
            return done;
        }
    }
    return {};
}

}
}

int main(int argc, char** argv)
{
    const watchfloor::BenchArguments arguments { argc, argv };
    const auto done = watchfloor::fill(
        arguments.text("folder"), arguments.count("entries", 1'000'000), arguments.count("alerts", 100'000));
    if (!done.ok()) {
        std::fprintf(stderr, "journal_maker: %s\n", done.error().message.c_str());
        return 1;
    }
    return 0;
}
