// SPDX-License-Identifier: Apache-2.0
#include "client/views/register_form.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/words.h"
#include "shared/domain/input_text.h"
#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::string_view kServices = "services";
constexpr std::size_t kMostWritten = 4'000; // of a query

const FieldPlace* place_of_column(const std::vector<FieldPlace>& places, std::string_view column)
{
    const auto found = std::find_if(
        places.begin(), places.end(), [&](const FieldPlace& place) { return column_of(place) == column; });
    return found == places.end() ? nullptr : &*found;
}

std::vector<Pick> services_to_pick(const State& state)
{
    std::vector<Pick> picks;
    state.services.for_each([&](const ServiceId& id, const Service&) {
        picks.push_back({ id.text, service_name(state, id) });
    });
    return picks;
}

// What the field can be, where that is a choice.
std::vector<Pick> choices_of(const FieldPlace& place, const State& state, std::string_view part)
{
    std::vector<Pick> picks;
    if (place.type->kind == FieldKind::Word) {
        for (const std::string_view text : place.type->word->texts) {
            picks.push_back({ std::string(text), field_words(text, part) });
        }
    } else if (place.name == "source") {
        picks.push_back({ {}, std::string(tr(Text::MeasuredByNone)) });
        state.sources.for_each([&](const SourceId& id, const Source&) { picks.push_back({ id.text, id.text }); });
    } else if (place.name == "parent") {
        picks.push_back({ {}, std::string(tr(Text::ParentNone)) });
        state.assets.for_each([&](const AssetId& id, const Asset& asset) {
            picks.push_back({ id.text, asset.name.empty() ? id.text : asset.name });
        });
    } else if (place.name == "custodian") {
        picks.push_back({ {}, std::string(tr(Text::CustodianNone)) });
        state.users.for_each([&](const UserId& id, const User&) {
            picks.push_back({ id.text, user_name(state, id) });
        });
    }
    return picks;
}

std::vector<std::string> apart(std::string_view text)
{
    std::vector<std::string> ids;
    while (!text.empty()) {
        const auto end = std::min(text.find(", "), text.size());
        ids.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return ids;
}

void choose_one(
    const std::string& title, const std::vector<Pick>& choices, std::string& value, const FieldOptions& options)
{
    std::vector<std::string> names;
    int at = -1;
    for (const Pick& choice : choices) {
        at = choice.id == value ? static_cast<int>(names.size()) : at;
        names.push_back(choice.name);
    }
    if (select(title, names, at, options)) {
        value = choices[static_cast<std::size_t>(at)].id;
    }
}

}

void RegisterForm::fill(const State& state, const std::string& id)
{
    const std::vector<Cell> cells = written_cells(kind_.of, state, id);
    values_.clear();
    services_.clear();
    for (const FormField& field : kind_.fields) {
        const auto cell
            = std::find_if(cells.begin(), cells.end(), [&](const Cell& one) { return one.column == field.column; });
        values_.push_back(cell == cells.end() ? std::string() : cell->text);
        // Of a new one a nought says nothing yet; the field says what none means.
        if (id.empty() && values_.back() == "0") {
            values_.back().clear();
        }
        if (field.column == kServices) {
            services_.choose(apart(values_.back()));
        }
    }
    id_ = id;
    refusal_.clear();
    meant_of_.clear();
    meant_at_ = -1;
}

void RegisterForm::add()
{
    if (!drafted_ || !id_.empty()) {
        fill(State {}, {});
    }
    drafted_ = true;
    open_ = true;
}

void RegisterForm::edit(const State& state, const std::string& id)
{
    fill(state, id);
    drafted_ = false;
    open_ = true;
}

ReadLine RegisterForm::read(const ViewInput& input) const
{
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const std::string_view column = kind_.fields[i].column;
        cells.push_back({ std::string(column), column == "id" && !id_.empty() ? id_ : values_[i] });
    }
    ReadLine line = read_line(kind_.of, cells, input.state, rules_context(input));
    if (id_.empty() && line.fits() && line.outcome != LineOutcome::New) {
        line.troubles.push_back({ "id", std::string(tr(Text::RecordIdTaken)) });
    }
    return line;
}

void RegisterForm::draw_field(const ViewInput& input, const ReadLine& line, std::size_t index, float width)
{
    const FormField& field = kind_.fields[index];
    static const std::vector<FieldPlace> assets = fields_of(Register::Assets);
    static const std::vector<FieldPlace> resources = fields_of(Register::Resources);
    const FieldPlace* place = place_of_column(kind_.of == Register::Assets ? assets : resources, field.column);
    if (place == nullptr) {
        return;
    }
    std::string& value = values_[index];
    const std::string title = field_words(field.column, kind_.part);
    const auto trouble = std::find_if(
        line.troubles.begin(), line.troubles.end(), [&](const CellTrouble& one) { return one.column == field.column; });
    const bool wrong = trouble != line.troubles.end();
    const std::string error = wrong && !is_blank(value) ? screen_words(trouble->words, kind_.part) : std::string();
    const FieldOptions options { .hint = field.hint ? tr(*field.hint) : std::string_view {},
        .error = error,
        .max_characters = kMostWritten,
        .width = width,
        .enabled = !sending_,
        .missing = wrong };
    if (place->type->kind == FieldKind::Flag) {
        bool on = value == "yes";
        toggle(title, on, sending_ ? tr(Text::SignInBusy) : std::string_view {});
        value = on ? "yes" : "no";
    } else if (const auto choices = choices_of(*place, input.state, kind_.part); !choices.empty()) {
        choose_one(title, choices, value, options);
    } else if (field.column == kServices) {
        services_.draw(Text::PlanServices, services_to_pick(input.state), { width, grid(36) });
        value = joined(services_.chosen());
    } else {
        text_field(title, value, options);
    }
}

