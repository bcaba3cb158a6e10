// SPDX-License-Identifier: Apache-2.0
// An incident proposes what fires on its services, and its log keeps the links in one line.
#include "client/views/batch.h"
#include "client/views/incidents/alert_proposal.h"
#include "shared/domain/commands/incidents/classification.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class AlertProposalTest : public IncidentViewTest {
protected:
    void gain_mail()
    {
        ClassifyIncident command;
        command.incident = id_;
        command.services = std::vector<ServiceId> { ServiceId { "shop" }, ServiceId { "mail" } };
        console_.done(command, console_.room.resolver);
        draw();
    }

    std::vector<const Send*> links() const
    {
        std::vector<const Send*> sends;
        for (const Intent& intent : intents_) {
            const auto* send = std::get_if<Send>(&intent);
            if (send != nullptr && send->path == "/api/v1/incidents/" + id_.text + "/alerts") {
                sends.push_back(send);
            }
        }
        return sends;
    }

    void click_button(std::string_view label)
    {
        const MirrorItem* button = mirror().find(Role::Button, label);
        ASSERT_NE(button, nullptr) << label;
        HeadlessUi::click(*button);
        draw();
    }
};

TEST_F(AlertProposalTest, AServiceThatIsGainedProposesItsAlertsAndAKeyLinksThem)
{
    console_.fire("Queue", "mail", "warning");
    const AlertId worst = console_.fire("Relay", "mail");
    draw();
    EXPECT_EQ(mirror().find(Role::Button, "Link them"), nullptr) << "not one of its services";
    gain_mail();
    EXPECT_TRUE(shows("2 alerts of mail are not linked"));
    press_key(ImGuiMod_Shift | ImGuiKey_L);
    ASSERT_EQ(links().size(), 2U);
    EXPECT_NE(links()[0]->body.find(worst.text), std::string::npos) << "the worst first";
    EXPECT_NE(links()[0]->batch, nullptr);
    EXPECT_FALSE(shows("are not linked"));
    links()[1]->done({ .status = 409 });
    draw();
    EXPECT_TRUE(shows("1 alert of mail is not linked")) << "what was refused is open again";
}

TEST_F(AlertProposalTest, NotNowHoldsForThoseAndNotForWhatFiresLater)
{
    console_.fire("Relay", "mail");
    gain_mail();
    click_button("Not now");
    EXPECT_TRUE(links().empty());
    EXPECT_FALSE(shows("not linked"));
    console_.fire("Queue", "mail");
    draw();
    EXPECT_TRUE(shows("1 alert of mail is not linked"));
    click_button("Link it");
    EXPECT_EQ(links().size(), 1U);
}

TEST_F(AlertProposalTest, WhatFiresAfterTheDeclarationIsProposedToo)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw();
    EXPECT_FALSE(shows("not linked")) << "declaring linked what fired";
    console_.fire("Checkout", "shop");
    draw();
    EXPECT_TRUE(shows("1 alert of shop is not linked"));
}

TEST_F(AlertProposalTest, NobodyIsAskedForWhatBelongsElsewhereOrIsNotTheirsToLink)
{
    const AlertId mail = console_.fire("Relay", "mail");
    console_.done(LogIncident { .title = "Mail", .alerts = { mail } }, console_.room.desk);
    gain_mail();
    EXPECT_FALSE(shows("not linked"));
    console_.fire("Queue", "mail");
    console_.open(console_.room.auditor);
    draw();
    EXPECT_FALSE(shows("not linked"));
}

TEST_F(AlertProposalTest, ServicesOfLinkedAlertsAreProposedAsAffectedAndAKeyAddsThem)
{
    console_.done(LinkAlert { id_, console_.fire("Relay", "mail") }, console_.room.resolver);
    console_.done(LinkAlert { id_, console_.fire("Odd", "nobody-knows") }, console_.room.resolver);
    draw();
    EXPECT_EQ(services_unsaid(console_.room.state, console_.room.incident(id_)),
        std::vector<ServiceId> { ServiceId { "mail" } });
    EXPECT_TRUE(shows("Linked alerts are of mail"));
    press_key(ImGuiMod_Shift | ImGuiKey_L);
    const auto command = asked<ClassifyIncident>("classification");
    ASSERT_TRUE(command.has_value());
    EXPECT_EQ(command->services, (std::vector<ServiceId> { ServiceId { "shop" }, ServiceId { "mail" } }));
    EXPECT_FALSE(shows("Linked alerts are of")) << "it is on its way";
    gain_mail();
    EXPECT_FALSE(shows("Linked alerts are of"));
}

TEST_F(AlertProposalTest, AServiceThatIsNotAddedIsAskedForOnce)
{
    console_.done(LinkAlert { id_, console_.fire("Relay", "mail") }, console_.room.resolver);
    draw();
    click_button("Not now");
    EXPECT_FALSE(shows("Linked alerts are of"));
    EXPECT_FALSE(asked<ClassifyIncident>("classification").has_value());
}

TEST_F(AlertProposalTest, LinksStandInOneLineThatOpensToTheList)
{
    for (const char* name : { "Queue", "Relay", "Spool" }) {
        console_.done(LinkAlert { id_, console_.fire(name, "mail") }, console_.room.resolver);
    }
    console_.open(console_.room.resolver);
    ImGui::GetIO().DisplaySize = { 1600, 1800 };
    draw(8);
    const auto row = [](std::string_view words) {
        return std::find_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find(words) != std::string::npos;
        });
    };
    const auto line = row("3 alerts linked");
    ASSERT_NE(line, mirror().items().end());
    EXPECT_NE(line->label.find("opens to the list"), std::string::npos) << line->label;
    EXPECT_EQ(row("Alert Queue belongs"), mirror().items().end());
    mirror().activate(line->id);
    draw(8);
    EXPECT_TRUE(row("3 alerts linked")->expanded);
    ASSERT_NE(row("Alert Queue belongs"), mirror().items().end());
    EXPECT_GT(row("3 alerts linked")->rect.height, 0) << "what was opened is in sight";
    mirror().activate(row("Alert Queue belongs")->id);
    draw(4);
    EXPECT_TRUE(row("Alert Queue belongs")->selected);
    mirror().activate(row("3 alerts linked")->id);
    draw(4);
    EXPECT_EQ(row("Alert Queue belongs"), mirror().items().end());
}

}
}
