// SPDX-License-Identifier: Apache-2.0
// Every alert of the batch is either a firing one with a lease or a resolved one, or is listed.
#include "shared/wire/intake/alertmanager_api.h"
#include "shared/wire/json/json_reader.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    constexpr Timestamp kNow { 1'767'322'800'000 };
    const auto batch = decode_api_alerts(input, kNow);
    if (!batch.ok()) {
        return;
    }
    VERIFY(batch.value().problems.size() <= kMaxProblems);
    for (const AlertReport& report : batch.value().alerts) {
        VERIFY(!report.labels.empty());
        VERIFY(report.started_at <= kNow);
        VERIFY(report.ended_at.has_value() != report.lease_until.has_value());
    }
    VERIFY(read_json(api_problems(batch.value())).ok());
}
