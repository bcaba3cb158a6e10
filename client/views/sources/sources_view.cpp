// SPDX-License-Identifier: Apache-2.0
#include "client/views/sources/sources_view.h"

#include "client/language/text.h"
#include "client/views/sources/heartbeat_panel.h"
#include "client/views/sources/heartbeat_rows.h"
#include "client/views/sources/heartbeat_rules_panel.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

SourceRow source_row(const Source& source, const SourceCounts& counts, Timestamp now)
{
    SourceRow row;
    row.name = source.id.text;
    row.kind = to_string(source.kind);
    row.cadence = source.cadence_seconds > 0 ? tr(Text::SourceEvery, format_duration(source.cadence_seconds * 1000))
                                             : std::string(tr(Text::SourceNoCadence));
    row.age = counts.last_delivery_at.millis > 0 ? format_age((now - counts.last_delivery_at).count())
                                                 : std::string(tr(Text::SourceNever));
    const bool heard = counts.last_delivery_at.millis > 0;
    row.failure = counts.failure;
    const bool troubled = source.silent() || !counts.failure.empty();
    row.severity = troubled ? Severity::Major : heard ? Severity::Normal : Severity::Unknown;
    row.state = !counts.failure.empty()
        ? tr(Text::SourceFailingFor, format_duration((now - counts.failing_since).count()))
        : source.lost ? tr(Text::SourceLostFor, format_duration((now - source.lost_since.value_or(now)).count()))
        : !source.missed.empty() ? std::string(tr(Text::SourceHeartbeatMissed))
                                 : std::string(tr(heard ? Text::SourceHeard : Text::SourceUnheard));
    for (const std::int64_t figure :
        { counts.received, counts.duplicate, counts.muted, counts.truncated, counts.rejected, counts.gaps }) {
        row.figures.push_back(std::to_string(figure));
    }
    return row;
}

class SourcesView final : public View {
public:
    Intents draw(const ViewInput& input) override;

private:
    void draw_source_table(const std::vector<SourceRow>& rows, float height);
    void draw_heartbeats(const std::vector<HeartbeatRow>& rows);

    HeartbeatPanel heartbeat_ {};
    HeartbeatRulesPanel rules_ {};
};

RowResult draw_source(int index, const SourceRow& row)
{
    const RowResult result = begin_row(index,
        { .label = row.name + ", " + row.kind + ", " + row.state, .severity = row.severity, .position = index + 1 });
    badge(row.severity);
    next_cell();
    label(row.name, { .face = Face::Medium, .decorative = true });
    next_cell();
    label(row.kind, { .colour = Colour::Secondary, .decorative = true });
    next_cell();
    label(row.state, { .decorative = true });
    next_cell();
    label(row.age, { .width = available_width(), .align_right = true, .decorative = true });
    next_cell();
    label(row.cadence,
        { .colour = Colour::Secondary, .width = available_width(), .align_right = true, .decorative = true });
    for (const std::string& figure : row.figures) {
        next_cell();
        label(figure,
            { .colour = figure == "0" ? Colour::Muted : Colour::Text,
                .width = available_width(),
                .align_right = true,
                .decorative = true });
    }
    end_row();
    return result;
}

float table_height(std::size_t rows, float room)
{
    const float header = type_scale().size(Type::Caption) + grid(2);
    return std::min(header + static_cast<float>(rows) * row_height() + 1, std::max(grid(20), room));
}

// The reasons in full, where the table has room for a word only.
void draw_failures(const std::vector<SourceRow>& rows)
{
    for (const SourceRow& row : rows) {
        if (!row.failure.empty()) {
            label(tr(Text::SourceFails, row.name, row.failure), { .colour = Colour::Major, .wrap = true });
        }
    }
}

// What the figures mean, where everybody sees it: a tooltip needs a mouse.
void draw_legend()
{
    constexpr std::array kLegend { std::pair { Text::ColumnReceived, Text::MeaningReceived },
        std::pair { Text::ColumnDuplicate, Text::MeaningDuplicate },
        std::pair { Text::ColumnMuted, Text::MeaningMuted },
        std::pair { Text::ColumnTruncated, Text::MeaningTruncated },
        std::pair { Text::ColumnRejected, Text::MeaningRejected }, std::pair { Text::ColumnGaps, Text::MeaningGaps } };
    for (const auto& [name, meaning] : kLegend) {
        label(tr(name), { .type = Type::Caption, .face = Face::Medium, .width = grid(22) });
        same_line(2);
        label(tr(meaning), { .type = Type::Caption, .colour = Colour::Secondary, .width = available_width() });
    }
}

