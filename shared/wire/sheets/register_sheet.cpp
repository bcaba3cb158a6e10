// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/sheets/register_sheet.h"

#include "shared/core/csv.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/input_text.h"
#include "shared/wire/fields/fields_writer.h"
#include "shared/wire/json/utf8.h"
#include "shared/wire/sheets/sheet_cells.h"
#include "shared/wire/sheets/sheet_order.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>

namespace watchfloor {
namespace {

constexpr std::string_view kId = "id";
constexpr std::string_view kParent = "parent";

const FieldTable& table_of(Register of)
{
    switch (of) {
    case Register::Assets:
        return field_table<AsFields>(Asset {});
    case Register::Resources:
        return field_table<AsFields>(CapacityResource {});
    }
    return field_table<AsFields>(Asset {});
}

const std::string* cell_text(const std::vector<Cell>& cells, std::string_view column)
{
    const auto found
        = std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.column == column; });
    return found == cells.end() ? nullptr : &found->text;
}

// One field as the wire has it; null where there is none.
std::string json_of(const FieldPlace& place, const void* entity)
{
    const void* const field = static_cast<const std::byte*>(entity) + place.distance;
    if (place.type->kind == FieldKind::Optional && is_zero(*place.type, field)) {
        return "null";
    }
    std::string text;
    FieldsWriter(text).value(*place.type, field);
    return text;
}

// The id, and of the other fields those that differ; empty where none does.
std::string body_between(const FieldTable& table, const void* known, const void* made)
{
    std::string body;
    bool differs = false;
    for (const FieldPlace& place : table.by_name) {
        const std::string text = json_of(place, made);
        const bool changed = is_cell(place) && place.name != kId && text != json_of(place, known);
        if (changed || place.name == kId) {
            body.append(body.empty() ? "{\"" : ",\"").append(place.name).append("\":").append(text);
        }
        differs = differs || changed;
    }
    return differs ? body + "}" : std::string();
}

void read_cells(const FieldTable& table, const std::vector<Cell>& cells, void* made, const void* known,
    std::vector<CellTrouble>& troubles)
{
    for (const FieldPlace& place : table.declared) {
        const std::string* text = is_cell(place) && place.name != kId ? cell_text(cells, column_of(place)) : nullptr;
        if (text == nullptr) {
            continue;
        }
        if (const auto trouble = read_cell(place, *text, made, known)) {
            troubles.push_back({ std::string(column_of(place)), *trouble });
        }
    }
}

// Of the rule's sentence the field that it names first.
CellTrouble trouble_of_rule(const FieldTable& table, const Error& error)
{
    CellTrouble trouble { {}, error.message };
    const auto open = error.message.find('`');
    const auto shut = open == std::string::npos ? open : error.message.find('`', open + 1);
    if (shut != std::string::npos) {
        const std::string name = error.message.substr(open + 1, shut - open - 1);
        const auto place = std::find_if(
            table.declared.begin(), table.declared.end(), [&](const FieldPlace& one) { return one.name == name; });
        trouble.column = place == table.declared.end() ? std::string() : std::string(column_of(*place));
    }
    return trouble;
}

template<typename T, typename Entity, typename Map>
ReadLine line_of(const std::vector<Cell>& cells, std::string id, const State& state, const Context& context,
    Entity T::*entity, Map State::*map)
{
    T command;
    Entity& made = command.*entity;
    const FieldTable& table = field_table<AsFields>(made);
    using Key = std::remove_cvref_t<decltype(made.id)>;
    made.id = Key { std::move(id) };
    const Entity* const known = (state.*map).find(made.id);
    if (known != nullptr) {
        const auto keep = [&](std::string_view name, const auto& field, FieldTraits traits = {}) {
            const FieldPlace place { name, 0, nullptr, traits };
            if (!is_cell(place) || cell_text(cells, column_of(place)) == nullptr) {
                same_field(*known, field, made) = field;
            }
        };
        Entity::fields(keep, *known);
    }
    ReadLine line;
    line.id = made.id.text;
    read_cells(table, cells, &made, known, line.troubles);
    const Entity fresh {};
    line.body = body_between(table, known != nullptr ? known : &fresh, &made);
    line.outcome = known == nullptr ? LineOutcome::New : line.body.empty() ? LineOutcome::Same : LineOutcome::Changed;
    if (line.id.empty()) {
        line.troubles.push_back({ "name", "Fill in `name` with a letter or digit of English, or give an `id`." });
    }
    if (line.fits()) {
        if (const auto decision = decide(state, AskedCommand(command), context); !decision.ok()) {
            line.troubles.push_back(trouble_of_rule(table, decision.error()));
        }
    }
    line.outcome = line.fits() ? line.outcome : LineOutcome::Refused;
    line.command = std::move(command);
    return line;
}

