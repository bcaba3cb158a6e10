// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

namespace watchfloor {
namespace {

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

}

std::unique_ptr<IncidentPanel> make_bridge_panel()
{
    return std::make_unique<BridgePanel>();
}

}
