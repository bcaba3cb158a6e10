// SPDX-License-Identifier: Apache-2.0
// The log by the keyboard: a cursor among its rows, and what Enter does there.
#include "client/frame/frame_schedule.h"
#include "client/keys/keymap.h"
#include "client/views/incidents/entry_desk.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/table.h"

#include <imgui_internal.h>

#include <algorithm>

namespace watchfloor {
namespace {

// What the timeline owns while it has the keyboard is not for the log.
bool free_key(ImGuiKey key)
{
    return ImGui::GetIO().KeyMods == 0 && ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, ImGuiKeyOwner_NoOwner);
}

// The keyboard walks somewhere else: it has its ring on a thing outside of this window.
bool walks_elsewhere()
{
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    return context.NavId != 0 && context.NavCursorVisible && context.NavWindow != ImGui::GetCurrentWindow();
}

// The place that a key leads to from `at` (-1: from none) among so many rows; nothing where none was pressed.
std::optional<int> row_after_key(int at, int rows, int page)
{
    const int last = rows - 1;
    if (free_key(ImGuiKey_Home)) {
        return 0;
    }
    if (free_key(ImGuiKey_End)) {
        return last;
    }
    const int step = (free_key(ImGuiKey_DownArrow) ? 1 : 0) - (free_key(ImGuiKey_UpArrow) ? 1 : 0)
        + page * ((free_key(ImGuiKey_PageDown) ? 1 : 0) - (free_key(ImGuiKey_PageUp) ? 1 : 0));
    if (step == 0) {
        return std::nullopt;
    }
    return at < 0 ? (step > 0 ? 0 : last) : std::clamp(at + step, 0, last);
}

struct AlertOf {
    AlertId operator()(const AlertLinked& entry) const { return entry.alert; }
    AlertId operator()(const AlertFired& entry) const { return entry.alert.id; }
    AlertId operator()(const AlertChanged& entry) const { return entry.alert; }
    AlertId operator()(const AlertResolved& entry) const { return entry.alert; }
    AlertId operator()(const AlertAcknowledged& entry) const { return entry.alert; }
    template<typename Other>
    AlertId operator()(const Other&) const
    {
        return {};
    }
};

}

bool EntryDesk::is_cursor(const EntryRow& row) const
{
    return cursor_ == row.seq && cursor_folded_ == (row.folded > 0);
}

// Where the keys are: on a line of several links, or on what is selected, wherever that was done.
int EntryDesk::cursor_index(std::optional<std::uint64_t> selected) const
{
    const bool own = cursor_ && (cursor_folded_ ? !selected : selected == cursor_);
    const auto at = std::find_if(rows_.begin(), rows_.end(),
        [&](const EntryRow& row) { return own ? is_cursor(row) : row.folded == 0 && selected == row.seq; });
    return at == rows_.end() ? -1 : static_cast<int>(at - rows_.begin());
}

void EntryDesk::move_cursor(const EntryRow& row, std::optional<std::uint64_t>& selected)
{
    cursor_ = row.seq;
    cursor_folded_ = row.folded > 0;
    selected = cursor_folded_ ? std::nullopt : std::optional { row.seq };
    shown_ = selected;
    at_end_ = &row == &rows_.back();
    reveal_ = 3; // what stands below the list takes its room a frame later
    keys_here_ = true;
    drop_keyboard_ring();
    request_frame();
}

void EntryDesk::take_keys(const IncidentLog& log, std::optional<std::uint64_t>& selected, float height)
{
    if (ImGui::IsKeyPressed(ImGuiKey_Tab, false) || ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        keys_here_ = false;
    }
    if (typing() || popup_above() || walks_elsewhere()) {
        return;
    }
    const int at = cursor_index(selected);
    // One line of the last page stays in sight; where two fit in all, a page is still more than a line.
    const int page = std::max(2, static_cast<int>(height / row_height()) - 1);
    if (const auto next = row_after_key(at, static_cast<int>(rows_.size()), page)) {
        move_cursor(rows_[static_cast<std::size_t>(*next)], selected);
    } else if (keys_here_ && at >= 0 && free_key(ImGuiKey_Enter) && pressed(Action::NextHit)) {
        open_entry(log, EntryRow(rows_[static_cast<std::size_t>(at)]), selected);
    }
}

// The alert that an entry is about, the entry that a correction is of, the links that a line stands for. Anything else
// is about this incident, and stands in full below the list.
void EntryDesk::open_entry(const IncidentLog& log, const EntryRow& row, std::optional<std::uint64_t>& selected)
{
    if (row.folded > 0) {
        toggle_fold(row, selected);
        return;
    }
    const Entry* entry = log.entry(row.seq);
    if (entry == nullptr) {
        return;
    }
    if (const AlertId alert = std::visit(AlertOf {}, entry->payload); !alert.empty()) {
        opened_ = alert;
        request_frame();
        return;
    }
    const auto* note = std::get_if<NoteAdded>(&entry->payload);
    const EntryRow* corrected = note != nullptr && note->supersedes != 0 ? row_of(note->supersedes) : nullptr;
    if (corrected != nullptr) {
        move_cursor(*corrected, selected);
    }
}

void EntryDesk::show_cursor(std::optional<std::uint64_t> selected, float height) const
{
    const int at = cursor_index(selected);
    if (reveal_ == 0 || at < 0) {
        return;
    }
    const float top = static_cast<float>(at) * row_height();
    const float bottom = top + row_height() - height;
    ImGui::SetScrollY(std::min(top, std::max(ImGui::GetScrollY(), bottom)));
}

}
