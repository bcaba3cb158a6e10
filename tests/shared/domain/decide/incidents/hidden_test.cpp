// SPDX-License-Identifier: Apache-2.0
// What a refusal may tell of a restricted incident to whom it is not for: nothing.
#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class HiddenTest : public testing::Test {
protected:
    HiddenTest()
    {
        AlertReport report;
        report.labels = { { "alertname", "DiskFull" }, { "service", "shop" } };
        report.started_at = room_.now;
        room_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
        alert_ = alert_id("site", report.labels);
        secret_ = IncidentId {
            room_.done(LogIncident { .title = "Leak", .restricted = true, .alerts = { alert_ } }, room_.manager).created
        };
        room_.done(
            DecideMajor {
                .incident = secret_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1, .bridge = kUsed },
            room_.manager);
        open_ = room_.log_incident();
    }

    // The refusals of what a restricted incident has and of what does not exist, but for the id that was named.
    void expect_alike(Error hidden, const std::string& id, Error missing, const std::string& none) const
    {
        EXPECT_EQ(hidden.code, missing.code);
        const auto nameless = [](std::string text, const std::string& name) {
            const auto at = text.find(name);
            return at == std::string::npos ? text : text.replace(at, name.size(), "N");
        };
        EXPECT_EQ(nameless(hidden.message, id), nameless(missing.message, none));
    }

    static inline const BridgeId kUsed { "bridge-1" };
    static inline const BridgeId kNone { "bridge-9" };
    Room room_ {};
    AlertId alert_ {};
    IncidentId secret_ {};
    IncidentId open_ {};
};

TEST_F(HiddenTest, AnAlertItHoldsIsRefusedLikeOneThatDoesNotExist)
{
    const AlertId none { "a0000000000000000" };
    const auto link = [&](const AlertId& alert) {
        return room_.refused(LinkAlert { .incident = open_, .alert = alert }, room_.resolver);
    };
    expect_alike(link(alert_), alert_.text, link(none), none.text);
    const auto log = [&](const AlertId& alert) {
        return room_.refused(LogIncident { .title = "x", .alerts = { alert } }, room_.resolver);
    };
    expect_alike(log(alert_), alert_.text, log(none), none.text);
    const Error told = room_.refused(LinkAlert { .incident = open_, .alert = alert_ }, room_.manager);
    EXPECT_NE(told.message.find(secret_.text), std::string::npos) << "a member is told where it is";
}

TEST_F(HiddenTest, ABridgeItUsesIsRefusedLikeOneThatDoesNotExist)
{
    const auto declare = [&](const BridgeId& bridge) {
        return DecideMajor {
            .incident = open_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1, .bridge = bridge
        };
    };
    ASSERT_EQ(room_.state.bridges.find(kUsed)->in_use_by, secret_);
    expect_alike(room_.refused(declare(kUsed), room_.resolver), kUsed.text,
        room_.refused(declare(kNone), room_.resolver), kNone.text);
    // Nor does whoever may see it learn more by a refusal, and what is taken before all eyes is refused alike.
    expect_alike(room_.refused(declare(kUsed), room_.manager), kUsed.text,
        room_.refused(declare(kUsed), room_.resolver), kUsed.text);
    room_.done(declare({}), room_.resolver);
    EXPECT_EQ(room_.incident(open_).bridge, BridgeId { "bridge-2" });
}

// Alerts come to what is being worked on.
TEST_F(HiddenTest, AClosedIncidentTakesNoAlert)
{
    room_.state.incidents.update(open_, [](Incident& incident) { incident.state = IncidentState::Closed; });
    const Error error = room_.refused(LinkAlert { .incident = open_, .alert = alert_ }, room_.manager);
    EXPECT_EQ(error.code, ErrorCode::Conflict);
    EXPECT_NE(error.message.find("log a new incident"), std::string::npos) << error.message;
}

}
}
