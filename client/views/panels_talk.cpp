// SPDX-License-Identifier: Apache-2.0
// Panels to tell and to look up: status update, headline, bridge, what changed, contacts.
#include "client/views/incident_panel.h"
#include "client/views/incident_rows.h"
#include "client/widgets/controls.h"
#include "client/widgets/labels.h"
#include "client/widgets/layout.h"
#include "client/widgets/panels.h"
#include "client/widgets/rows.h"
#include "client/widgets/text.h"

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

const StatusUpdate* last_update(const Incident& incident, UpdateAudience audience)
{
    const auto at = std::find_if(incident.updates.begin(), incident.updates.end(),
        [&](const StatusUpdate& update) { return update.audience == audience; });
    return at == incident.updates.end() ? nullptr : &*at;
}

class UpdatePanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override { prefill(context); }

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
        text_area(
            tr(Text::FieldUpdate), draft(), 4, { .max_bytes = 16'000, .enabled = !unchanged_, .autofocus = true });
        if (last != nullptr) {
            toggle(tr(Text::UpdateUnchanged), unchanged_);
        }
        const bool leaves = audience() == UpdateAudience::Customers || audience() == UpdateAudience::Regulator;
        if (leaves && !unchanged_) {
            gap(2);
            label(tr(Text::UpdateAlone), { .colour = Colour::Secondary, .wrap = true });
            text_field(tr(Text::FieldReason), reason_, { .max_bytes = 2000 });
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

    // The last words to this audience, or a first sentence to be corrected.
    void prefill(const PanelContext& context)
    {
        const StatusUpdate* last = last_update(context.incident, audience());
        unchanged_ = unchanged_ && last != nullptr;
        if (draft().empty()) {
            draft() = last != nullptr
                ? last->text
                : tr(Text::UpdateFirst, service_names(context.input.state, context.incident.services),
                    context.incident.title);
        }
    }

    int audience_ = 0;
    std::array<std::string, kAudiences.size()> drafts_ {};
    std::string reason_ {};
    bool unchanged_ = false;
};

class HeadlinePanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override
    {
        if (text_.empty()) {
            text_ = context.incident.headline;
        }
    }

    bool draw(const PanelContext& context) override
    {
        ClassifyIncident command;
        command.incident = context.incident.id;
        command.headline = text_;
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "headline",
                { .title = tr(Text::HeadlineTitle),
                    .commit = tr(Text::HeadlineCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason,
                    .width = 760 })) {
            return true;
        }
        label(tr(Text::HeadlineHint), { .colour = Colour::Secondary, .wrap = true });
        const FieldResult field
            = text_field(tr(Text::FieldHeadline), text_, { .max_bytes = 4 * kMaxHeadline, .autofocus = true });
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed || (field.committed && advice.allowed)) {
            context.intents.emplace_back(
                incident_send(command, "classification", std::string(tr(Text::SaidHeadlineSet))));
            text_.clear();
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    std::string text_ {};
};

class BridgePanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override
    {
        const Bridge* bridge = context.input.state.bridges.find(context.incident.bridge);
        if (bridge != nullptr && !bridge->link.empty()) {
            context.intents.emplace_back(CopyText { bridge->link, tr(Text::BridgeCopied, bridge->name) });
        }
    }

    bool draw(const PanelContext& context) override
    {
        if (!begin_incident_modal(context, "bridge", { .title = tr(Text::BridgeTitle) })) {
            return true;
        }
        const Bridge* bridge = context.input.state.bridges.find(context.incident.bridge);
        if (bridge == nullptr) {
            label(tr(Text::BridgeNone), { .type = Type::Title, .wrap = true });
            label(tr(context.input.state.bridges.empty() ? Text::BridgeNoneRegistered : Text::BridgeNoneNext),
                { .colour = Colour::Secondary, .wrap = true });
            return end_modal() == ModalOutcome::Open;
        }
        label(bridge->name, { .type = Type::Headline, .face = Face::Medium, .wrap = true });
        gap(3);
        draw_line(Text::BridgeLink, bridge->link);
        draw_line(Text::BridgeNumber, bridge->number);
        draw_line(Text::BridgePin, bridge->pin);
        if (!bridge->link.empty()) {
            gap(3);
            if (button(tr(Text::BridgeOpen), { .kind = ButtonKind::Primary, .icon = kIconPhone })) {
                context.intents.emplace_back(OpenLink { bridge->link });
            }
        }
        return end_modal() == ModalOutcome::Open;
    }

private:
    static void draw_line(Text name, const std::string& value)
    {
        if (!value.empty()) {
            label(tr(name), { .type = Type::Caption, .colour = Colour::Secondary, .decorative = true });
            static_cast<void>(copyable(value, tr(name)));
        }
    }
};

class ChangedPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        const auto rows = changed_rows(context.input.state, context.incident, context.input.now);
        if (!begin_incident_modal(context, "changed", { .title = tr(Text::ChangedTitle), .width = 1200 })) {
            return true;
        }
        label(tr(Text::ChangedNote, service_names(context.input.state, context.incident.services)),
            { .colour = Colour::Secondary, .wrap = true });
        gap(2);
        const std::array<Column, 5> columns { Column { tr(Text::ColumnWhen), -19 },
            Column { tr(Text::ColumnAgo), -12, true }, Column { tr(Text::ColumnChangeKind), -15 },
            Column { tr(Text::ColumnWhat), 3 }, Column { tr(Text::ColumnWhere), 1.5F } };
        const float height
            = std::min(ImGui::GetIO().DisplaySize.y * 0.6F, static_cast<float>(rows.size() + 2) * row_height());
        if (rows.empty()) {
            empty_state({ .icon = kIconCodeFork, .title = tr(Text::ChangedNone), .next = tr(Text::ChangedNoneNext) });
        } else if (begin_table("changed rows", columns,
                       { .label = tr(Text::ChangedTitle),
                           .total_rows = static_cast<int>(rows.size()),
                           .height = height })) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                draw_row(context, rows[i], static_cast<int>(i));
            }
            end_table();
        }
        return end_modal() == ModalOutcome::Open;
    }

private:
    static void draw_row(const PanelContext& context, const ChangedRow& row, int index)
    {
        const std::string when = format_date_and_clock(row.at, context.input.zone.offset_at(row.at));
        const Colour ink = row.touches ? Colour::Text : Colour::Secondary;
        const auto result = begin_row(
            index, { .label = row.kind + ", " + when + ", " + row.what + ", " + row.where, .position = index + 1 });
        label(when, { .colour = ink, .decorative = true });
        next_cell();
        label(format_age((context.input.now - row.at).count()),
            { .colour = Colour::Secondary, .width = available_width(), .align_right = true, .decorative = true });
        next_cell();
        label(row.kind, { .face = row.touches ? Face::Medium : Face::Regular, .colour = ink, .decorative = true });
        next_cell();
        label(row.what, { .face = row.touches ? Face::Medium : Face::Regular, .colour = ink, .decorative = true });
        next_cell();
        label(row.where, { .colour = ink, .decorative = true });
        end_row();
        if (result.activated) {
            context.intents.emplace_back(CopyText {
                when + "  " + row.kind + "  " + row.what + "  " + row.where, std::string(tr(Text::SaidCopied)) });
        }
    }
};

class ContactsPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        if (!begin_incident_modal(context, "contacts", { .title = tr(Text::ActionContacts), .width = 720 })) {
            return true;
        }
        bool any = false;
        for (const ServiceId& id : context.incident.services) {
            if (const Service* service = context.input.state.services.find(id)) {
                any = draw_service(*service) || any;
            }
        }
        for (const DutyHeld& held : context.incident.duties) {
            line(duty_text(held.duty), user_name(context.input.state, held.user));
            any = true;
        }
        if (!any) {
            label(tr(Text::ContactsNone), { .colour = Colour::Secondary, .wrap = true });
        }
        return end_modal() == ModalOutcome::Open;
    }

private:
    static bool line(std::string_view name, const std::string& value)
    {
        if (value.empty()) {
            return false;
        }
        label(name, { .colour = Colour::Secondary, .width = grid(44), .decorative = true });
        same_line(2);
        static_cast<void>(copyable(value, std::string(name) + ", " + value));
        return true;
    }

    static bool draw_service(const Service& service)
    {
        heading(service.name.empty() ? service.id.text : service.name, 3);
        bool any = line(tr(Text::ContactOnCall), service.on_call_group);
        any = line(tr(Text::ContactOwner), service.service_owner) || any;
        any = line(tr(Text::ContactBusiness), service.business_owner) || any;
        any = line(tr(Text::ContactSupplier), service.supplier) || any;
        any = line(tr(Text::ContactSupport), service.support_number) || any;
        gap(2);
        return any;
    }
};

}

std::unique_ptr<IncidentPanel> make_update_panel()
{
    return std::make_unique<UpdatePanel>();
}
std::unique_ptr<IncidentPanel> make_headline_panel()
{
    return std::make_unique<HeadlinePanel>();
}
std::unique_ptr<IncidentPanel> make_bridge_panel()
{
    return std::make_unique<BridgePanel>();
}
std::unique_ptr<IncidentPanel> make_changed_panel()
{
    return std::make_unique<ChangedPanel>();
}
std::unique_ptr<IncidentPanel> make_contacts_panel()
{
    return std::make_unique<ContactsPanel>();
}

}
