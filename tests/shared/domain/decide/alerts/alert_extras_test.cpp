// SPDX-License-Identifier: Apache-2.0
// Links and details: what monitoring says of an alert besides labels and annotations.
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/alert_search.h"
#include "shared/domain/visibility/visibility.h"
#include "tests/support/alert_reports.h"

namespace watchfloor {
namespace {

AlertReport with_value(Timestamp started, const std::string& value)
{
    AlertReport report = firing(started);
    report.details = { { "values.B", value } };
    report.links = { { "panelURL", "https://grafana.example.org/d/1?value=" + value } };
    return report;
}

TEST(AlertExtrasTest, AnAlertKeepsThem)
{
    Room room;
    room.done(delivery({ with_value(room.now, "95") }), kSystem);
    EXPECT_EQ(the_alert(room).details, (Labels { { "values.B", "95" } }));
    EXPECT_EQ(the_alert(room).links, (Labels { { "panelURL", "https://grafana.example.org/d/1?value=95" } }));
}

TEST(AlertExtrasTest, ARepeatWithOtherValuesWritesNothing)
{
    Room room;
    const Timestamp began = room.now;
    room.done(delivery({ with_value(began, "95") }), kSystem);
    room.pass(minutes { 1 });
    const Decision repeat = room.done(delivery({ with_value(began, "96"), firing(began) }), kSystem);
    EXPECT_TRUE(repeat.entries.empty());
    EXPECT_EQ(repeat.duplicates, 2);
    EXPECT_EQ(the_alert(room).details.at("values.B"), "95") << "of the time when it began";
}

TEST(AlertExtrasTest, AChangeOfItsTextLeavesThemAsTheyWere)
{
    Room room;
    const Timestamp began = room.now;
    room.done(delivery({ with_value(began, "95") }), kSystem);
    AlertReport changed = with_value(began, "96");
    changed.annotations = { { "summary", "96 %" } };
    EXPECT_EQ(kinds_of(room.done(delivery({ changed }), kSystem)), (Texts { "alert.changed" }));
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "96 %");
    EXPECT_EQ(the_alert(room).details.at("values.B"), "95");
    EXPECT_EQ(the_alert(room).links.at("panelURL"), "https://grafana.example.org/d/1?value=95");
}

TEST(AlertExtrasTest, AReturnBringsItsOwn)
{
    Room room;
    room.done(delivery({ with_value(room.now, "95") }), kSystem);
    room.pass(minutes { 1 });
    room.done(delivery({ resolved(room.now - minutes { 1 }, room.now) }), kSystem);
    EXPECT_EQ(the_alert(room).details.at("values.B"), "95") << "an end takes nothing away";
    room.pass(minutes { 1 });
    EXPECT_EQ(kinds_of(room.done(delivery({ with_value(room.now, "97") }), kSystem)), (Texts { "alert.fired" }));
    EXPECT_EQ(the_alert(room).details.at("values.B"), "97");
    EXPECT_EQ(the_alert(room).links.at("panelURL"), "https://grafana.example.org/d/1?value=97");
}

TEST(AlertExtrasTest, WhatComesLateDoesNotReplaceThem)
{
    Room room;
    room.pass(minutes { 10 });
    room.done(delivery({ with_value(minute(5), "95") }), kSystem);
    room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
    AlertReport late = with_value(minute(1), "7");
    late.lease_until = room.now + minutes { 5 };
    EXPECT_EQ(kinds_of(room.done(delivery({ late }), kSystem)), (Texts { "alert.fired" }));
    EXPECT_EQ(the_alert(room).details.at("values.B"), "95");
    EXPECT_EQ(the_alert(room).links.at("panelURL"), "https://grafana.example.org/d/1?value=95");
}

TEST(AlertExtrasTest, TheyAreReadableAndWithinTheirLimits)
{
    Room room;
    AlertReport report = firing(room.now);
    report.details = { { "a", std::string("x\x01y") } };
    room.done(delivery({ report }), kSystem);
    EXPECT_EQ(the_alert(room).details.at("a"), "x\uFFFDy");
    AlertReport detailed = report;
    detailed.details = { { "a", std::string(4'097, 'x') } };
    AlertReport linked = report;
    linked.links = { { "a", "https://example.org/" + std::string(4'096, 'x') } };
    for (const AlertReport& bad : { detailed, linked }) {
        EXPECT_FALSE(check_report(bad).ok());
    }
}

TEST(AlertExtrasTest, DetailsAreFoundAndSeenByTheStaffAlone)
{
    Room room;
    AlertReport report = firing(room.now);
    report.details = { { "pods[0].name", "checkout-7d9f" } };
    report.links = { { "panelURL", "https://grafana.example.org/d/1" } };
    room.done(delivery({ report }), kSystem);
    EXPECT_TRUE(alert_matches(room.state, the_alert(room), "CHECKOUT-7"));
    EXPECT_FALSE(alert_matches(room.state, the_alert(room), "checkout-8"));
    EXPECT_EQ(project(room.state, Visibility {}).alerts.find(kAlert)->links.size(), 1U);
    const State wall = project(room.state, Visibility { .wall = WallAudience::Room, .staff = false });
    ASSERT_NE(wall.alerts.find(kAlert), nullptr);
    EXPECT_TRUE(wall.alerts.find(kAlert)->details.empty());
    EXPECT_TRUE(wall.alerts.find(kAlert)->links.empty());
    // These are given no alert at all.
    for (const Visibility& viewer :
        { Visibility { .wall = WallAudience::Visitor, .staff = false }, Visibility { .staff = false } }) {
        EXPECT_EQ(project(room.state, viewer).alerts.find(kAlert), nullptr);
    }
}

}
}
