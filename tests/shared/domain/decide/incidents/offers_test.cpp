// SPDX-License-Identifier: Apache-2.0
// What leaves the house with the eyes of two: one offers it, another releases the very words.
#include "shared/domain/commands/incidents/updates.h"
#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

OfferUpdate offer_of(const IncidentId& id, const UserId& to)
{
    return { .incident = id, .audience = UpdateAudience::Customers, .user = to, .text = "The shop is down." };
}

PublishUpdate release_of(const IncidentId& id)
{
    return { .incident = id, .audience = UpdateAudience::Customers, .text = "The shop is down." };
}

TEST(OfferUpdateTest, WhoWasAskedReleasesTheVeryWordsWithoutAReason)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_FALSE(room.when(release_of(id), room.manager).ok()) << "nobody offered it";
    room.done(offer_of(id, room.manager.user), room.resolver);
    ASSERT_EQ(room.incident(id).offered_updates.size(), 1U);
    EXPECT_FALSE(room.when(release_of(id), room.resolver).ok()) << "who wrote it is no second person";
    PublishUpdate other = release_of(id);
    other.text = "The shop is slow.";
    EXPECT_FALSE(room.when(other, room.manager).ok()) << "nobody else has read these words";
    PublishUpdate elsewhere = release_of(id);
    elsewhere.audience = UpdateAudience::Regulator;
    EXPECT_FALSE(room.when(elsewhere, room.manager).ok());
    const Decision decision = room.done(release_of(id), room.manager);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.update_published" })) << "and it was no emergency";
    EXPECT_EQ(decision.entries.at(0).audience, Audience::Published);
    EXPECT_TRUE(room.incident(id).offered_updates.empty());
}

TEST(OfferUpdateTest, AReasonGivenAllTheSameIsNoReleaseWithoutAnApprover)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(offer_of(id, room.manager.user), room.resolver);
    PublishUpdate release = release_of(id);
    release.reason = "read";
    EXPECT_EQ(kinds_of(room.done(release, room.manager)), (Texts { "incident.update_published" }));
}

TEST(OfferUpdateTest, OnlyAnotherPersonWhoMayReleaseItIsAsked)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(offer_of(id, room.resolver.user), room.resolver).code, ErrorCode::Malformed) << "oneself";
    EXPECT_EQ(room.refused(offer_of(id, room.colleague.user), room.resolver).code, ErrorCode::Malformed)
        << "who has no voice in this major";
    EXPECT_FALSE(room.when(offer_of(id, UserId { "nobody" }), room.resolver).ok());
    OfferUpdate blank = offer_of(id, room.manager.user);
    blank.text = " ";
    EXPECT_EQ(room.refused(blank, room.resolver).code, ErrorCode::Malformed);
    OfferUpdate inside = offer_of(id, room.manager.user);
    inside.audience = UpdateAudience::Internal;
    EXPECT_EQ(room.refused(inside, room.resolver).code, ErrorCode::Malformed) << "that needs no second person";
}

TEST(OfferUpdateTest, AnOfferIsDeclinedOrTakenBackByThoseOfIt)
{
    Room room;
    const IncidentId id = room.declared();
    const OfferUpdate over { .incident = id, .audience = UpdateAudience::Customers };
    EXPECT_EQ(room.refused(over, room.resolver).code, ErrorCode::Conflict) << "there is none";
    for (const Actor* by : { &room.manager, &room.resolver }) {
        room.done(offer_of(id, room.manager.user), room.resolver);
        EXPECT_EQ(room.refused(over, room.colleague).code, ErrorCode::Conflict) << "it is none of theirs";
        room.done(over, *by);
        EXPECT_TRUE(room.incident(id).offered_updates.empty());
    }
}

}
}
