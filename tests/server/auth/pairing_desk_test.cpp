// SPDX-License-Identifier: Apache-2.0
#include "server/auth/pairing_desk.h"

#include <gtest/gtest.h>

#include <vector>

namespace watchfloor {
namespace {

const Timestamp kNow { 1'000'000 };

TEST(PairingDeskTest, GivesTheTokenOnceToWhoeverShowsTheCode)
{
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    EXPECT_EQ(pairing.code.size(), 8u);
    EXPECT_EQ(pairing.code.find_first_not_of("BCDFGHJKLMNPQRSTVWXZ"), std::string::npos);
    EXPECT_FALSE(desk.redeem(pairing.secret, kNow).value());
    ASSERT_TRUE(desk.claim(pairing.code, UserId { "2" }, kNow).ok());
    desk.approve(pairing.code, "token", kNow);
    EXPECT_EQ(desk.redeem(pairing.secret, kNow).value(), "token");
    EXPECT_EQ(desk.redeem(pairing.secret, kNow).error().code, ErrorCode::NotFound);
    EXPECT_EQ(desk.claim(pairing.code, UserId { "2" }, kNow).error().code, ErrorCode::NotFound);
}

TEST(PairingDeskTest, ForgetsACodeAfterTenMinutes)
{
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    const Timestamp late = kNow + PairingDesk::kLifetime;
    EXPECT_EQ(desk.claim(pairing.code, UserId { "2" }, late).error().code, ErrorCode::NotFound);
    EXPECT_EQ(desk.redeem(pairing.secret, late).error().code, ErrorCode::NotFound);
}

TEST(PairingDeskTest, TakesFiveWrongCodesFromAPerson)
{
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    for (int i = 0; i < PairingDesk::kTries; ++i) {
        EXPECT_EQ(desk.claim("WRONGXYZ", UserId { "2" }, kNow).error().code, ErrorCode::NotFound);
    }
    EXPECT_EQ(desk.claim(pairing.code, UserId { "2" }, kNow).error().code, ErrorCode::TooMany);
    EXPECT_TRUE(desk.claim(pairing.code, UserId { "3" }, kNow).ok());
}

TEST(PairingDeskTest, BoundsWhoWaits)
{
    PairingDesk desk;
    for (std::size_t i = 0; i < PairingDesk::kMaxPerAddress; ++i) {
        EXPECT_TRUE(desk.begin("1", kNow).ok());
    }
    EXPECT_EQ(desk.begin("1", kNow).error().code, ErrorCode::TooMany);
    EXPECT_TRUE(desk.begin("2", kNow).ok());
    EXPECT_TRUE(desk.begin("1", kNow + PairingDesk::kLifetime).ok());
}

TEST(PairingDeskTest, ASubscribersAddressesOfIpv6AreOne)
{
    PairingDesk desk;
    for (std::size_t i = 0; i < PairingDesk::kMaxPerAddress; ++i) {
        EXPECT_TRUE(desk.begin("2001:db8:1:2::" + std::to_string(i), kNow).ok());
    }
    EXPECT_EQ(desk.begin("2001:db8:1:2:ffff::1", kNow).error().code, ErrorCode::TooMany);
    EXPECT_TRUE(desk.begin("2001:db8:1:3::1", kNow).ok());
}

TEST(PairingDeskTest, ACodeIsClaimedOnce)
{
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    ASSERT_TRUE(desk.claim(pairing.code, UserId { "2" }, kNow).ok());
    desk.approve(pairing.code, "token", kNow);
    // The display has not fetched its token yet: whoever reads the code off it comes too late.
    for (int i = 0; i < PairingDesk::kTries; ++i) {
        EXPECT_EQ(desk.claim(pairing.code, UserId { "3" }, kNow).error().code, ErrorCode::NotFound);
    }
    EXPECT_EQ(desk.claim(pairing.code, UserId { "3" }, kNow).error().code, ErrorCode::TooMany)
        << "each of them was a try";
    EXPECT_EQ(desk.redeem(pairing.secret, kNow).value(), "token");
}

TEST(PairingDeskTest, OfTwoWhoClaimOneCodeTheFirstHasIt)
{
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    ASSERT_TRUE(desk.claim(pairing.code, UserId { "2" }, kNow).ok());
    EXPECT_EQ(desk.claim(pairing.code, UserId { "3" }, kNow).error().code, ErrorCode::NotFound)
        << "2 is about to approve it";
    EXPECT_EQ(desk.claim(pairing.code, UserId { "2" }, kNow).error().code, ErrorCode::NotFound)
        << "so is a second tab of 2";
    desk.approve(pairing.code, "token of 2", kNow);
    EXPECT_EQ(desk.redeem(pairing.secret, kNow).value(), "token of 2");
}

TEST(PairingDeskTest, ACodeThatWasReleasedMayBeClaimedAgainAndAnApprovedOneMayNot)
{
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    ASSERT_TRUE(desk.claim(pairing.code, UserId { "2" }, kNow).ok());
    desk.release(pairing.code);
    ASSERT_TRUE(desk.claim(pairing.code, UserId { "3" }, kNow).ok());
    desk.approve(pairing.code, "token", kNow);
    desk.release(pairing.code);
    EXPECT_EQ(desk.claim(pairing.code, UserId { "2" }, kNow).error().code, ErrorCode::NotFound);
}

TEST(PairingDeskTest, EachDisplayGetsItsOwnToken)
{
    PairingDesk desk;
    const Pairing first = desk.begin("1", kNow).value();
    const Pairing second = desk.begin("1", kNow).value();
    const Pairing third = desk.begin("1", kNow).value();
    desk.approve(second.code, "of the second", kNow);
    desk.approve(first.code, "of the first", kNow);
    desk.approve("WRONGXYZ", "of nobody", kNow);
    EXPECT_EQ(desk.redeem(first.secret, kNow).value(), "of the first");
    EXPECT_EQ(desk.redeem(second.secret, kNow).value(), "of the second");
    EXPECT_EQ(desk.redeem(third.secret, kNow).value(), std::nullopt);
    EXPECT_EQ(desk.redeem(third.code, kNow).error().code, ErrorCode::NotFound) << "everybody sees the code";
    EXPECT_EQ(desk.redeem("", kNow).error().code, ErrorCode::NotFound);
}

TEST(PairingDeskTest, ACodeLivesTenMinutesToTheMoment)
{
    constexpr Millis kMoment { 1 };
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    EXPECT_EQ(pairing.expires_at, kNow + PairingDesk::kLifetime);
    const Timestamp last = kNow + PairingDesk::kLifetime - kMoment;
    EXPECT_TRUE(desk.claim(pairing.code, UserId { "2" }, last).ok());
    EXPECT_EQ(desk.redeem(pairing.secret, last).value(), std::nullopt);
    desk.approve(pairing.code, "token", last + kMoment);
    EXPECT_EQ(desk.redeem(pairing.secret, last + kMoment).error().code, ErrorCode::NotFound);
}

TEST(PairingDeskTest, OnlyWrongCodesCostATryAndTheyAreForgottenTenMinutesAfterTheFirst)
{
    PairingDesk desk;
    const Timestamp again = kNow + PairingDesk::kLifetime;
    const Pairing pairing = desk.begin("1", again - Millis { 1 }).value();
    for (int i = 0; i < 2 * PairingDesk::kTries; ++i) {
        EXPECT_TRUE(desk.claim(pairing.code, UserId { "2" }, again).ok());
        desk.release(pairing.code);
    }
    for (int i = 0; i < PairingDesk::kTries; ++i) {
        EXPECT_EQ(desk.claim("WRONGXYZ", UserId { "3" }, kNow + Millis { i }).error().code, ErrorCode::NotFound);
    }
    EXPECT_EQ(desk.claim("WRONGXYZ", UserId { "3" }, again - Millis { 1 }).error().code, ErrorCode::TooMany);
    EXPECT_EQ(desk.claim("WRONGXYZ", UserId { "3" }, again).error().code, ErrorCode::NotFound);
}

// A full desk: so many codes of each of these, one a millisecond.
std::vector<Pairing> fill_desk(PairingDesk& desk, std::size_t of_each)
{
    std::vector<Pairing> shown;
    while (shown.size() < PairingDesk::kMaxWaiting) {
        const auto count = static_cast<std::int64_t>(shown.size());
        shown.push_back(desk.begin("s" + std::to_string(shown.size() / of_each), kNow + Millis { count }).value());
    }
    return shown;
}

TEST(PairingDeskTest, WhereAllPlacesAreTakenTheOldestOfWhoShowsMostMakesRoom)
{
    PairingDesk desk;
    const auto shown = fill_desk(desk, PairingDesk::kMaxPerAddress);
    const Timestamp now = kNow + Millis { 1000 };
    const auto comer = desk.begin("another", now);
    ASSERT_TRUE(comer.ok());
    EXPECT_EQ(desk.redeem(shown[0].secret, now).error().code, ErrorCode::NotFound);
    EXPECT_TRUE(desk.redeem(shown[1].secret, now).ok());
    ASSERT_TRUE(desk.begin("s0", now).ok()) << "it has four now";
    EXPECT_TRUE(desk.redeem(shown[1].secret, now).ok()) << "others have five";
    EXPECT_EQ(desk.redeem(shown[5].secret, now).error().code, ErrorCode::NotFound);
    EXPECT_EQ(desk.begin("s2", now).error().code, ErrorCode::TooMany) << "five are enough";
    EXPECT_TRUE(desk.claim(comer.value().code, UserId { "2" }, now).ok());
}

TEST(PairingDeskTest, OfThoseWhoShowAsManyTheNewcomersOwnMakesRoom)
{
    PairingDesk desk;
    const auto shown = fill_desk(desk, 2);
    const Timestamp now = kNow + Millis { 1000 };
    ASSERT_TRUE(desk.begin("s7", now).ok());
    EXPECT_EQ(desk.redeem(shown[14].secret, now).error().code, ErrorCode::NotFound);
    EXPECT_TRUE(desk.redeem(shown[0].secret, now).ok());
}

TEST(PairingDeskTest, ANeighbourhoodsManyNetworksMakeRoomBeforeWhoShowsMore)
{
    PairingDesk desk;
    const Pairing first = desk.begin("192.0.2.1", kNow).value();
    const Pairing second = desk.begin("192.0.2.1", kNow).value();
    for (std::size_t i = 0; i < PairingDesk::kMaxWaiting + 20; ++i) {
        ASSERT_TRUE(desk.begin("2001:db8:1:" + std::to_string(i) + "::1", kNow + Millis { 1 }).ok()) << i;
    }
    EXPECT_TRUE(desk.redeem(first.secret, kNow + Millis { 1 }).ok());
    EXPECT_TRUE(desk.redeem(second.secret, kNow + Millis { 1 }).ok());
}

TEST(PairingDeskTest, ACodeThatSomebodyTypedMakesNoRoom)
{
    PairingDesk desk;
    const auto shown = fill_desk(desk, PairingDesk::kMaxPerAddress);
    const Timestamp now = kNow + Millis { 1000 };
    ASSERT_TRUE(desk.claim(shown[0].code, UserId { "2" }, now).ok());
    ASSERT_TRUE(desk.begin("another", now).ok());
    EXPECT_TRUE(desk.redeem(shown[0].secret, now).ok());
    EXPECT_EQ(desk.redeem(shown[1].secret, now).error().code, ErrorCode::NotFound);
    for (const Pairing& pairing : shown) {
        desk.approve(pairing.code, "token", now);
    }
    ASSERT_TRUE(desk.begin("another", now).ok()) << "its own goes";
    PairingDesk taken;
    for (const Pairing& pairing : fill_desk(taken, 1)) {
        taken.approve(pairing.code, "token", now);
    }
    EXPECT_EQ(taken.begin("another", now).error().code, ErrorCode::TooMany) << "nobody can";
    EXPECT_TRUE(taken.begin("another", now + PairingDesk::kLifetime).ok());
}

}
}
