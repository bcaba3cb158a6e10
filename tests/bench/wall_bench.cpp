// SPDX-License-Identifier: Apache-2.0
// wall_bench: 24 simulated hours of a wall that turns its pages every 30 s, once what it keeps of the past is full: its
// heap's highest in the first four of them and in the last four. A frame every ten seconds, all pages; alerts that
// come and go, notes in a major incident, four capacity series. One line of JSON. Native and WebAssembly.
#include "client/replica/replica.h"
#include "client/views/view.h"
#include "client/views/walls/wall_view.h"
#include "shared/domain/commands/command.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/entities/capacity.h"
#include "shared/domain/entities/incidents/classification.h"
#include "shared/domain/entities/people.h"
#include "shared/domain/entities/walls.h"
#include "shared/domain/entries/entry.h"
#include "shared/timeline/column_codec.h"
#include "shared/wire/answers/capacity.h"
#include "shared/wire/answers/people.h"
#include "shared/wire/answers/state.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/domain_fixture.h"
#include "tests/support/fake_transport.h"
#include "tests/support/headless_ui.h"
#include "tests/support/written_entry.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <string>

namespace watchfloor {
namespace {

constexpr int kWarmUpHours = 32;
constexpr int kHours = 24;
constexpr int kComparedHours = 4;
constexpr int kFrameSeconds = 10;
constexpr int kSampleSeconds = 10;
constexpr int kAlertSeconds = 10;
constexpr int kNoteSeconds = 600;
constexpr int kAlerts = 300; // known to monitoring; a third of them fires
constexpr const char* kResources[] { "cpu", "memory", "disk", "people" };

std::size_t heap_bytes()
{
#ifdef __EMSCRIPTEN__
    return static_cast<std::size_t>(mallinfo().uordblks);
#else
    return mallinfo2().uordblks;
#endif
}

// The far side, which keeps nothing but the state it answers with, and the wall.
class WallDay {
public:
    WallDay()
    {
        transport_.answer = [this](const HttpRequest& request) { return respond(request); };
        for (const char* name : kResources) {
            CapacityResource resource { .id = ResourceId { name }, .name = name, .unit = "percent" };
            resource.total_milli = 100'000;
            resource.cadence_seconds = kSampleSeconds;
            done(DefineCapacity { resource }, kSystem);
        }
        for (int i = 0; i < kAlerts; ++i) {
            fire(i, true);
        }
        for (int i = kAlerts / 3; i < kAlerts; ++i) {
            fire(i, false);
        }
        const LogIncident log { .title = "Shop is down", .services = { ServiceId { "shop" } } };
        incident_ = IncidentId { room_.when(log, room_.desk).value().created };
        done(log, room_.desk);
        done(DecideMajor { .incident = incident_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            room_.resolver);
        replica_.start();
    }

    void pass(int seconds)
    {
        room_.pass(std::chrono::seconds { kFrameSeconds });
        if (seconds % kAlertSeconds == 0) {
            const int turn = seconds / kAlertSeconds;
            fire(turn % kAlerts, false);
            fire((turn + kAlerts / 3) % kAlerts, true);
        }
        if (seconds % kNoteSeconds == 0) {
            done(AddNote { .incident = incident_, .text = "Checked again at " + std::to_string(seconds) },
                room_.resolver);
        }
        if (seconds % kSampleSeconds == 0) {
            sample(seconds);
        }
        transport_.live("clock",
            R"({"head":)" + std::to_string(room_.state.seq) + R"(,"journal":"identity","time":")"
                + format_timestamp(room_.now) + R"(","utc_millis":)" + std::to_string(room_.now.millis) + "}");
        transport_.poll();
        transport_.sent.clear();
    }

    ViewInput input()
    {
        replica_.update();
        return { replica_, replica_.state(), replica_.now(), SiteZone {}, location_, false, false };
    }

