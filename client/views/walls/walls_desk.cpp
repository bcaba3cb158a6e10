// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/walls_desk.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/people/account_panel.h"
#include "client/views/people/pairing_form.h"
#include "client/views/public_names.h"
#include "client/views/tokens/tokens_section.h"
#include "client/views/walls/wall_panel.h"
#include "client/views/walls/walls_desk_rows.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/commands/walls.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

class WallsDesk final : public View {
public:
    Intents draw(const ViewInput& input) override;
    void arrive(const Location&) override { tokens_.forget(); }

private:
    void draw_walls(const ViewInput& input, const std::vector<WallDeskRow>& rows, Intents& intents);
    void draw_switch(const ViewInput& input, Intents& intents);
    void draw_wall_rows(const std::vector<WallDeskRow>& rows);
    void draw_pairing(const ViewInput& input, Intents& intents);
    void draw_room_question(const ViewInput& input, const std::vector<WallDeskRow>& rows, Intents& intents);

    WallPanel wall_ {};
    PairingForm pairing_ {};
    TokensSection tokens_ {};
    bool pairing_open_ = false;
    bool room_asked_ = false;
};

RowResult draw_wall_row(int index, const WallDeskRow& row)
{
    const RowResult result = begin_row(index,
        { .label = row.name + ", " + row.state + ", " + row.shows, .severity = row.severity, .position = index + 1 });
    const Colour ink = row.shut_out ? Colour::Secondary : Colour::Text;
    badge(row.severity);
    next_cell();
    label(row.name, { .face = Face::Medium, .colour = ink, .decorative = true });
    next_cell();
    label(row.state, { .colour = ink, .decorative = true });
    next_cell();
    label(row.shows, { .colour = Colour::Secondary, .decorative = true });
    next_cell();
    label(row.seen, { .width = available_width(), .align_right = true, .decorative = true });
    next_cell();
    label(row.let_in, { .colour = Colour::Secondary, .decorative = true });
    next_cell();
    label(row.by, { .colour = Colour::Secondary, .decorative = true });
    end_row();
    return result;
}

// Showing less is one press, as urgent as it is harmless; showing more again is asked once.
void WallsDesk::draw_switch(const ViewInput& input, Intents& intents)
{
    const bool visitor = input.state.walls == WallAudience::Visitor;
    const Advice advice = advise(input, SwitchWalls { visitor ? WallAudience::Room : WallAudience::Visitor });
    if (!button(tr(visitor ? Text::WallsShowRoom : Text::WallsShowVisitor),
            { .icon = kIconTelevision, .enabled = advice.allowed, .why_disabled = advice.reason })) {
        return;
    }
    if (visitor) {
        room_asked_ = true;
    } else {
        intents.emplace_back(switch_walls(WallAudience::Visitor));
    }
}

void WallsDesk::draw_room_question(const ViewInput& input, const std::vector<WallDeskRow>& rows, Intents& intents)
{
    const auto shown = std::count_if(rows.begin(), rows.end(), [](const WallDeskRow& row) { return !row.shut_out; });
    const std::string title = tr(Text::WallsRoomTitle, std::to_string(shown));
    const Advice advice = advise(input, SwitchWalls { WallAudience::Room });
    if (!room_asked_
        || !begin_modal("room again",
            { .title = title,
                .commit = tr(Text::WallsShowRoom),
                .can_commit = advice.allowed,
                .why_not = advice.reason })) {
        return;
    }
    label(tr(Text::WallsAreVisitor), { .wrap = true });
    label(tr(Text::WallsRoomMeans), { .wrap = true });
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        intents.emplace_back(switch_walls(WallAudience::Room));
    }
    room_asked_ = outcome == ModalOutcome::Open;
}

void WallsDesk::draw_wall_rows(const std::vector<WallDeskRow>& rows)
{
    const std::array<Column, 7> columns { Column { tr(Text::ColumnState), -7 }, Column { tr(Text::ColumnWall), 3.5F },
        Column { tr(Text::ColumnHealth), 4 }, Column { tr(Text::ColumnAudience), 3.5F },
        Column { tr(Text::ColumnLastSeen), -9, true }, Column { tr(Text::ColumnLetIn), 3 },
        Column { tr(Text::ColumnBy), 1.5F } };
    if (begin_filling_table("wall rows", columns, tr(Text::WallsTitle), rows.size())) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (draw_wall_row(static_cast<int>(i), rows[i]).activated) {
                wall_.open(rows[i]);
            }
        }
        end_table();
    }
}

void WallsDesk::draw_walls(const ViewInput& input, const std::vector<WallDeskRow>& rows, Intents& intents)
{
    const AccessLists& access = input.replica.access();
    const bool visitor = input.state.walls == WallAudience::Visitor;
    label(tr(visitor ? Text::WallsAreVisitor : Text::WallsAreRoom), { .colour = Colour::Secondary, .wrap = true });
    if (const std::string unnamed = unnamed_outside(input.state); !unnamed.empty()) {
        label(unnamed, { .colour = Colour::Major, .wrap = true });
    }
    const Permit permit = may_do(input, Act::SetWallToken);
    if (button(tr(Text::WallLetIn), { .icon = kIconPlus, .enabled = permit.allowed, .why_disabled = permit.why })) {
        pairing_.open();
        pairing_open_ = true;
    }
    same_line(2);
    draw_switch(input, intents);
    if (!access.walls_refused().empty()) {
        label(access.walls_refused(), { .colour = Colour::Major, .wrap = true });
    }
    // The list says which and for how long; what to do about it is said once.
    const auto dark
        = std::count_if(rows.begin(), rows.end(), [](const WallDeskRow& row) { return !row.warning.empty(); });
    if (dark > 1) {
        label(tr(Text::WallsWentDark, std::to_string(dark)), { .colour = Colour::Major, .wrap = true });
    } else if (dark == 1) { // the dark ones stand first
        label(rows.front().warning, { .colour = Colour::Major, .wrap = true });
    }
    gap(1);
    if (rows.empty()) {
        empty_state({ .icon = kIconTelevision, .title = tr(Text::WallsEmpty), .next = tr(Text::WallsEmptyNext) });
    } else {
        draw_wall_rows(rows);
    }
}

void WallsDesk::draw_pairing(const ViewInput& input, Intents& intents)
{
    if (!pairing_open_ || !begin_modal("pairing", { .title = tr(Text::WallApprove), .width = 640 })) {
        return;
    }
    const bool accepted = pairing_.draw(input, intents);
    pairing_open_ = end_modal() == ModalOutcome::Open && !accepted;
    if (accepted) {
        input.replica.access().ask_again();
    }
}

Intents WallsDesk::draw(const ViewInput& input)
{
    Intents intents;
    const auto rows = wall_desk_rows(input, input.replica.access().walls());
    const bool tokens = TokensSection::open_to(input);
    const DataAge age { input.replica.data_age().count(), 5'000, input.replica.loaded() };
    begin_panel("walls",
        { .title = tr(Text::WallsTitle),
            .age = age,
            .height = tokens ? available_height() * 0.55F : 0,
            .icon = kIconTelevision });
    draw_walls(input, rows, intents);
    end_panel();
    if (tokens) {
        gap(2);
        tokens_.draw(input);
        tokens_.draw_dialogs(input, intents);
    }
    wall_.draw(input, rows, intents);
    draw_pairing(input, intents);
    draw_room_question(input, rows, intents);
    return intents;
}

}

std::unique_ptr<View> make_walls_desk()
{
    return std::make_unique<WallsDesk>();
}

}
