// SPDX-License-Identifier: Apache-2.0
#include "client/views/tokens/token_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

namespace watchfloor {

void TokenPanel::draw(const ViewInput& input, Intents& intents)
{
    if (!row_) {
        return;
    }
    const Permit permit = may_do(input, Act::SetToken);
    const std::string_view commit = row_->over ? std::string_view {} : tr(Text::TokenRevokeCommit);
    if (!begin_modal("token",
            { .title = row_->name,
                .commit = commit,
                .commit_kind = ButtonKind::Danger,
                .can_commit = permit.allowed,
                .why_not = permit.why })) {
        return;
    }
    label(row_->state, { .wrap = true });
    label(tr(Text::TokenMadeLine, row_->made.empty() ? tr(Text::TimeUnknown) : std::string_view { row_->made },
              row_->by, row_->scopes),
        { .colour = Colour::Secondary, .wrap = true });
    if (!row_->over) {
        gap(1);
        label(tr(Text::TokenRevokeNote, row_->name), { .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        Send send;
        send.method = "DELETE";
        send.path = "/api/v1/tokens/" + row_->id.text;
        send.success = tr(Text::SaidTokenRevoked, row_->name);
        send.done = [&access = input.replica.access()](const HttpResponse&) { access.ask_again(); };
        intents.emplace_back(std::move(send));
    }
    if (outcome != ModalOutcome::Open) {
        row_.reset();
    }
}

}
