// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/reporter_desk.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/input_text.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/fields/fields_json.h"

namespace watchfloor {

void ReporterDesk::draw(const ViewInput& input, Intents& intents)
{
    const bool reports = role_lets(input, Act::LogIncident).allowed;
    if (reports) {
        const Permit permit = may_do(input, Act::LogIncident);
        if (button(tr(Text::ReportButton),
                { .kind = ButtonKind::Primary,
                    .icon = kIconPlus,
                    .enabled = permit.allowed,
                    .why_disabled = permit.why,
                    .action = Action::IncidentFromAlert })) {
            reporting_ = true;
            title_.clear();
        }
        gap(2);
    }
    begin_panel(
        "reports", { .title = tr(Text::ReportsTitle), .aged = false, .height = available_height(), .icon = kIconFlag });
    if (receipts_.empty()) {
        empty_state({ .icon = kIconFlag,
            .title = tr(Text::ReportsNone),
            .next = tr(reports ? Text::ReportsNext : Text::ReportsMayNot) });
    } else {
        draw_receipts(input);
    }
    end_panel();
    draw_dialog(input, intents);
}

void ReporterDesk::draw_receipts(const ViewInput& input)
{
    for (const Receipt& receipt : receipts_) {
        label(tr(Text::ReportReceipt, receipt.number, site_time(receipt.at, input.zone)),
            { .type = Type::Title, .face = Face::Medium, .wrap = true });
        label(receipt.title, { .wrap = true });
        gap(3);
    }
    label(tr(Text::ReportReceiptsNext), { .colour = Colour::Secondary, .wrap = true });
    label(tr(Text::ReportsNext), { .colour = Colour::Secondary, .wrap = true });
}

void ReporterDesk::draw_dialog(const ViewInput& input, Intents& intents)
{
    if (!reporting_) {
        return;
    }
    const bool ready = !is_blank(title_);
    if (!begin_modal("report",
            { .title = tr(Text::ReportButton),
                .commit = tr(Text::ReportCommit),
                .can_commit = ready,
                .why_not = tr(Text::LogIncidentNeedsTitle) })) {
        return;
    }
    const FieldResult title = text_field(
        tr(Text::FieldTitle), title_, { .max_characters = kMaxTitle, .autofocus = true, .missing = is_blank(title_) });
    label(tr(Text::ReportFollowed), { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
    const ModalOutcome outcome = end_modal();
    const bool committed = (outcome == ModalOutcome::Committed || title.committed) && ready;
    if (committed) {
        send(input, intents);
    }
    reporting_ = !committed && outcome != ModalOutcome::Cancelled;
}

// The address stays where it is: the incident itself is not shown to who reported it.
void ReporterDesk::send(const ViewInput& input, Intents& intents)
{
    LogIncident log;
    log.title = title_;
    Send send;
    send.path = "/api/v1/incidents";
    send.body = to_json_text(log);
    send.done = [this, &replica = input.replica, title = title_](const HttpResponse& response) {
        if (const auto answer = from_json<WriteAnswer>(response.body); response.ok() && answer.ok()) {
            receipts_.insert(receipts_.begin(), { answer.value().created, title, replica.now() });
        }
    };
    intents.emplace_back(std::move(send));
}

}
