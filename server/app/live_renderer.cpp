// SPDX-License-Identifier: Apache-2.0
#include "server/app/live_renderer.h"

#include "server/auth/principal.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"

#include <optional>
#include <utility>
#include <vector>

namespace watchfloor {

namespace {

// A stream goes on behind an entry that does not verify; nobody is shown what it says.
constexpr ReadLimits kDamagedAsStub { .damaged = Damaged::AsStub };

// What an entry takes in a frame beside its parts: digests and salts in hexadecimal, names and quotes.
constexpr std::size_t kFrameOverhead = 704;

// About what the frames of entries take: growing them step by step copies a storm's megabytes again and again.
std::size_t frame_bytes(const std::vector<SealedEntry>& entries)
{
    std::size_t bytes = 0;
    for (const SealedEntry& entry : entries) {
        bytes += kFrameOverhead;
        for (const std::optional<SealedPart>* part : { &entry.head, &entry.facts, &entry.text }) {
            bytes += *part ? (*part)->bytes.size() * 5 / 4 : 0; // quotes are escaped
        }
    }
    return bytes;
}

Sight sight_by(const Result<EntryHead>& head, const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    const std::string_view text = entry.text ? std::string_view(entry.text->bytes) : std::string_view {};
    return head.ok() ? entry_sight(viewer, state, head.value(), text) : Sight::Stub;
}

// An alert's entry is for everybody. Older ones name the incident it came back to, which may be restricted since.
std::optional<std::vector<std::string_view>> facts_without_hidden_incident(
    const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    const auto decoded = decode_entry(entry);
    const auto* fired = decoded.ok() ? std::get_if<AlertFired>(&decoded.value().payload) : nullptr;
    if (fired == nullptr || fired->alert.incident.empty() || may_be_named(viewer, state, fired->alert.incident)) {
        return std::nullopt;
    }
    std::vector<std::string_view> names;
    const auto add = [&](std::string_view name, const auto&, FieldTraits = {}) {
        if (name != "incident") {
            names.push_back(name);
        }
    };
    Alert::fields(add, fired->alert);
    return names;
}

std::optional<std::vector<std::string_view>> facts_shown(
    std::string_view kind, const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    const bool may_name_one
        = kind == AlertFired::kind && entry.facts && entry.facts->bytes.find("\"incident\":") != std::string::npos;
    return may_name_one ? facts_without_hidden_incident(entry, viewer, state) : facts_seen(viewer, kind, state.walls);
}

// What the viewer may have of it, on one line.
std::string as_shown(
    const Result<EntryHead>& head, const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    const Sight sight = sight_by(head, entry, viewer, state);
    const auto names = sight != Sight::Stub ? facts_shown(head.value().kind, entry, viewer, state) : std::nullopt;
    return entry_to_wire(names ? with_facts(entry, *names) : entry, sight);
}

std::optional<MembersSet> members_set_by(const EntryHead& head, const SealedEntry& entry)
{
    auto decoded = head.kind == MembersSet::kind ? decode_entry(entry) : Result<Entry> { Error {} };
    auto* set = decoded.ok() ? std::get_if<MembersSet>(&decoded.value().payload) : nullptr;
    return set != nullptr ? std::optional { std::move(*set) } : std::nullopt;
}

}

bool is_visible(const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    return sight_by(decode_head(entry), entry, viewer, state) != Sight::Stub;
}

std::string render_entry(const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    return as_shown(decode_head(entry), entry, viewer, state);
}

// Whether people outside saw the incident until this entry. What was written last before tells by its audience, or says
// itself who the members are.
bool LiveRenderer::was_open_before(const JournalId& journal, const IncidentId& incident, std::uint64_t seq) const
{
    bool open = false;
    for (std::uint64_t after = 0;;) {
        const auto page = store_.read_subject(journal, incident.text, after, kDamagedAsStub);
        if (!page.ok() || page.value().empty()) {
            return open;
        }
        for (const SealedEntry& entry : page.value()) {
            if (entry.seq >= seq) {
                return open;
            }
            after = entry.seq;
            if (!entry.head) {
                continue; // it does not verify, so it tells nothing
            }
            const auto head = decode_head(entry);
            const auto set = head.ok() ? members_set_by(head.value(), entry) : std::nullopt;
            open = set ? !set->restricted : head.ok() && head.value().audience != Audience::Restricted;
        }
    }
}

// Whether such viewers see what was written before the entry otherwise since. What changes who a viewer is (a role, a
// membership, the walls' audience) is not asked here: they have another key then.
bool LiveRenderer::changes_sight(
    const JournalId& journal, const EntryHead& head, const SealedEntry& entry, const Visibility& viewer) const
{
    if (head.kind == TextErased::kind) {
        return erasure_concerns(viewer, head);
    }
    // Of an incident that was and stays open, the list of members is for the staff.
    const auto set = head.audience == Audience::Restricted ? members_set_by(head, entry) : std::nullopt;
    if (!set || viewer.reads_everything) {
        return false;
    }
    return !set->restricted
        || (!sees_restricted(viewer, set->incident) && was_open_before(journal, set->incident, entry.seq));
}

LiveFrames LiveRenderer::render(
    std::string_view journal, std::uint64_t from_seq, std::uint64_t to_seq, std::string_view visibility_key)
{
    const JournalId id { std::string(journal) };
    OpenedJournal* opened = journals_.find(id);
    if (opened == nullptr) {
        return {};
    }
    const auto state = opened->sequencer->state();
    const Visibility viewer = visibility_from_key(visibility_key);
    auto frames = std::make_shared<std::string>();
    const bool visitor = viewer.wall == WallAudience::Visitor;
    bool load_anew = false;
    std::uint64_t sight_changed_at = 0;
    for (std::uint64_t next = from_seq; next <= to_seq;) {
        const auto entries = store_.read_range(id, next, to_seq, kDamagedAsStub);
        if (!entries.ok() || entries.value().empty()) {
            return {};
        }
        frames->reserve(frames->size() + frame_bytes(entries.value()));
        for (const SealedEntry& entry : entries.value()) {
            const auto head = decode_head(entry);
            frames->append("id: ").append(std::to_string(entry.seq)).append("\nevent: entry\ndata: ");
            frames->append(as_shown(head, entry, viewer, *state)).append("\n\n");
            if (head.ok() && changes_sight(id, head.value(), entry, viewer)) {
                sight_changed_at = entry.seq;
            }
            load_anew = load_anew || (visitor && head.ok() && changes_what_visitors_know(head.value()));
        }
        next = entries.value().back().seq + 1;
    }
    frames->append(load_anew ? "event: changed\ndata: {}\n\n" : "");
    return { std::move(frames), sight_changed_at };
}

}
