// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/wire/fields/field_table.h"

#include <optional>
#include <string>
#include <string_view>

// Fields of an entity as people write them, in the cells of a sheet or in the fields of a form: amounts in whole units
// rather than thousandths, days as 2026-03-01, lists and labels in one line.
namespace watchfloor {

// Whether people write the field at all: not what only the fold assigns.
bool is_cell(const FieldPlace& place);
// What its column is called: as the field, but for "_milli".
std::string_view column_of(const FieldPlace& place);

// Sets the field of a fresh entity to what is written; blank is what a fresh one has. A day that `known`'s instant lies in
// says nothing new of it, otherwise it means its noon, UTC. Answers with what to write instead, if it cannot be read.
std::optional<std::string> read_cell(const FieldPlace& place, std::string_view text, void* entity, const void* known);
std::string write_cell(const FieldPlace& place, const void* entity);
// Without the blanks around it.
std::string_view trimmed_cell(std::string_view text);

// An instant as people write it: with time and zone, or a day, which is `known` where that lies in it and otherwise noon,
// UTC. Nothing for what is neither.
std::optional<Timestamp> read_day(std::string_view text, const Timestamp* known);
// "2026-03-01".
std::string write_day(Timestamp at);

// "12.5" in thousandths; nothing for what is no number, has more than three decimals or is too large.
std::optional<std::int64_t> read_thousandths(std::string_view text);
std::string write_thousandths(std::int64_t value);

}
