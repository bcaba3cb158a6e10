// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/alert_selection.h"

#include <imgui_internal.h>

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kBeginning = 16; // 64 bits of a digest

}

bool AlertSelection::has_all(const std::vector<AlertId>& alerts) const
{
    return std::all_of(alerts.begin(), alerts.end(), [this](const AlertId& alert) { return has(alert); });
}

void AlertSelection::keep(const std::vector<AlertId>& shown)
{
    for (const std::string& beginning : std::exchange(awaited_, {})) {
        for (const AlertId& alert : shown) {
            if (alert.text.starts_with(beginning)) {
                selected_.insert(alert);
            }
        }
        before_range_ = selected_;
    }
    if (selected_.empty() && before_range_.empty()) {
        return;
    }
    const std::set<AlertId> there(shown.begin(), shown.end());
    const auto gone = [&](const AlertId& alert) { return !there.contains(alert); };
    std::erase_if(selected_, gone);
    std::erase_if(before_range_, gone);
}

void AlertSelection::toggle(const AlertId& alert)
{
    if (selected_.erase(alert) == 0) {
        selected_.insert(alert);
    }
    start_at(alert);
}

void AlertSelection::toggle_all(const std::vector<AlertId>& alerts)
{
    const bool off = has_all(alerts);
    for (const AlertId& alert : alerts) {
        if (off) {
            selected_.erase(alert);
        } else {
            selected_.insert(alert);
        }
    }
    before_range_ = selected_;
}

void AlertSelection::start_at(const AlertId& alert)
{
    start_ = alert;
    before_range_ = selected_;
}

void AlertSelection::reach(const std::vector<AlertId>& shown, const AlertId& chosen, const AlertId& alert)
{
    const auto place = [&](const AlertId& one) { return std::find(shown.begin(), shown.end(), one); };
    if (place(start_) == shown.end()) {
        start_at(place(chosen) == shown.end() ? alert : chosen);
    }
    const auto [first, last] = std::minmax({ place(start_), place(alert) });
    selected_ = before_range_;
    selected_.insert(first, std::next(last));
}

void AlertSelection::take(SelectBy by, const std::vector<AlertId>& shown, const AlertId& chosen, const AlertId& alert)
{
    if (by == SelectBy::Range) {
        reach(shown, chosen, alert);
    } else if (by == SelectBy::One) {
        toggle(alert);
    } else {
        start_at(alert);
    }
}

void AlertSelection::clear()
{
    *this = {};
}

std::string AlertSelection::written() const
{
    std::string text;
    if (selected_.size() <= kMostSelectedWritten) {
        for (const AlertId& alert : selected_) {
            text += (text.empty() ? "" : ",") + alert.text.substr(0, kBeginning);
        }
    }
    return text;
}

void AlertSelection::read(std::string_view written)
{
    clear();
    while (!written.empty() && awaited_.size() < kMostSelectedWritten) {
        const std::size_t end = std::min(written.find(','), written.size());
        if (end > 0) {
            awaited_.emplace_back(written.substr(0, end));
        }
        written.remove_prefix(std::min(end + 1, written.size()));
    }
}

SelectBy select_by_click(bool in_box)
{
    const ImGuiIO& io = ImGui::GetIO();
    const bool one = io.KeyCtrl || in_box || ImGui::IsKeyPressed(ImGuiKey_Space, false);
    return io.KeyShift ? SelectBy::Range : one ? SelectBy::One : SelectBy::Choice;
}

SelectableRow begin_selectable_row(int id, RowOptions options, const AlertSelection& selection, const RowChoice& choice)
{
    options.selected = choice.selected || (choice.chosen && selection.empty());
    options.current = choice.chosen && !selection.empty();
    SelectableRow row { .result = begin_row(id, options) };
    if (choice.chosen && choice.moved) {
        ImGui::ScrollToItem(ImGuiScrollFlags_KeepVisibleEdgeY);
    }
    row.in_box = row_box(choice.selected);
    return row;
}

std::vector<AlertId> ids_of(const std::vector<AlertRow>& alerts)
{
    std::vector<AlertId> ids;
    for (const AlertRow& row : alerts) {
        ids.push_back(row.id);
    }
    return ids;
}

std::vector<AlertId> ids_of(const std::vector<AlertGroup>& groups)
{
    std::vector<AlertId> ids;
    for (const AlertGroup& group : groups) {
        const std::vector<AlertId> more = ids_of(group.alerts);
        ids.insert(ids.end(), more.begin(), more.end());
    }
    return ids;
}

std::vector<AlertId> ids_of_lines(const std::vector<AlertGroup>& groups)
{
    std::vector<AlertId> ids;
    for (const AlertGroup& group : groups) {
        const std::vector<AlertId> more = ids_of(group.alerts);
        ids.insert(ids.end(), more.begin(), group.folded ? more.begin() + 1 : more.end());
    }
    return ids;
}

}
