// SPDX-License-Identifier: Apache-2.0
#include "server/app/housekeeping.h"

#include "server/app/app.h"
#include "server/app/health.h"
#include "server/app/sample_points.h"
#include "server/auth/principal.h"
#include "shared/domain/visibility/visibility.h"
#include "shared/wire/answers/alert_totals.h"
#include "shared/wire/fields/fields_json.h"

#include <utility>

namespace watchfloor {
namespace {

constexpr std::chrono::milliseconds kTick { 250 };
constexpr std::uint64_t kTicksPerLook = 4;         // 1 s
constexpr std::uint64_t kTicksPerFlush = 20;       // 5 s
constexpr std::uint64_t kTicksPerReminder = 120;   // 30 s
constexpr std::uint64_t kTicksPerExpiry = 4 * 600; // 10 min
constexpr std::size_t kLeastToldOf = 50;           // alerts: fewer fit into any first state

}

Housekeeping::Housekeeping(App& app) : app_(app), sample_seq_(app.samples->last_sample_seq())
{
    watch_health(); // a console that comes back to this server forgets what another one's health was
    thread_ = std::thread([this] { run(); });
}

Housekeeping::~Housekeeping()
{
    stop();
}

void Housekeeping::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Housekeeping::run()
{
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kTick, [&] { return stopping_; })) {
        lock.unlock();
        ++ticks_;
        watch_health();
        if (ticks_ % kTicksPerLook == 0) {
            watch_walls();
            tell_alert_totals();
        }
        if (ticks_ % kTicksPerFlush == 0) {
            send_samples();
            app_.auth->tend();
            if (app_.tls) {
                app_.tls->look();
            }
        }
        if (ticks_ % kTicksPerExpiry == 0) {
            expire();
        }
        lock.lock();
    }
}

void Housekeeping::watch_health()
{
    const HealthAnswer health = health_of(app_);
    if (std::exchange(writable_, health.writable) != health.writable && app_.options.log != nullptr) {
        app_.options.log->write(
            writable_ ? LogLevel::Info : LogLevel::Error, writable_ ? "writable_again" : "not_writable");
    }
    if (std::exchange(clock_leap_, health.clock_leap_seconds) != health.clock_leap_seconds
        && app_.options.log != nullptr) {
        const bool leapt = clock_leap_ != 0;
        app_.options.log->write(leapt ? LogLevel::Warning : LogLevel::Info, leapt ? "clock_leapt" : "clock_agrees",
            { { "seconds", clock_leap_ } });
    }
    if (app_.tls) {
        watch_certificate(health.certificate);
    }
    std::string data = to_json_text(health, Zeros::Written);
    if (data != proclaimed_) {
        proclaimed_ = std::move(data);
        app_.hub->proclaim("health", proclaimed_, to_json_text(bare(health), Zeros::Written), [](const Viewer& viewer) {
            return !sees_samples(visibility_from_key(viewer.visibility_key)); // not of this house
        });
    }
}

// The reason may name files of this machine: the log is the operator's.
void Housekeeping::watch_certificate(const std::string& trouble)
{
    const Timestamp end = app_.tls->ends_at();
    const bool another = std::exchange(certificate_ends_at_, end) != end;
    const bool told = std::exchange(certificate_trouble_, trouble) == trouble;
    if (app_.options.log == nullptr || (told && !another)) {
        return;
    }
    const std::string ends_at = format_timestamp(end);
    app_.options.log->write(trouble.empty() ? LogLevel::Info : LogLevel::Warning,
        trouble.empty() ? "certificate_in_use" : "certificate_trouble",
        { { "ends_at", std::string_view { ends_at } }, { "advice", std::string_view { trouble } } });
}

// One coalesced frame of what changed, for those who may see capacity at all.
void Housekeeping::send_samples()
{
    const std::uint64_t last = app_.samples->last_sample_seq();
    if (last == sample_seq_) {
        return;
    }
    const SampleFrame frame = sample_frame(app_.samples->since(sample_seq_), *app_.journals->main().state());
    sample_seq_ = last;
    if (!frame.samples.empty()) {
        app_.hub->broadcast(kMainJournal.text, "sample", to_json_text(frame),
            [](const Viewer& viewer) { return sees_samples(visibility_from_key(viewer.visibility_key)); });
    }
}

// Said again and again while one is dark: to whoever came meanwhile, and to whoever missed it. Who hears nothing of it
// any more may take it for mended.
void Housekeeping::watch_walls()
{
    app_.walls->look();
    const DarkWalls dark = app_.walls->dark();
    std::string data = to_json_text(dark, Zeros::Written);
    const bool again = ticks_ % kTicksPerReminder == 0;
    if (dark.walls.empty() ? told_walls_.empty() : data == told_walls_ && !again) {
        return;
    }
    for (OpenedJournal* opened : app_.journals->opened()) {
        app_.hub->broadcast(opened->sequencer->journal().text, "walls", data,
            [](const Viewer& viewer) { return visibility_from_key(viewer.visibility_key).staff; });
    }
    told_walls_ = dark.walls.empty() ? std::string {} : std::move(data);
}

// To consoles that hold but the worst: which alert ended or was muted, and what it was, they cannot tell. A room with so
// few that a console holds them all needs no figures. Said again for whoever missed it.
void Housekeeping::tell_alert_totals()
{
    const bool again = ticks_ % kTicksPerReminder == 0;
    for (OpenedJournal* opened : app_.journals->opened()) {
        const auto state = opened->sequencer->state();
        std::string& told = told_totals_[state->journal];
        if (state->alerts.size() < kLeastToldOf) {
            told.clear();
            continue;
        }
        std::string data = to_json_text(alert_totals(*state, opened->clock->now()), Zeros::Written);
        if (data == told && !again) {
            continue;
        }
        app_.hub->broadcast(state->journal.text, "alerts", data, [walls = state->walls](const Viewer& viewer) {
            return is_told(visibility_from_key(viewer.visibility_key), walls, "firing");
        });
        told = std::move(data);
    }
}

void Housekeeping::expire()
{
    const Timestamp now = app_.clock->now();
    for (auto more = app_.store->expire(now); more.ok() && more.value();) {
        more = app_.store->expire(now);
    }
    for (auto more = app_.samples->expire(now); more.ok() && more.value();) {
        more = app_.samples->expire(now);
    }
}

}
