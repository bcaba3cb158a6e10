// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands/alerts.h"
#include "shared/domain/labels.h"
#include "shared/wire/intake/report_extras.h"
#include "shared/wire/json/json_reader.h"

#include <functional>

namespace watchfloor {

// Limits on deliveries of alerts: a larger one is refused with 413 and counted as loss.
inline constexpr JsonLimits kDeliveryLimits {
    .max_bytes = 64 * 1024 * 1024, .max_string = 1024 * 1024, .max_items = 64 * 1024 * 1024
};

// Alerts of one delivery, taken or not: each costs more memory than the fewest bytes that spell one.
inline constexpr std::size_t kMaxDelivered = 150'000;

// One alert as Alertmanager's webhook and API both spell it, not judged yet. Fields that are not
// listed here are passed over: payloads are reshaped by their users.
struct ApiAlert {
    Labels labels {};
    Labels annotations {};
    std::string status {};    // webhook only: firing, resolved
    std::string starts_at {}; // the digits of a number also
    std::string ends_at {};
    std::string problem {}; // why it cannot be taken, such as a label that is a list; or empty
    std::string mended {};  // what was not as it should be and still means one thing only; or empty
    ReportExtras extras {}; // links, Grafana's also, Grafana's values, and annotations that are no text
};

// What a delivery says besides its alerts. Empty for the API's bare array.
struct DeliveryFrame {
    std::string version {};
    std::string status {};
    std::string receiver {};
    std::string group_key {};
    std::string external_url {};
    std::int64_t truncated_alerts = 0;
    bool has_alerts = false; // "alerts" was there and a list
};

// May move from what it needs: the rest is used again for the next alert.
using TakeAlert = std::function<void(ApiAlert&&)>;

// Reads `[alert, …]`, handing over each alert as it ends, so that the memory needed does not grow with
// the body. After an error, drop what was handed over; of a large body that is refused nothing is, so
// that it costs no memory but its own.
Result<void> for_each_alert(std::string_view body, const TakeAlert& take);

// The same for `{"alerts":[alert, …], …}`.
Result<DeliveryFrame> for_each_delivered_alert(std::string_view body, const TakeAlert& take);

// Alerts of one delivery: those that can be taken, and why the others cannot.
struct AlertBatch {
    std::vector<AlertReport> alerts {};
    std::int64_t invalid = 0;
    std::int64_t mended = 0;              // of the alerts taken, those that say so under kMended
    std::vector<std::string> problems {}; // of the first kMaxProblems invalid ones
};
inline constexpr std::size_t kMaxProblems = 20;

// The annotation that says what was mended on an alert, and the detail that does so for links and details.
inline constexpr std::string_view kMended = "mended";

// The annotation that leads to where the sender shows the alert.
inline constexpr std::string_view kLink = "link";

// The text, or as much of it as fits with the sign of the cut.
std::string cut_to_bytes(std::string_view text, std::size_t bytes);

// Adds to what was mended; only so much of it is kept.
void note_mended(std::string& mended, std::string_view what);

// Adds the report, or counts why there is none. `index` counts the delivery's alerts from 0.
void add_report(AlertBatch& batch, std::size_t index, Result<AlertReport> report);

// Says which alerts of the batch are not stored, and why; for a batch with invalid ones.
Error not_all_taken(const AlertBatch& batch);

// Takes out empty labels and cuts what is too long or too much (an alert must not be lost for its prose): it is
// known by the whole all the same, and says what was mended. Label names are any UTF-8 without control
// characters, as Prometheus 3 and Alertmanager since 0.27 take them.
Result<AlertReport> checked_report(ApiAlert&& alert);

// In lower case and without blanks around it.
std::string plain_word_of(std::string_view text);

}