void RegisterForm::draw_fields(const ViewInput& input, const ReadLine& line)
{
    int in_line = 0;
    for (std::size_t i = 0; i < kind_.fields.size(); ++i) {
        const FormField& field = kind_.fields[i];
        if (field.column == "id" && !id_.empty()) {
            continue; // it stays what it is, and stands in the title
        }
        if (in_line > 0 && in_line < field.columns) {
            same_line(3);
        } else {
            in_line = 0;
        }
        draw_field(input, line, i, column_width(field.columns));
        in_line = in_line + 1 == field.columns ? 0 : in_line + 1;
    }
}

void RegisterForm::draw_means(const ViewInput& input, const ReadLine& line)
{
    const std::int64_t second = input.now.millis / 1000;
    if (meant_of_ != line.body || meant_at_ != second) {
        meant_ = line.fits() ? kind_.means(input, line) : std::vector<FormLine> {};
        meant_of_ = line.body;
        meant_at_ = second;
    }
    gap(1);
    for (const FormLine& one : line.fits() ? meant_ : std::vector<FormLine> {}) {
        label(one.words, { .colour = one.warns ? Colour::Major : Colour::Secondary, .wrap = true });
    }
}

// What no field says.
void RegisterForm::draw_trouble(const ReadLine& line, const std::string& not_permitted) const
{
    const auto says_itself = [&](const CellTrouble& trouble) {
        return std::any_of(kind_.fields.begin(), kind_.fields.end(), [&](const FormField& field) {
            return field.column == trouble.column && (field.column != "id" || id_.empty()) && field.column != kServices;
        });
    };
    for (const CellTrouble& trouble : line.troubles) {
        if (not_permitted.empty() && !says_itself(trouble)) {
            label(screen_words(trouble.words, kind_.part), { .colour = Colour::Major, .wrap = true });
        }
    }
    for (const std::string& words : { not_permitted, refusal_ }) {
        if (!words.empty()) {
            label(words, { .colour = Colour::Major, .wrap = true });
        }
    }
}

std::string RegisterForm::missing_words(const ReadLine& line) const
{
    std::string names;
    // An id follows from the name: one that is taken is there, though nobody wrote it.
    const auto lacking = [](const CellTrouble& trouble) { return trouble.words != tr(Text::RecordIdTaken); };
    for (std::size_t i = 0; i < kind_.fields.size(); ++i) {
        const FormField& field = kind_.fields[i];
        const bool lacks = is_blank(values_[i])
            && std::any_of(line.troubles.begin(), line.troubles.end(),
                [&](const CellTrouble& trouble) { return trouble.column == field.column && lacking(trouble); });
        if (lacks) {
            names += (names.empty() ? "" : ", ") + field_words(field.column, kind_.part);
        }
    }
    return names.empty() ? names : tr(Text::StillMissing, names);
}

void RegisterForm::draw(const ViewInput& input, Intents& intents)
{
    if (!open_) {
        return;
    }
    const ReadLine line = read(input);
    const Permit permit = may_do(input, kind_.act);
    const std::string missing = missing_words(line);
    const bool same = line.fits() && line.outcome == LineOutcome::Same;
    const std::string why_not = !permit.allowed ? permit.why
        : sending_                              ? std::string(tr(Text::SignInBusy))
        : !missing.empty()                      ? missing
        : !line.fits()                          ? screen_words(line.troubles.front().words, kind_.part)
        : same                                  ? std::string(tr(Text::RecordUnchanged))
                                                : std::string();
    const std::string title = id_.empty() ? std::string(tr(kind_.add)) : tr(kind_.edit, id_);
    if (!begin_modal("register form",
            { .title = title,
                .commit = tr(id_.empty() ? Text::ResourceCommitAdd : Text::ResourceCommitEdit),
                .can_commit = why_not.empty(),
                .why_not = why_not,
                .width = 860,
                .enter_commits = false })) {
        return;
    }
    draw_fields(input, line);
    draw_means(input, line);
    draw_trouble(line, permit.allowed ? std::string() : permit.why);
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        send(line, intents);
    } else if (outcome != ModalOutcome::Open) {
        open_ = false;
    }
}

void RegisterForm::send(const ReadLine& line, Intents& intents)
{
    Send send;
    send.path = "/api/v1/" + std::string(kind_.part);
    send.body = line.body;
    send.success = tr(id_.empty() ? Text::SaidRecordAdded : Text::SaidRecordChanged, line.id);
    sending_ = true;
    refusal_.clear();
    send.done = [this](const HttpResponse& response) {
        sending_ = false;
        if (response.ok()) {
            open_ = false;
            drafted_ = false;
        } else {
            refusal_ = screen_words(trouble_of(response), kind_.part);
        }
    };
    intents.emplace_back(std::move(send));
}

}
