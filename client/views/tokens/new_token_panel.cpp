// SPDX-License-Identifier: Apache-2.0
#include "client/views/tokens/new_token_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/input_text.h"
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/requests/tokens.h"

namespace watchfloor {
namespace {

constexpr std::size_t kMostSourceCharacters = 400;

}

void NewTokenPanel::open()
{
    forget();
    open_ = true;
}

void NewTokenPanel::forget()
{
    open_ = false;
    making_ = false;
    ++opened_; // an answer to what was asked before shows nobody anything
    draft_ = {};
    refusal_.clear();
    made_.reset();
}

void NewTokenPanel::draw(const ViewInput& input, Intents& intents)
{
    if (open_ && made_) {
        draw_made(intents);
    } else if (open_) {
        draw_form(input, intents);
    }
}

void NewTokenPanel::draw_form(const ViewInput& input, Intents& intents)
{
    const Permit permit = may_do(input, Act::SetToken);
    const auto days = read_days(draft_.days);
    const bool complete = !is_blank(draft_.name) && !token_scopes(draft_).empty() && days;
    const std::string why_not
        = !permit.allowed ? permit.why : std::string(tr(making_ ? Text::SignInBusy : Text::TokenIncomplete));
    const bool can_commit = permit.allowed && complete && !making_;
    if (!begin_modal("new token",
            { .title = tr(Text::TokenNewTitle),
                .commit = tr(Text::TokenMake),
                .can_commit = can_commit,
                .why_not = why_not,
                .width = 640 })) {
        return;
    }
    text_field(tr(Text::FieldTokenName), draft_.name,
        { .error = refusal_, .max_characters = kMaxName, .enabled = !making_, .autofocus = true });
    const std::string_view waits = making_ ? tr(Text::SignInBusy) : std::string_view {};
    toggle(tr(Text::TokenMayRead), draft_.read, waits);
    toggle(tr(Text::TokenMayAct), draft_.act, waits);
    toggle(tr(Text::TokenMayAdminister), draft_.administer, waits);
    text_field(tr(Text::FieldTokenSources), draft_.sources,
        { .hint = tr(Text::TokenSourcesHint), .max_characters = kMostSourceCharacters, .enabled = !making_ });
    text_field(tr(Text::FieldTokenDays), draft_.days,
        { .hint = tr(Text::TokenDaysHint),
            .error = days ? std::string_view {} : tr(Text::TokenDaysUnread),
            .max_characters = kMaxShortField,
            .enabled = !making_ });
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        send_draft(input, *days, intents);
    } else if (outcome != ModalOutcome::Open) {
        forget();
    }
}

void NewTokenPanel::send_draft(const ViewInput& input, std::int64_t days, Intents& intents)
{
    MakeTokenRequest asked;
    asked.name = draft_.name;
    asked.scopes = token_scopes(draft_);
    if (days > 0) {
        asked.expires_at = input.now + std::chrono::hours { 24 * days };
    }
    Send send;
    send.path = "/api/v1/tokens";
    send.body = to_json_text(asked);
    making_ = true;
    refusal_.clear();
    send.done = [this, opened = opened_, &access = input.replica.access()](const HttpResponse& response) {
        access.ask_again();
        if (opened != opened_) {
            return;
        }
        making_ = false;
        auto answer = from_json<TokenAnswer>(response.body);
        if (response.ok() && answer.ok()) {
            made_ = std::move(answer).value();
        } else {
            refusal_ = trouble_of(response);
        }
    };
    intents.emplace_back(std::move(send));
}

void NewTokenPanel::draw_made(Intents& intents)
{
    if (!begin_modal("new token", { .title = tr(Text::TokenNewTitle), .width = 640 })) {
        return;
    }
    label(tr(Text::TokenShownOnce, draft_.name), { .wrap = true });
    gap(1);
    label(made_->token, { .face = Face::Mono, .wrap = true });
    if (button(tr(Text::TokenCopy), { .kind = ButtonKind::Primary, .icon = kIconClipboard })) {
        intents.emplace_back(CopyText { made_->token, std::string(tr(Text::SaidTokenCopied)) });
    }
    if (!made_->routing_key.empty()) {
        gap(2);
        label(tr(Text::TokenRoutingKey), { .colour = Colour::Secondary, .wrap = true });
        label(made_->routing_key, { .face = Face::Mono, .wrap = true });
        if (button(tr(Text::TokenCopyKey), { .icon = kIconClipboard })) {
            intents.emplace_back(CopyText { made_->routing_key, std::string(tr(Text::SaidKeyCopied)) });
        }
    }
    if (end_modal() != ModalOutcome::Open) {
        forget();
    }
}

}
