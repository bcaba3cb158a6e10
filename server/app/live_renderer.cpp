// SPDX-License-Identifier: Apache-2.0
#include "server/app/live_renderer.h"

#include "server/auth/principal.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"

namespace watchfloor {

namespace {

Sight sight_of_sealed(const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    const auto head = decode_head(entry);
    const std::string_view text = entry.text ? std::string_view(entry.text->bytes) : std::string_view {};
    return head.ok() ? entry_sight(viewer, state, head.value(), text) : Sight::Stub;
}

}

bool is_visible(const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    return sight_of_sealed(entry, viewer, state) != Sight::Stub;
}

std::string render_entry(const SealedEntry& entry, const Visibility& viewer, const State& state)
{
    return entry_to_wire(entry, sight_of_sealed(entry, viewer, state));
}

std::shared_ptr<const std::string> LiveRenderer::render(
    std::string_view journal, std::uint64_t from_seq, std::uint64_t to_seq, std::string_view visibility_key)
{
    const JournalId id { std::string(journal) };
    OpenedJournal* opened = journals_.find(id);
    if (opened == nullptr) {
        return nullptr;
    }
    const auto state = opened->sequencer->state();
    const Visibility viewer = visibility_from_key(visibility_key);
    auto frames = std::make_shared<std::string>();
    for (std::uint64_t next = from_seq; next <= to_seq;) {
        const auto entries = store_.read_range(id, next, to_seq, {});
        if (!entries.ok() || entries.value().empty()) {
            return nullptr;
        }
        for (const SealedEntry& entry : entries.value()) {
            frames->append("id: ").append(std::to_string(entry.seq)).append("\nevent: entry\ndata: ");
            frames->append(render_entry(entry, viewer, *state)).append("\n\n");
        }
        next = entries.value().back().seq + 1;
    }
    return frames;
}

}
