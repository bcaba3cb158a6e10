// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/views/incidents/incident_rows.h"
#include "shared/domain/input_text.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// An entry is one text: what belongs into one of its kind is said where it is written.
Text composer_hint(NoteKind kind);

// What somebody is writing into the timeline.
struct NoteDraft {
    NoteKind kind = NoteKind::Observation;
    std::string text {};
    std::string when {}; // empty: now
    std::uint64_t supersedes = 0;
    // When what is corrected happened, and how that was proposed in `when`: to the millisecond, unless another time is
    // typed.
    Timestamp corrected_at {};
    std::string proposed_when {};

    bool keeps_time() const { return supersedes != 0 && (is_blank(when) || when == proposed_when); }
};

// The write a draft becomes; nothing while it is empty or its time cannot be read. Queues while the
// link is lost, and then carries the moment it was typed.
std::optional<Send> note_send(const NoteDraft& draft, const IncidentId& incident, const ViewInput& input);

// The incident's entries in words, what is selected of them in full, and the composer.
class EntryDesk {
public:
    // `selected` is shared with the timeline. True if it changed here.
    // Arrows, Page Up and Down, Home and End move the selection, unless something else has them.
    bool draw_list(const PanelContext& context, const IncidentLog& log, TimeOrder order,
        std::optional<std::uint64_t>& selected, float height);
    // The alert of the entry on which Enter was pressed.
    AlertId take_opened() { return std::exchange(opened_, {}); }
    void draw_composer(const PanelContext& context);
    // One line until somebody writes.
    float composer_height() const;
    float composer_growth() const; // above the one line that it is while nobody writes
    // What the list takes to keep its rows beside the entry that is chosen in it, in pixels; 0 while none is.
    float height_with_chosen(std::optional<std::uint64_t> selected) const;
    // The time axis takes the list's place: chosen with Q, or where a low window has room for one of them.
    bool list_hidden() const { return list_hidden_; }
    // `axis` and `open` (the first of each line that is unfolded), into an address and from one that has them.
    void write(Location& location) const;
    void apply(const Location& location);

private:
    void draw_no_composer(const PanelContext& context, const std::string& why);
    void refresh(
        const PanelContext& context, const IncidentLog& log, TimeOrder order, std::optional<std::uint64_t> selected);
    void draw_rows(
        const PanelContext& context, const IncidentLog& log, std::optional<std::uint64_t>& selected, float height);
    bool is_cursor(const EntryRow& row) const;
    int cursor_index(std::optional<std::uint64_t> selected) const;
    void move_cursor(const EntryRow& row, std::optional<std::uint64_t>& selected);
    void take_keys(const IncidentLog& log, std::optional<std::uint64_t>& selected, float height);
    void open_entry(const IncidentLog& log, const EntryRow& row, std::optional<std::uint64_t>& selected);
    void show_cursor(std::optional<std::uint64_t> selected, float height) const;
    void follow_newest(bool chosen_anew);
    void draw_row(const PanelContext& context, const EntryRow& row, int index, std::optional<std::uint64_t>& selected);
    void draw_selected(const PanelContext& context, const IncidentLog& log, const EntryRow& row);
    void lead_to_text();
    void draw_chosen_buttons(const PanelContext& context, const IncidentLog& log, const EntryRow& row);
    void draw_kinds();
    bool draw_when(const PanelContext& context);
    bool draw_options(const PanelContext& context);
    void draw_drawer_button();
    bool one_line() const;
    bool corrects() const { return draft_->supersedes != 0; }
    float options_height() const;
    void commit(const PanelContext& context);
    void show_unfolded(float height) const;
    void toggle_fold(const EntryRow& row, std::optional<std::uint64_t>& selected);
    void toggle_all_folds(std::optional<std::uint64_t>& selected);
    const EntryRow* row_of(std::optional<std::uint64_t> seq) const;

    std::vector<EntryRow> rows_ {};
    std::uint64_t rows_revision_ = 0;
    std::size_t rows_entries_ = 0; // entries the rows were made of: pages of the log arrive between revisions
    TimeOrder rows_order_ = TimeOrder::Occurred;
    std::optional<std::uint64_t> rows_selected_ {};
    bool rows_made_ = false;
    std::set<std::uint64_t> unfolded_ {};    // lines of several links, by the first of them
    std::uint64_t toggled_ = 0;              // the one that was opened or closed last
    int keeps_place_ = 0;                    // frames in which the list stays where it is scrolled to
    std::optional<std::uint64_t> shown_ {};  // the selection the list was last scrolled to
    std::optional<std::uint64_t> cursor_ {}; // the row that the keys moved to
    bool cursor_folded_ = false;             // which is a line of several links
    bool keys_here_ = false;                 // the keys came here last
    int reveal_ = 0;                         // frames in which that row is scrolled into sight
    AlertId opened_ {};
    bool at_end_ = true;
    std::size_t drawn_rows_ = 0;
    float scrolled_ = 0;
    bool list_hidden_ = false;
    bool composing_ = false; // the keyboard is in the composer
    bool when_readable_ = true;
    int text_lines_ = 1;   // that the text took when it was drawn last
    bool to_text_ = false; // the text takes the keyboard as it is drawn next
    // Shared with answers that are still under way when this goes.
    std::shared_ptr<NoteDraft> draft_ = std::make_shared<NoteDraft>();
};

}
