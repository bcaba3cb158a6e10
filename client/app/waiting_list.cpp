// SPDX-License-Identifier: Apache-2.0
#include "client/app/waiting_list.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <optional>

namespace watchfloor {
namespace {

// Only notes are kept (see Outbox); nothing for what an older program left that is none.
std::optional<AddNote> note_of(const QueuedEntry& entry)
{
    auto note = decode_command<AddNote>(entry.body);
    return note.ok() ? std::optional { std::move(note).value() } : std::nullopt;
}

std::string text_of(const QueuedEntry& entry)
{
    const auto note = note_of(entry);
    return note ? note->text : entry.body;
}

// "/api/v1/incidents/INC-4/entries?journal=x" → "INC-4".
std::string incident_of_path(std::string_view path)
{
    constexpr std::string_view kPrefix = "/api/v1/incidents/";
    path = path.starts_with(kPrefix) ? path.substr(kPrefix.size()) : path;
    return std::string(path.substr(0, path.find('/')));
}

std::vector<const QueuedEntry*> own_entries(const ViewInput& input, const Outbox& outbox)
{
    std::vector<const QueuedEntry*> own;
    const auto& me = input.replica.me();
    for (const QueuedEntry& entry : outbox.entries()) {
        if (me && entry.author == me->user.text) {
            own.push_back(&entry);
        }
    }
    return own;
}

}

// What was chosen, or the first when that is gone.
const QueuedEntry* WaitingList::choose(const std::vector<const QueuedEntry*>& own)
{
    const auto it
        = std::find_if(own.begin(), own.end(), [&](const QueuedEntry* entry) { return entry->key == chosen_; });
    const QueuedEntry* entry = it != own.end() ? *it : own.empty() ? nullptr : own.front();
    if (it == own.end()) {
        chosen_ = entry == nullptr ? std::string() : entry->key;
        draft_ = before_ = entry == nullptr ? std::string() : text_of(*entry);
    }
    return entry;
}

void WaitingList::draw_rows(const ViewInput& input, const std::vector<const QueuedEntry*>& own)
{
    // However many wait, what is done about the chosen one stays in sight.
    const float height = static_cast<float>(own.size()) * (list_row_height(true) + ImGui::GetStyle().ItemSpacing.y);
    begin_area("waiting rows", { 0, std::min(height, ImGui::GetIO().DisplaySize.y * 0.35F) });
    for (std::size_t i = 0; i < own.size(); ++i) {
        const QueuedEntry& entry = *own[i];
        const std::string text = text_of(entry);
        const auto note = note_of(entry);
        const std::string at = note && note->occurred_at ? ", " + site_time(*note->occurred_at, input.zone) : "";
        const std::string detail = incident_of_path(entry.path) + at;
        const Text state = !entry.refusal.empty() ? Text::WaitingRefused
            : entry.tried                         ? Text::WaitingTried
                                                  : Text::WaitingUnsent;
        const ListRow row { .title = std::string_view(text).substr(0, text.find('\n')),
            .detail = detail,
            .right = tr(state),
            .selected = entry.key == chosen_,
            .position = static_cast<int>(i) + 1,
            .set_size = static_cast<int>(own.size()) };
        if (list_row(static_cast<int>(i), row).activated) {
            chosen_ = entry.key;
            draft_ = before_ = text;
            seek_text_field();
        }
    }
    end_area();
}

void WaitingList::draw_chosen(const QueuedEntry& entry, Outbox& outbox)
{
    gap(2);
    if (!entry.refusal.empty()) {
        label(entry.refusal, { .colour = Colour::Major, .wrap = true });
    }
    const bool free = !entry.tried && note_of(entry);
    text_area(tr(Text::ComposerLabel), draft_, 5, { .max_characters = kMaxNote, .enabled = free });
    gap(1);
    if (button(tr(Text::WaitingWithdraw),
            { .kind = ButtonKind::Danger, .enabled = !entry.tried, .why_disabled = tr(Text::WhyTried) })) {
        outbox.withdraw(std::string(entry.key)); // the key lies in what goes
    }
}

void WaitingList::close(Outbox& outbox)
{
    open_ = false;
    chosen_.clear();
    outbox.hold_back({});
}

void WaitingList::draw(const ViewInput& input, Outbox& outbox)
{
    if (!open_) {
        return;
    }
    const auto own = own_entries(input, outbox);
    const QueuedEntry* chosen = choose(own);
    const bool changed = chosen != nullptr && draft_ != before_;
    const bool fits = changed && !chosen->tried && !is_blank(draft_);
    if (!begin_modal("waiting",
            { .title = tr(Text::WaitingTitle),
                .commit = chosen == nullptr ? std::string_view {} : tr(Text::WaitingSave),
                .can_commit = fits,
                .why_not = tr(chosen != nullptr && chosen->tried ? Text::WhyTried : Text::WaitingUnchanged),
                .width = 900 })) {
        return;
    }
    outbox.hold_back(changed ? chosen_ : std::string());
    const std::string key = chosen_;
    auto note = chosen == nullptr ? std::nullopt : note_of(*chosen);
    if (chosen == nullptr) {
        label(tr(Text::WaitingNone), { .colour = Colour::Secondary, .wrap = true });
    } else {
        draw_rows(input, own);
        draw_chosen(*chosen, outbox);
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed && note && key == chosen_) {
        note->text = draft_;
        outbox.rewrite(key, encode_command(*note));
    }
    if (outcome != ModalOutcome::Open) {
        close(outbox);
    }
}

}
