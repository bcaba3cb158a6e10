// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/formulas/all_clear.h"
#include "shared/domain/formulas/last_update.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

std::string audience_words(UpdateAudience audience)
{
    switch (audience) {
    case UpdateAudience::Internal:
        return std::string(tr(Text::AudienceInternal));
    case UpdateAudience::Customers:
        return std::string(tr(Text::AudienceCustomers));
    case UpdateAudience::Executives:
        return std::string(tr(Text::AudienceExecutives));
    case UpdateAudience::Regulator:
        return std::string(tr(Text::AudienceRegulator));
    }
    return {};
}

constexpr std::array kAudiences { UpdateAudience::Internal, UpdateAudience::Customers, UpdateAudience::Executives,
    UpdateAudience::Regulator };

class UpdatePanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override
    {
        // Who opens it while customers wait for the all-clear means them.
        if (all_clear_owed(context.incident) != nullptr) {
            audience_ = static_cast<int>(
                std::find(kAudiences.begin(), kAudiences.end(), UpdateAudience::Customers) - kAudiences.begin());
        }
        prefill(context);
    }

    bool draw(const PanelContext& context) override
    {
        const PublishUpdate command = asked(context.incident);
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "update",
                { .title = tr(Text::UpdateTitle),
                    .commit = tr(Text::UpdateCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason,
                    .width = 760 })) {
            return true;
        }
        std::vector<std::string> names;
        for (const UpdateAudience audience : kAudiences) {
            names.push_back(audience_words(audience));
        }
        if (const int chosen = tab_bar(tr(Text::FieldAudience), names, audience_); chosen != audience_) {
            audience_ = chosen;
            prefill(context);
        }
        gap(2);
        draw_fields(context);
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(
                incident_send(command, "updates", tr(Text::SaidPublished, audience_words(audience()))));
            draft() = {};
            reason_.clear();
            unchanged_ = false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    UpdateAudience audience() const { return kAudiences[static_cast<std::size_t>(audience_)]; }
    std::string& draft() { return drafts_[static_cast<std::size_t>(audience_)]; }

    void draw_fields(const PanelContext& context)
    {
        const StatusUpdate* last = last_update(context.incident, audience());
        if (last != nullptr) {
            label(tr(Text::UpdateLast, site_time(last->published_at, context.input.zone),
                      user_name(context.input.state, last->published_by)),
                { .colour = Colour::Secondary });
        }
        text_area(tr(Text::FieldUpdate), draft(), 4,
            { .max_characters = kMaxNote,
                .enabled = !unchanged_,
                .autofocus = true,
                .proposed = draft() == proposed_[static_cast<std::size_t>(audience_)] });
        // A line of the field goes on out of sight; nobody publishes what they cannot read.
        if (!unchanged_ && text_width(draft(), Type::Body) + grid(6) > available_width()) {
            label(tr(Text::UpdateReads, draft()), { .colour = Colour::Secondary, .wrap = true });
        }
        if (last != nullptr) {
            toggle(tr(Text::UpdateUnchanged), unchanged_);
        }
        const bool leaves = audience() == UpdateAudience::Customers || audience() == UpdateAudience::Regulator;
        if (leaves && !unchanged_) {
            gap(2);
            label(tr(Text::UpdateAlone), { .colour = Colour::Secondary, .wrap = true });
            text_field(tr(Text::FieldReason), reason_, { .max_characters = kMaxNote });
        }
    }

    PublishUpdate asked(const Incident& incident)
    {
        PublishUpdate command;
        command.incident = incident.id;
        command.audience = audience();
        command.unchanged = unchanged_;
        command.text = unchanged_ ? std::string() : draft();
        command.reason = reason_;
        return command;
    }

    // The last words to this audience, or a first sentence to be corrected. What nobody touched follows what happens.
    void prefill(const PanelContext& context)
    {
        const StatusUpdate* last = last_update(context.incident, audience());
        unchanged_ = unchanged_ && last != nullptr;
        std::string& proposed = proposed_[static_cast<std::size_t>(audience_)];
        if (draft().empty() || draft() == proposed) {
            draft() = first_words(context, last);
            proposed = draft();
        }
    }

    std::string first_words(const PanelContext& context, const StatusUpdate* last) const
    {
        const bool outside = audience() == UpdateAudience::Customers || audience() == UpdateAudience::Regulator;
        const std::string services
            = outside ? public_names(context) : service_names(context.input.state, context.incident.services);
        const auto& resolved = context.incident.resolved_at;
        if (resolved && (last == nullptr || last->published_at < *resolved)) {
            const Timestamp since = context.incident.restored_at.value_or(*resolved);
            const std::string clock = site_time(since, context.input.zone).substr(0, 5);
            return services.empty() ? tr(Text::UpdateAllClearUnnamed, clock)
                                    : tr(Text::UpdateAllClear, services, clock);
        }
        if (last != nullptr) {
            return last->text;
        }
        // The title and the room's names for things are for the room.
        return !outside        ? tr(Text::UpdateFirst, services, context.incident.title)
            : services.empty() ? std::string(tr(Text::UpdateFirstOutsideUnnamed))
                               : tr(Text::UpdateFirstOutside, services);
    }

    static std::string public_names(const PanelContext& context)
    {
        std::string names;
        for (const ServiceId& id : context.incident.services) {
            const Service* service = context.input.state.services.find(id);
            if (service != nullptr && !service->public_name.empty()) {
                names += (names.empty() ? "" : ", ") + service->public_name;
            }
        }
        return names;
    }

    int audience_ = 0;
    std::array<std::string, kAudiences.size()> drafts_ {};
    std::array<std::string, kAudiences.size()> proposed_ {};
    std::string reason_ {};
    bool unchanged_ = false;
};

}

std::unique_ptr<IncidentPanel> make_update_panel()
{
    return std::make_unique<UpdatePanel>();
}

}
