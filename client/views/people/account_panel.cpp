// SPDX-License-Identifier: Apache-2.0
#include "client/views/people/account_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/views/public_names.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/commands/walls.h"
#include "shared/domain/entities/people.h"
#include "shared/domain/entities/walls.h"
#include "shared/wire/requests/sessions.h"
#include "shared/wire/requests/walls.h"

#include <algorithm>
#include <utility>

namespace watchfloor {

Send approve_wall(const ApproveRequest& asked)
{
    Send send;
    send.path = "/api/v1/walls";
    send.body = to_json_text(asked, Zeros::Written);
    send.success = tr(Text::SaidWallApproved, asked.name);
    return send;
}

Send switch_walls(WallAudience audience)
{
    Send send;
    send.path = "/api/v1/walls/switch";
    send.body = to_json_text(SwitchWalls { audience }, Zeros::Written);
    send.success = tr(audience == WallAudience::Visitor ? Text::SaidWallsVisitor : Text::SaidWallsRoom);
    return send;
}

SignOut AccountPanel::draw(const ViewInput& input, Intents& intents)
{
    if (!open_ || !begin_modal("account", { .title = tr(Text::Account), .width = 640 })) {
        return SignOut::No;
    }
    draw_person(input);
    gap(3);
    separator();
    draw_walls(input, intents);
    gap(3);
    separator();
    draw_password(intents);
    gap(3);
    separator();
    gap(2);
    const SignOut sign_out = draw_sign_out();
    open_ = end_modal() == ModalOutcome::Open && sign_out == SignOut::No;
    if (!open_) {
        // Nobody who comes later sends what was typed here.
        old_password_.clear();
        new_password_.clear();
    }
    return sign_out;
}

// Everywhere takes the console from other desks too, where somebody may stand: so it is asked again.
SignOut AccountPanel::draw_sign_out()
{
    if (!everywhere_asked_) {
        const bool here = button(tr(Text::SignOut), { .kind = ButtonKind::Danger, .icon = kIconSignOut });
        same_line(2);
        everywhere_asked_ = button(tr(Text::SignOutEverywhere));
        show_question_ = everywhere_asked_;
        return here ? SignOut::Here : SignOut::No;
    }
    const bool first = std::exchange(show_question_, false);
    label(tr(Text::SignOutEverywhereNote), { .wrap = true });
    gap(1);
    const bool confirmed
        = button(tr(Text::SignOutEverywhereConfirm), { .kind = ButtonKind::Danger, .icon = kIconSignOut });
    same_line(2);
    if (first) {
        ImGui::SetKeyboardFocusHere(); // on what ends nothing
    }
    if (button(tr(Text::StaySignedIn))) {
        everywhere_asked_ = false;
    }
    if (first) {
        // A low window has them below its edge.
        ImGui::SetScrollHereY(1);
    }
    return confirmed ? SignOut::Everywhere : SignOut::No;
}

void AccountPanel::draw_person(const ViewInput& input)
{
    const auto& me = input.replica.me();
    if (!me) {
        return;
    }
    label(me->user_name.empty() ? tr(Text::Account) : std::string_view { me->user_name },
        { .type = Type::Title, .face = Face::Medium });
    label(roles_words(me->roles), { .colour = Colour::Secondary, .wrap = true });
}

// Showing less is one press; showing more again, on how many, is asked once. True where it was confirmed.
bool AccountPanel::draw_room_question(const ViewInput& input)
{
    const auto& walls = input.replica.access().walls();
    const auto shown = !walls ? std::string(tr(Text::CountUnknown))
                              : std::to_string(std::count_if(walls->begin(), walls->end(),
                                  [](const WallSummary& wall) { return !wall.token.revoked; }));
    label(tr(Text::WallsRoomTitle, shown), { .wrap = true });
    gap(1);
    const bool confirmed = button(
        std::string(tr(Text::WallsShowRoom)) + "##confirmed", { .kind = ButtonKind::Primary, .icon = kIconTelevision });
    same_line(2);
    if (button(std::string(tr(Text::Cancel)) + "##room")) {
        room_asked_ = false;
    }
    return confirmed;
}

void AccountPanel::draw_walls(const ViewInput& input, Intents& intents)
{
    heading(tr(Text::WallsTitle), 3);
    const bool visitor = input.state.walls == WallAudience::Visitor;
    const SwitchWalls command { visitor ? WallAudience::Room : WallAudience::Visitor };
    const Advice advice = advise(input, command);
    label(tr(visitor ? Text::WallsAreVisitor : Text::WallsAreRoom), { .colour = Colour::Secondary, .wrap = true });
    if (const std::string unnamed = unnamed_outside(input.state); !unnamed.empty()) {
        label(unnamed, { .colour = Colour::Major, .wrap = true });
    }
    room_asked_ = room_asked_ && visitor && advice.allowed;
    const bool pressed_switch = room_asked_
        ? draw_room_question(input)
        : button(tr(visitor ? Text::WallsShowRoom : Text::WallsShowVisitor),
            { .icon = kIconTelevision, .enabled = advice.allowed, .why_disabled = advice.reason });
    if (pressed_switch && visitor && !room_asked_) {
        room_asked_ = true;
    } else if (pressed_switch) {
        room_asked_ = false;
        intents.emplace_back(switch_walls(command.audience));
    }
    gap(2);
    static_cast<void>(pairing_.draw(input, intents));
}

void AccountPanel::draw_password(Intents& intents)
{
    heading(tr(Text::PasswordTitle), 3);
    const float half = column_width(2);
    const bool by_old = text_field(tr(Text::FieldOldPassword), old_password_,
        { .error = new_refused_ ? std::string_view {} : std::string_view { password_refusal_ },
            .width = half,
            .password = true,
            .enabled = !changing_,
            .take_focus = !changing_ && !new_refused_ && std::exchange(password_again_, false) })
                            .committed;
    same_line(3);
    const bool by_new = text_field(tr(Text::FieldNewPassword), new_password_,
        { .error = new_refused_ ? std::string_view { password_refusal_ } : std::string_view {},
            .width = half,
            .password = true,
            .enabled = !changing_,
            .take_focus = !changing_ && std::exchange(password_again_, false) })
                            .committed;
    const bool ready = !new_password_.empty() && !changing_;
    const bool asked = button(tr(Text::PasswordChange),
        { .enabled = ready, .why_disabled = tr(changing_ ? Text::SignInBusy : Text::PasswordIncomplete) });
    if (ready && (asked || by_old || by_new)) {
        send_password(intents);
    } else if (by_old) {
        new_refused_ = true;
        password_refusal_.clear();
        password_again_ = true; // Enter in the one field goes on to the other
    }
}

// A refusal is said beside the field it is about, which alone is typed again.
void AccountPanel::send_password(Intents& intents)
{
    Send send;
    send.path = "/api/v1/me/password";
    send.body = to_json_text(PasswordRequest { new_password_, old_password_ }, Zeros::Written);
    send.success = tr(Text::SaidPasswordChanged);
    changing_ = true;
    password_refusal_.clear();
    send.done = [this](const HttpResponse& response) {
        changing_ = false;
        password_again_ = !response.ok();
        if (response.ok()) {
            old_password_.clear();
            new_password_.clear();
            return;
        }
        password_refusal_ = trouble_of(response);
        // The server looks at the present one first, and forbids what does not have it.
        new_refused_ = response.status == 400;
        if (response.status == 403) {
            old_password_.clear();
        } else if (new_refused_) {
            new_password_.clear();
        }
    };
    intents.emplace_back(std::move(send));
}

}