// What names the source gets the room that the figures' titles leave.
void SourcesView::draw_source_table(const std::vector<SourceRow>& rows, float height)
{
    const std::array<Column, 12> columns { Column { tr(Text::ColumnState), -6 }, Column { tr(Text::ColumnSource), 2 },
        Column { tr(Text::ColumnKind), 2.6F }, Column { tr(Text::ColumnHealth), 3.3F },
        Column { tr(Text::ColumnLastHeard), -6, true }, Column { tr(Text::ColumnCadence), -11, true },
        Column { tr(Text::ColumnReceived), -6, true, tr(Text::MeaningReceived) },
        Column { tr(Text::ColumnDuplicate), -6, true, tr(Text::MeaningDuplicate) },
        Column { tr(Text::ColumnMuted), -5, true, tr(Text::MeaningMuted) },
        Column { tr(Text::ColumnTruncated), -6, true, tr(Text::MeaningTruncated) },
        Column { tr(Text::ColumnRejected), -6, true, tr(Text::MeaningRejected) },
        Column { tr(Text::ColumnGaps), -4, true, tr(Text::MeaningGaps) } };
    if (begin_table("source rows", columns,
            { .label = tr(Text::NavSources), .total_rows = static_cast<int>(rows.size()), .height = height })) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (draw_source(static_cast<int>(i), rows[i]).activated) {
                rules_.open(SourceId { rows[i].name });
            }
        }
        end_table();
    }
}

RowResult draw_heartbeat(int index, const HeartbeatRow& row)
{
    const RowResult result = begin_row(index,
        { .label = row.name + ", " + row.source.text + ", " + row.state + ", " + row.interval,
            .severity = row.severity,
            .position = index + 1 });
    badge(row.severity);
    next_cell();
    label(row.name, { .face = Face::Medium, .decorative = true });
    next_cell();
    label(row.source.text, { .colour = Colour::Secondary, .decorative = true });
    next_cell();
    label(row.state, { .decorative = true });
    next_cell();
    label(row.age, { .width = available_width(), .align_right = true, .decorative = true });
    next_cell();
    label(row.interval, { .colour = Colour::Secondary, .decorative = true });
    end_row();
    return result;
}

float heartbeats_height(std::size_t rows)
{
    constexpr std::size_t kMostShown = 6; // the others are scrolled to
    return table_height(std::min(rows, kMostShown), table_header_height() + kMostShown * row_height() + grid(2));
}

void SourcesView::draw_heartbeats(const std::vector<HeartbeatRow>& rows)
{
    heading(tr(Text::HeartbeatsTitle), 3);
    const std::array<Column, 6> columns { Column { tr(Text::ColumnState), -7 }, Column { tr(Text::ColumnHeartbeat), 4 },
        Column { tr(Text::ColumnSource), 2 }, Column { tr(Text::ColumnHealth), 3 },
        Column { tr(Text::ColumnLastHeard), -7, true }, Column { tr(Text::ColumnInterval), 4 } };
    if (begin_table("heartbeat rows", columns,
            { .label = tr(Text::HeartbeatsTitle),
                .total_rows = static_cast<int>(rows.size()),
                .height = heartbeats_height(rows.size()) })) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (draw_heartbeat(static_cast<int>(i), rows[i]).activated) {
                heartbeat_.open(rows[i]);
            }
        }
        end_table();
    }
}

Intents SourcesView::draw(const ViewInput& input)
{
    const auto& counts = input.replica.sources();
    const auto rows = source_rows(input.state, counts, input.as_of());
    const auto beats = heartbeat_rows(input.state, counts, input.as_of());
    begin_panel("sources", { .title = tr(Text::NavSources), .icon = kIconPlug });
    if (rows.empty()) {
        empty_state({ .icon = kIconPlug, .title = tr(Text::SourcesEmpty), .next = tr(Text::SourcesEmptyNext) });
        end_panel();
        return {};
    }
    const float below = grid(34) + (beats.empty() ? 0 : heartbeats_height(beats.size()) + grid(10));
    draw_source_table(rows, table_height(rows.size(), available_height() - below));
    gap(3);
    draw_failures(rows);
    if (!beats.empty()) {
        draw_heartbeats(beats);
        gap(3);
    }
    draw_legend();
    end_panel();
    Intents intents;
    heartbeat_.draw(input, intents);
    rules_.draw(input, intents);
    return intents;
}

}

std::vector<SourceRow> source_rows(const State& state, const std::vector<SourceCounts>& counts, Timestamp now)
{
    std::vector<SourceRow> rows;
    state.sources.for_each([&](const SourceId& id, const Source& source) {
        const auto known
            = std::find_if(counts.begin(), counts.end(), [&](const SourceCounts& one) { return one.source == id; });
        rows.push_back(source_row(source, known != counts.end() ? *known : SourceCounts {}, now));
    });
    sort_stably(rows, [](const SourceRow& a, const SourceRow& b) {
        return a.severity != b.severity ? a.severity < b.severity : a.name < b.name;
    });
    return rows;
}

std::unique_ptr<View> make_sources_view()
{
    return std::make_unique<SourcesView>();
}

}
