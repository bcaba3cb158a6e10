// SPDX-License-Identifier: Apache-2.0
// Where a display hangs and what takes turns on it.
#include "shared/domain/decide/decide.h"
#include "shared/domain/visibility/visibility.h"
#include "tests/support/domain_fixture.h"

#include <tuple>

namespace watchfloor {
namespace {

const TokenId kLobby { "lobby" };

class WallSetUpTest : public testing::Test {
protected:
    WallSetUpTest() { let_in(kLobby, WallAudience::Room); }

    void let_in(const TokenId& id, WallAudience audience)
    {
        room_.done(SetToken { { .id = id, .name = id.text, .scopes = { "wall" }, .wall = audience } }, room_.manager);
    }

    static SetWallPages pages(std::vector<WallTurn> turns) { return { kLobby, std::move(turns) }; }

    Room room_ {};
};

TEST_F(WallSetUpTest, ADisplayIsFittedWithinWhatPanelsAndRoomsAre)
{
    for (const auto& [diagonal, distance, fits] :
        std::vector<std::tuple<std::int64_t, std::int64_t, bool>> { { 7, 30, true }, { 500, 5'000, true },
            { 6, 400, false }, { 501, 400, false }, { 55, 29, false }, { 55, 5'001, false }, { 0, 0, false } }) {
        const auto decision = room_.when(FitWall { kLobby, diagonal, distance, WallRole::All }, room_.manager);
        EXPECT_EQ(decision.ok(), fits) << diagonal << ", " << distance;
        EXPECT_TRUE(fits || decision.error().code == ErrorCode::Malformed);
    }
    room_.done(FitWall { kLobby, 75, 600, WallRole::Rest }, room_.administrator);
    const WallDisplay* display = room_.state.displays.find(kLobby);
    ASSERT_NE(display, nullptr);
    EXPECT_EQ(display->diagonal_inches, 75);
    EXPECT_EQ(display->distance_centimetres, 600);
    EXPECT_EQ(display->role, WallRole::Rest);
    const FitWall again { kLobby, 75, 600, WallRole::Rest };
    EXPECT_TRUE(room_.when(again, room_.administrator).value().entries.empty()) << "it hangs so already";
    const FitWall other { kLobby, 75, 600, WallRole::Majors };
    EXPECT_EQ(room_.when(other, room_.administrator).value().entries.size(), 1U);
}

TEST_F(WallSetUpTest, OnlyOneThatIsLetInIsSetUp)
{
    EXPECT_EQ(room_.refused(FitWall { TokenId { "attic" }, 55, 400 }, room_.manager).code, ErrorCode::NotFound);
    EXPECT_EQ(room_.refused(SetWallPages { TokenId { "attic" } }, room_.manager).code, ErrorCode::NotFound);
    room_.done(SetToken { { .id = TokenId { "program" }, .name = "p", .scopes = { "read" } } }, room_.administrator);
    EXPECT_EQ(room_.refused(FitWall { TokenId { "program" }, 55, 400 }, room_.manager).code, ErrorCode::NotFound);
    Token gone = *room_.state.tokens.find(kLobby);
    gone.revoked = true;
    room_.done(SetToken { gone }, room_.manager);
    EXPECT_EQ(room_.refused(FitWall { kLobby, 55, 400 }, room_.manager).code, ErrorCode::Conflict);
    EXPECT_EQ(room_.refused(pages({}), room_.manager).code, ErrorCode::Conflict);
}

TEST_F(WallSetUpTest, APlaylistIsKeptInItsOrder)
{
    CapacityResource disk;
    disk.id = ResourceId { "disk" };
    disk.name = "Disk";
    disk.unit = "percent";
    disk.cadence_seconds = 60;
    room_.done(DefineCapacity { disk }, room_.capacity);
    const std::vector<WallTurn> turns { { "", WallPageKind::Services, 5 }, { "disk", WallPageKind::Resource, 600 },
        { "shop", WallPageKind::Service, 45 } };
    room_.done(pages(turns), room_.manager);
    EXPECT_EQ(room_.state.displays.find(kLobby)->pages, turns);
    EXPECT_TRUE(room_.when(pages(turns), room_.manager).value().entries.empty()) << "they take turns so already";
    room_.done(pages({}), room_.manager);
    EXPECT_TRUE(room_.state.displays.find(kLobby)->pages.empty());
}

TEST_F(WallSetUpTest, EachPageStandsOnceForSecondsThatCanBeReadAndIsAboutWhatThereIs)
{
    const auto refused
        = [&](std::vector<WallTurn> turns) { return room_.refused(pages(std::move(turns)), room_.manager).code; };
    EXPECT_EQ(refused({ { "", WallPageKind::Hour, 4 } }), ErrorCode::Malformed);
    EXPECT_EQ(refused({ { "", WallPageKind::Hour, 601 } }), ErrorCode::Malformed);
    EXPECT_EQ(refused({ { "shop", WallPageKind::Hour, 30 } }), ErrorCode::Malformed);
    EXPECT_EQ(refused({ { "nothing", WallPageKind::Resource, 30 } }), ErrorCode::NotFound);
    EXPECT_EQ(refused({ { "nothing", WallPageKind::Service, 30 } }), ErrorCode::NotFound);
    EXPECT_EQ(refused({ { "", WallPageKind::Service, 30 } }), ErrorCode::NotFound);
    EXPECT_EQ(refused({ { "", WallPageKind::Hour, 30 }, { "", WallPageKind::Hour, 40 } }), ErrorCode::Malformed);
    EXPECT_EQ(refused(std::vector<WallTurn>(kMaxWallTurns + 1, { "", WallPageKind::Hour, 30 })), ErrorCode::Malformed);
    EXPECT_TRUE(room_
                    .when(pages({ { "shop", WallPageKind::Service, 30 }, { "mail", WallPageKind::Service, 30 } }),
                        room_.manager)
                    .ok());
}

TEST_F(WallSetUpTest, ADisplayForVisitorsHasNoPagesToChoose)
{
    const TokenId hall { "hall" };
    let_in(hall, WallAudience::Visitor);
    EXPECT_EQ(room_.refused(SetWallPages { hall, {} }, room_.manager).code, ErrorCode::Conflict);
    EXPECT_TRUE(room_.when(FitWall { hall, 55, 400 }, room_.manager).ok());
}

// Where its own display hangs a wall learns of itself (/api/v1/me).
TEST_F(WallSetUpTest, VisitorsLearnNothingOfDisplays)
{
    const Decision decision = room_.done(pages({ { "shop", WallPageKind::Service, 30 } }), room_.manager);
    EXPECT_EQ(kinds_of(decision), (Texts { "wall.fitted", "wall.pages_set" }));
    EXPECT_EQ(kinds_of(room_.done(pages({}), room_.manager)), (Texts { "wall.pages_set" }));
    room_.done(pages({ { "shop", WallPageKind::Service, 30 } }), room_.manager);
    EXPECT_TRUE(project(room_.state, { .wall = WallAudience::Visitor, .staff = false }).displays.empty());
    EXPECT_EQ(
        project(room_.state, { .wall = WallAudience::Room, .staff = false }).displays.find(kLobby)->pages.size(), 1U);
}

}
}
