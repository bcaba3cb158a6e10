// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/entry_desk.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/when_field.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace watchfloor {
namespace {

struct KindName {
    NoteKind kind;
    Text name;
};
constexpr std::array kQuickKinds { KindName { NoteKind::Observation, Text::KindObservation },
    KindName { NoteKind::Decision, Text::KindDecision }, KindName { NoteKind::Action, Text::KindAction },
    KindName { NoteKind::Communication, Text::KindCommunication } };
constexpr std::array kOtherKinds { KindName { NoteKind::Hypothesis, Text::KindHypothesis },
    KindName { NoteKind::Evidence, Text::KindEvidence }, KindName { NoteKind::Metric, Text::KindMetric },
    KindName { NoteKind::Handover, Text::KindHandover }, KindName { NoteKind::StateChange, Text::KindStateChange } };

// What stands at a time so far before it was written down says when that was.
constexpr Millis kDatedBack { 60'000 };

// The entries keep most of the height; a longer text scrolls.
int composer_lines(int of_text)
{
    return low_window() ? std::clamp(of_text, 2, 5) : std::clamp(of_text, 3, 7);
}

// What is chosen stands below the entries, which keep so many rows; more of it is scrolled to within its own place.
constexpr float kRowsKept = 8;

// In a low window two lines of the words beside the buttons, otherwise one below them.
float least_of_chosen()
{
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float line = ImGui::GetTextLineHeight();
    const float lines
        = low_window() ? std::max(ImGui::GetFrameHeight(), 2 * line) : ImGui::GetFrameHeight() + line + spacing;
    return lines + 2 * spacing + 2;
}

float height_of_chosen(float whole)
{
    const float least = least_of_chosen();
    const float wished = whole - table_header_height() - kRowsKept * row_height() - grid(2);
    return std::min(std::clamp(wished, least, std::max(least, grid(26))), whole * 0.5F);
}

// What somebody wrote, as long as nothing took its place.
const NoteAdded* correctable(const IncidentLog& log, const EntryRow& row)
{
    const Entry* entry = row.superseded ? nullptr : log.entry(row.seq);
    return entry != nullptr ? std::get_if<NoteAdded>(&entry->payload) : nullptr;
}

// An address has its limits.
constexpr std::size_t kMostOpenWritten = 32;

}

std::optional<Send> note_send(const NoteDraft& draft, const IncidentId& incident, const ViewInput& input)
{
    const bool live = input.replica.link() == Link::Live;
    AddNote command;
    command.incident = incident;
    command.kind = draft.kind;
    command.text = draft.text;
    command.supersedes = draft.supersedes;
    if (draft.keeps_time()) {
        command.occurred_at = draft.corrected_at;
    } else if (!is_blank(draft.when)) {
        command.occurred_at = read_when(draft.when, input.now, input.zone);
        if (!command.occurred_at) {
            return std::nullopt;
        }
    } else if (!live) {
        command.occurred_at = input.now;
    }
    if (is_blank(draft.text)) {
        return std::nullopt;
    }
    const std::string day
        = command.occurred_at ? other_day(*command.occurred_at, input.now, input.zone) : std::string();
    Send send = incident_send(command, "entries", day.empty() ? std::string() : tr(Text::SaidRecordedFor, day));
    send.queue_when_offline = true;
    send.occurred_at_millis = command.occurred_at.value_or(input.now).millis;
    return send;
}

void EntryDesk::refresh(
    const PanelContext& context, const IncidentLog& log, TimeOrder order, std::optional<std::uint64_t> selected)
{
    const std::uint64_t revision = context.input.replica.revision();
    if (!rows_made_ || revision != rows_revision_ || log.entries().size() != rows_entries_ || order != rows_order_
        || selected != rows_selected_) {
        rows_ = fold_lines(
            entry_rows(context.input.state, log.entries(), order), unfolded_, selected, context.input.zone);
        rows_revision_ = revision;
        rows_entries_ = log.entries().size();
        rows_order_ = order;
        rows_selected_ = selected;
        rows_made_ = true;
    }
}

const EntryRow* EntryDesk::row_of(std::optional<std::uint64_t> seq) const
{
    const auto at = std::find_if(
        rows_.begin(), rows_.end(), [&](const EntryRow& row) { return row.folded == 0 && seq == row.seq; });
    return at == rows_.end() ? nullptr : &*at;
}

float EntryDesk::height_with_chosen(std::optional<std::uint64_t> selected) const
{
    const float around = 2 * ImGui::GetStyle().WindowPadding.y + grid(1);
    return row_of(selected) == nullptr ? 0
                                       : table_header_height() + kRowsKept * row_height() + least_of_chosen() + around;
}

// As much of what was opened as fits, its line in any case.
void EntryDesk::show_unfolded(float height) const
{
    const auto line = std::find_if(
        rows_.begin(), rows_.end(), [&](const EntryRow& row) { return row.open && row.seq == toggled_; });
    if (line != rows_.end()) {
        const float top = static_cast<float>(line - rows_.begin()) * row_height();
        const float bottom = top + static_cast<float>(line->folded + 1) * row_height();
        ImGui::SetScrollY(std::min(top, std::max(ImGui::GetScrollY(), bottom - height)));
    }
}

void EntryDesk::toggle_fold(const EntryRow& row, std::optional<std::uint64_t>& selected)
{
    if (row.open) {
        const EntryRow* chosen = row_of(selected);
        selected = chosen != nullptr && chosen->inner ? std::nullopt : selected;
        unfolded_.erase(row.seq);
    } else {
        unfolded_.insert(row.seq);
    }
    rows_made_ = false;
    toggled_ = row.seq;
    keeps_place_ = 3; // the list knows its new height a frame later
    at_end_ = false;
    request_frame();
}

// All are opened while one is closed.
void EntryDesk::toggle_all_folds(std::optional<std::uint64_t>& selected)
{
    const bool closed
        = std::any_of(rows_.begin(), rows_.end(), [](const EntryRow& row) { return row.folded > 0 && !row.open; });
    const EntryRow* chosen = row_of(selected);
    selected = !closed && chosen != nullptr && chosen->inner ? std::nullopt : selected;
    unfolded_.clear();
    for (const EntryRow& row : rows_) {
        if (closed && row.folded > 0) {
            unfolded_.insert(row.seq);
        }
    }
    rows_made_ = false;
    request_frame();
}

bool EntryDesk::draw_list(const PanelContext& context, const IncidentLog& log, TimeOrder order,
    std::optional<std::uint64_t>& selected, float height)
{
    refresh(context, log, order, selected);
    const auto before = selected;
    if (pressed(Action::Folds)) {
        toggle_all_folds(selected);
        refresh(context, log, order, selected);
    }
    begin_panel("entries", { .height = height, .label = tr(Text::LaneEntries) });
    if (rows_.empty()) {
        label(log.loaded()              ? tr(Text::EntriesNone)
                : log.trouble().empty() ? tr(Text::EntriesLoading)
                                        : std::string_view { log.trouble() },
            { .colour = Colour::Secondary, .wrap = true });
        end_panel();
        return false;
    }
    const EntryRow* chosen = row_of(selected);
    if (chosen == nullptr || correctable(log, *chosen) == nullptr) {
        refuse_action(Action::CorrectEntry, tr(Text::CorrectChooseFirst));
        if (pressed(Action::CorrectEntry)) {
            context.intents.emplace_back(Say { std::string(tr(Text::CorrectChooseFirst)), true });
        }
    }
    const float detail = chosen != nullptr ? height_of_chosen(available_height()) : 0;
    draw_rows(context, log, selected, available_height() - detail);
    if (chosen != nullptr) {
        draw_selected(context, log, *chosen);
    }
    end_panel();
    return selected != before;
}

void EntryDesk::draw_rows(
    const PanelContext& context, const IncidentLog& log, std::optional<std::uint64_t>& selected, float height)
{
    const std::array<Column, 4> columns { Column { tr(Text::ColumnWhen), -11 },
        Column { tr(Text::ColumnEntryKind), -17 }, Column { tr(Text::ColumnAuthor), -15 },
        Column { tr(Text::ColumnEntry), 1 } };
    // Whole rows only: scrolled to its end, none lies half below the header.
    const float header = table_header_height();
    const float rows = std::floor((height - header) / row_height());
    height = rows >= 1 ? header + rows * row_height() : height;
    if (!begin_table("entry rows", columns,
            { .label = tr(Text::LaneEntries),
                .total_rows = static_cast<int>(rows_.size()),
                .height = height,
                .show_last = at_end_ && rows_.size() != drawn_rows_ })) {
        return;
    }
    drawn_rows_ = rows_.size();
    take_keys(log, selected, height - header);
    const bool chosen_anew = selected != shown_;
    if (chosen_anew) {
        shown_ = selected;
        const EntryRow* row = row_of(selected);
        if (row != nullptr) {
            const auto index = static_cast<float>(row - rows_.data());
            ImGui::SetScrollY(std::max(0.0F, index * row_height() - height / 2));
            at_end_ = false;
        }
    }
    if (keeps_place_ > 0) {
        show_unfolded(height - header);
    }
    show_cursor(selected, height - header);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(rows_.size()));
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            draw_row(context, rows_[static_cast<std::size_t>(i)], i, selected);
        }
    }
    follow_newest(chosen_anew || keeps_place_ > 0 || reveal_ > 0);
    keeps_place_ -= keeps_place_ > 0 ? 1 : 0;
    reveal_ -= reveal_ > 0 ? 1 : 0;
    end_table();
}

