// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/fields_writer.h"

namespace watchfloor {

void FieldsWriter::object(const FieldTable& table, const void* value)
{
    out_.push_back('{');
    bool first = true;
    for (const FieldPlace& place : table.by_name) {
        const void* field = static_cast<const std::byte*>(value) + place.distance;
        if (left_out(*place.type, field)) {
            continue;
        }
        separate(first);
        // Names of fields are ours: ASCII, nothing to escape.
        out_.push_back('"');
        out_ += place.name;
        out_ += "\":";
        this->value(*place.type, field);
    }
    out_.push_back('}');
}

void FieldsWriter::value(const FieldType& type, const void* field)
{
    switch (type.kind) {
    case FieldKind::Flag:
        out_ += *static_cast<const bool*>(field) ? "true" : "false";
        return;
    case FieldKind::Integer:
        append_json_integer(out_, *static_cast<const std::int64_t*>(field));
        return;
    case FieldKind::Natural:
        append_json_integer(out_, *static_cast<const std::uint64_t*>(field));
        return;
    case FieldKind::Text:
        append_json_string(out_, *static_cast<const std::string*>(field));
        return;
    case FieldKind::Instant:
        append_json_timestamp(out_, *static_cast<const Timestamp*>(field));
        return;
    case FieldKind::Word:
        append_json_string(out_, type.word->texts[type.word->get(field)]);
        return;
    case FieldKind::HexDigest:
        append_json_string(out_, to_hex(as_view(*static_cast<const Digest*>(field))));
        return;
    case FieldKind::HexSalt:
        append_json_string(out_, to_hex(as_view(*static_cast<const Salt*>(field))));
        return;
    case FieldKind::Texts:
        text_map(*static_cast<const TextMap*>(field));
        return;
    case FieldKind::Optional:
        value(type.holder->held, type.holder->items(field).first);
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

bool FieldsWriter::left_out(const FieldType& type, const void* field) const
{
    const bool number
        = type.kind == FieldKind::Flag || type.kind == FieldKind::Integer || type.kind == FieldKind::Natural;
    const bool said = zeros_ == Zeros::AndEmpty ? type.kind != FieldKind::Optional : number && zeros_ == Zeros::Written;
    return !said && is_zero(type, field);
}

void FieldsWriter::list(const HolderAccess& holder, const void* field)
{
    const FieldRun items = holder.items(field);
    out_.push_back('[');
    bool first = true;
    for (std::size_t i = 0; i < items.count; ++i) {
        separate(first);
        value(holder.held, static_cast<const std::byte*>(items.first) + i * holder.stride);
    }
    out_.push_back(']');
}

void FieldsWriter::text_map(const TextMap& map)
{
    out_.push_back('{');
    bool first = true;
    for (const auto& item : map) {
        separate(first);
        append_json_string(out_, item.first);
        out_.push_back(':');
        append_json_string(out_, item.second);
    }
    out_.push_back('}');
}

void FieldsWriter::entities(const EntitiesAccess& entities, const void* field)
{
    struct Writing {
        FieldsWriter& writer;
        const FieldType& type;
        bool first = true;
    };
    Writing writing { *this, entities.held };
    out_.push_back('[');
    entities.each(field, &writing, [](void* context, const void* entity) {
        auto& [writer, type, first] = *static_cast<Writing*>(context);
        writer.separate(first);
        writer.value(type, entity);
    });
    out_.push_back(']');
}

void FieldsWriter::separate(bool& first)
{
    if (!first) {
        out_.push_back(',');
    }
    first = false;
}

}
