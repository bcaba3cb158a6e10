// SPDX-License-Identifier: Apache-2.0
#include "client/views/people/sign_in_view.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/platform/location.h"
#include "client/platform/storage.h"
#include "client/theme/fonts.h"
#include "client/views/answer_trouble.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/input_text.h"
#include "shared/wire/answers/walls.h"
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/requests/sessions.h"
#include "shared/wire/requests/walls.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

// The desk forgets a pairing after ten minutes; asking again every three seconds is far below
// what it takes for abuse.
constexpr double kPollSeconds = 3;
constexpr double kRetrySeconds = 5;

HttpRequest post(std::string path, std::string body)
{
    HttpRequest request;
    request.method = "POST";
    request.path = std::move(path);
    request.body = std::move(body);
    request.tag = "sign-in";
    return request;
}

// "7GK2QX4M" is easier to say and to type as "7GK2 QX4M".
std::string spaced(const std::string& code)
{
    return code.size() % 2 == 0 ? code.substr(0, code.size() / 2) + " " + code.substr(code.size() / 2) : code;
}

}

std::string link_token(const std::string& link)
{
    const std::size_t last = link.find_last_not_of(" \t\r\n/");
    const std::string trimmed = last == std::string::npos ? std::string() : link.substr(0, last + 1);
    const std::size_t cut = trimmed.find_last_of("/= \t");
    return cut == std::string::npos ? trimmed : trimmed.substr(cut + 1);
}

bool SignInView::draw()
{
    if (const auto link = current_location().value("link"); link && !link_tried_) {
        redeem_link(*link);
    }
    begin_screen(tr(Text::SignInTitle));
    if (wall_) {
        draw_pairing();
    } else {
        draw_form();
    }
    end_screen();
    return std::exchange(done_, false);
}

void SignInView::send_sign_in(const SignInRequest& asked)
{
    busy_ = true;
    error_.clear();
    by_link_ = !asked.link.empty();
    const std::string body = to_json_text(asked);
    transport_.send(post("/api/v1/session", body), [this](const HttpResponse& response) {
        busy_ = false;
        done_ = response.ok();
        error_ = done_ ? std::string() : trouble_of(response);
        type_again_ = !done_;
        password_.clear();
        if (done_) {
            link_.clear();
        }
        request_frame();
    });
}

void SignInView::redeem_link(const std::string& link)
{
    link_tried_ = true;
    // The link is used up from here on: it must not come back with Back or Reload.
    Location clean = current_location();
    clean.set("link", "");
    replace_location(clean);
    send_sign_in({ link_token(link), {}, {} });
}

void SignInView::submit()
{
    if (!busy_ && !name_.empty() && !password_.empty()) {
        send_sign_in({ {}, name_, password_ });
    }
}

void SignInView::draw_form()
{
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float width = std::min(display.x - grid(8), grid(110));
    ImGui::SetCursorPos({ std::round((display.x - width) / 2), std::round(std::max(grid(4), display.y * 0.18F)) });
    begin_panel("sign in",
        { .title = tr(Text::SignInTitle), .width = width, .height = 0, .grow_to_content = true, .icon = kIconUser });
    const bool by_name = text_field(tr(Text::FieldName), name_,
        { .max_characters = kMaxName, .enabled = !busy_, .autofocus = true, .passing = true })
                             .committed;
    // Enter and the wait for the answer took the keyboard from the field; what is typed after a refusal goes into it.
    const bool again = !busy_ && std::exchange(type_again_, false);
    const bool by_password = text_field(tr(Text::FieldPassword), password_,
        { .error = by_link_ ? std::string_view {} : error_,
            .password = true,
            .enabled = !busy_,
            .take_focus = again && !by_link_ })
                                 .committed;
    gap(2);
    const bool ready = !busy_ && !name_.empty() && !password_.empty();
    if (button(tr(Text::SignIn),
            { .kind = ButtonKind::Primary,
                .enabled = ready,
                .why_disabled = tr(busy_ ? Text::SignInBusy : Text::SignInIncomplete),
                .width = -1 })
        || by_name || by_password) {
        submit();
    }
    gap(4);
    separator();
    gap(3);
    label(tr(Text::SignInLinkNote), { .colour = Colour::Secondary, .wrap = true });
    const bool by_link = text_field(tr(Text::FieldLink), link_,
        { .hint = "http://…/sign-in/…",
            .error = by_link_ ? std::string_view { error_ } : std::string_view {},
            .enabled = !busy_,
            .take_focus = again && by_link_,
            .passing = true })
                             .committed;
    gap(2);
    const bool use = button(tr(Text::SignInByLink),
        { .enabled = !busy_ && !link_.empty(), .why_disabled = tr(Text::SignInNoLink), .width = -1 });
    if ((use || by_link) && !busy_ && !link_.empty()) {
        send_sign_in({ link_token(link_), {}, {} });
    }
    end_panel();
}