    bool loaded() const { return replica_.loaded(); }

private:
    void fire(int number, bool firing)
    {
        AlertReport report;
        report.labels
            = { { "alertname", "Alert" + std::to_string(number) }, { "service", number % 2 == 0 ? "shop" : "mail" },
                  { "severity", number % 7 == 0 ? "critical" : "warning" } };
        report.annotations = { { "summary", "Number " + std::to_string(number) + " is not well" } };
        report.started_at = room_.now;
        if (!firing) {
            report.ended_at = room_.now;
        }
        done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    }

    void sample(int seconds)
    {
        SampleFrame frame;
        int series = 0;
        for (const char* name : kResources) {
            frame.samples.push_back({ .at = room_.now,
                .resource = ResourceId { name },
                .value_milli = 40'000 + (seconds * 7919 + ++series) % 20'000 });
        }
        transport_.live("sample", to_json_text(frame));
    }

    void done(const Command& command, const Actor& by)
    {
        const auto decision = room_.when(command, by);
        if (!decision.ok()) {
            std::fprintf(stderr, "wall_bench: %s\n", decision.error().message.c_str());
            std::exit(1);
        }
        for (const Draft& draft : decision.value().entries) {
            write(draft, by);
        }
    }

    void write(const Draft& draft, const Actor& by)
    {
        const Entry entry = written_entry(draft, by, room_.state.seq + 1, room_.now);
        const SealedEntry sealed = seal_entry(entry.head, entry.payload, EntrySalts {}, previous_);
        previous_ = sealed.hash;
        apply(room_.state, entry);
        transport_.live("entry", entry_to_wire(sealed, Sight::Whole));
    }

    HttpResponse respond(const HttpRequest& request) const
    {
        HttpResponse response;
        response.status = 200;
        if (request.path == "/api/v1/me") {
            MeAnswer me;
            me.kind = "wall";
            me.wall = WallAudience::Room;
            response.body = to_json_text(me);
        } else if (request.path.starts_with("/api/v1/state")) {
            StateFrame frame;
            frame.journal_identity = "identity";
            frame.server_time = room_.now;
            response.body = state_answer_to_wire(frame, room_.state);
        } else if (request.path.starts_with("/api/v1/timeline")) {
            response.body = encode_items({});
        } else {
            response.status = 404;
        }
        return response;
    }

    Room room_ {};
    FakeTransport transport_ {};
    Replica replica_ { transport_, [this] { return room_.now; } };
    Location location_ { "/wall", {} };
    IncidentId incident_ {};
    Digest previous_ {};
};

int run()
{
    HeadlessUi ui { { 1920, 1080 } };
    WallDay day;
    const auto view = make_wall_view();
    view->arrive({ "/wall", {} });
    std::size_t first = 0;
    std::size_t last = 0;
    for (int seconds = kFrameSeconds; seconds <= (kWarmUpHours + kHours) * 3600; seconds += kFrameSeconds) {
        day.pass(seconds);
        ui.frame([&] { static_cast<void>(view->draw(day.input())); });
        const int hour = seconds / 3600 - kWarmUpHours;
        if (hour >= 0 && hour < kComparedHours) {
            first = std::max(first, heap_bytes());
        } else if (hour >= kHours - kComparedHours) {
            last = std::max(last, heap_bytes());
        }
    }
    if (!day.loaded()) {
        std::fprintf(stderr, "wall_bench: the wall never loaded its state\n");
        return 1;
    }
    std::printf("{\"bench\":\"wall_day\",\"hours\":%d,\"page_turns\":%d,\"heap_begin_mib\":%.2f,\"heap_end_mib\":%.2f,"
                "\"growth_percent\":%.1f}\n",
        kHours, kHours * 120, static_cast<double>(first) / 1048576, static_cast<double>(last) / 1048576,
        (static_cast<double>(last) / static_cast<double>(first) - 1) * 100);
    return 0;
}

}
}

int main()
{
    return watchfloor::run();
}
