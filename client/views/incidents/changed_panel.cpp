// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panels.h"
#include "client/views/incidents/incident_rows.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

class ChangedPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        const auto rows = changed_rows(context.input.state, context.incident, context.input.as_of());
        if (!begin_incident_modal(context, "changed", { .title = tr(Text::ChangedTitle), .width = 1200 })) {
            return true;
        }
        to_similar_ = button(
            tr(Text::SimilarTitle), { .kind = ButtonKind::Quiet, .icon = kIconHistory, .action = Action::Similar });
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
        return end_modal() == ModalOutcome::Open && !to_similar_;
    }

    std::optional<PanelKind> take_next() override
    {
        return std::exchange(to_similar_, false) ? std::optional { PanelKind::Similar } : std::nullopt;
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
        label(format_age((context.input.as_of() - row.at).count()),
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

    bool to_similar_ = false; // which follows
};

}

std::unique_ptr<IncidentPanel> make_changed_panel()
{
    return std::make_unique<ChangedPanel>();
}

}
