// SPDX-License-Identifier: Apache-2.0
#include "client/views/sources/heartbeat_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/commands/sources.h"
#include "shared/domain/decide/heartbeats.h"
#include "shared/domain/input_text.h"

namespace watchfloor {

void HeartbeatPanel::open(const HeartbeatRow& row)
{
    row_ = row;
    interval_ = write_interval(row.said_seconds > 0 ? row.said_seconds : rounded_interval(row.learnt_seconds));
    expected_ = !row.retired;
}

void HeartbeatPanel::draw(const ViewInput& input, Intents& intents)
{
    const Source* source = row_ ? input.state.sources.find(row_->source) : nullptr;
    if (source == nullptr) {
        row_.reset();
        return;
    }
    // Nothing typed: as it is learnt.
    const auto seconds = is_blank(interval_) ? std::optional<std::int64_t> { 0 } : read_interval(interval_);
    const SetSource command { with_heartbeat(*source, row_->labels, seconds.value_or(0), !expected_) };
    const Advice advice = advise(input, command);
    const std::string why_not = seconds ? advice.reason : std::string(tr(Text::HeartbeatIntervalUnread));
    const bool can_commit = advice.allowed && seconds;
    const std::string title = tr(Text::HeartbeatTitle, row_->name, row_->source.text);
    if (!begin_modal("heartbeat",
            { .title = title,
                .commit = tr(expected_ ? Text::HeartbeatCommit : Text::HeartbeatRetire),
                .can_commit = can_commit,
                .why_not = why_not })) {
        return;
    }
    label(row_->state + ". " + row_->interval, { .wrap = true });
    label(tr(Text::HeartbeatNote), { .colour = Colour::Secondary, .wrap = true });
    gap(1);
    text_field(tr(Text::FieldHeartbeatInterval), interval_,
        { .hint = tr(Text::HeartbeatIntervalHint),
            .error = seconds ? std::string_view {} : tr(Text::HeartbeatIntervalUnread),
            .max_characters = kMaxShortField,
            .enabled = expected_,
            .autofocus = true });
    toggle(tr(Text::HeartbeatExpected), expected_);
    if (!advice.allowed) {
        label(advice.reason, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        Send send;
        send.path = "/api/v1/sources";
        send.body = encode_command(command);
        send.success = tr(expected_ ? Text::SaidHeartbeat : Text::SaidHeartbeatRetired, row_->name);
        intents.emplace_back(std::move(send));
        row_.reset();
    } else if (outcome != ModalOutcome::Open) {
        row_.reset();
    }
}

}
