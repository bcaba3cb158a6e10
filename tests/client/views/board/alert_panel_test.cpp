// SPDX-License-Identifier: Apache-2.0
// What an alert in full shows of links and details, and the keys that open a link.
#include "client/views/board/alert_panel.h"

#include "tests/support/board_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::vector<std::string> named(const std::vector<AlertDetails::Pair>& pairs)
{
    std::vector<std::string> names;
    for (const AlertDetails::Pair& pair : pairs) {
        names.push_back(pair.name);
    }
    return names;
}

Alert linked_alert()
{
    Alert alert;
    alert.id = AlertId { "a1" };
    alert.annotations = { { "dashboard", "https://grafana.example.org/d/1" }, { "link", "https://example.org/ticket" },
        { "cut", "https://example.org/long…" }, { "summary", "see https://example.org" } };
    alert.links = { { "Our RUNBOOK", "https://wiki.example.org/disk" }, { "Ticket", "https://example.org/ticket" },
        { "generatorURL", "https://prometheus.example.org/graph" } };
    alert.details = { { "checks[10].name", "ten" }, { "checks[2].name", "two" },
        { "checks[2].url", "javascript:alert(1)" }, { "page", "https://example.org/page" }, { "check", "one" } };
    return alert;
}

TEST(AlertLinksTest, TheRunbookComesFirstAndEachAddressOnceByItsOwnName)
{
    const auto links = alert_links(linked_alert());
    EXPECT_EQ(
        named(links), (std::vector<std::string> { "Our RUNBOOK", "dashboard", "Ticket", "generatorURL", "page" }));
    EXPECT_EQ(links.front().value, "https://wiki.example.org/disk");
    EXPECT_TRUE(alert_links(Alert {}).empty());
}

TEST(AlertDetailsTest, AListStandsInItsOrder)
{
    const AlertDetails shown = alert_details(State {}, linked_alert(), Timestamp {}, SiteZone {});
    EXPECT_EQ(named(shown.details),
        (std::vector<std::string> { "check", "checks[2].name", "checks[2].url", "checks[10].name", "page" }));
}

TEST(AlertDetailsTest, OneThatIsUnknownSaysSinceWhen)
{
    State state;
    Source source { .id = SourceId { "prometheus" }, .lost = true };
    source.lost_since = Timestamp {} + std::chrono::minutes { 62 };
    state.sources.set(source.id, source);
    Alert alert = linked_alert();
    alert.source = source.id;
    const Timestamp now = *source.lost_since + std::chrono::seconds { 64 };
    EXPECT_EQ(alert_details(state, alert, now, SiteZone {}).unknown,
        "Unknown for 01:04: prometheus is silent since 01:02:00, so this may be over");
    alert.state = AlertState::Resolved;
    EXPECT_EQ(alert_details(state, alert, now, SiteZone {}).unknown, "") << "its end was heard";
}

TEST(AlertDetailsTest, TheSummaryAndTheLabelsThatTellMostComeFirst)
{
    Alert alert = linked_alert();
    alert.name = "Linked";
    alert.labels = { { "alertname", "Linked" }, { "app", "x" }, { "instance", "db1" }, { "service", "shop" } };
    AlertDetails shown = alert_details(State {}, alert, Timestamp {}, SiteZone {});
    EXPECT_EQ(named(shown.labels), (std::vector<std::string> { "service", "instance", "alertname", "app" }));
    EXPECT_EQ(shown.summary, "see https://example.org");
    EXPECT_FALSE(shown.ours);
    alert.source = SourceId { "watchfloor" };
    shown = alert_details(State {}, alert, Timestamp {}, SiteZone {});
    EXPECT_TRUE(shown.ours) << "monitoring did not say it";
}

class AlertPanelTest : public BoardViewTest {
protected:
    void fire_linked(const Labels& links)
    {
        AlertReport report;
        report.labels = { { "alertname", "Linked" }, { "service", "shop" }, { "severity", "critical" } };
        report.links = links;
        report.details = { { "pods[0].name", "checkout-7d9f" } };
        report.started_at = console_.room.now + std::chrono::seconds { 1 };
        console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
        draw();
    }

    void choose(std::string_view row)
    {
        for (int i = 0; i < 10 && chosen_row().find(row) == std::string::npos; ++i) {
            press_key(i < 5 ? ImGuiKey_UpArrow : ImGuiKey_DownArrow);
        }
        ASSERT_NE(chosen_row().find(row), std::string::npos) << chosen_row();
    }

    const Labels kLinks { { "dashboardURL", "https://grafana.example.org/d/1" },
        { "runbook", "https://wiki.example.org/disk" } };
};

TEST_F(AlertPanelTest, ShowsDetailsAndOpensLinksByDigitAndKey)
{
    fire_linked(kLinks);
    choose("Linked");
    press_key(ImGuiKey_Enter);
    ASSERT_NE(mirror().find(Role::Dialog, "Alert: Linked"), nullptr);
    EXPECT_TRUE(shows("pods[0].name"));
    EXPECT_TRUE(shows("checkout-7d9f"));
    EXPECT_TRUE(shows("As they were when the alert began"));
    EXPECT_TRUE(opened_.empty());
    press_key(ImGuiKey_2);
    EXPECT_EQ(opened_, (std::vector<std::string> { "https://grafana.example.org/d/1" }));
    press_key(ImGuiKey_O);
    EXPECT_EQ(opened_.back(), "https://wiki.example.org/disk");
    EXPECT_EQ(opened_.size(), 2U);
}

