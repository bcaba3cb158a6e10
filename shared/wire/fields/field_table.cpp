// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/field_table.h"

#include "shared/core/result.h"
#include "shared/core/sorting.h"

#include <algorithm>
#include <utility>

namespace watchfloor {

bool is_zero(const FieldType& type, const void* field)
{
    switch (type.kind) {
    case FieldKind::Flag:
        return !*static_cast<const bool*>(field);
    case FieldKind::Integer:
        return *static_cast<const std::int64_t*>(field) == 0;
    case FieldKind::Natural:
        return *static_cast<const std::uint64_t*>(field) == 0;
    case FieldKind::Text:
        return static_cast<const std::string*>(field)->empty();
    case FieldKind::Instant:
        return static_cast<const Timestamp*>(field)->millis == 0;
    case FieldKind::Texts:
        return static_cast<const TextMap*>(field)->empty();
    case FieldKind::Optional:
    case FieldKind::List:
        return type.holder->items(field).count == 0;
    case FieldKind::Entities:
        return type.entities->empty(field);
    case FieldKind::Word:
    case FieldKind::HexDigest:
    case FieldKind::HexSalt:
    case FieldKind::Struct:
        return false;
    }
    return false;
}

FieldTable FieldCollector::made()
{
    table_.by_name = table_.declared;
    sort_stably(table_.by_name, [](const FieldPlace& a, const FieldPlace& b) { return a.name < b.name; });
    return std::move(table_);
}

std::size_t FieldCollector::distance_of(const void* field) const
{
    const auto distance = static_cast<const std::byte*>(field) - begin_;
    // What lies elsewhere would be looked for in the wrong place of the next value.
    VERIFY(distance >= 0 && static_cast<std::size_t>(distance) < size_);
    return static_cast<std::size_t>(distance);
}

FieldTable make_field_table(
    const void* value, std::size_t size, void (*visit)(FieldCollector& collector, const void* value))
{
    FieldCollector collector(value, size);
    visit(collector, value);
    return collector.made();
}

void FieldCollector::add(const FieldPlace& place)
{
    table_.declared.push_back(place);
}

void FieldCollector::add_chosen(const FieldTable& entity, std::size_t distance, FieldChoice choice)
{
    for (FieldPlace place : entity.declared) {
        if (choice.takes(place.traits)) {
            place.distance += distance;
            place.traits = {};
            add(place);
        }
    }
}

}
