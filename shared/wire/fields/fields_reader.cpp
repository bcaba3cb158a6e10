// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/fields_reader.h"

#include <algorithm>
#include <string>

namespace watchfloor {

void FieldsReader::object(const FieldTable& table, void* value)
{
    if (!reader_.expect('{')) {
        return;
    }
    std::string_view name;
    bool present = next(true, name);
    for (const FieldPlace& place : table.by_name) {
        void* field = static_cast<std::byte*>(value) + place.distance;
        if (present && name == place.name) {
            this->value(*place.type, field);
            present = next(false, name);
            continue;
        }
        // Names are sorted: what would have come before is none of this struct's.
        if (present && name < place.name) {
            refuse(name, table);
        }
        absent(*place.type, field);
    }
    if (present) {
        refuse(name, table);
    }
}

void FieldsReader::value(const FieldType& type, void* field)
{
    switch (type.kind) {
    case FieldKind::Flag:
        reader_.boolean(*static_cast<bool*>(field));
        return;
    case FieldKind::Integer:
        reader_.integer(*static_cast<std::int64_t*>(field));
        return;
    case FieldKind::Natural:
        reader_.integer(*static_cast<std::uint64_t*>(field));
        return;
    case FieldKind::Text:
        reader_.string(*static_cast<std::string*>(field));
        return;
    case FieldKind::Instant:
        token<Timestamp>(field, "an instant such as 2026-01-02T03:04:05.678Z expected", read_canonical_timestamp);
        return;
    case FieldKind::Word:
        word(*type.word, field);
        return;
    case FieldKind::HexDigest:
        token<Digest>(field, "hexadecimal digits of the right number expected", digest_from_hex);
        return;
    case FieldKind::HexSalt:
        token<Salt>(field, "hexadecimal digits of the right number expected", salt_from_hex);
        return;
    case FieldKind::Texts:
        text_map(*static_cast<TextMap*>(field));
        return;
    case FieldKind::Optional:
        value(type.holder->held, type.holder->append(field));
        return;
    case FieldKind::List:
        list(*type.holder, field);
        return;
    case FieldKind::Entities:
        entities(*type.entities, field);
        return;
    case FieldKind::Struct:
        object(type.table(field), field);
        return;
    }
}

// Numbers are left out as 0 and flags as false; these are never left out, and the rest keeps what a fresh struct holds.
void FieldsReader::absent(const FieldType& type, void* field)
{
    switch (type.kind) {
    case FieldKind::Flag:
        *static_cast<bool*>(field) = false;
        return;
    case FieldKind::Integer:
        *static_cast<std::int64_t*>(field) = 0;
        return;
    case FieldKind::Natural:
        *static_cast<std::uint64_t*>(field) = 0;
        return;
    case FieldKind::Word:
    case FieldKind::HexDigest:
    case FieldKind::HexSalt:
        if (!reader_.partial()) {
            reader_.fail("a field that is always written is missing");
        }
        return;
    case FieldKind::Text:
    case FieldKind::Instant:
    case FieldKind::Texts:
    case FieldKind::Optional:
    case FieldKind::List:
    case FieldKind::Entities:
    case FieldKind::Struct:
        return;
    }
}

bool FieldsReader::next(bool first, std::string_view& name)
{
    if (first ? reader_.accept('}') : !reader_.accept(',')) {
        if (!first) {
            reader_.expect('}');
        }
        return false;
    }
    return reader_.plain(name) && reader_.expect(':');
}

void FieldsReader::refuse(std::string_view name, const FieldTable& table)
{
    const auto known = [&](const FieldPlace& place) { return place.name == name; };
    if (std::none_of(table.by_name.begin(), table.by_name.end(), known)) {
        reader_.fail_unknown(name);
    } else {
        reader_.fail(std::string("the field '").append(name).append("' is misplaced"));
    }
}

void FieldsReader::word(const WordAccess& access, void* field)
{
    std::string_view text;
    if (!reader_.plain(text)) {
        return;
    }
    const auto at = std::find(access.texts.begin(), access.texts.end(), text);
    if (at == access.texts.end()) {
        reader_.fail("not one of the words of its list");
        return;
    }
    access.set(field, static_cast<std::size_t>(at - access.texts.begin()));
}

void FieldsReader::list(const HolderAccess& holder, void* field)
{
    if (!reader_.expect('[') || reader_.accept(']')) {
        return;
    }
    do {
        value(holder.held, holder.append(field));
    } while (reader_.accept(','));
    reader_.expect(']');
}

void FieldsReader::text_map(TextMap& map)
{
    if (!reader_.expect('{') || reader_.accept('}')) {
        return;
    }
    do {
        std::string key;
        std::string text;
        if (!reader_.string(key) || !reader_.expect(':') || !reader_.string(text)) {
            return;
        }
        if (!map.empty() && key <= map.last_name()) {
            reader_.fail("keys must be sorted and unique");
            return;
        }
        map.append(key, text);
    } while (reader_.accept(','));
    reader_.expect('}');
    map = map.copy(); // kept for long: no more memory than needed
}

void FieldsReader::entities(const EntitiesAccess& entities, void* field)
{
    if (!reader_.expect('[') || reader_.accept(']')) {
        return;
    }
    struct Reading {
        FieldsReader& reader;
        const FieldType& type;
    };
    Reading reading { *this, entities.held };
    const auto read = [](void* context, void* entity) {
        const auto& [reader, type] = *static_cast<Reading*>(context);
        reader.value(type, entity);
    };
    do {
        if (!entities.add(field, &reading, read)) {
            reader_.fail("ids must be given and unique");
            return;
        }
    } while (reader_.accept(','));
    reader_.expect(']');
}

Result<void> read_canonical_into(std::string_view text, const FieldType& type, void* value)
{
    CanonicalReader reader(text);
    FieldsReader(reader).value(type, value);
    if (!reader.expect_end()) {
        return reader.error();
    }
    return {};
}

}
