// SPDX-License-Identifier: Apache-2.0
#include "client/views/import_panel.h"

#include "client/language/text.h"
#include "client/platform/files.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/views/batch.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"
#include "shared/domain/input_text.h"
#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kMostPasted = 200'000; // characters; more is a file
constexpr std::size_t kMostReadAgain = 500;  // lines that are read again whenever the room's state changes
constexpr std::size_t kMostOfTrouble = 600;  // characters
constexpr std::size_t kMostLinesShown = 40;  // of thousands nobody reads all

std::string columns_of(const FormKind& kind)
{
    std::string words;
    for (const FieldPlace& place : fields_of(kind.of)) {
        words.append(words.empty() ? "" : ", ").append(column_of(place));
    }
    return words;
}

// "“Criticality”: Write “Criticality” as …": the sentences name their columns.
std::string troubles_of(const ReadLine& line, std::string_view part)
{
    std::string words;
    for (const CellTrouble& trouble : line.troubles) {
        add_words(words, screen_words(trouble.words, part), " ");
    }
    return words;
}

Text outcome_words(LineOutcome outcome)
{
    switch (outcome) {
    case LineOutcome::New:
        return Text::ImportNew;
    case LineOutcome::Changed:
        return Text::ImportChanged;
    case LineOutcome::Same:
        return Text::ImportKnown;
    case LineOutcome::Refused:
        break;
    }
    return Text::ImportRefused;
}

bool is_sent(const ReadLine& line)
{
    return line.outcome == LineOutcome::New || line.outcome == LineOutcome::Changed;
}

// Refused ones first, of the others those that change something.
int rank_of(LineOutcome outcome)
{
    return outcome == LineOutcome::Refused ? 0 : outcome == LineOutcome::Same ? 2 : 1;
}

}

void ImportPanel::offer(const ViewInput& input)
{
    const Permit permit = may_do(input, kind_.act);
    if (button(tr(Text::ImportOpen),
            { .icon = kIconUpload,
                .enabled = permit.allowed,
                .why_disabled = permit.why,
                .action = Action::ImportRecords })) {
        open();
    }
}

void ImportPanel::open()
{
    open_ = true;
    if (sent_ && count(Became::Awaited) == 0) {
        begin_anew();
    }
    static_cast<void>(take_chosen_file()); // what was dropped before meant nothing
}

void ImportPanel::begin_anew()
{
    const bool shown = open_;
    pasted_.clear();
    file_.reset();
    file_name_.clear();
    lines_.clear();
    left_out_.clear();
    refusal_.clear();
    read_of_.clear();
    sent_ = false;
    open_ = shown;
}

std::size_t ImportPanel::count(LineOutcome outcome) const
{
    return static_cast<std::size_t>(std::count_if(
        lines_.begin(), lines_.end(), [outcome](const Line& line) { return line.read.outcome == outcome; }));
}

std::size_t ImportPanel::count(Became became) const
{
    return static_cast<std::size_t>(
        std::count_if(lines_.begin(), lines_.end(), [became](const Line& line) { return line.became == became; }));
}

// Anew where the list is another, or where somebody may have changed what a short one is compared with.
void ImportPanel::read(const ViewInput& input)
{
    const std::string& text = file_ ? *file_ : pasted_;
    const bool again = read_at_seq_ != input.state.seq && lines_.size() <= kMostReadAgain;
    if (sent_ || (text == read_of_ && !again)) {
        return;
    }
    read_of_ = text;
    read_at_seq_ = input.state.seq;
    lines_.clear();
    left_out_.clear();
    auto sheet = read_sheet(kind_.of, text, input.state, rules_context(input));
    refusal_ = sheet.ok() ? std::string() : sheet.error().message;
    if (!sheet.ok()) {
        return;
    }
    left_out_ = std::move(sheet.value().left_out);
    for (ReadLine& line : sheet.value().lines) {
        lines_.push_back({ std::move(line) });
    }
    sort_stably(lines_, [](const Line& a, const Line& b) { return rank_of(a.read.outcome) < rank_of(b.read.outcome); });
}

void ImportPanel::draw_source()
{
    if (file_ || sent_) {
        label(file_ ? std::string(tr(Text::ImportFile)) + ": " + made_printable(file_name_, kMaxName)
                    : std::string(tr(Text::ImportPaste)),
            { .wrap = true });
        if (count(Became::Awaited) == 0 && button(tr(Text::ImportForget))) {
            begin_anew();
        }
        if (file_ && is_blank(*file_)) {
            label(tr(Text::ImportEmptyFile, file_name_), { .colour = Colour::Major, .wrap = true });
        }
        return;
    }
    if (can_choose_file()) {
        if (button(tr(Text::ImportChoose), { .icon = kIconFolderOpenO })) {
            choose_file();
        }
        same_line(3);
        label(tr(Text::ImportDrop), { .colour = Colour::Secondary });
    } else {
        label(tr(Text::ImportDropOnly), { .colour = Colour::Secondary, .wrap = true });
    }
    text_area(tr(Text::ImportPaste), pasted_, 5,
        { .hint = tr(Text::ImportPasteHint), .max_characters = kMostPasted, .most_lines = 8, .autofocus = true });
}

