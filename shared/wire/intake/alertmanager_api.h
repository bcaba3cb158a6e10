// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"
#include "shared/wire/intake/alert_stream.h"

#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// How long an alert without endsAt fires after its last report, as Alertmanager's resolve_timeout.
inline constexpr Millis kResolveTimeout = std::chrono::minutes { 5 };

// POST /api/v2/alerts as Alertmanager judges it: a missing startsAt becomes endsAt or now, a missing
// endsAt now + resolve_timeout; endsAt after now is a lease, otherwise a resolve; a start in the future
// becomes now; labels without a value don't count. Invalid alerts are listed, the others kept: store those, then answer 400 with
// api_problems() if there are invalid ones. The error is for a body that is no list of alerts.
Result<AlertBatch> decode_api_alerts(std::string_view body, Timestamp now, Millis resolve_timeout = kResolveTimeout);

// The body of that 400: a JSON string, as Alertmanager sends it.
std::string api_problems(const AlertBatch& batch);

// Whom alerts go to, in the eyes of Alertmanager's clients.
inline constexpr std::string_view kApiReceiver = "watchfloor";

// A firing alert as GET /api/v2/alerts shows it: until when it fires without being sent again.
struct ApiAlertShown {
    const Alert* alert = nullptr;
    Timestamp ends_at {};
};

// The body of GET /api/v2/alerts, by fingerprint; muted alerts are "suppressed". Its clients expect all of them at once,
// so it is made piece by piece. The alerts outlive it.
class ApiAlertsJson {
public:
    ApiAlertsJson(const std::vector<ApiAlertShown>& alerts, Timestamp updated_at);

    // Appends alerts until that is `bytes` long, the last time also the end; false once that was it.
    bool append(std::string& out, std::size_t bytes);

private:
    std::vector<std::pair<std::string, ApiAlertShown>> by_fingerprint_;
    Timestamp updated_at_;
    std::size_t next_ = 0;
};

// All of it.
std::string api_alerts_to_json(const std::vector<ApiAlertShown>& alerts, Timestamp updated_at);

struct ApiStatus {
    std::string_view version {};
    Timestamp up_since {};
};

// The body of GET /api/v2/status. There is no cluster; the configuration is the smallest one that Alertmanager's clients
// can read, with the receiver there is.
std::string api_status_to_json(const ApiStatus& status);

// Prometheus's fingerprint of a label set: 16 hexadecimal digits (prometheus/common, model.Fingerprint).
std::string label_fingerprint(const Labels& labels);

}
