// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/chain_watch.h"
#include "server/app/first_state.h"
#include "server/app/journal_keeper.h"
#include "server/app/journals.h"
#include "server/app/live_renderer.h"
#include "server/app/state_snapshots.h"
#include "server/app/wall_watch.h"
#include "server/auth/auth.h"
#include "server/auth/presence.h"
#include "server/capacity/capacity_forecasts.h"
#include "server/capacity/capacity_monitor.h"
#include "server/config/settings.h"
#include "server/host/host_source.h"
#include "server/http/http_server.h"
#include "server/http/static_assets.h"
#include "server/intake/intake.h"
#include "server/journal/admin_socket.h"
#include "server/journal/data_folder.h"
#include "server/journal/sqlite_store.h"
#include "server/prometheus/prometheus_pull.h"
#include "server/samples/sqlite_samples_store.h"
#include "server/sources/source_ledger.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace watchfloor {

class DrillPlayer;
class Housekeeping;

struct AppOptions {
    Settings settings {};
    Clock* wall_clock = nullptr; // null: the system's
    Log* log = nullptr;
    SqliteOptions sqlite {};
    SamplesOptions samples {};
    std::string page_folder {}; // overrides settings.web when set
    HttpQuotas quotas {};
};

// Everything a server is made of, in the order it depends on each other; destroyed backwards. Each
// module adds its routes with a register_…_routes(HttpServer&, App&) before start().
struct App {
    // Takes the data folder, opens and folds what is in it. Nothing listens yet.
    static Result<std::unique_ptr<App>> open(AppOptions options);
    ~App();

    // Registers all routes, listens, and answers the command socket.
    Result<void> start();
    // Refuses new requests, lets running ones finish, ends the live streams. Safe to call twice.
    void stop();

    // What a journal that is older than what stands beside it made this start put right; empty: it is not.
    std::string older_journal() const;

    std::string url() const; // "http://127.0.0.1:8470"; with TLS by the first of its names, where it was given any

    // The journal a request names with `journal=` (main unless given).
    Result<OpenedJournal*> journal_of(const Request& request);

    explicit App(AppOptions given);

    AppOptions options;
    std::atomic<bool> serving { false };
    SystemClock system_clock;
    std::optional<DataFolder> folder;
    std::unique_ptr<SqliteStore> store;
    std::unique_ptr<ChainWatch> chain; // whoever reads the store tells it
    std::unique_ptr<SqliteSamplesStore> samples;
    std::unique_ptr<SteadyUtcClock> clock;
    std::unique_ptr<SourceLedger> ledger;
    Presence presence {};
    std::unique_ptr<StateSnapshots> snapshots;
    std::unique_ptr<Journals> journals;
    std::unique_ptr<LiveRenderer> renderer;
    std::unique_ptr<LiveHub> hub;
    std::unique_ptr<Auth> auth;
    std::unique_ptr<WallWatch> walls;
    FirstStates first_states;
    std::optional<StaticAssets> assets;
    std::unique_ptr<CapacityMonitor> capacity;
    std::unique_ptr<CapacityForecasts> forecasts;
    std::unique_ptr<Intake> intake;
    std::unique_ptr<DrillPlayer> drills;
    std::unique_ptr<HostSource> host;
    std::unique_ptr<PrometheusPull> prometheus;
    std::unique_ptr<TlsIdentity> tls; // null: plain HTTP
    std::unique_ptr<HttpServer> http;
    std::unique_ptr<CommandServer> commands;
    std::unique_ptr<JournalKeeper> keeper;
    std::unique_ptr<Housekeeping> housekeeping;

private:
    Result<void> open_all();
    void log_older_journal() const;
    Result<void> open_journals();
    Result<void> declare_own_source(const SourceId& id, SourceKind kind, std::int64_t cadence_seconds);
    Result<void> start_sources();
    Result<void> open_tls();
    Result<void> open_http();
};

// All routes of this server, in one place.
void register_routes(HttpServer& http, App& app);

}