std::string column_name(std::string_view written)
{
    std::string name(written.substr(0, written.find_last_not_of(" \t\r\n") + 1));
    name.erase(0, std::min(name.find_first_not_of(" \t\r\n"), name.size()));
    for (char& c : name) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c == ' ' || c == '-' ? '_' : c;
    }
    return name;
}

// Column by column; empty names those that the register does not have.
Result<std::vector<std::string>> columns_in(Register of, const CsvRow& head, std::vector<std::string>& left_out)
{
    const std::vector<FieldPlace> fields = fields_of(of);
    std::vector<std::string> columns;
    for (const std::string& written : head.cells) {
        const std::string name = column_name(written);
        const bool known = std::any_of(fields.begin(), fields.end(),
            [&](const FieldPlace& place) { return name == column_of(place) || name == place.name; });
        if (!known && !name.empty()) {
            left_out.push_back(written);
        }
        const bool milli = known && name.ends_with("_milli"); // the API's thousandths are another unit
        if (milli) {
            return Error { ErrorCode::Malformed,
                "Call the column “" + written + "” without “_milli”, and give it in whole units." };
        }
        if (known && std::find(columns.begin(), columns.end(), name) != columns.end()) {
            return Error { ErrorCode::Malformed, "Keep one of the two columns called “" + written + "”." };
        }
        columns.push_back(known ? name : std::string());
    }
    const bool named = std::any_of(
        columns.begin(), columns.end(), [](const std::string& name) { return name == kId || name == "name"; });
    if (!named) {
        return Error { ErrorCode::Malformed,
            "Let the first line name the columns, one of them “id” or “name”: it is what tells one from another." };
    }
    return columns;
}

}

std::vector<FieldPlace> fields_of(Register of)
{
    std::vector<FieldPlace> fields;
    for (const FieldPlace& place : table_of(of).by_name) {
        if (is_cell(place)) {
            fields.push_back(place);
        }
    }
    return fields;
}

std::string id_out_of(std::string_view name)
{
    std::string id;
    for (const char c : name) {
        const bool capital = c >= 'A' && c <= 'Z';
        if (capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            id.push_back(capital ? static_cast<char>(c + ('a' - 'A')) : c);
        } else if (!id.empty() && id.back() != '-') {
            id.push_back('-');
        }
    }
    id.resize(std::min(id.size(), kMaxSlug));
    id.resize(id.find_last_not_of('-') + 1);
    return id;
}

namespace {

std::string id_in(const std::vector<Cell>& cells)
{
    const std::string* given = cell_text(cells, kId);
    const std::string* name = cell_text(cells, "name");
    std::string id = given != nullptr ? *given : std::string();
    return is_blank(id) && name != nullptr ? id_out_of(*name) : id;
}

}

ReadLine read_line(Register of, const std::vector<Cell>& cells, const State& state, const Context& context)
{
    std::string id = id_in(cells);
    switch (of) {
    case Register::Assets:
        return line_of(cells, std::move(id), state, context, &SetAsset::asset, &State::assets);
    case Register::Resources:
        return line_of(cells, std::move(id), state, context, &DefineCapacity::resource, &State::resources);
    }
    return {};
}

std::vector<Cell> written_cells(Register of, const State& state, std::string_view id)
{
    std::vector<Cell> cells;
    const auto write = [&](const void* entity) {
        for (const FieldPlace& place : fields_of(of)) {
            cells.push_back({ std::string(column_of(place)), write_cell(place, entity) });
        }
    };
    if (of == Register::Assets) {
        const Asset* known = state.assets.find(AssetId { std::string(id) });
        const Asset fresh {};
        write(known != nullptr ? known : &fresh);
    } else {
        const CapacityResource* known = state.resources.find(ResourceId { std::string(id) });
        const CapacityResource fresh {};
        write(known != nullptr ? known : &fresh);
    }
    return cells;
}

std::size_t ReadSheet::count(LineOutcome outcome) const
{
    return static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [outcome](const ReadLine& line) { return line.outcome == outcome; }));
}

