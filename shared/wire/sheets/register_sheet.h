// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/command.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"
#include "shared/wire/fields/field_table.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Registers that people fill by form or by sheet.
enum class Register : std::uint8_t { Assets, Resources };

// The fields that people write of one of its entities, in the order of their names.
std::vector<FieldPlace> fields_of(Register of);

struct Cell {
    std::string column {};
    std::string text {};
};

struct CellTrouble {
    std::string column {}; // none: the line as a whole
    std::string words {};  // a sentence that says what to do
};

enum class LineOutcome : std::uint8_t { New, Changed, Same, Refused };

// One entity as it is written, beside the one that is known by its id, and what would set it.
struct ReadLine {
    std::size_t line = 0; // of the sheet
    std::size_t turn = 0; // when it is sent: what it is a part of goes first
    std::string id {};
    LineOutcome outcome = LineOutcome::New;
    std::vector<CellTrouble> troubles {};
    Command command {};
    std::string body {}; // of the request: what differs from what is known

    bool fits() const { return troubles.empty(); }
};

// Columns that are not given keep what is known; a given one without words takes it away. Without an id the name makes one,
// so that the same list read twice makes nothing twice. The context's actor is who would send it: the rules judge the
// command as they would on the server.
ReadLine read_line(Register of, const std::vector<Cell>& cells, const State& state, const Context& context);

// What is known, as it is written; of what is not known the cells of a fresh one.
std::vector<Cell> written_cells(Register of, const State& state, std::string_view id);

// "core-switch-2": an id out of a name; empty where that has no letter or digit of an id.
std::string id_out_of(std::string_view name);

struct ReadSheet {
    std::vector<ReadLine> lines {};
    std::vector<std::string> left_out {}; // columns that the register does not have
    std::size_t count(LineOutcome outcome) const;
};

inline constexpr std::size_t kMostSheetLines = 5'000;
inline constexpr std::size_t kMostSheetBytes = 2 * 1024 * 1024;

// A list as a spreadsheet saves or copies it (shared/core/csv.h), whose first line names the columns, in any order and
// with blanks for "_". An id that stands there twice is refused the second time. A part may stand before what it is a part
// of: each line is judged as if those it needs were taken already, which their turns see to.
Result<ReadSheet> read_sheet(Register of, std::string_view text, const State& state, const Context& context);

}
