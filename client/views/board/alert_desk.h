// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/acknowledging.h"
#include "client/views/board/add_panel.h"
#include "client/views/board/alert_panel.h"
#include "client/views/board/alert_selection.h"
#include "client/views/board/board_rows.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// The board's alerts: the one that is chosen, those that are selected, and what is done with them.
class AlertDesk {
public:
    // Before anything is drawn: the keys that mean the chosen alert rather than what has the keyboard.
    void claim_keys();
    // Once the rows are known: whether groups are folded, which one key decides, then where the keys go.
    void fold(BoardRows& rows);
    void move(const BoardRows& rows);
    // `folded`, and in `folds` the groups that differ from that, into an address and from one that has them.
    void write(Location& location) const;
    void apply(const Location& location);
    bool selects() const { return !selection_.empty(); }
    // The alert that the keys mean while none is selected; empty for none.
    const AlertId& choice() const { return chosen_; }
    // It is brought into sight once it is there: what a key means is seen.
    void choose(AlertId alert);
    void draw(const ViewInput& input, const BoardRows& rows, float height, bool filtered);
    // An incident from no alert.
    void log_new();
    // A major incident from what is chosen, in one dialog; false where nothing is.
    bool declare(const ViewInput& input, const BoardRows& rows);
    bool chooses(const BoardRows& rows) const { return !meant(rows).empty(); }
    // After the board: what the keys do, and what they opened.
    void act(const ViewInput& input, const BoardRows& rows);
    Intents take_intents() { return std::exchange(intents_, {}); }

private:
    void fold_alone(const AlertGroup& group);
    void move_choice(const BoardRows& rows);
    void select_by_key(const BoardRows& rows);
    void choose(const BoardRows& rows, const AlertRow& row, bool in_box);
    void choose_group(const AlertGroup& group, bool in_box, bool on_fold);
    void choose_alert(AlertId alert);
    void choose_head(const AlertGroup& group);
    bool by_side(const AlertGroup& group);
    const AlertRow* chosen(const BoardRows& rows) const;
    const AlertGroup* chosen_group(const BoardRows& rows) const;
    const AlertGroup* group_around(const BoardRows& rows) const;
    bool holds_choice(const AlertGroup& group) const;
    std::vector<const AlertRow*> meant(const BoardRows& rows) const;
    std::vector<const AlertRow*> unacknowledged(const State& state, const std::vector<const AlertRow*>& alerts) const;
    bool dialog_open() const { return logging_ || declaring_ || opened_.is_open() || adding_.is_open(); }

    void draw_buttons(const ViewInput& input, const BoardRows& rows);
    void draw_selection(const ViewInput& input, const BoardRows& rows);
    void draw_group(const ViewInput& input, const AlertGroup& group, int index);
    void draw_alert(const BoardRows& rows, const AlertRow& row, int index);

    void take_keys(const ViewInput& input, const BoardRows& rows);
    void open_link(const BoardRows& rows);
    void open_timeline(const BoardRows& rows);
    void acknowledge(const ViewInput& input, const BoardRows& rows, const AlertRow& alert);
    void acknowledge_all(const ViewInput& input, const std::vector<const AlertRow*>& alerts);
    void log_from(const std::vector<const AlertRow*>& alerts);
    void draw_new_incident(const ViewInput& input);
    void draw_declaration(const ViewInput& input);
    void send_incident(std::optional<IncidentSeverity> declared);
    void draw_opened(const ViewInput& input, const BoardRows& rows);

    Intents intents_ {};
    AlertId chosen_ {};
    std::string
        chosen_head_ {}; // the group whose head is chosen instead, by its key; `chosen_` is then its first alert
    AlertSelection selection_ {};
    std::size_t selected_before_ = 0;
    std::optional<bool> folded_ {}; // all groups, as somebody said by the key; nobody did: a flood folds them
    bool fold_all_ = false;         // what that comes to in this frame
    std::set<std::string> folded_otherwise_ {}; // groups that somebody folded or unfolded alone
    bool chosen_by_key_ = false;                // and nothing else has been worked with since
    bool moved_ = false;                        // in this frame: the choice is brought into sight
    bool sought_ = false;                       // likewise, as soon as it is known
    bool enter_ = false;                        // means the chosen alert in this frame
    bool space_ = false;                        // likewise
    AlertPanel opened_ {};
    Acknowledging acknowledging_ {};
    AddPanel adding_ {};
    bool logging_ = false;
    std::vector<AlertId> logging_from_ {};
    std::string title_ {};
    Level urgency_ = Level::Medium; // of what is logged: critical alerts do not wait for business hours
    bool declaring_ = false;        // the incident that is logged becomes a major
    int severity_ = -1;
};

}
