// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/entries/entry_wire.h"

#include "shared/domain/contains.h"
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
    std::vector<EntryLink> links {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("entries", self.entries);
        visit("head", self.head);
        visit("journal", self.journal);
        visit("links", self.links);
    }
};

void append_part(std::string& out, std::string_view name, const std::optional<SealedPart>& part, const Digest& digest,
    bool shown, bool narrowed = false)
{
    if (part && shown) {
        out.append("\"").append(name).append("\":");
        append_json_string(out, part->bytes);
        out.push_back(',');
    }
    out.append("\"").append(name).append("_digest\":\"").append(to_hex(as_view(digest))).append("\",");
    if (part && shown && !narrowed) {
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

// Behind the value, or the member of an object, that begins at `at` in canonical JSON.
std::size_t end_of_value(std::string_view json, std::size_t at)
{
    int depth = 0;
    bool quoted = false;
    for (; at < json.size(); ++at) {
        const char c = json[at];
        const bool opens = c == '{' || c == '[';
        const bool closes = c == '}' || c == ']';
        if (quoted) {
            at += c == '\\' ? 1 : 0;
            quoted = c != '"';
        } else if (depth == 0 && (closes || c == ',')) {
            return at;
        } else {
            quoted = c == '"';
            depth += opens ? 1 : closes ? -1 : 0;
        }
    }
    return json.size();
}

// Of a canonical object the members of these names, as canonical as it.
std::string members_of(std::string_view object, const std::vector<std::string_view>& names)
{
    std::string out = "{";
    for (std::size_t at = 1; at < object.size() && object[at] == '"';) {
        const std::size_t end = end_of_value(object, at);
        const std::string_view member = object.substr(at, end - at);
        const std::string_view name = member.substr(1, member.find('"', 1) - 1);
        if (contains(names, name)) {
            out.append(out.size() > 1 ? "," : "").append(member);
        }
        at = end + 1;
    }
    out.push_back('}');
    return out;
}

Result<SealedEntry> from_wire(WireEntry wire)
{
    SealedEntry entry;
    entry.seq = wire.seq;
    entry.head_digest = wire.head_digest;
    entry.facts_digest = wire.facts_digest;
    entry.text_digest = wire.text_digest;
    entry.hash = wire.hash;
    if (wire.facts && !wire.facts_salt) {
        entry.facts_narrowed = true;
        wire.facts_salt.emplace();
    }
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
    append_part(out, "facts", entry.facts, entry.facts_digest, sight != Sight::Stub, entry.facts_narrowed);
    out.append("\"hash\":\"").append(to_hex(as_view(entry.hash))).append("\",");
    append_part(out, "head", entry.head, entry.head_digest, sight != Sight::Stub);
    out.append("\"seq\":");
    append_json_integer(out, entry.seq);
    out.push_back(',');
    append_part(out, "text", entry.text, entry.text_digest, sight == Sight::Whole);
    out.back() = '}';
    return out;
}

SealedEntry with_facts(const SealedEntry& entry, const std::vector<std::string_view>& names)
{
    SealedEntry narrowed = entry;
    if (entry.facts) {
        narrowed.facts = SealedPart { members_of(entry.facts->bytes, names), {} };
        narrowed.facts_narrowed = true;
    }
    return narrowed;
}

Result<SealedEntry> entry_from_wire(std::string_view text)
{
    ASSIGN_OR_RETURN(WireEntry wire, from_canonical_text<WireEntry>(text));
    return from_wire(std::move(wire));
}

std::string page_to_wire(const JournalId& journal, std::uint64_t head_seq, const Digest& head_hash,
    std::span<const std::string> entries, std::span<const EntryLink> links)
{
    std::string out = "{";
    for (std::size_t i = 0; i < entries.size(); ++i) {
        out.append(i == 0 ? "\"entries\":[" : ",").append(entries[i]);
    }
    out.append(entries.empty() ? "\"head\":" : "],\"head\":");
    out.append(to_json_text(WireHead { head_hash, head_seq })).append(",\"journal\":");
    append_json_string(out, journal.text);
    for (std::size_t i = 0; i < links.size(); ++i) {
        out.append(i == 0 ? ",\"links\":[" : ",").append(to_json_text(links[i]));
    }
    out.append(links.empty() ? "}" : "]}");
    return out;
}

Result<JournalPage> page_from_wire(std::string_view text)
{
    ASSIGN_OR_RETURN(WirePage wire, from_canonical_text<WirePage>(text));
    JournalPage page { wire.journal, wire.head.seq, wire.head.hash, {}, std::move(wire.links) };
    page.entries.reserve(wire.entries.size());
    for (WireEntry& entry : wire.entries) {
        ASSIGN_OR_RETURN(SealedEntry made, from_wire(std::move(entry)));
        page.entries.push_back(std::move(made));
    }
    return page;
}

}
