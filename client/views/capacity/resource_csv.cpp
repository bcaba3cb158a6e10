// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/resource_csv.h"

#include "shared/core/csv.h"
#include "shared/wire/answers/capacity.h"
#include "shared/wire/sheets/register_sheet.h"
#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>

namespace watchfloor {
namespace {

std::string instant_cell(const std::optional<Timestamp>& at)
{
    return at ? format_timestamp(*at) : std::string();
}

}

SaveRows resource_csv(const ViewInput& input)
{
    std::vector<const CapacityResource*> resources;
    input.state.resources.for_each(
        [&](const ResourceId&, const CapacityResource& resource) { resources.push_back(&resource); });
    std::sort(resources.begin(), resources.end(),
        [](const CapacityResource* a, const CapacityResource* b) { return a->id < b->id; });
    SaveRows saved;
    std::vector<std::string> cells;
    for (const FieldPlace& place : fields_of(Register::Resources)) {
        cells.emplace_back(column_of(place));
    }
    for (const char* figure : { "used", "full_early", "full_late", "act_by" }) {
        cells.emplace_back(figure);
    }
    add_csv_line(saved.csv, cells);
    for (const CapacityResource* resource : resources) {
        cells.clear();
        for (const Cell& cell : written_cells(Register::Resources, input.state, resource->id.text)) {
            cells.push_back(cell.text);
        }
        const auto latest = input.replica.samples().latest(resource->id);
        const ResourceLimit* limit = input.replica.limit(resource->id);
        cells.push_back(latest ? write_thousandths(latest->value_milli) : std::string());
        cells.push_back(limit != nullptr ? instant_cell(limit->early) : std::string());
        cells.push_back(limit != nullptr ? instant_cell(limit->late) : std::string());
        cells.push_back(limit != nullptr ? instant_cell(limit->act_by) : std::string());
        add_csv_line(saved.csv, cells);
    }
    saved.rows = resources.size();
    return saved;
}

}
