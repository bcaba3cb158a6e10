// SPDX-License-Identifier: Apache-2.0
#include "client/views/people/pairing_form.h"

#include "client/language/text.h"
#include "client/views/answer_trouble.h"
#include "client/views/people/account_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/entities/walls.h"
#include "shared/domain/input_text.h"
#include "shared/wire/requests/walls.h"

#include <array>
#include <utility>

namespace watchfloor {

void PairingForm::open()
{
    approving_ = false;
    accepted_ = false;
    code_again_ = true; // whoever opens it has the code before their eyes
    refusal_.clear();
    place_.open(nullptr);
}

bool PairingForm::draw(const ViewInput& input, Intents& intents)
{
    label(tr(Text::WallApproveNote), { .colour = Colour::Secondary, .wrap = true });
    const float half = column_width(2);
    const bool by_code = text_field(tr(Text::FieldWallCode), code_,
        { .error = refusal_,
            .max_characters = kMaxShortField,
            .width = half,
            .enabled = !approving_,
            .take_focus = !approving_ && std::exchange(code_again_, false) })
                             .committed;
    same_line(3);
    const bool by_name = text_field(tr(Text::FieldWallName), name_,
        { .hint = tr(Text::WallNameHint),
            .max_characters = kMaxName,
            .width = half,
            .enabled = !approving_,
            .take_focus = std::exchange(to_name_, false) })
                             .committed;
    const std::array<std::string, 2> audiences { std::string(tr(Text::WallRoom)), std::string(tr(Text::WallVisitor)) };
    select(tr(Text::FieldWallAudience), audiences, audience_);
    const bool by_place = place_.draw(!approving_);
    gap(1);
    const bool ready = !code_.empty() && !name_.empty() && place_.said() && !input.frozen && !approving_;
    const bool asked = button(tr(Text::WallApprove),
        { .kind = ready ? ButtonKind::Primary : ButtonKind::Secondary,
            .enabled = ready,
            .why_disabled = tr(approving_            ? Text::SignInBusy
                    : code_.empty() || name_.empty() ? Text::WallIncomplete
                    : input.frozen                   ? Text::WhyFrozen
                                                     : Text::WallPlaceUnread) });
    if (ready && (asked || by_code || by_name || by_place)) {
        send_approval(intents);
    } else if (by_code || by_name || by_place) {
        // Enter in the one field goes on to what is still empty.
        to_name_ = name_.empty() && !code_.empty();
        code_again_ = code_.empty();
    }
    return std::exchange(accepted_, false);
}

// What was typed stays until the server has taken it.
void PairingForm::send_approval(Intents& intents)
{
    const FitWall place = place_.said().value_or(FitWall {});
    ApproveRequest asked;
    asked.audience = audience_ == 0 ? WallAudience::Room : WallAudience::Visitor;
    asked.code = code_;
    asked.diagonal_inches = place.diagonal_inches;
    asked.distance_centimetres = place.distance_centimetres;
    asked.name = name_;
    Send send = approve_wall(asked);
    approving_ = true;
    refusal_.clear();
    send.done = [this](const HttpResponse& response) {
        approving_ = false;
        accepted_ = response.ok();
        code_again_ = !response.ok();
        if (response.ok()) {
            code_.clear();
        } else {
            refusal_ = trouble_of(response);
        }
    };
    intents.emplace_back(std::move(send));
}

}
