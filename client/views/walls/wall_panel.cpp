// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/walls/wall_type.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/commands/walls.h"
#include "shared/domain/input_text.h"
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/requests/walls.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

Send of_wall(const WallDeskRow& row, std::string method, const ViewInput& input, std::string_view part = {})
{
    Send send;
    send.method = std::move(method);
    send.path = "/api/v1/walls/" + row.id.text + std::string(part);
    send.done = [&access = input.replica.access()](const HttpResponse&) { access.ask_again(); };
    return send;
}

}

void WallPanel::open(const WallDeskRow& row)
{
    row_ = row;
    name_ = row.name;
    step_ = Step::Name;
    step_begins_ = false;
}

void WallPanel::draw(const ViewInput& input, const std::vector<WallDeskRow>& rows, Intents& intents)
{
    if (!row_) {
        return;
    }
    const auto now = std::find_if(rows.begin(), rows.end(), [&](const WallDeskRow& row) { return row.id == row_->id; });
    if (now != rows.end()) {
        row_ = *now;
    }
    switch (step_) {
    case Step::Name:
        return draw_name(input, intents);
    case Step::Pages:
        return draw_pages(input, intents);
    case Step::Place:
        return draw_place(input, intents);
    case Step::ShutOut:
        return draw_question(input, intents);
    }
}

// What there is to do beside renaming. Of an exercise the journal knows no display.
void WallPanel::draw_steps(const ViewInput& input, const Permit& permit, Intents& intents)
{
    const bool real = !input.replica.exercise();
    const std::string_view away = permit.allowed && !real ? tr(Text::WallSetUpReal) : std::string_view { permit.why };
    if (button(tr(Text::WallChoosePages),
            { .enabled = permit.allowed && real && !row_->visitor,
                .why_disabled = permit.allowed && row_->visitor ? tr(Text::WallPagesOfVisitors) : away })) {
        const WallDisplay* display = input.state.displays.find(row_->id);
        pages_.open(display != nullptr ? display->pages : std::vector<WallTurn> {});
        step_ = Step::Pages;
        step_begins_ = true;
    }
    same_line(2);
    if (button(tr(Text::WallChoosePlace), { .enabled = permit.allowed && real, .why_disabled = away })) {
        place_.open(input.state.displays.find(row_->id));
        step_ = Step::Place;
        step_begins_ = true;
    }
    same_line(2);
    draw_test(input, permit, intents);
    gap(1);
    if (button(tr(Text::WallShutOutAsk),
            { .kind = ButtonKind::Danger, .enabled = permit.allowed, .why_disabled = permit.why })) {
        step_ = Step::ShutOut;
    }
}

// The dialog stays: it says what came of the test as soon as the display has told.
void WallPanel::draw_test(const ViewInput& input, const Permit& permit, Intents& intents)
{
    if (button(tr(Text::WallTestAsk),
            { .enabled = permit.allowed && row_->watching,
                .why_disabled = permit.allowed ? tr(Text::WallTestDark) : std::string_view { permit.why } })) {
        Send send = of_wall(*row_, "POST", input, "/test");
        send.body = "{}";
        send.success = tr(Text::SaidWallTest, row_->name);
        intents.emplace_back(std::move(send));
    }
}

void WallPanel::draw_name(const ViewInput& input, Intents& intents)
{
    const Permit permit = may_do(input, Act::SetWallToken);
    const bool another = name_ != row_->name && !is_blank(name_);
    const std::string why_not = permit.allowed ? std::string(tr(Text::WallNameSame)) : permit.why;
    const bool can_commit = permit.allowed && another && !row_->shut_out;
    if (!begin_modal("wall",
            { .title = row_->name, .commit = tr(Text::WallRename), .can_commit = can_commit, .why_not = why_not })) {
        return;
    }
    label(row_->warning.empty() ? row_->state : row_->warning, { .wrap = true });
    label(tr(Text::WallLetInLine, row_->let_in.empty() ? tr(Text::TimeUnknown) : std::string_view { row_->let_in },
              row_->by, row_->audience),
        { .colour = Colour::Secondary, .wrap = true });
    if (!row_->tested.empty()) {
        label(row_->tested, { .colour = Colour::Secondary, .wrap = true });
    }
    gap(1);
    const FieldResult field = text_field(
        tr(Text::FieldWallName), name_, { .max_characters = kMaxName, .enabled = !row_->shut_out, .autofocus = true });
    gap(1);
    if (!row_->shut_out) {
        draw_steps(input, permit, intents);
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed || (field.committed && can_commit)) {
        Send send = of_wall(*row_, "POST", input);
        send.body = to_json_text(RenameWallRequest { name_ }, Zeros::Written);
        send.success = tr(Text::SaidWallRenamed, name_);
        intents.emplace_back(std::move(send));
        row_.reset();
    } else if (outcome != ModalOutcome::Open) {
        row_.reset();
    }
}