void SignInView::draw_pairing()
{
    if (!busy_ && ImGui::GetTime() >= next_step_at_) {
        pairing_secret_.empty() ? ask_for_code() : poll_pairing();
    }
    request_frame_after(std::chrono::milliseconds { 1000 });
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const auto centred = [&](std::string_view text, Type type, Face face, Colour ink) {
        // A line that is wider than the display goes on in the next: nobody can point at a wall to read the rest.
        const float width = std::min(text_width(text, type, face), display.x - grid(16));
        ImGui::SetCursorPosX(std::max(grid(2), std::round((display.x - width) / 2)));
        label(text, { .type = type, .face = face, .colour = ink, .width = width, .wrap = true, .centre = true });
    };
    ImGui::SetCursorPosY(display.y * 0.22F);
    centred(tr(Text::PairTitle), Type::Title, Face::Medium, Colour::Text);
    gap(6);
    if (code_.empty()) {
        centred(error_.empty() ? tr(Text::PairAsking) : std::string_view { error_ }, Type::Body, Face::Regular,
            Colour::Secondary);
        return;
    }
    centred(spaced(code_), Type::Headline, Face::Mono, Colour::Text);
    gap(6);
    centred(tr(Text::PairHow), Type::Body, Face::Regular, Colour::Text);
    centred(tr(Text::PairWhere), Type::Body, Face::Regular, Colour::Secondary);
    if (!error_.empty()) {
        gap(4);
        centred(error_, Type::Caption, Face::Regular, Colour::Major);
    }
}

void SignInView::ask_for_code()
{
    busy_ = true;
    transport_.send(post("/api/v1/walls/pairings", "{}"), [this](const HttpResponse& response) {
        busy_ = false;
        const auto answer = from_json<PairingAnswer>(response.body);
        if (response.ok() && answer.ok()) {
            code_ = answer.value().code;
            pairing_secret_ = answer.value().secret;
            error_.clear();
            next_step_at_ = ImGui::GetTime() + kPollSeconds;
        } else {
            error_ = trouble_of(response);
            next_step_at_ = ImGui::GetTime() + kRetrySeconds;
        }
        request_frame();
    });
}

void SignInView::poll_pairing()
{
    busy_ = true;
    const bool own_token = !transport_.browser_keeps_session();
    transport_.send(post("/api/v1/walls/pairings/redeem", to_json_text(RedeemRequest { own_token, pairing_secret_ })),
        [this, own_token](const HttpResponse& response) {
            busy_ = false;
            next_step_at_ = ImGui::GetTime() + kPollSeconds;
            const auto answer = from_json<RedeemAnswer>(response.body);
            if (response.ok() && answer.ok() && answer.value().paired) {
                done_ = true;
                if (own_token) {
                    transport_.use_token(answer.value().token);
                    // A wall that cannot keep its token only has to be paired again after a restart.
                    static_cast<void>(store("wall-token", answer.value().token));
                }
            }
            if (done_ || (response.status >= 400 && response.status < 500 && response.status != 429)) {
                // Redeemed, or expired: the next time begins with a new code.
                code_.clear();
                pairing_secret_.clear();
            } else if (!response.ok()) {
                error_ = trouble_of(response);
            } else {
                error_.clear();
            }
            request_frame();
        });
}

}