namespace {

using Cells = std::vector<Cell>;

std::vector<Cells> cells_of(const std::vector<CsvRow>& rows, const std::vector<std::string>& columns)
{
    std::vector<Cells> all;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        Cells& cells = all.emplace_back();
        for (std::size_t column = 0; column < columns.size(); ++column) {
            if (!columns[column].empty()) {
                const bool there = column < rows[i].cells.size();
                cells.push_back({ columns[column], there ? rows[i].cells[column] : std::string() });
            }
        }
    }
    return all;
}

// Lines of a sheet by the id that each sets, the first of several.
using Positions = std::map<std::string, std::size_t>;

Positions positions_in(const std::vector<Cells>& lines)
{
    Positions positions;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        positions.emplace(id_in(lines[i]), i);
    }
    return positions;
}

// Which line makes or changes what this one is a part of.
std::optional<std::size_t> part_of(const Cells& cells, const Positions& positions)
{
    const std::string* parent = cell_text(cells, kParent);
    const auto found = parent == nullptr ? positions.end() : positions.find(std::string(trimmed_cell(*parent)));
    return found == positions.end() || found->first.empty() ? std::nullopt : std::optional { found->second };
}

void refuse(ReadLine& line, std::string_view column, std::string words)
{
    line.troubles.push_back({ std::string(column), std::move(words) });
    line.outcome = LineOutcome::Refused;
}

// In place of what else there is to say of its parent.
void refuse_parent(ReadLine& line, std::string words)
{
    std::erase_if(line.troubles, [](const CellTrouble& trouble) { return trouble.column == kParent; });
    refuse(line, kParent, std::move(words));
}

// "Give one of the lines 2, 4 and 5 another `parent`: …"
void refuse_rings(std::vector<ReadLine>& lines, const SheetOrder& order)
{
    for (const std::vector<std::size_t>& ring : order.rings) {
        std::string numbers;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            numbers += i == 0 ? "" : i + 1 == ring.size() ? " and " : ", ";
            numbers += std::to_string(lines[ring[i]].line);
        }
        for (const std::size_t position : ring) {
            refuse_parent(lines[position],
                "Give one of the lines " + numbers + " another `parent`: each is a part of the other.");
        }
    }
}

// What the line would make is there for those that follow it.
void take(State& then, const ReadLine& line)
{
    if (const auto* set = std::get_if<SetAsset>(&line.command); set != nullptr && line.fits()) {
        then.assets.set(set->asset.id, set->asset);
    }
}

}

Result<ReadSheet> read_sheet(Register of, std::string_view text, const State& state, const Context& context)
{
    if (text.size() > kMostSheetBytes) {
        return Error { ErrorCode::TooLarge, "Give at most 2 MiB at once: split this list." };
    }
    if (!is_utf8(text)) {
        return Error { ErrorCode::Malformed, "Save the list as UTF-8: it holds bytes that are no text." };
    }
    ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, read_csv(text, kMostSheetLines + 1));
    ReadSheet sheet;
    if (rows.empty()) {
        return sheet;
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> columns, columns_in(of, rows.front(), sheet.left_out));
    const std::vector<Cells> lines = cells_of(rows, columns);
    const Positions positions = positions_in(lines);
    std::vector<std::optional<std::size_t>> parents;
    for (const Cells& cells : lines) {
        parents.push_back(part_of(cells, positions));
    }
    const SheetOrder order = sheet_order(parents);
    State then = state;
    sheet.lines.resize(lines.size());
    for (std::size_t turn = 0; turn < order.positions.size(); ++turn) {
        const std::size_t i = order.positions[turn];
        const CsvRow& row = rows[i + 1];
        ReadLine line = read_line(of, lines[i], then, context);
        line.line = row.line;
        line.turn = turn;
        if (parents[i] && *parents[i] != i && !sheet.lines[*parents[i]].fits()) {
            refuse_parent(line,
                "Mend line " + std::to_string(sheet.lines[*parents[i]].line) + ", which this `parent` is on, first.");
        }
        if (row.cells.size() > columns.size()) {
            refuse(line, {}, "Let the line have no more cells than the first: it has too many.");
        }
        const std::size_t first = positions.at(line.id);
        if (first != i && !line.id.empty()) {
            const std::string number = std::to_string(rows[first + 1].line);
            refuse(line, kId, "Give each its own `id`: that of line " + number + " is the same.");
        } else {
            take(then, line);
        }
        sheet.lines[i] = std::move(line);
    }
    refuse_rings(sheet.lines, order);
    return sheet;
}

}