TEST_F(AlertPanelTest, TheRunbookHasAButtonBesideWhatElseIsDone)
{
    fire_linked(kLinks);
    choose("Linked");
    press_key(ImGuiKey_Enter);
    const MirrorItem* open = mirror().find(Role::Button, "Open the runbook");
    ASSERT_NE(open, nullptr);
    HeadlessUi::click(*open);
    draw();
    EXPECT_EQ(opened_, (std::vector<std::string> { "https://wiki.example.org/disk" }));
    EXPECT_NE(mirror().find(Role::Dialog, "Alert: Linked"), nullptr) << "it is still looked at";
}

TEST_F(AlertPanelTest, TheKeyboardBeginsOnWhatIsToBeDone)
{
    fire_linked(kLinks);
    choose("Linked");
    press_key(ImGuiKey_Enter);
    const auto focused = [] {
        const MirrorItem* item = mirror().find(mirror().focus());
        return item == nullptr ? std::string {} : item->label;
    };
    EXPECT_EQ(focused(), "Acknowledge");
    press_key(ImGuiKey_Escape);
    const Labels labels { { "alertname", "Linked" }, { "service", "shop" }, { "severity", "critical" } };
    console_.done(AcknowledgeAlert { alert_id("site", labels) }, console_.room.resolver);
    draw();
    choose("Linked");
    press_key(ImGuiKey_Enter);
    EXPECT_EQ(focused(), "Open the runbook");
}

TEST_F(AlertPanelTest, AnotherLinkIsNotCalledARunbookAndAnImageIsNamed)
{
    fire_linked({ { "imageURL", "https://grafana.example.org/render/1.png" } });
    choose("Linked");
    press_key(ImGuiKey_Enter);
    EXPECT_EQ(mirror().find(Role::Button, "Open the runbook"), nullptr);
    EXPECT_NE(mirror().find(Role::Button, "Open the first link"), nullptr);
    EXPECT_TRUE(shows("1   Image"));
}

TEST_F(AlertPanelTest, WhatItWasPartOfIsOneKeyAwayAndANewIncidentIsStillOffered)
{
    const LogIncident log { .title = "Shop is down", .alerts = { worst_ } };
    const IncidentId id { console_.room.when(log, console_.room.desk).value().created };
    console_.done(log, console_.room.desk);
    MoveIncident end { .incident = id, .to = IncidentState::Cancelled };
    end.note = "a false alarm";
    console_.done(end, console_.room.manager);
    draw();
    EXPECT_TRUE(shows("was part of " + id.text + ", cancelled 0 s ago"));
    choose("Down");
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(shows(tr(Text::AlertOfNoneNow, "was part of " + id.text)));
    EXPECT_NE(mirror().find(Role::Button, tr(Text::ButtonIncident)), nullptr);
    press_key(ImGuiMod_Shift | ImGuiKey_G);
    EXPECT_EQ(went_, std::vector<std::string> { "/incidents/" + id.text });
    press_key(ImGuiMod_Shift | ImGuiKey_G);
    EXPECT_EQ(went_.size(), 2U) << "from the board as well";
}

TEST_F(AlertPanelTest, ALinkIsARowThatTheKeyboardReaches)
{
    fire_linked(kLinks);
    choose("Linked");
    press_key(ImGuiKey_Enter);
    const auto focused = [] {
        const MirrorItem* item = mirror().find(mirror().focus());
        return item == nullptr ? std::string {} : item->label;
    };
    for (int tabs = 0; focused().find("dashboardURL") == std::string::npos && tabs < 30; ++tabs) {
        press_key(ImGuiKey_Tab);
    }
    ASSERT_NE(focused().find("dashboardURL"), std::string::npos) << focused();
    press_key(ImGuiKey_Enter);
    EXPECT_EQ(opened_, (std::vector<std::string> { "https://grafana.example.org/d/1" }));
}

TEST_F(AlertPanelTest, OneKeyOpensTheRunbookFromTheBoard)
{
    press_key(ImGuiKey_O);
    EXPECT_EQ(said_, "Choose an alert first: with the arrow keys or a click");
    choose("Down");
    press_key(ImGuiKey_O);
    EXPECT_EQ(said_, "Monitoring sent no link with this alert");
    EXPECT_TRUE(opened_.empty());
    fire_linked(kLinks);
    choose("Linked");
    press_key(ImGuiKey_O);
    EXPECT_EQ(opened_, (std::vector<std::string> { "https://wiki.example.org/disk" }));
    EXPECT_EQ(mirror().find(Role::Dialog, "Alert: Linked"), nullptr);
    EXPECT_TRUE(sent_.empty()) << "reading writes nothing";
}

}
}
