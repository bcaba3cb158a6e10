// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/entries/entry_codec.h"

#include "shared/core/sorting.h"
#include "shared/wire/fields/fields_json.h"

#include <utility>

namespace watchfloor {
namespace {

// Bytes that most entries need no more of.
constexpr std::size_t kUsualHead = 384;
constexpr std::size_t kUsualFacts = 896;
constexpr std::size_t kUsualText = 256;

// How to read one alternative of Payload.
struct Shape {
    std::string_view kind {};
    std::int64_t version = 0;
    void (*read_facts)(CanonicalReader& reader, Payload& payload) = nullptr; // makes the payload
    void (*read_text)(CanonicalReader& reader, Payload& payload) = nullptr;
};

template<typename T>
void read_facts_of(CanonicalReader& reader, Payload& payload)
{
    FieldsReader(reader).object<AsFacts>(payload.emplace<T>());
}

template<typename T>
void read_text_of(CanonicalReader& reader, Payload& payload)
{
    FieldsReader(reader).object<AsText>(*std::get_if<T>(&payload));
}

template<std::size_t... Index>
std::vector<Shape> make_shapes(std::index_sequence<Index...>)
{
    return { Shape { std::variant_alternative_t<Index, AnyPayload>::kind,
        std::variant_alternative_t<Index, AnyPayload>::version,
        &read_facts_of<std::variant_alternative_t<Index, AnyPayload>>,
        &read_text_of<std::variant_alternative_t<Index, AnyPayload>> }... };
}

const std::vector<Shape>& shapes_by_kind()
{
    static const std::vector<Shape> shapes = [] {
        auto made = make_shapes(std::make_index_sequence<std::variant_size_v<AnyPayload>> {});
        sort_stably(made, [](const Shape& a, const Shape& b) { return a.kind < b.kind; });
        return made;
    }();
    return shapes;
}

const Shape* find_shape(std::string_view kind)
{
    const std::vector<Shape>& shapes = shapes_by_kind();
    const auto at = std::lower_bound(shapes.begin(), shapes.end(), kind,
        [](const Shape& shape, std::string_view wanted) { return shape.kind < wanted; });
    return at != shapes.end() && at->kind == kind ? &*at : nullptr;
}

Error in_entry(std::uint64_t seq, std::string_view part, const Error& error)
{
    return { error.code,
        "Entry " + std::to_string(seq) + ": its " + std::string(part) + " cannot be read. " + error.message };
}

Error update_needed(const EntryHead& head)
{
    return { ErrorCode::Unsupported,
        "Update needed: entry " + std::to_string(head.seq) + " is of kind '" + head.kind + "' version "
            + std::to_string(head.version) + ", which this program does not know yet." };
}

// The bytes of both parts in the present shape; text is absent where it was.
struct PartBytes {
    std::string facts {};
    std::optional<std::string> text {};
};

Result<JsonValue> read_part(std::string_view bytes)
{
    if (!is_canonical(bytes)) {
        return Error { ErrorCode::Malformed, "Not canonical JSON." };
    }
    JsonLimits limits;
    limits.max_bytes = limits.max_string = limits.max_items = limits.max_keys = bytes.size();
    limits.integers_only = true;
    return read_json(bytes, limits);
}

// Whether such an entry reads as one of the present version: fields were added and nothing else.
bool reads_as_it_is(const EntryHead& head, std::int64_t known, UpcastTable upcasts)
{
    const auto adds = [&](const Upcast& upcast) {
        return upcast.apply == nullptr && upcast.kind == head.kind && upcast.from_version >= head.version;
    };
    return head.version == known || std::count_if(upcasts.begin(), upcasts.end(), adds) == known - head.version;
}

Result<PartBytes> bring_up(const EntryHead& head, std::int64_t known, const SealedEntry& entry, UpcastTable upcasts)
{
    EntryParts parts;
    ASSIGN_OR_RETURN(parts.facts, read_part(entry.facts->bytes));
    if (entry.text) {
        ASSIGN_OR_RETURN(parts.text, read_part(entry.text->bytes));
    }
    for (std::int64_t version = head.version; version < known; ++version) {
        const auto step = std::find_if(upcasts.begin(), upcasts.end(),
            [&](const Upcast& upcast) { return upcast.kind == head.kind && upcast.from_version == version; });
        if (step == upcasts.end()) {
            return Error { ErrorCode::Malformed,
                "Version " + std::to_string(version) + " of kind '" + head.kind + "' was never released." };
        }
        if (step->apply != nullptr) {
            step->apply(parts);
        }
    }
    PartBytes brought;
    append_canonical(brought.facts, parts.facts);
    if (entry.text) {
        append_canonical(brought.text.emplace(), parts.text);
    }
    return brought;
}

Result<void> read_parts(
    const Shape& shape, std::string_view facts, const std::string* text, const SealedEntry& entry, Entry& made)
{
    const std::uint64_t seq = entry.seq;
    CanonicalReader facts_reader(facts, entry.facts_narrowed);
    shape.read_facts(facts_reader, made.payload);
    if (!facts_reader.expect_end()) {
        return in_entry(seq, "facts", facts_reader.error());
    }
    made.text_present = text != nullptr;
    if (text == nullptr) {
        return {};
    }
    CanonicalReader text_reader(*text);
    shape.read_text(text_reader, made.payload);
    if (!text_reader.expect_end()) {
        return in_entry(seq, "text", text_reader.error());
    }
    return {};
}

}

UpcastTable released_upcasts()
{
    static constexpr std::array kUpcasts {
        Upcast { AlertFired::kind, 1 },
        Upcast { SourceSet::kind, 1 },
        Upcast { SourceLost::kind, 1 },
        Upcast { SourceRegained::kind, 1 },
        Upcast { AlarmRaised::kind, 1 },
        Upcast { WindowSet::kind, 1 },
        Upcast { WindowSet::kind, 2 },
        Upcast { AssetSet::kind, 1 },
        Upcast { AssetSet::kind, 2 },
        Upcast { AssetSet::kind, 3 },
        Upcast { WorkOrderSet::kind, 1 },
        Upcast { WorkOrderSet::kind, 2 },
        Upcast { CapacityDefined::kind, 1 },
    };
    return kUpcasts;
}

std::vector<std::string_view> known_kinds()
{
    std::vector<std::string_view> kinds;
    for (const Shape& shape : make_shapes(std::make_index_sequence<std::variant_size_v<AnyPayload>> {})) {
        kinds.push_back(shape.kind);
    }
    return kinds;
}

SealedEntry seal_entry(const EntryHead& head, const Payload& payload, const EntrySalts& salts, const Digest& previous)
{
    EntryHead named;
    const bool is_named = head.kind == kind_of(payload) && head.version == version_of(payload);
    if (!is_named) {
        named = head;
        named.kind = kind_of(payload);
        named.version = version_of(payload);
    }
    SealedEntry entry;
    entry.seq = head.seq;
    const auto part = [&](std::optional<SealedPart>& made, std::size_t index, std::size_t usual) -> std::string& {
        made = SealedPart { {}, salts[index] };
        made->bytes.reserve(usual);
        return made->bytes;
    };
    FieldsWriter(part(entry.head, 0, kUsualHead)).value(is_named ? head : named);
    FieldsWriter facts(part(entry.facts, 1, kUsualFacts));
    FieldsWriter text(part(entry.text, 2, kUsualText));
    std::visit(
        [&](const auto& alternative) {
            facts.template object<AsFacts>(alternative);
            text.template object<AsText>(alternative);
        },
        payload);
    seal(entry, previous);
    return entry;
}

Result<EntryHead> decode_head(const SealedEntry& entry)
{
    if (!entry.head) {
        return Error { ErrorCode::Malformed, "Entry " + std::to_string(entry.seq) + " is a stub." };
    }
    auto head = from_canonical_text<EntryHead>(entry.head->bytes);
    if (!head.ok()) {
        return in_entry(entry.seq, "head", head.error());
    }
    if (head.value().seq != entry.seq) {
        return Error { ErrorCode::Malformed,
            "Entry " + std::to_string(entry.seq) + " says it is number " + std::to_string(head.value().seq) + "." };
    }
    return head;
}

Result<Entry> decode_entry(const SealedEntry& entry, UpcastTable upcasts)
{
    Entry made;
    ASSIGN_OR_RETURN(made.head, decode_head(entry));
    const Shape* shape = find_shape(made.head.kind);
    if (shape == nullptr || made.head.version > shape->version) {
        return update_needed(made.head);
    }
    if (!entry.facts) {
        return Error { ErrorCode::Malformed, "Entry " + std::to_string(entry.seq) + " has a head but no facts." };
    }
    if (reads_as_it_is(made.head, shape->version, upcasts)) {
        RETURN_IF_ERROR(read_parts(*shape, entry.facts->bytes, entry.text ? &entry.text->bytes : nullptr, entry, made));
        return made;
    }
    const auto brought = bring_up(made.head, shape->version, entry, upcasts);
    if (!brought.ok()) {
        return in_entry(entry.seq, "older shape", brought.error());
    }
    const PartBytes& parts = brought.value();
    RETURN_IF_ERROR(read_parts(*shape, parts.facts, parts.text ? &*parts.text : nullptr, entry, made));
    return made;
}

}