void WallPanel::draw_pages(const ViewInput& input, Intents& intents)
{
    const Advice advice = advise(input, SetWallPages { row_->id, pages_.pages() });
    const std::string title = tr(Text::WallPagesTitle, row_->name);
    if (!begin_modal("wall",
            { .title = title,
                .commit = tr(Text::WallPagesCommit),
                .can_commit = advice.allowed,
                .why_not = advice.reason,
                .width = 640,
                .enter_commits = false })) { // in its field Enter adds a page
        return;
    }
    if (std::exchange(step_begins_, false)) {
        seek_text_field();
    }
    pages_.draw(input);
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        Send send = of_wall(*row_, "POST", input, "/pages");
        send.body = encode_command(SetWallPages { row_->id, pages_.pages() });
        send.success = tr(Text::SaidWallPages, row_->name);
        intents.emplace_back(std::move(send));
        row_.reset();
    } else if (outcome != ModalOutcome::Open) {
        step_ = Step::Name;
    }
}

// What its letters leave room for, as far as it said how many pixels it has.
void WallPanel::draw_lines_that_fit(const std::optional<FitWall>& said) const
{
    if (!said || row_->height <= 0) {
        return;
    }
    WallProfile profile;
    profile.width_pixels = static_cast<int>(row_->width);
    profile.height_pixels = static_cast<int>(row_->height);
    profile.distance_m = static_cast<double>(said->distance_centimetres) / 100;
    profile.diagonal_inches = static_cast<double>(said->diagonal_inches);
    const double lines = wall_lines(profile);
    if (lines < kLeastWallLines) {
        label(tr(Text::WallPlaceTooFar, std::to_string(static_cast<int>(kLeastWallLines))),
            { .colour = Colour::Major, .wrap = true });
        return;
    }
    label(tr(Text::WallPlaceLines, std::to_string(static_cast<int>(lines))),
        { .colour = Colour::Secondary, .wrap = true });
}

void WallPanel::draw_place(const ViewInput& input, Intents& intents)
{
    const std::optional<FitWall> said = place_.said();
    FitWall command = said.value_or(FitWall {});
    command.wall = row_->id;
    const Advice advice = advise(input, command);
    const bool can_commit = said && advice.allowed;
    const std::string title = tr(Text::WallPlaceTitle, row_->name);
    if (!begin_modal("wall",
            { .title = title,
                .commit = tr(Text::WallPlaceCommit),
                .can_commit = can_commit,
                .why_not = said ? std::string_view { advice.reason } : tr(Text::WallPlaceUnread) })) {
        return;
    }
    if (std::exchange(step_begins_, false)) {
        seek_text_field();
    }
    label(tr(Text::WallPlaceNote), { .colour = Colour::Secondary, .wrap = true });
    const bool entered = place_.draw();
    draw_lines_that_fit(said);
    place_.draw_role();
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed || (entered && can_commit)) {
        Send send = of_wall(*row_, "POST", input, "/fitting");
        send.body = encode_command(command);
        send.success = tr(Text::SaidWallPlaced, row_->name);
        intents.emplace_back(std::move(send));
        row_.reset();
    } else if (outcome != ModalOutcome::Open) {
        step_ = Step::Name;
    }
}

void WallPanel::draw_question(const ViewInput& input, Intents& intents)
{
    const Permit permit = may_do(input, Act::SetWallToken);
    const std::string title = tr(Text::WallShutOutTitle, row_->name);
    if (!begin_modal("wall",
            { .title = title,
                .commit = tr(Text::WallShutOutCommit),
                .commit_kind = ButtonKind::Danger,
                .can_commit = permit.allowed,
                .why_not = permit.why })) {
        return;
    }
    label(tr(Text::WallShutOutNote, row_->name), { .wrap = true });
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        Send send = of_wall(*row_, "DELETE", input);
        send.success = tr(Text::SaidWallShutOut, row_->name);
        intents.emplace_back(std::move(send));
    }
    if (outcome != ModalOutcome::Open) {
        row_.reset();
    }
}

}
