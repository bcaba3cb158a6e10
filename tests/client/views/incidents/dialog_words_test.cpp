// SPDX-License-Identifier: Apache-2.0
// A dialog says what becomes of what it acts on, and for whom, before it is confirmed.
#include "shared/domain/decision/decision.h"
#include "tests/support/incident_on_screen.h"

namespace watchfloor {
namespace {

class DialogWordsTest : public IncidentViewTest {
protected:
    void open(Action action, const Actor& person)
    {
        console_.open(person);
        draw(6);
        press(action);
        draw(6);
        ASSERT_TRUE(dialog_open());
    }

    void declare()
    {
        console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 },
            console_.room.resolver);
    }
};

TEST_F(DialogWordsTest, StandingDownSaysWhatEndsWhatHoldsAgainAndWhatCustomersLastRead)
{
    declare();
    console_.done(PublishUpdate { .incident = id_,
                      .audience = UpdateAudience::Customers,
                      .text = "The shop is closed",
                      .reason = "Nobody else is here." },
        console_.room.resolver);
    open(Action::MajorState, console_.room.resolver);
    const std::string priority(to_string(console_.room.incident(id_).priority));
    EXPECT_TRUE(shows(tr(Text::MeansStandDown, priority)));
    EXPECT_TRUE(shows(tr(Text::MeansStandDownTold, "09:00", "The shop is closed")));
}

TEST_F(DialogWordsTest, StandingDownWhatIsResolvedPromisesNoTargets)
{
    declare();
    console_.room.pass(minutes { 8 });
    console_.done(console_.room.resolution(id_), console_.room.resolver);
    open(Action::MajorState, console_.room.manager);
    EXPECT_FALSE(shows("hold again"));
    EXPECT_TRUE(shows("It stays "));
    EXPECT_FALSE(shows("Customers are told nothing")) << "they never heard of it";
}

TEST_F(DialogWordsTest, ProposingRejectingAndRatifyingSayWhatChangesAndWhatDoesNot)
{
    open(Action::MajorState, console_.room.resolver);
    EXPECT_TRUE(shows(tr(Text::MeansPropose)));
    press_key(ImGuiKey_Escape);
    ASSERT_FALSE(dialog_open());
    console_.done(
        DecideMajor { .incident = id_, .act = MajorAct::Propose, .criterion = "many calls" }, console_.room.resolver);
    open(Action::MajorState, console_.room.manager);
    EXPECT_TRUE(shows(tr(Text::MeansReject, to_string(console_.room.incident(id_).priority))));
    press_key(ImGuiKey_Escape);
    declare();
    open(Action::Ratify, console_.room.manager);
    EXPECT_TRUE(shows(tr(Text::MeansRatify, "resolver")));
}

TEST_F(DialogWordsTest, RestrictingNamesWhoLosesSightOfIt)
{
    open(Action::Restrict, console_.room.manager);
    EXPECT_TRUE(shows("people will see it."));
    const auto names = [](std::string_view begin, std::string_view name) {
        return std::any_of(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.label.starts_with(begin) && item.label.find(name) != std::string::npos;
        });
    };
    EXPECT_TRUE(names("No longer: ", "colleague"));
    EXPECT_FALSE(names("No longer: ", "manager")) << "who restricts it stays";
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    auto set = asked<SetMembers>("members");
    ASSERT_TRUE(set.has_value());
    set->incident = id_;
    console_.done(*set, console_.room.manager);
    open(Action::Restrict, console_.room.manager);
    EXPECT_FALSE(names("No longer: ", "")) << "nothing changes yet";
    EXPECT_FALSE(names("Newly: ", ""));
}

TEST_F(DialogWordsTest, ClassifyingSaysWhatWouldDiffer)
{
    open(Action::Classify, console_.room.resolver);
    EXPECT_TRUE(shows(tr(Text::ClassifySame)));
    const std::string before = console_.room.incident(id_).category;
    type("net");
    const MirrorItem* field = mirror().find(Role::TextField, tr(Text::FieldCategory));
    ASSERT_NE(field, nullptr);
    EXPECT_FALSE(shows(tr(Text::ClassifySame)));
    const std::string was = before.empty() ? std::string(tr(Text::ClassifyNone)) : before;
    EXPECT_TRUE(shows(tr(Text::ClassifyChange, tr(Text::FieldCategory), was, field->value)));
}

TEST_F(DialogWordsTest, AnUpdateSaysWhoReadsItAndWhetherItCanBeTakenBack)
{
    open(Action::Update, console_.room.resolver);
    EXPECT_TRUE(shows(tr(Text::UpdateToStaff, id_.text)));
    const MirrorItem* tab = mirror().find(Role::Tab, tr(Text::AudienceCustomers));
    ASSERT_NE(tab, nullptr);
    HeadlessUi::click(*tab);
    draw(6);
    EXPECT_TRUE(shows(tr(Text::UpdateToCustomers)));
    EXPECT_FALSE(shows(tr(Text::UpdateToStaff, id_.text)));
}

TEST_F(DialogWordsTest, OfARestrictedIncidentAnUpdateSaysThatItStaysInside)
{
    console_.done(SetMembers { .incident = id_,
                      .restricted = true,
                      .members = { console_.room.manager.user, console_.room.resolver.user } },
        console_.room.manager);
    open(Action::Update, console_.room.resolver);
    EXPECT_TRUE(shows(tr(Text::UpdateClosed, id_.text)));
}

}
}
