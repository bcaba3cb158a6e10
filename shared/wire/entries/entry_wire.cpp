// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/entries/entry_wire.h"

#include "shared/wire/fields/fields_json.h"

namespace watchfloor {
namespace {

struct WireEntry {
    std::optional<std::string> facts {};
    Digest facts_digest {};
    std::optional<Salt> facts_salt {};
    Digest hash {};
    std::optional<std::string> head {};
    Digest head_digest {};
    std::optional<Salt> head_salt {};
    std::uint64_t seq = 0;
    std::optional<std::string> text {};
    Digest text_digest {};
    std::optional<Salt> text_salt {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("facts", self.facts);
        visit("facts_digest", self.facts_digest);
        visit("facts_salt", self.facts_salt);
        visit("hash", self.hash);
        visit("head", self.head);
        visit("head_digest", self.head_digest);
        visit("head_salt", self.head_salt);
        visit("seq", self.seq);
        visit("text", self.text);
        visit("text_digest", self.text_digest);
        visit("text_salt", self.text_salt);
    }
};

struct WireHead {
    Digest hash {};
    std::uint64_t seq = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("hash", self.hash);
        visit("seq", self.seq);
    }
};

struct WirePage {
    std::vector<WireEntry> entries {};
    WireHead head {};
    JournalId journal {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("entries", self.entries);
        visit("head", self.head);
        visit("journal", self.journal);
    }
};

void append_part(
    std::string& out, std::string_view name, const std::optional<SealedPart>& part, const Digest& digest, bool shown)
{
    if (part && shown) {
        out.append("\"").append(name).append("\":");
        append_json_string(out, part->bytes);
        out.push_back(',');
    }
    out.append("\"").append(name).append("_digest\":\"").append(to_hex(as_view(digest))).append("\",");
    if (part && shown) {
        out.append("\"").append(name).append("_salt\":\"").append(to_hex(as_view(part->salt))).append("\",");
    }
}

bool take_part(std::optional<std::string>& bytes, const std::optional<Salt>& salt, std::optional<SealedPart>& part)
{
    if (bytes.has_value() != salt.has_value()) {
        return false;
    }
    if (bytes) {
        part = SealedPart { std::move(*bytes), *salt };
    }
    return true;
}

Result<SealedEntry> from_wire(WireEntry wire)
{
    SealedEntry entry;
    entry.seq = wire.seq;
    entry.head_digest = wire.head_digest;
    entry.facts_digest = wire.facts_digest;
    entry.text_digest = wire.text_digest;
    entry.hash = wire.hash;
    const bool paired = take_part(wire.head, wire.head_salt, entry.head)
        && take_part(wire.facts, wire.facts_salt, entry.facts) && take_part(wire.text, wire.text_salt, entry.text);
    if (!paired) {
        return Error { ErrorCode::Malformed,
            "Entry " + std::to_string(entry.seq) + ": a part and its salt come together or not at all." };
    }
    if (entry.seq == 0 || entry.head.has_value() != entry.facts.has_value() || (entry.text && !entry.head)) {
        return Error { ErrorCode::Malformed,
            "Entry " + std::to_string(entry.seq) + " is neither a stub nor an entry with head and facts." };
    }
    return entry;
}

}

std::string entry_to_wire(const SealedEntry& entry, Sight sight)
{
    std::string out;
    const auto size_of = [](const std::optional<SealedPart>& part) { return part ? part->bytes.size() : 0; };
    constexpr std::size_t kFrame = 600;
    out.reserve(kFrame + (size_of(entry.head) + size_of(entry.facts) + size_of(entry.text)) * 5 / 4);
    out.push_back('{');
    append_part(out, "facts", entry.facts, entry.facts_digest, sight != Sight::Stub);
    out.append("\"hash\":\"").append(to_hex(as_view(entry.hash))).append("\",");
    append_part(out, "head", entry.head, entry.head_digest, sight != Sight::Stub);
    out.append("\"seq\":");
    append_json_integer(out, entry.seq);
    out.push_back(',');
    append_part(out, "text", entry.text, entry.text_digest, sight == Sight::Whole);
    out.back() = '}';
    return out;
}

Result<SealedEntry> entry_from_wire(std::string_view text)
{
    ASSIGN_OR_RETURN(WireEntry wire, from_canonical_text<WireEntry>(text));
    return from_wire(std::move(wire));
}

std::string page_to_wire(
    const JournalId& journal, std::uint64_t head_seq, const Digest& head_hash, std::span<const std::string> entries)
{
    std::string out = "{";
    for (std::size_t i = 0; i < entries.size(); ++i) {
        out.append(i == 0 ? "\"entries\":[" : ",").append(entries[i]);
    }
    out.append(entries.empty() ? "\"head\":" : "],\"head\":");
    out.append(to_json_text(WireHead { head_hash, head_seq })).append(",\"journal\":");
    append_json_string(out, journal.text);
    out.push_back('}');
    return out;
}

Result<JournalPage> page_from_wire(std::string_view text)
{
    ASSIGN_OR_RETURN(WirePage wire, from_canonical_text<WirePage>(text));
    JournalPage page { wire.journal, wire.head.seq, wire.head.hash, {} };
    page.entries.reserve(wire.entries.size());
    for (WireEntry& entry : wire.entries) {
        ASSIGN_OR_RETURN(SealedEntry made, from_wire(std::move(entry)));
        page.entries.push_back(std::move(made));
    }
    return page;
}

}
