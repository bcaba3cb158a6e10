// SPDX-License-Identifier: Apache-2.0
// What sources report in the tests of alerts.
#pragma once

#include "shared/domain/formulas/muting.h"
#include "tests/support/domain_fixture.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

inline const SourceId kPrometheus { "prometheus" };
inline const SourceId kWebhook { "webhook" };
inline const Labels kLabels { { "alertname", "DiskFull" }, { "instance", "db1" }, { "service", "shop" },
    { "severity", "critical" } };
inline const AlertId kAlert = alert_id("site", kLabels);

inline AlertReport firing(Timestamp started, std::string summary = "95 %")
{
    return { .labels = kLabels, .annotations = { { "summary", std::move(summary) } }, .started_at = started };
}

inline AlertReport resolved(Timestamp started, Timestamp ended)
{
    AlertReport report = firing(started);
    report.ended_at = ended;
    return report;
}

inline ReportAlerts delivery(std::vector<AlertReport> alerts, SourceId source = kPrometheus)
{
    return { .source = std::move(source), .alerts = std::move(alerts) };
}

inline const Alert& the_alert(const Room& room)
{
    return *room.state.alerts.find(kAlert);
}

// What the timers do when a window begins or ends.
inline Decision review_mutes(Room& room)
{
    return room.done(ReviewMutes { outdated_mutes(room.state, room.now) }, kSystem);
}

// Claims of one alert, minutes after the morning began.
inline Timestamp minute(int count)
{
    return kMorning + minutes { count };
}

inline std::vector<Timestamp> minutes_of(std::initializer_list<int> counts)
{
    std::vector<Timestamp> times;
    for (const int count : counts) {
        times.push_back(minute(count));
    }
    return times;
}

inline WindowId approved_window(Room& room, Timestamp from, Timestamp to)
{
    const WindowId window {
        room.done(PlanWindow { .title = "Switch", .services = { ServiceId { "shop" } }, .from = from, .to = to },
                room.planner)
            .created
    };
    room.done(MoveWindow { .window = window }, room.manager);
    return window;
}

}