// The newest stay in sight until somebody scrolls up to read, or goes to an entry.
void EntryDesk::follow_newest(bool chosen_anew)
{
    const float scrolled = ImGui::GetScrollY();
    if (!chosen_anew) {
        at_end_ = scrolled >= ImGui::GetScrollMaxY() - 1 || (at_end_ && scrolled >= scrolled_ - 1);
    }
    scrolled_ = scrolled;
    if (at_end_) {
        ImGui::SetScrollY(static_cast<float>(rows_.size()) * row_height());
    }
}

void EntryDesk::draw_row(
    const PanelContext& context, const EntryRow& row, int index, std::optional<std::uint64_t>& selected)
{
    const std::string when = site_time(row.occurred_at, context.input.zone);
    const Colour ink = row.superseded ? Colour::Muted : Colour::Text;
    const bool dated_back = row.recorded_at - row.occurred_at > kDatedBack;
    const std::string marks
        = (row.late            ? std::string(tr(Text::TimelineLate)) + " "
                  : dated_back ? tr(Text::TimelineRecordedAt, site_time(row.recorded_at, context.input.zone)) + " "
                               : std::string())
        + (row.superseded ? std::string(tr(Text::TimelineSuperseded)) : std::string());
    const auto result = begin_row(index,
        { .label = when + ", " + row.kind + ", " + row.author + ", " + row.text + (marks.empty() ? "" : ", " + marks)
                + (row.folded > 0 && !row.open ? ", " + std::string(tr(Text::FoldOpens)) : ""),
            .selected = row.folded == 0 && selected == row.seq,
            .current = keys_here_ && is_cursor(row),
            .expanded = row.folded > 0 ? std::optional { row.open } : std::nullopt,
            .position = index + 1 });
    if (keys_here_ && is_cursor(row)) {
        mirror().focused(item_id("##row")); // who cannot see the outline hears the row
    }
    label(when, { .face = Face::Mono, .colour = Colour::Secondary, .decorative = true });
    next_cell();
    if (row.icon != nullptr) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float size = ImGui::GetFontSize();
        draw_icon(*ImGui::GetWindowDrawList(), row.icon, { at.x + size / 2, at.y + size / 2 }, size * 0.9F,
            colour(Colour::Secondary));
        ImGui::Dummy({ size, size });
        same_line(1.5F);
    }
    label(row.kind, { .colour = Colour::Secondary, .decorative = true });
    next_cell();
    label(row.author, { .colour = Colour::Secondary, .decorative = true });
    next_cell();
    // One line: breaks become spaces, the whole text stands below when it is selected.
    std::string line = row.text;
    if (!marks.empty()) {
        label(marks, { .type = Type::Caption, .colour = Colour::Major, .decorative = true });
        same_line(2);
    }
    std::replace(line.begin(), line.end(), '\n', ' ');
    if (row.folded > 0) {
        line = std::string(row.open ? kIconCaretDown : kIconCaretRight) + "  " + line;
    } else if (row.inner) {
        ImGui::Dummy({ grid(4), 1 });
        same_line(0);
    }
    label(line, { .colour = ink, .width = available_width(), .decorative = true });
    end_row();
    if (result.activated && row.folded > 0) {
        toggle_fold(row, selected);
    } else if (result.activated) {
        selected = selected == row.seq ? std::nullopt : std::optional { row.seq };
        shown_ = selected;
        if (selected) {
            // It stays in sight: what stands below the list takes its room a frame later.
            at_end_ = static_cast<std::size_t>(index) + 1 == rows_.size();
            reveal_ = 3;
            request_frame();
        }
    }
}

