// SPDX-License-Identifier: Apache-2.0
#include "server/auth/pairing_desk.h"

#include <gtest/gtest.h>

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
    ASSERT_TRUE(desk.claim(pairing.code, "2", kNow).ok());
    desk.approve(pairing.code, "token", kNow);
    EXPECT_EQ(desk.redeem(pairing.secret, kNow).value(), "token");
    EXPECT_EQ(desk.redeem(pairing.secret, kNow).error().code, ErrorCode::NotFound);
    EXPECT_EQ(desk.claim(pairing.code, "2", kNow).error().code, ErrorCode::NotFound);
}

TEST(PairingDeskTest, ForgetsACodeAfterTenMinutes)
{
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    const Timestamp late = kNow + PairingDesk::kLifetime;
    EXPECT_EQ(desk.claim(pairing.code, "2", late).error().code, ErrorCode::NotFound);
    EXPECT_EQ(desk.redeem(pairing.secret, late).error().code, ErrorCode::NotFound);
}

TEST(PairingDeskTest, TakesFiveWrongCodesFromAnAddress)
{
    PairingDesk desk;
    const Pairing pairing = desk.begin("1", kNow).value();
    for (int i = 0; i < PairingDesk::kTries; ++i) {
        EXPECT_EQ(desk.claim("WRONGXYZ", "2", kNow).error().code, ErrorCode::NotFound);
    }
    EXPECT_EQ(desk.claim(pairing.code, "2", kNow).error().code, ErrorCode::TooMany);
    EXPECT_TRUE(desk.claim(pairing.code, "3", kNow).ok());
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

}
}
