// SPDX-License-Identifier: Apache-2.0
// What was done last time.
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/views/incidents/similar_rows.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Each asks for its log, and more are not read.
constexpr std::size_t kMostSimilar = 6;

class SimilarPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        const auto rows = similar_rows(context.input.state, context.incident);
        if (!begin_incident_modal(context, "similar", { .title = tr(Text::SimilarTitle), .width = 1000 })) {
            return true;
        }
        bool chosen = false;
        if (rows.empty()) {
            empty_state({ .icon = kIconHistory, .title = tr(Text::SimilarNone), .next = tr(Text::ClosedNote) });
        }
        for (std::size_t i = 0; i < std::min(rows.size(), kMostSimilar); ++i) {
            if (draw_row(context, rows[i], static_cast<int>(i), static_cast<int>(rows.size()))) {
                context.intents.emplace_back(go_to("/incidents/" + rows[i].id.text));
                chosen = true;
            }
        }
        if (rows.size() > kMostSimilar) {
            label(tr(Text::More, std::to_string(rows.size() - kMostSimilar)), { .colour = Colour::Secondary });
        }
        if (!rows.empty()) {
            gap(2);
            label(tr(Text::ClosedNote), { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
        }
        return end_modal() == ModalOutcome::Open && !chosen;
    }

private:
    static bool draw_row(const PanelContext& context, const SimilarRow& row, int index, int count)
    {
        const ViewInput& input = context.input;
        const bool activated = list_row(index,
            { .title = std::string(rank_code(row.mark)) + "  " + row.id.text + "  " + row.title,
                .detail = row.why + ", " + format_date_and_clock(row.ended, input.zone.offset_at(row.ended)),
                .right = tr(Text::SimilarLasted, row.lasted),
                .position = index + 1,
                .set_size = count })
                                   .activated;
        const Incident* other = input.state.incidents.find(row.id);
        const std::string how
            = other == nullptr ? std::string() : solution_words(*other, input.replica.incident_log(row.id));
        label(how.empty() ? tr(Text::SimilarUnsaid) : std::string_view { how },
            { .colour = how.empty() ? Colour::Muted : Colour::Text, .wrap = true });
        gap(2);
        return activated;
    }
};

}

std::unique_ptr<IncidentPanel> make_similar_panel()
{
    return std::make_unique<SimilarPanel>();
}

}