void ImportPanel::draw_counts() const
{
    if (!refusal_.empty()) {
        label(screen_words(refusal_, kind_.part), { .colour = Colour::Major, .wrap = true });
    }
    if (!left_out_.empty()) {
        std::string columns;
        for (const std::string& column : left_out_) {
            add_words(columns, made_printable(column, kMaxName));
        }
        label(tr(Text::ImportLeftOut, columns), { .colour = Colour::Major, .wrap = true });
    }
    if (lines_.empty()) {
        return;
    }
    gap(1);
    label(tr(Text::ImportCounts, std::to_string(count(LineOutcome::New)), std::to_string(count(LineOutcome::Changed)),
              std::to_string(count(LineOutcome::Refused))),
        { .face = Face::Medium, .wrap = true });
    if (const std::size_t same = count(LineOutcome::Same); same > 0) {
        label(tr(Text::ImportSame, std::to_string(same)), { .colour = Colour::Secondary, .wrap = true });
    }
    if (sent_) {
        const std::size_t answered = count(Became::Taken) + count(Became::Refused);
        const std::size_t all = answered + count(Became::Awaited);
        const std::string words = tr(Text::ImportProgress, std::to_string(answered), std::to_string(all));
        label(words, { .wrap = true });
        progress(static_cast<float>(answered) / static_cast<float>(std::max<std::size_t>(1, all)), words);
    }
}

void ImportPanel::draw_line(const Line& line, std::size_t position) const
{
    const ReadLine& read = line.read;
    const bool refused = !read.fits() || line.became == Became::Refused;
    const std::string title = tr(Text::ImportLine, std::to_string(read.line), made_printable(read.id, kMaxSlug));
    const std::string detail = refused
        ? made_printable(line.why.empty() ? troubles_of(read, kind_.part) : line.why, kMostOfTrouble)
        : std::string();
    const Text right = line.became == Became::Awaited ? Text::ImportWaiting
        : line.became == Became::Taken                ? Text::ImportTaken
        : refused                                     ? Text::ImportRefused
                                                      : outcome_words(read.outcome);
    static_cast<void>(list_row(static_cast<int>(position),
        { .title = title,
            .detail = detail,
            .right = tr(right),
            .severity = refused ? std::optional { Severity::Major } : std::nullopt,
            .position = static_cast<int>(position) + 1,
            .set_size = static_cast<int>(lines_.size()),
            .wraps = true }));
}

// What was refused meanwhile stands before what is well.
void ImportPanel::draw_lines() const
{
    std::size_t shown = 0;
    for (const bool refused : { true, false }) {
        for (std::size_t i = 0; i < lines_.size() && shown < kMostLinesShown; ++i) {
            if ((!lines_[i].read.fits() || lines_[i].became == Became::Refused) == refused) {
                draw_line(lines_[i], i);
                ++shown;
            }
        }
    }
    if (shown < lines_.size()) {
        label(tr(Text::More, std::to_string(lines_.size() - shown)), { .colour = Colour::Secondary });
    }
}

std::string ImportPanel::why_not(const ViewInput& input) const
{
    const Permit permit = may_do(input, kind_.act);
    const bool nothing = count(LineOutcome::New) + count(LineOutcome::Changed) == 0;
    return !permit.allowed           ? permit.why
        : count(Became::Awaited) > 0 ? std::string(tr(Text::SignInBusy))
        : !refusal_.empty()          ? refusal_
        : lines_.empty()             ? std::string(tr(Text::ImportNoList))
        : nothing || sent_           ? std::string(tr(Text::ImportNothing))
                                     : std::string();
}

void ImportPanel::draw(const ViewInput& input, Intents& intents)
{
    if (!open_) {
        return;
    }
    if (auto file = sent_ ? std::nullopt : take_chosen_file()) {
        file_name_ = std::move(file->name);
        file_ = std::move(file->text);
    }
    read(input);
    const std::string refused = why_not(input);
    const std::string commit
        = tr(Text::ImportCommit, std::to_string(count(LineOutcome::New) + count(LineOutcome::Changed)));
    if (!begin_modal("import",
            { .title = tr(kind_.from_list),
                .commit = commit,
                .can_commit = refused.empty(),
                .why_not = refused,
                .width = 860,
                .enter_commits = false })) {
        return;
    }
    label(tr(Text::ImportNote, columns_of(kind_)), { .colour = Colour::Secondary, .wrap = true });
    draw_source();
    draw_counts();
    draw_lines();
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        send(intents);
    } else if (outcome != ModalOutcome::Open) {
        open_ = false;
    }
}

void ImportPanel::send(Intents& intents)
{
    std::vector<Send> sends;
    std::vector<std::size_t> turns;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        if (is_sent(lines_[i].read)) {
            turns.push_back(i);
        }
    }
    sort_stably(turns, [this](std::size_t a, std::size_t b) { return lines_[a].read.turn < lines_[b].read.turn; });
    for (const std::size_t i : turns) {
        Line& line = lines_[i];
        line.became = Became::Awaited;
        Send send;
        send.path = "/api/v1/" + std::string(kind_.part);
        send.body = line.read.body;
        send.about = line.read.id;
        send.success = tr(Text::SaidImported, "1");
        send.done = [this, i](const HttpResponse& response) {
            if (i < lines_.size()) {
                lines_[i].became = response.ok() ? Became::Taken : Became::Refused;
                lines_[i].why = response.ok() ? std::string() : screen_words(trouble_of(response), kind_.part);
            }
        };
        sends.push_back(std::move(send));
    }
    sent_ = true;
    std::string all_done = tr(Text::SaidImported, std::to_string(sends.size()));
    send_together(intents, std::move(sends), std::move(all_done), Text::SaidImportedSome);
}

}
