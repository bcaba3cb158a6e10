// SPDX-License-Identifier: Apache-2.0
// Answers to events are JSON whatever was sent.
#include "shared/domain/entities/alerts.h"
#include "shared/wire/intake/pagerduty_events.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    constexpr Timestamp kNow { 1'767'322'800'000 };
    const auto event = decode_pagerduty_event(input, kNow);
    const std::string answer = event.ok() ? pagerduty_accepted(event.value()) : pagerduty_refused(event.error());
    VERIFY(read_json(answer, kPagerDutyLimits).ok());
    VERIFY(!event.ok() || !event.value().dedup_key.empty());
    VERIFY(!event.ok() || event.value().report.details.size() <= kMaxAlertDetails);
    VERIFY(!event.ok() || event.value().report.links.size() <= kMaxAlertLinks);
    const auto change = decode_pagerduty_change(input, kNow);
    VERIFY(!change.ok() || !change.value().change.summary.empty());
}
