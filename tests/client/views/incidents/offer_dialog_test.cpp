// SPDX-License-Identifier: Apache-2.0
// An update for customers is offered to somebody who may release it, and released by them.
#include "shared/domain/decision/decision.h"
#include "tests/support/incident_on_screen.h"

namespace watchfloor {
namespace {

class OfferDialogTest : public IncidentViewTest {
protected:
    OfferDialogTest()
    {
        console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 },
            console_.room.resolver);
    }

    void open_as(const Actor& person)
    {
        console_.open(person);
        draw(6);
        press_key(ImGuiMod_Shift | ImGuiKey_U);
        draw(6);
        ASSERT_TRUE(dialog_open());
    }

    void click(Role role, std::string_view name)
    {
        const MirrorItem* item = mirror().find(role, name);
        ASSERT_NE(item, nullptr) << name;
        const MirrorItem there = *item;
        HeadlessUi::click(there);
        draw(6);
    }

    void offered()
    {
        console_.done(OfferUpdate { id_, UpdateAudience::Customers, console_.room.manager.user, "The shop is down." },
            console_.room.resolver);
    }

    static std::string words()
    {
        const MirrorItem* field = mirror().find(Role::TextArea, tr(Text::FieldUpdate));
        return field == nullptr ? std::string() : field->value;
    }
};

TEST_F(OfferDialogTest, WhoWritesForCustomersAsksWhoMayReleaseIt)
{
    open_as(console_.room.resolver);
    click(Role::Tab, tr(Text::AudienceCustomers));
    click(Role::Button, tr(Text::UpdateAsk));
    const auto offer = asked<OfferUpdate>("offers");
    ASSERT_TRUE(offer.has_value());
    EXPECT_EQ(offer->audience, UpdateAudience::Customers);
    EXPECT_EQ(offer->user, console_.room.manager.user) << "nobody else has a voice in it";
    EXPECT_EQ(offer->text, words());
    EXPECT_FALSE(asked<PublishUpdate>("updates").has_value());
    offered();
    draw(6);
    EXPECT_TRUE(shows(tr(Text::UpdateOfferedTo, "manager", "09:00", "The shop is down.")));
    EXPECT_NE(mirror().find(Role::Button, tr(Text::UpdateTakeBack)), nullptr);
}

TEST_F(OfferDialogTest, WhoIsAskedReadsTheWordsAndReleasesThemWithoutAReason)
{
    offered();
    console_.open(console_.room.manager);
    draw(6);
    click(Role::Button, tr(Text::CallRead));
    ASSERT_TRUE(dialog_open());
    EXPECT_EQ(words(), "The shop is down.");
    EXPECT_TRUE(shows(tr(Text::UpdateOfferedBy, "resolver")));
    EXPECT_EQ(mirror().find(Role::TextField, tr(Text::FieldReason)), nullptr) << "two have read it";
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    draw(6);
    const auto release = asked<PublishUpdate>("updates");
    ASSERT_TRUE(release.has_value());
    EXPECT_EQ(release->audience, UpdateAudience::Customers);
    EXPECT_EQ(release->text, "The shop is down.");
    EXPECT_EQ(release->reason, "");
}

TEST_F(OfferDialogTest, WhoIsAskedCanDeclineAndNobodyElseIsLedToIt)
{
    offered();
    console_.open(console_.room.colleague);
    draw(6);
    EXPECT_EQ(mirror().find(Role::Button, tr(Text::CallRead)), nullptr);
    open_as(console_.room.manager);
    click(Role::Button, tr(Text::CallDecline));
    const auto over = asked<OfferUpdate>("offers");
    ASSERT_TRUE(over.has_value());
    EXPECT_TRUE(over->user.empty());
    EXPECT_EQ(over->audience, UpdateAudience::Customers);
}

}
}
