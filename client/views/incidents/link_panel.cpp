// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Firing alerts that are nobody's yet; those of the incident's services first.
class LinkPanel final : public IncidentPanel {
public:
    void open(const PanelContext&) override { chosen_ = 0; }

    bool draw(const PanelContext& context) override
    {
        const auto alerts = free_alerts(context);
        chosen_ = std::clamp(chosen_, 0, std::max(0, static_cast<int>(alerts.size()) - 1));
        LinkAlert command;
        command.incident = context.incident.id;
        command.alert = alerts.empty() ? AlertId {} : alerts[static_cast<std::size_t>(chosen_)]->id;
        const Advice advice = alerts.empty() ? Advice {} : advise(context.input, command);
        if (!begin_incident_modal(context, "link",
                { .title = tr(Text::LinkTitle),
                    .commit = tr(Text::LinkCommit),
                    .can_commit = advice.allowed,
                    .why_not = alerts.empty() ? tr(Text::LinkNone) : std::string_view { advice.reason },
                    .width = 760 })) {
            return true;
        }
        if (alerts.empty()) {
            label(tr(Text::LinkNone), { .colour = Colour::Secondary, .wrap = true });
        }
        chosen_ = std::clamp(chosen_ + choice_step(), 0, std::max(0, static_cast<int>(alerts.size()) - 1));
        const std::vector<AlertThing> things = alert_things(alerts);
        const int first = std::max(0, chosen_ - 8);
        const int last = std::min(static_cast<int>(alerts.size()), first + 12);
        for (int i = first; i < last; ++i) {
            const Alert& alert = *alerts[static_cast<std::size_t>(i)];
            const std::string& thing = things[static_cast<std::size_t>(i)].words;
            const std::string title = alert.name + (thing.empty() ? "" : "  " + thing);
            if (list_row(i,
                    { .title = title,
                        .detail = service_name(context.input.state, alert.service),
                        .right = format_duration((context.input.as_of() - alert.started_at).count()),
                        .severity = shown_severity(alert.severity),
                        .selected = i == chosen_,
                        .position = i + 1,
                        .set_size = static_cast<int>(alerts.size()) })
                    .activated) {
                chosen_ = i;
            }
        }
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed && !alerts.empty()) {
            context.intents.emplace_back(incident_send(
                command, "alerts", tr(Text::SaidLinked, alerts[static_cast<std::size_t>(chosen_)]->name)));
        }
        return outcome == ModalOutcome::Open;
    }

private:
    static std::vector<const Alert*> free_alerts(const PanelContext& context)
    {
        std::vector<const Alert*> alerts;
        context.input.state.alerts.for_each([&](const AlertId&, const Alert& alert) {
            const Incident* owner
                = alert.incident.empty() ? nullptr : context.input.state.incidents.find(alert.incident);
            if (alert.state == AlertState::Firing && (owner == nullptr || !owner->open())) {
                alerts.push_back(&alert);
            }
        });
        const auto touches = [&](const Alert& alert) { return concerns(context.incident, alert.service); };
        sort_stably(alerts, [&](const Alert* a, const Alert* b) {
            if (touches(*a) != touches(*b)) {
                return touches(*a);
            }
            return a->severity != b->severity ? a->severity < b->severity : a->id < b->id;
        });
        return alerts;
    }

    int chosen_ = 0;
};

}

std::unique_ptr<IncidentPanel> make_link_panel()
{
    return std::make_unique<LinkPanel>();
}

}
