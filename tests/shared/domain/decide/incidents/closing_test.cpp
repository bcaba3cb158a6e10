// SPDX-License-Identifier: Apache-2.0
// What must be done before an incident is closed, and by whom.
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/all_clear.h"
#include "tests/support/domain_fixture.h"

#include <algorithm>

namespace watchfloor {
namespace {

class ClosingTest : public testing::Test {
protected:
    ClosingTest() { lead_.roles.push_back(SystemRole::IncidentManager); }

    MoveDuty hand_over(DutyRequest act, const UserId& to = {}) const
    {
        return { .incident = id_, .act = act, .duty = Duty::IncidentCommander, .user = to, .reason = "My shift ends." };
    }

    void resolve(const Actor& by)
    {
        room_.done(room_.resolution(id_), by);
        room_.done(DecideMajor { .incident = id_, .act = MajorAct::StandDown, .reason = "Over." }, by);
        room_.state.incidents.update(id_, [](Incident& incident) { incident.fill_later.clear(); });
    }

    MoveIncident closing() const
    {
        return { .incident = id_, .to = IncidentState::Closed, .note = "Reviewed.", .user_confirmed = true };
    }

    Room room_ {};
    Actor lead_ = room_.resolver;
    IncidentId id_ = room_.declared();
};

TEST_F(ClosingTest, AfterAHandoverTheOtherCommanderCloses)
{
    const Actor taker = room_.manager;
    room_.pass(minutes { 5 });
    room_.done(hand_over(DutyRequest::Offer, taker.user), lead_);
    room_.done(hand_over(DutyRequest::Accept), taker);
    room_.pass(minutes { 5 });
    resolve(taker);
    EXPECT_EQ(room_.refused(closing(), taker).code, ErrorCode::Forbidden) << "they answered for the resolution";
    room_.done(closing(), lead_);
    EXPECT_EQ(room_.incident(id_).state, IncidentState::Closed);
}

TEST_F(ClosingTest, WhoNamesAnotherAfterTheResolutionDoesNotCloseTheirOwnWork)
{
    resolve(lead_);
    room_.pass(minutes { 5 });
    MoveDuty passed_on = hand_over(DutyRequest::Assign, room_.manager.user);
    room_.done(passed_on, lead_);
    EXPECT_EQ(room_.refused(closing(), lead_).code, ErrorCode::Forbidden);
    EXPECT_EQ(room_.refused(closing(), room_.manager).code, ErrorCode::Forbidden);
    room_.done(closing(), actor("third", { SystemRole::IncidentManager }));
}

TEST_F(ClosingTest, NobodyGivesUpCommandToCloseTheirOwnWork)
{
    resolve(lead_);
    EXPECT_EQ(room_.refused(hand_over(DutyRequest::Release), lead_).code, ErrorCode::Conflict);
}

TEST_F(ClosingTest, NorPassesItOnWhereNobodyElseNamesThem)
{
    room_.state.incidents.update(id_, [&](Incident& incident) { incident.owner = room_.desk.user; });
    room_.done(hand_over(DutyRequest::Offer, room_.manager.user), lead_);
    room_.pass(minutes { 5 });
    resolve(lead_);
    room_.pass(minutes { 5 });
    EXPECT_EQ(room_.refused(hand_over(DutyRequest::Accept), room_.manager).code, ErrorCode::Conflict);
    EXPECT_EQ(room_.refused(hand_over(DutyRequest::Take), room_.manager).code, ErrorCode::Conflict);
    for (const DutyRequest act : { DutyRequest::Assign, DutyRequest::Offer }) {
        EXPECT_EQ(room_.refused(hand_over(act, room_.manager.user), lead_).code, ErrorCode::Conflict);
    }
    EXPECT_EQ(room_.refused(closing(), lead_).code, ErrorCode::Forbidden);
    room_.done(closing(), room_.manager);
}

TEST_F(ClosingTest, WhoResolvesWhatIsReviewedNamesNobodyElseAsItsOwner)
{
    const auto begun = [&](Level urgency) {
        LogIncident asked { .title = "Shop is down", .services = { ServiceId { "shop" } } };
        asked.impact = Level::High;
        asked.urgency = urgency;
        const IncidentId id { room_.done(asked, room_.desk).created };
        room_.done(MoveIncident { .incident = id, .to = IncidentState::Investigating }, lead_);
        return id;
    };
    const auto resolved_for = [&](const IncidentId& id, const UserId& owner) {
        MoveIncident resolved = room_.resolution(id);
        resolved.owner = owner;
        return resolved;
    };
    const IncidentId reviewed = begun(Level::High);
    EXPECT_EQ(room_.refused(resolved_for(reviewed, room_.manager.user), lead_).code, ErrorCode::Conflict);
    room_.done(resolved_for(reviewed, lead_.user), lead_);
    EXPECT_EQ(room_.incident(reviewed).state, IncidentState::InReview);
    const IncidentId other = begun(Level::Low);
    room_.done(resolved_for(other, room_.manager.user), lead_);
    EXPECT_EQ(room_.incident(other).owner, room_.manager.user);
}

TEST_F(ClosingTest, AnOpenTaskIsDoneOrCancelledFirst)
{
    const std::string left { room_.done(SetTask { .incident = id_, .title = "Write the customers" }, lead_).created };
    const std::string done { room_.done(SetTask { .incident = id_, .title = "Swap the disk" }, lead_).created };
    room_.done(SetTask { .incident = id_, .task = TaskId { done }, .state = TaskState::Done }, lead_);
    resolve(lead_);
    EXPECT_EQ(room_.refused(closing(), room_.manager).missing, (Texts { "task " + left }));
    room_.done(SetTask { .incident = id_, .task = TaskId { left }, .state = TaskState::Cancelled }, lead_);
    room_.done(closing(), room_.manager);
}

TEST_F(ClosingTest, CustomersWhoWereToldHearThatItIsOver)
{
    const auto tell = [&](const char* text) {
        return PublishUpdate {
            .incident = id_, .audience = UpdateAudience::Customers, .text = text, .reason = "Nobody else is here."
        };
    };
    room_.done(tell("Some orders fail."), lead_);
    EXPECT_EQ(all_clear_owed(room_.incident(id_)), nullptr) << "it is not over";
    room_.pass(minutes { 5 });
    resolve(lead_);
    ASSERT_NE(all_clear_owed(room_.incident(id_)), nullptr);
    EXPECT_EQ(room_.refused(closing(), room_.manager).missing, (Texts { "all_clear" }));
    room_.done(tell("Orders work again."), lead_);
    EXPECT_EQ(all_clear_owed(room_.incident(id_)), nullptr);
    room_.done(closing(), room_.manager);
}

TEST_F(ClosingTest, WhoeverWasToldNothingNeedsNoAllClear)
{
    room_.done(PublishUpdate { .incident = id_, .text = "We look into it." }, lead_);
    room_.pass(minutes { 5 });
    resolve(lead_);
    EXPECT_EQ(all_clear_owed(room_.incident(id_)), nullptr);
    room_.done(closing(), room_.manager);
}

}
}
