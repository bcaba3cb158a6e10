// SPDX-License-Identifier: Apache-2.0
#include "server/app/app.h"

#include "server/app/admin_desk.h"
#include "server/app/drill_player.h"
#include "server/app/housekeeping.h"
#include "server/auth/request_identity.h"
#include "server/http/host_names.h"
#include "server/http/json_error.h"
#include "server/sources/declare_source.h"
#include "shared/wire/console_addresses.h"

namespace watchfloor {
namespace {

// Paths whose page is the console's.
std::vector<std::string> console_views()
{
    std::vector<std::string> views;
    for (const ConsoleAddress& address : kConsoleAddresses) {
        views.emplace_back(address.path);
        if (address.holds_more) {
            views.push_back(std::string(address.path) + "/");
        }
    }
    return views;
}

}

Result<std::unique_ptr<App>> App::open(AppOptions options)
{
    auto app = std::make_unique<App>(std::move(options));
    RETURN_IF_ERROR(app->open_all());
    return app;
}

App::App(AppOptions given) : options(std::move(given)) { }

App::~App()
{
    stop();
}

Result<void> App::open_all()
{
    ASSIGN_OR_RETURN(folder, DataFolder::own(options.settings.data));
    ASSIGN_OR_RETURN(store, SqliteStore::open(folder->journal_database(), options.sqlite));
    chain = std::make_unique<ChainWatch>(*store, folder->journal_database(), options.log);
    store->on_damage([this](const JournalId& journal, std::uint64_t seq, const std::string& what) {
        chain->found({ journal, seq, what });
    });
    ASSIGN_OR_RETURN(samples, SqliteSamplesStore::open(folder->samples_database(), options.samples));
    samples->on_damage([this](const std::string& what) { chain->found({ {}, 0, what }); });
    Clock& wall = options.wall_clock != nullptr ? *options.wall_clock : system_clock;
    clock = std::make_unique<SteadyUtcClock>(wall);
    snapshots = std::make_unique<StateSnapshots>(*store, folder->snapshots(), options.log);
    journals = std::make_unique<Journals>(*store, *snapshots, *clock, options.log);
    renderer = std::make_unique<LiveRenderer>(*store, *journals);
    LiveHubOptions live;
    live.utc_millis = [this] { return clock->now().millis; };
    hub = std::make_unique<LiveHub>(*renderer, std::move(live));
    journals->set_hub(hub.get(), [this](const Viewer& viewer) {
        OpenedJournal* journal = journals->find(JournalId { viewer.journal });
        const auto principal = auth->by_session_id(viewer.session_id);
        if (journal == nullptr || !principal) {
            return true;
        }
        const auto state = journal->sequencer->state();
        return visibility_key(sight_for(*principal, *journals->main().state(), *state), *state)
            != viewer.visibility_key;
    });
    // Nothing is erased before start() makes the keeper.
    journals->on_erased([this](const JournalId& journal) { keeper->forget(journal); });
    RETURN_IF_ERROR(open_journals());
    chain->note(store->mended());
    chain->check_tail(kMainJournal, snapshots->newest_seq(kMainJournal));
    const std::chrono::hours idle { options.settings.session_idle_hours };
    ASSIGN_OR_RETURN(
        auth, Auth::open(*store, journals->main(), *clock, { idle, folder->sign_outs(), folder->revocations() }));
    log_older_journal();
    auth->on_ended([this](const std::string& session_id) { hub->disconnect(session_id); });
    walls = std::make_unique<WallWatch>(journals->main(), *hub, *auth, *clock);
    capacity = std::make_unique<CapacityMonitor>(journals->main(), *samples, *clock);
    forecasts = std::make_unique<CapacityForecasts>(*samples);
    intake = std::make_unique<Intake>(*ledger, *clock);
    drills = std::make_unique<DrillPlayer>(*this);
    return {};
}

void App::log_older_journal() const
{
    if (options.log != nullptr && !older_journal().empty()) {
        const AtOpening& done = auth->at_opening();
        options.log->write(LogLevel::Warning, "older_journal",
            { { "texts_erased", static_cast<std::int64_t>(store->erased_again()) },
                { "sessions_ended", static_cast<std::int64_t>(done.sessions) },
                { "revoked", static_cast<std::int64_t>(done.revoked) } });
    }
}

std::string App::older_journal() const
{
    return told_of_older_journal(store->erased_again(), auth->at_opening());
}

// Every journal has its own deadlines, by its own clock; only main's measures anything.
Result<void> App::open_journals()
{
    ledger = std::make_unique<SourceLedger>(*store);
    journals->on_opened([this](OpenedJournal& opened) {
        SamplesStore* measured = opened.sequencer->journal() == kMainJournal ? samples.get() : nullptr;
        opened.timers
            = std::make_unique<TimerDriver>(*store, *opened.sequencer, *ledger, measured, *opened.clock, options.log);
        opened.timers->watch_people(presence);
        if (serving) {
            opened.timers->start();
        }
    });
    RETURN_IF_ERROR(journals->open_main());
    clock->recorded_last(journals->main().state()->as_of);
    std::vector<SourceId> sources;
    journals->main().state()->sources.for_each([&](const SourceId& id, const Source&) { sources.push_back(id); });
    return ledger->load(kMainJournal, sources);
}

Result<void> App::declare_own_source(const SourceId& id, SourceKind kind, std::int64_t cadence_seconds)
{
    Source source;
    source.id = id;
    source.kind = kind;
    source.cadence_seconds = cadence_seconds;
    Actor system;
    system.user = UserId { "system" };
    system.system = true;
    return declare_source(journals->main(), source, system);
}

Result<void> App::start_sources()
{
    serving = true;
    for (OpenedJournal* opened : journals->opened()) {
        opened->timers->start();
    }
    if (options.settings.host_source) {
        RETURN_IF_ERROR(declare_own_source(HostSource::kSource, SourceKind::Host, HostSource::kCadence.count()));
        host = std::make_unique<HostSource>(*capacity, *clock, [] { return read_host(); });
        host->on_stored = [this](std::int64_t stored) {
            SourceCounts counts;
            counts.source = HostSource::kSource;
            counts.last_delivery_at = clock->now();
            counts.deliveries = 1;
            counts.received = stored;
            ledger->add(counts);
        };
        host->start();
    }
    if (!options.settings.prometheus.empty()) {
        ASSIGN_OR_RETURN(auto address, parse_web_address(options.settings.prometheus));
        RETURN_IF_ERROR(
            declare_own_source(PrometheusPull::kSource, SourceKind::PrometheusPull, PrometheusPull::kCadence.count()));
        FetchOptions fetching;
        fetching.ca_file = options.settings.ca_file;
        prometheus = std::make_unique<PrometheusPull>(
            *capacity, *ledger, *clock, options.log, std::move(address), std::move(fetching), node_exporter_figures());
        prometheus->start();
    }
    return {};
}

Result<void> App::open_tls()
{
    const std::string& certificate = options.settings.tls_cert;
    const std::string& key = options.settings.tls_key;
    if (certificate.empty() && key.empty()) {
        return {};
    }
    if (certificate.empty() || key.empty()) {
        return Error { ErrorCode::Malformed,
            std::string("give --tls-cert and --tls-key together; ")
                + (key.empty() ? "the key of the certificate is missing" : "the certificate of the key is missing") };
    }
    ASSIGN_OR_RETURN(tls, TlsIdentity::load(certificate, key));
    return {};
}

Result<void> App::open_http()
{
    const std::string web = options.page_folder.empty() ? options.settings.web : options.page_folder;
    if (!web.empty()) {
        ASSIGN_OR_RETURN(auto loaded, StaticAssets::load(web, console_views()));
        assets.emplace(std::move(loaded));
    }
    ASSIGN_OR_RETURN(const ListenAddress listen, parse_listen(options.settings.listen));
    HttpServerOptions http_options;
    http_options.address = listen.address;
    http_options.port = listen.port;
    http_options.trusted_peers = options.settings.trusted_peers;
    http_options.names = options.settings.names;
    http_options.tls = tls.get();
    http_options.quotas = options.quotas;
    http_options.log = options.log;
    http = std::make_unique<HttpServer>(std::move(http_options));
    http->set_guard([this](const Route& route, Request& request) { return guard_request(*auth, route, request); });
    register_routes(*http, *this);
    if (assets) {
        http->set_fallback([this](const Request& request) { return assets->serve(request); });
    }
    return http->start();
}

Result<void> App::start()
{
    keeper = std::make_unique<JournalKeeper>(*journals, *snapshots, options.log);
    chain->start();
    RETURN_IF_ERROR(open_tls());
    RETURN_IF_ERROR(open_http());
    RETURN_IF_ERROR(start_sources());
    housekeeping = std::make_unique<Housekeeping>(*this);
    const CommandContext context { *store, journals->main(), *auth, *clock,
        [this](const std::string& scenario, std::int64_t speed) { return drills->play(scenario, speed); } };
    ASSIGN_OR_RETURN(commands, CommandServer::serve(folder->command_socket(), [context](std::string_view line) {
        return run_command_line(context, line);
    }));
    return {};
}

void App::stop()
{
    commands.reset();
    if (chain) {
        chain->stop();
    }
    if (housekeeping) {
        housekeeping->stop();
    }
    prometheus.reset();
    host.reset();
    if (drills) {
        drills->stop();
    }
    if (http) {
        http->stop();
    }
    if (journals) {
        for (OpenedJournal* opened : journals->opened()) {
            opened->timers.reset();
        }
    }
    if (keeper) {
        keeper->stop();
    }
    if (hub) {
        hub->stop();
    }
    if (journals) {
        journals->close();
    }
}

std::string App::url() const
{
    const auto listen = parse_listen(options.settings.listen);
    const std::string address = listen.ok() ? listen.value().address : "127.0.0.1";
    std::string place = address.find(':') != std::string::npos ? "[" + address + "]" : address;
    // A certificate is for a name, and where one was given it is rarely for the address.
    if (const std::string named = first_plain_name(options.settings.names); tls && !named.empty()) {
        place = named;
    }
    return (tls ? "https://" : "http://") + place + ":" + std::to_string(http->port());
}

Result<OpenedJournal*> App::journal_of(const Request& request)
{
    const JournalId wanted { std::string(request.query("journal").value_or(kMainJournal.text)) };
    OpenedJournal* found = journals->find(wanted);
    if (found == nullptr) {
        return Error { ErrorCode::NotFound, "There is no such journal; see GET /api/v1/journals." };
    }
    return found;
}

}
