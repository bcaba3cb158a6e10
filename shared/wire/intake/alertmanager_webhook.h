// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/intake/alert_stream.h"

namespace watchfloor {

// A delivery of Alertmanager's webhook (version 4; Grafana's 1 has the same shape).
struct WebhookDelivery {
    DeliveryFrame frame {}; // truncated_alerts > 0: alerts exist that were never sent
    AlertBatch batch {};
};

// Each alert's own status counts, not the group's: a firing group holds resolved alerts too. Where an
// alert has none, endsAt decides, then the group. A firing alert has no lease here (Alertmanager
// repeats after hours), a resolved one without endsAt ended now, a missing startsAt becomes endsAt or
// now, and no time lies after now. Invalid alerts are listed, the others kept. The error is for a body that is no delivery at all.
Result<WebhookDelivery> decode_webhook(std::string_view body, Timestamp now);

}
