// SPDX-License-Identifier: Apache-2.0
// What visitors read of what was published, on a wall's screen.
#include "client/views/walls/published_lines.h"
#include "tests/support/wall_on_screen.h"

namespace watchfloor {
namespace {

class PublishedOnWallTest : public WallOnScreen {
protected:
    PublishedOnWallTest()
    {
        Service shop = *console_.room.state.services.find(ServiceId { "shop" });
        shop.public_name = "Online shop";
        console_.done(SetService { shop }, kSystem);
        console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.manager);
    }

    void publish(const IncidentId& id, const std::string& text)
    {
        console_.done(
            PublishUpdate { .incident = id, .audience = UpdateAudience::Customers, .text = text, .reason = "first" },
            console_.room.manager);
    }

    // Another one, about mail.
    IncidentId log_another()
    {
        const LogIncident log { .title = "Mail is slow", .services = { ServiceId { "mail" } } };
        const IncidentId id { console_.room.when(log, console_.room.desk).value().created };
        console_.done(log, console_.room.desk);
        return id;
    }

    void close(const IncidentId& id)
    {
        Incident incident = *console_.room.state.incidents.find(id);
        incident.state = IncidentState::Closed;
        incident.restored_at = console_.room.now;
        incident.closed_at = console_.room.now;
        console_.room.state.incidents.set(id, incident);
    }
};

TEST_F(PublishedOnWallTest, VisitorsReadAlsoWhatIsNoMajor)
{
    publish(log_incident(), "Paying takes longer than usual.");
    arrive("/wall");
    EXPECT_TRUE(on_page(Text::WallPagePublished));
    EXPECT_EQ(shown("Paying takes longer than usual."), 1);
    EXPECT_GE(shown("Online shop"), 1);
    EXPECT_GE(shown("announced "), 1);
    EXPECT_EQ(shown(tr(Text::WallNoneAnnounced)), 0) << "something is";
    for (const char* ours : { "INC-", "Shop is down", "Down" }) {
        EXPECT_EQ(shown(ours), 0) << ours;
    }
}

TEST_F(PublishedOnWallTest, AndThatItIsOver)
{
    const IncidentId id = log_incident();
    publish(id, "Paying works again.");
    close(id);
    publish(log_another(), "Mail is late.");
    arrive("/wall");
    EXPECT_EQ(shown("Paying works again."), 1);
    EXPECT_GE(shown("over since "), 1);
    ASSERT_NE(found("Mail is late."), nullptr);
    EXPECT_LT(found("Mail is late.")->rect.y, found("Paying works again.")->rect.y) << "what goes on stands first";
    console_.room.pass(hours { 8 * 24 });
    load();
    EXPECT_EQ(shown("Paying works again."), 0);
}

TEST_F(PublishedOnWallTest, BelowADeclaredMajorWhichIsSaidOnce)
{
    publish(declare_major(), "Paying fails.");
    publish(log_another(), "Mail is late.");
    arrive("/wall");
    EXPECT_EQ(shown("Paying fails."), 1);
    EXPECT_EQ(shown("Mail is late."), 1);
    EXPECT_GE(shown("SEV1"), 1);
    EXPECT_EQ(shown("announced "), 2) << "each says when";
}

// A wall that a person opened holds all that the person may see.
TEST_F(PublishedOnWallTest, NothingOfWhatIsRestrictedOrUnfitForAWall)
{
    const IncidentId id = declare_major();
    publish(id, "Told before.");
    Incident incident = *console_.room.state.incidents.find(id);
    incident.restricted = true;
    incident.members = { console_.room.manager.user };
    console_.room.state.incidents.set(id, incident);
    publish(log_another(), "10.11.12.13 does not answer.");
    arrive("/wall");
    for (const char* words : { "Told before.", "SEV1", "10.11.12.13" }) {
        EXPECT_EQ(shown(words), 0) << words;
    }
    EXPECT_EQ(shown(tr(Text::WallPublishedElsewhere)), 1);
}

TEST_F(PublishedOnWallTest, TheRoomReadsTheRoomsOwn)
{
    publish(log_incident(), "Paying takes longer than usual.");
    console_.done(SwitchWalls { WallAudience::Room }, console_.room.manager);
    arrive("/wall");
    EXPECT_FALSE(on_page(Text::WallPagePublished));
    EXPECT_EQ(shown("Paying takes longer than usual."), 0);
}

}
}
