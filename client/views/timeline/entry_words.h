// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/icons.h"
#include "client/views/view.h"
#include "shared/domain/entries/entry.h"
#include "shared/timeline/item.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace watchfloor {

// A line of the incident's journal in words.
struct EntryRow {
    std::uint64_t seq = 0;
    Timestamp occurred_at {};
    Timestamp recorded_at {};
    std::string kind {};
    std::string author {};
    std::string author_id {}; // by which the record knows them
    std::string text {};
    Icon icon = nullptr;
    bool late = false;
    bool superseded = false;
    std::uint64_t corrects = 0;     // the entry in whose place it stands
    std::uint64_t corrected_by = 0; // and the one that stands in its own, the latest
    bool link = false;              // of an alert
    bool machine = false;           // monitoring's, nobody wrote it
    std::string alert {};           // which one
    std::size_t folded = 0;         // how many lines this one stands for; `seq` is the first of them
    bool open = false;              // and they follow
    bool inner = false;             // one of those that follow
};

std::string duty_text(Duty duty);

// An entry in a sentence: "Declared major, SEV1", "Rivera took command", the note itself.
std::string entry_text(const State& state, const Entry& entry);
ItemKind entry_item_kind(const Entry& entry);
bool by_system(const Entry& entry); // by the server itself: timers, what follows from a report
std::string entry_author(const State& state, const Entry& entry);
// The person who wrote it; empty where no person did.
std::string entry_writer(const State& state, const Entry& entry);

// In the order given, oldest first; corrected notes are marked.
std::vector<EntryRow> entry_rows(const State& state, const std::vector<Entry>& entries, TimeOrder order);

// "late; corrects #12; corrected by #15"; empty where nothing is to be said.
std::string entry_marks(const EntryRow& row);

// Links of alerts that one person made in one go become one line, and so do machine-made lines that no person's entry
// parts. Those follow it whose first is in `open`, or that hold the selected one.
std::vector<EntryRow> fold_lines(std::vector<EntryRow> rows, const std::set<std::uint64_t>& open,
    std::optional<std::uint64_t> selected, const SiteZone& zone = {});

// The words of an item on the time axis: the entry's sentence, the alert's name, the change's
// summary; its kind where nothing better is known here.
std::string item_label(const State& state, const IncidentLog& log, std::uint64_t seq);

}
