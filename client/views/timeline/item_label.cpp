// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/entry_words.h"

#include "client/widgets/timeline/timeline.h"

namespace watchfloor {
namespace {

// Alerts, windows and work orders say themselves which entry drew them.
std::string drawn_by(const State& state, std::uint64_t seq)
{
    std::string name;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        if (alert.opened_seq == seq) {
            name = alert.name;
        }
    });
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& window) {
        if (static_cast<std::uint64_t>(window.version) == seq) {
            name = window.title.empty() ? id.text : window.title;
        }
    });
    state.work_orders.for_each([&](const WorkOrderId& id, const WorkOrder& order) {
        if (static_cast<std::uint64_t>(order.version) == seq) {
            name = order.title.empty() ? id.text : order.title;
        }
    });
    return name;
}

// A change carries no seq: its kind and its instant tell.
std::string change_at(const State& state, const TimelineItem& item)
{
    std::string summary;
    const ChangeKind kind = item.kind == ItemKind::Deployment ? ChangeKind::Deployment : ChangeKind::Change;
    state.changes.for_each([&](const ChangeId&, const Change& change) {
        if (change.kind == kind && change.at == item.begin) {
            summary = change.summary;
        }
    });
    return summary;
}

}

std::string item_label(const State& state, const IncidentLog& log, std::uint64_t seq)
{
    if (const Entry* entry = log.entry(seq)) {
        return entry_text(state, *entry);
    }
    const auto item = log.timeline().find(seq);
    if (!item) {
        return {};
    }
    const bool changed = item->kind == ItemKind::Change || item->kind == ItemKind::Deployment;
    const std::string name = changed ? change_at(state, *item) : drawn_by(state, seq);
    return name.empty() ? std::string(item_kind_name(item->kind)) : name;
}

}
