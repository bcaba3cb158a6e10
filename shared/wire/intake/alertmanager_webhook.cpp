// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/alertmanager_webhook.h"

#include "shared/wire/intake/sent_times.h"

#include <algorithm>

namespace watchfloor {
namespace {

enum class Claim { None, Firing, Resolved };

Result<Claim> claim_of(std::string_view status, std::string& mended)
{
    if (status.empty()) {
        return Claim::None;
    }
    const std::string word = plain_word_of(status);
    if (word == "firing" || word == "resolved") {
        if (word != status) {
            note_mended(mended, "status was spelled otherwise");
        }
        return word == "firing" ? Claim::Firing : Claim::Resolved;
    }
    return Error { ErrorCode::Malformed, "status must be firing or resolved." };
}

// An alert whose resolution hangs on the frame, which may come after it in the body.
struct Pending {
    std::size_t index = 0;
    ApiAlert alert {};
};

Result<AlertReport> webhook_report(ApiAlert&& alert, Claim group, Timestamp now)
{
    if (!alert.problem.empty()) {
        return checked_report(std::move(alert)); // of what is wrong the first is told
    }
    ASSIGN_OR_RETURN(Claim claim, claim_of(alert.status, alert.mended));
    ASSIGN_OR_RETURN(const auto starts_at, optional_instant("startsAt", alert.starts_at, now, alert.mended));
    ASSIGN_OR_RETURN(const auto ends_at, optional_instant("endsAt", alert.ends_at, now, alert.mended));
    const BegunAt begun = begun_at(starts_at, now, alert.mended);
    ASSIGN_OR_RETURN(AlertReport report, checked_report(std::move(alert)));
    if (claim == Claim::None) {
        claim = ends_at ? (*ends_at <= now ? Claim::Resolved : Claim::Firing) : group;
    }
    if (claim == Claim::Resolved) {
        report.ended_at = std::min(ends_at.value_or(now), now);
        // The two clocks may differ by a little; a resolve is too important to be dropped for it.
        report.started_at = std::min(begun.at, *report.ended_at);
        report.start_is_ours = !starts_at;
    } else {
        report.started_at = begun.at;
        report.start_is_ours = begun.is_ours;
    }
    return report;
}

}

Result<WebhookDelivery> decode_webhook(std::string_view body, Timestamp now)
{
    WebhookDelivery delivery;
    std::vector<Pending> pending;
    std::size_t index = 0;
    ASSIGN_OR_RETURN(delivery.frame, for_each_delivered_alert(body, [&](ApiAlert&& alert) {
        if (alert.status.empty() && alert.problem.empty()) {
            pending.push_back({ index++, std::move(alert) });
        } else {
            add_report(delivery.batch, index++, webhook_report(std::move(alert), Claim::None, now));
        }
    }));
    const DeliveryFrame& frame = delivery.frame;
    if (!frame.has_alerts) {
        return Error { ErrorCode::Malformed,
            "The body has no list \"alerts\"; send Alertmanager's default webhook payload, version 4." };
    }
    if (!frame.version.empty() && frame.version != "4" && frame.version != "1") {
        return Error { ErrorCode::Malformed, "Webhook payloads of this version are not known; send version 4." };
    }
    for (Pending& one : pending) {
        const auto group = claim_of(frame.status, one.alert.mended);
        const Claim claim = group.ok() ? group.value() : Claim::None;
        add_report(delivery.batch, one.index, webhook_report(std::move(one.alert), claim, now));
    }
    return delivery;
}

}
