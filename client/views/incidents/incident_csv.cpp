// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/incident_csv.h"

#include "shared/core/csv.h"

namespace watchfloor {

SaveRows incident_csv(
    const State& state, const IncidentId& incident, const std::vector<Entry>& entries, TimeOrder order)
{
    SaveRows saved;
    add_csv_line(
        saved.csv, { "number", "kind", "occurred", "recorded", "text", "author", "incident", "author_id", "marks" });
    for (const EntryRow& row : entry_rows(state, entries, order)) {
        add_csv_line(saved.csv,
            { std::to_string(row.seq), row.kind, format_timestamp(row.occurred_at), format_timestamp(row.recorded_at),
                row.text, row.author, incident.text, row.author_id, entry_marks(row) });
    }
    saved.rows = entries.size();
    return saved;
}

}
