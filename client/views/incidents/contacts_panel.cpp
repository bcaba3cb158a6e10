// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/views/timeline/entry_words.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/formulas/duty_holder.h"

namespace watchfloor {
namespace {

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
            if (!is_active_holder(context.input.state, held)) {
                continue;
            }
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

std::unique_ptr<IncidentPanel> make_contacts_panel()
{
    return std::make_unique<ContactsPanel>();
}

}
