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
#include <utility>

namespace watchfloor {
namespace {

// Each asks for its log, and more are not read.
constexpr std::size_t kMostSimilar = 6;

class SimilarPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        const PastIncidents& past = context.input.replica.past();
        if (!std::exchange(asked_, true) && past.closed().empty() && past.more() && !context.input.frozen) {
            context.input.replica.ask_older_incidents();
        }
        const auto rows = similar_rows(context.input.state, context.incident, past.closed());
        if (!begin_incident_modal(context, "similar", { .title = tr(Text::SimilarTitle), .width = 1000 })) {
            return true;
        }
        bool chosen = false;
        if (rows.empty()) {
            empty_state({ .icon = kIconHistory, .title = tr(Text::SimilarNone) });
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
        draw_looked(context, past);
        return end_modal() == ModalOutcome::Open && !chosen;
    }

private:
    // Nobody takes what was looked through for all that ever was.
    static void draw_looked(const PanelContext& context, const PastIncidents& past)
    {
        const ViewInput& input = context.input;
        const LookedThrough looked = looked_through(input.state, context.incident, past.closed());
        std::string words = tr(Text::SimilarLooked, std::to_string(looked.ended));
        if (looked.back_to) {
            words += ", "
                + tr(Text::SimilarBackTo,
                    past_date_and_clock(*looked.back_to, input.as_of(), input.zone.offset_at(*looked.back_to)));
        }
        words.append(". ").append(past.asking() ? std::string(tr(Text::ClosedAsking))
                : !past.trouble().empty()       ? tr(Text::ClosedNotRead, past.trouble())
                : past.more()                   ? std::string(tr(Text::SimilarMore))
                                                : std::string(tr(Text::ClosedAll)));
        gap(2);
        label(words, { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
        if (past.more()
            && button(tr(Text::ClosedOlder),
                { .icon = kIconHistory,
                    .enabled = !past.asking() && !input.frozen,
                    .why_disabled = tr(input.frozen ? Text::WhyFrozen : Text::ClosedAsking) })) {
            input.replica.ask_older_incidents();
        }
    }

    // Held, or read from the journal's past.
    static const Incident* find(const ViewInput& input, const IncidentId& id)
    {
        const auto& older = input.replica.past().closed();
        const auto at = std::find_if(older.begin(), older.end(), [&](const Incident& one) { return one.id == id; });
        const Incident* held = input.state.incidents.find(id);
        return held != nullptr || at == older.end() ? held : &*at;
    }

    static bool draw_row(const PanelContext& context, const SimilarRow& row, int index, int count)
    {
        const ViewInput& input = context.input;
        const bool activated = list_row(index,
            { .title = std::string(rank_code(row.mark)) + "  " + row.id.text + "  " + row.title,
                .detail
                = row.why + ", " + past_date_and_clock(row.ended, input.as_of(), input.zone.offset_at(row.ended)),
                .right = tr(Text::SimilarLasted, row.lasted),
                .position = index + 1,
                .set_size = count })
                                   .activated;
        const Incident* other = find(input, row.id);
        const std::string how
            = other == nullptr ? std::string() : solution_words(*other, input.replica.incident_log(row.id));
        label(how.empty() ? tr(Text::SimilarUnsaid) : std::string_view { how },
            { .colour = how.empty() ? Colour::Muted : Colour::Text, .wrap = true });
        gap(2);
        return activated;
    }

    bool asked_ = false;
};

}

std::unique_ptr<IncidentPanel> make_similar_panel()
{
    return std::make_unique<SimilarPanel>();
}

}
