// SPDX-License-Identifier: Apache-2.0
#include "client/views/sources/sources_view.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr Timestamp kNow { 1'772'442'000'000 };

State with_sources(std::initializer_list<const char*> ids)
{
    State state;
    for (const char* id : ids) {
        Source source;
        source.id = SourceId { id };
        state.sources.set(source.id, source);
    }
    return state;
}

TEST(SourceRowsTest, AFailingSourceStandsFirstWithItsReason)
{
    SourceCounts healthy;
    healthy.source = SourceId { "alertmanager" };
    healthy.last_delivery_at = kNow;
    SourceCounts failing = healthy;
    failing.source = SourceId { "prometheus-pull" };
    failing.failure = "No answer from http://db:9090.";
    failing.failing_since = kNow - std::chrono::minutes { 3 };
    const auto rows = source_rows(with_sources({ "alertmanager", "prometheus-pull" }), { healthy, failing }, kNow);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].name, "prometheus-pull");
    EXPECT_EQ(rows[0].severity, Severity::Major);
    EXPECT_EQ(rows[0].state, "failing for 03:00");
    EXPECT_EQ(rows[0].failure, failing.failure);
    EXPECT_EQ(rows[1].severity, Severity::Normal);
    EXPECT_EQ(rows[1].failure, "");
}

}
}