// A low window has the words and the buttons beside each other: one above the other they would take rows.
void EntryDesk::draw_selected(const PanelContext& context, const IncidentLog& log, const EntryRow& row)
{
    separator();
    const bool beside = low_window();
    const float buttons = grid(72);
    begin_area("selected entry", { beside ? std::max(grid(40), available_width() - buttons - grid(2)) : 0, 0 });
    const SiteZone& zone = context.input.zone;
    const std::string times
        = tr(Text::TimelineOccurredAt, format_date_and_clock(row.occurred_at, zone.offset_at(row.occurred_at))) + "   "
        + tr(Text::TimelineRecordedAt, site_time(row.recorded_at, zone)) + "   " + row.author + "   #"
        + std::to_string(row.seq);
    if (beside) {
        label(row.text, { .wrap = true });
        label(times, { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
        end_area();
        same_line(2);
        draw_chosen_buttons(context, log, row);
        return;
    }
    label(times,
        { .type = Type::Caption,
            .colour = Colour::Secondary,
            .width = std::max(grid(20), available_width() - buttons - grid(4)) });
    same_line(2);
    align_right(buttons);
    draw_chosen_buttons(context, log, row);
    label(row.text, { .wrap = true });
    end_area();
}

void EntryDesk::draw_chosen_buttons(const PanelContext& context, const IncidentLog& log, const EntryRow& row)
{
    if (button(tr(Text::Copy), { .kind = ButtonKind::Quiet, .icon = kIconFilesO, .action = Action::CopyItem })) {
        context.intents.emplace_back(CopyText { row.text, std::string(tr(Text::SaidCopied)) });
    }
    const NoteAdded* note = correctable(log, row);
    if (note == nullptr) {
        return;
    }
    same_line(1);
    const Permit writes = role_lets(context.input, Act::AddNote);
    const bool clicked = button(tr(Text::CorrectEntry),
        { .kind = ButtonKind::Quiet,
            .icon = kIconPencil,
            .enabled = writes.allowed,
            .why_disabled = writes.why,
            .action = Action::CorrectEntry });
    if (clicked) {
        const std::string when = write_when(row.occurred_at, context.input.now, context.input.zone);
        *draft_ = { note->note_kind, note->note, when, row.seq, row.occurred_at, when };
        press(Action::Note);
    }
}

bool EntryDesk::one_line() const
{
    return !composing_ && is_blank(draft_->text) && !corrects();
}

float EntryDesk::composer_growth() const
{
    return composer_height() - std::round(ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().WindowPadding.y);
}

float EntryDesk::composer_height() const
{
    const float padding = 2 * ImGui::GetStyle().WindowPadding.y;
    if (one_line()) {
        return std::round(ImGui::GetFrameHeight() + padding);
    }
    const auto lines = static_cast<float>(composer_lines(text_lines_));
    const float error = when_readable_ ? 0 : type_scale().size(Type::Caption) + 2 * ImGui::GetStyle().ItemSpacing.y;
    const float second = corrects() ? ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y : 0;
    return std::round(
        ImGui::GetFrameHeight() + lines * ImGui::GetTextLineHeight() + grid(7) + second + error + padding);
}

float EntryDesk::options_height() const
{
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float error = when_readable_ ? 0 : type_scale().size(Type::Caption) + 2 * spacing;
    return (corrects() ? 2.0F : 1.0F) * (ImGui::GetFrameHeight() + spacing) + error;
}

// In the next frame: in this one it was drawn before what was pressed.
void EntryDesk::lead_to_text()
{
    to_text_ = true;
    request_frame();
}

void EntryDesk::draw_kinds()
{
    for (const KindName& one : kQuickKinds) {
        if (button(tr(one.name), { .kind = draft_->kind == one.kind ? ButtonKind::Primary : ButtonKind::Secondary })) {
            draft_->kind = one.kind;
            lead_to_text();
        }
        same_line(1);
    }
    std::vector<std::string> others;
    int chosen = -1;
    for (const KindName& one : kOtherKinds) {
        if (one.kind == draft_->kind) {
            chosen = static_cast<int>(others.size());
        }
        others.emplace_back(tr(one.name));
    }
    if (select(tr(Text::OtherKind), others, chosen,
            { .hint = tr(Text::OtherKind), .width = grid(34), .show_label = false })) {
        draft_->kind = kOtherKinds[static_cast<std::size_t>(chosen)].kind;
        lead_to_text();
    }
}

// When it happened, and in words what day that means where it is not today. False while it cannot be read.
bool EntryDesk::draw_when(const PanelContext& context)
{
    const bool readable = is_when(draft_->when, context.input);
    when_readable_ = readable;
    text_field(tr(Text::FieldOccurred), draft_->when,
        { .hint = tr(Text::OccurredHint),
            .error = readable ? std::string_view {} : tr(Text::WhenUnreadable),
            .max_characters = kMaxShortField,
            .width = grid(corrects() ? 75 : 40), // the time of what is corrected has a date
            .show_label = false });
    if (const std::string words = when_words(draft_->when, context.input, { .blank_is_now = false }); !words.empty()) {
        same_line(2);
        label(words, { .type = Type::Caption, .colour = Colour::Major });
    }
    return readable;
}

// Kind and time in a line above the text; of a correction the time and what it corrects are in one of their own, or they
// would be cut. False while the time cannot be read.
bool EntryDesk::draw_options(const PanelContext& context)
{
    draw_kinds();
    if (!corrects()) {
        same_line(3);
    }
    const bool readable = draw_when(context);
    if (corrects()) {
        same_line(3);
        if (button(tr(Text::CorrectsEntry, std::to_string(draft_->supersedes)),
                { .kind = ButtonKind::Quiet, .icon = kIconTimes })) {
            // A note of its own happened when it says, not when the other did.
            draft_->when = draft_->keeps_time() ? std::string() : draft_->when;
            draft_->supersedes = 0;
        }
    }
    same_line(2);
    align_right(ImGui::GetFrameHeight());
    draw_drawer_button();
    return readable;
}

void EntryDesk::write(Location& location) const
{
    std::vector<std::int64_t> open;
    for (const std::uint64_t seq : unfolded_) {
        if (open.size() < kMostOpenWritten) {
            open.push_back(static_cast<std::int64_t>(seq));
        }
    }
    location.set("axis", list_hidden_ ? "1" : "");
    location.set("open", format_numbers(open));
}

void EntryDesk::apply(const Location& location)
{
    list_hidden_ = list_hidden_ || location.value("axis") == "1";
    for (const std::int64_t seq : parse_numbers(location.value("open").value_or(""))) {
        if (seq > 0) {
            unfolded_.insert(static_cast<std::uint64_t>(seq));
        }
    }
    rows_made_ = false;
}

void EntryDesk::draw_drawer_button()
{
    if (icon_button(list_hidden_ ? kIconListUl : kIconClockO, tr(list_hidden_ ? Text::ShowEntries : Text::ShowAxis),
            { .kind = ButtonKind::Quiet, .action = Action::Drawer })) {
        list_hidden_ = !list_hidden_;
    }
}

Text composer_hint(NoteKind kind)
{
    return kind == NoteKind::Decision  ? Text::DecisionHint
        : kind == NoteKind::Action     ? Text::ActionEntryHint
        : kind == NoteKind::Hypothesis ? Text::HypothesisHint
                                       : Text::ComposerHint;
}

void EntryDesk::draw_composer(const PanelContext& context)
{
    const Permit writes = role_lets(context.input, Act::AddNote);
    if (!writes.allowed) {
        draw_no_composer(context, writes.why);
        return;
    }
    const bool short_form = one_line();
    begin_panel("composer", { .height = composer_height(), .label = tr(Text::ComposerLabel) });
    const bool live = context.input.replica.link() == Link::Live;
    const std::string_view record = tr(live ? Text::RecordEntry : Text::KeepEntry);
    const float side = std::max(grid(44), button_width(record));
    const float drawer = short_form ? ImGui::GetFrameHeight() + grid(2) : 0;
    // Who came to write is in the text first, and Tab leads on through all that belongs to it, to what records it.
    const ImVec2 top = ImGui::GetCursorPos();
    const float text_top = top.y + (short_form ? 0 : options_height());
    const float wide = available_width() - side - drawer - grid(3);
    ImGui::SetCursorPosY(text_top);
    // Who chose a kind writes next; without the caret in the text its letters would be commands.
    if (pressed(Action::Note) || std::exchange(to_text_, false)) {
        ImGui::SetKeyboardFocusHere();
    }
    const FieldResult text
        = text_area(tr(Text::ComposerLabel), draft_->text, short_form ? 1 : composer_lines(text_lines_),
            { .hint = tr(short_form ? Text::ComposerHint : composer_hint(draft_->kind)),
                .max_characters = kMaxNote,
                .width = wide,
                .show_label = false });
    if (text.lines != std::exchange(text_lines_, text.lines)) {
        request_frame(); // its panel grows with it
    }
    ImGui::SetCursorPos(top);
    const bool readable = short_form || draw_options(context);
    ImGui::SetCursorPos({ top.x + wide + grid(3), text_top });
    const bool ready = readable && !is_blank(draft_->text);
    ImGui::BeginGroup();
    const bool clicked = button(record,
        { .kind = ButtonKind::Primary, .enabled = ready, .why_disabled = tr(Text::NothingToRecord), .width = side });
    if (!short_form) {
        key_hint(Action::Commit);
    }
    ImGui::EndGroup();
    if (short_form) {
        same_line(2);
        draw_drawer_button();
    }
    composing_ = ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows);
    const bool by_key = composing_ && pressed(Action::Commit);
    end_panel();
    if (ready && (clicked || text.committed || by_key)) {
        commit(context);
    }
}

// What was typed leaves the composer at once, and comes back if the server refuses it.
void EntryDesk::commit(const PanelContext& context)
{
    auto send = note_send(*draft_, context.incident.id, context.input);
    if (!send) {
        return;
    }
    const NoteDraft sent = *draft_;
    send->done = [kept = std::weak_ptr<NoteDraft>(draft_), sent](const HttpResponse& response) {
        const auto draft = kept.lock();
        if (draft && !response.ok() && draft->text.empty()) {
            *draft = sent;
        }
    };
    // What was recorded last says nothing of what comes next: a kind is chosen, never left over.
    *draft_ = {};
    at_end_ = true;
    context.intents.emplace_back(std::move(*send));
}

}
