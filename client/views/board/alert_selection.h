// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/board/board_rows.h"
#include "client/widgets/controls/table.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// More than that would make an address nobody can send.
inline constexpr std::size_t kMostSelectedWritten = 20;

// What is meant by an alert that somebody clicked or stepped to: the range through it, itself as well as what is
// selected, or nothing but that it is chosen.
enum class SelectBy : std::uint8_t { Range, One, Choice };

// The alerts of a list that the next key means together.
class AlertSelection {
public:
    bool empty() const { return selected_.empty(); }
    std::size_t size() const { return selected_.size(); }
    bool has(const AlertId& alert) const { return selected_.contains(alert); }
    bool has_all(const std::vector<AlertId>& alerts) const;

    // What is not shown any more is not meant either.
    void keep(const std::vector<AlertId>& shown);
    // One more, or one less; ranges go from here.
    void toggle(const AlertId& alert);
    // These as well, or without them where they are all selected.
    void toggle_all(const std::vector<AlertId>& alerts);
    void add(const std::vector<AlertId>& alerts) { selected_.insert(alerts.begin(), alerts.end()); }
    // Ranges go from here.
    void start_at(const AlertId& alert);
    // The range from where it starts through this one, instead of the range that was reached before; from `chosen` where
    // none was started.
    void reach(const std::vector<AlertId>& shown, const AlertId& chosen, const AlertId& alert);
    // What it means for the selection that an alert is chosen in this way; `chosen` is the one that was before.
    void take(SelectBy by, const std::vector<AlertId>& shown, const AlertId& chosen, const AlertId& alert);
    void clear();

    // For an address: the beginnings of their ids, which name them; empty where they are more than an address holds.
    std::string written() const;
    // From one: they are selected, instead of others, once they are shown.
    void read(std::string_view written);

private:
    std::set<AlertId> selected_ {};
    std::set<AlertId> before_range_ {};
    AlertId start_ {};
    std::vector<std::string> awaited_ {}; // beginnings of ids
};

// A row of alerts was activated: with Shift a range is meant, with Ctrl, in its box or by Space it is selected.
SelectBy select_by_click(bool in_box);
// A row that can be selected, up to its box: `selected` it is itself, `chosen` the keys mean it while none is selected.
// `moved`: it was chosen in this frame, and is brought into sight. The rest of its cells, and end_row, follow.
struct SelectableRow {
    RowResult result {};
    bool in_box = false; // the click on it
};
struct RowChoice {
    bool selected = false;
    bool chosen = false;
    bool moved = false;
};
SelectableRow begin_selectable_row(
    int id, RowOptions options, const AlertSelection& selection, const RowChoice& choice);

// In the order in which they are shown.
std::vector<AlertId> ids_of(const std::vector<AlertRow>& alerts);
std::vector<AlertId> ids_of(const std::vector<AlertGroup>& groups);
// Likewise, and of a folded group only the one that stands for it.
std::vector<AlertId> ids_of_lines(const std::vector<AlertGroup>& groups);

}
