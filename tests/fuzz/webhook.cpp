// SPDX-License-Identifier: Apache-2.0
// Whatever a webhook delivers, reports have labels, times in order and nothing in the future.
#include "shared/domain/entities/alerts.h"
#include "shared/wire/intake/alertmanager_webhook.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    constexpr Timestamp kNow { 1'767'322'800'000 };
    const auto delivery = decode_webhook(input, kNow);
    if (!delivery.ok()) {
        return;
    }
    VERIFY(delivery.value().frame.truncated_alerts >= 0);
    for (const AlertReport& report : delivery.value().batch.alerts) {
        VERIFY(!report.labels.empty());
        VERIFY(report.started_at <= kNow);
        VERIFY(report.details.size() <= kMaxAlertDetails && report.links.size() <= kMaxAlertLinks);
        VERIFY(!report.ended_at || (report.started_at <= *report.ended_at && *report.ended_at <= kNow));
    }
}
