// SPDX-License-Identifier: Apache-2.0
// The desk's screen of wall displays, by keyboard and mirror.
#include "client/views/walls/walls_desk.h"

#include "client/language/text.h"
#include "client/views/walls/wall_mute.h"
#include "client/views/walls/wall_pages_form.h"
#include "client/views/walls/walls_desk_rows.h"
#include "shared/wire/answers/listing.h"
#include "shared/wire/command_codec.h"
#include "shared/wire/requests/walls.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class WallsDeskTest : public testing::Test {
protected:
    WallsDeskTest()
    {
        walls_.push_back(wall("wall-1", "North"));
        walls_.back().connected = true;
        walls_.push_back(wall("wall-2", "Lobby"));
        walls_.back().dark_since = walls_.back().last_used_at = console_.room.now - Millis { 125'500 };
    }

    WallSummary wall(const char* id, const char* name) const
    {
        WallSummary summary;
        summary.created_at = console_.room.now - minutes { 30 };
        summary.token.id = TokenId { id };
        summary.token.name = name;
        summary.token.scopes = { "wall" };
        summary.token.wall = WallAudience::Room;
        summary.token.created_by = UserId { "manager" };
        return summary;
    }

    void open(const Actor& person)
    {
        console_.transport.answer = [this, others = console_.transport.answer](const HttpRequest& request) {
            if (request.method != "GET" || request.path != "/api/v1/walls") {
                return others(request);
            }
            HttpResponse response;
            response.status = 200;
            response.body = to_json_text(Listing<WallSummary> { walls_, 1, walls_.size() });
            return response;
        };
        console_.open(person);
        draw(8);
    }

    void draw(int frames = 6)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            console_.replica.update();
            ui_.frame([&] {
                begin_screen("Test");
                for (Intent& intent : view_->draw(console_.input())) {
                    if (auto* send = std::get_if<Send>(&intent)) {
                        sent_.push_back(std::move(*send));
                    }
                }
                end_screen();
            });
        }
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    void type(const char* text)
    {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    void press(Role role, std::string_view words)
    {
        const MirrorItem* found = mirror().find(role, words);
        ASSERT_NE(found, nullptr) << words;
        mirror().activate(found->id);
        draw();
    }

    void open_row(std::string_view begin)
    {
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(),
            [begin](const MirrorItem& item) { return item.role == Role::Row && item.label.starts_with(begin); });
        ASSERT_NE(row, mirror().items().end()) << begin;
        mirror().activate(row->id);
        draw();
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    static std::string dialog()
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Dialog; });
        return at == mirror().items().end() ? std::string {} : at->label;
    }

    HeadlessUi ui_ { { 1280, 720 } };
    ConsoleRoom console_ {};
    std::vector<WallSummary> walls_ {};
    std::unique_ptr<View> view_ = make_walls_desk();
    std::vector<Send> sent_ {};
};

TEST_F(WallsDeskTest, TheDarkOneStandsFirstAndTheOneThatIsShutOutLast)
{
    Token gone = wall("wall-3", "Attic").token;
    console_.done(SetToken { gone }, console_.room.manager);
    gone.revoked = true;
    console_.done(SetToken { gone }, console_.room.manager);
    open(console_.room.manager);
    const auto rows = wall_desk_rows(console_.input(), walls_);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].name, "Lobby");
    EXPECT_EQ(rows[0].state, "dark for 02:05");
    EXPECT_EQ(rows[0].severity, Severity::Major);
    EXPECT_TRUE(rows[0].warning.starts_with("Lobby went dark 2 min ago")) << rows[0].warning;
    EXPECT_EQ(rows[0].seen, "2 min");
    EXPECT_EQ(rows[1].name, "North");
    EXPECT_EQ(rows[1].state, "watching");
    EXPECT_EQ(rows[1].seen, "");
    EXPECT_EQ(rows[1].by, "manager");
    EXPECT_EQ(rows[2].name, "Attic");
    EXPECT_EQ(rows[2].state, "shut out");
    EXPECT_TRUE(shows("Lobby, dark for 02:05, the room"));
    EXPECT_TRUE(shows("North, watching, the room"));
    EXPECT_TRUE(shows("Attic, shut out, the room"));
}

TEST_F(WallsDeskTest, OneThatWatchesSaysHowLargeItIsAndThatItIsMute)
{
    walls_[0].width = 1'920;
    walls_[0].height = 1'080;
    walls_[0].muted = true;
    open(console_.room.manager);
    EXPECT_TRUE(shows("North, watching, 1920×1080, muted, the room"));
    const std::vector<std::string> cut = mirror().cut_texts();
    EXPECT_EQ(std::count(cut.begin(), cut.end(), "watching, 1920×1080, muted"), 0);
}

TEST_F(WallsDeskTest, WhatTheListDoesNotKnowYetTheStateSays)
{
    console_.done(SetToken { wall("wall-1", "North").token }, console_.room.manager);
    open(console_.room.manager);
    Token renamed = wall("wall-1", "North, left").token;
    console_.done(SetToken { renamed }, console_.room.manager);
    draw();
    EXPECT_TRUE(shows("North, left, watching")) << "the state is ahead of the list";
    const auto before_the_list = wall_desk_rows(console_.input(), std::nullopt);
    ASSERT_EQ(before_the_list.size(), 1U);
    EXPECT_EQ(before_the_list[0].state, "not seen yet");
}

TEST_F(WallsDeskTest, OneIsRenamedByEnter)
{
    open(console_.room.manager);
    open_row("North, ");
    EXPECT_EQ(dialog(), "North");
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty()) << "it is called so already";
    press(Role::TextField, "Name of the display");
    type("Hall");
    const MirrorItem* field = mirror().find(Role::TextField, "Name of the display");
    ASSERT_NE(field, nullptr);
    const std::string typed = field->value;
    EXPECT_NE(typed.find("Hall"), std::string::npos);
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].method, "POST");
    EXPECT_EQ(sent_[0].path, "/api/v1/walls/wall-1");
    const auto asked = from_json<RenameWallRequest>(sent_[0].body);
    ASSERT_TRUE(asked.ok());
    EXPECT_EQ(asked.value().name, typed);
    EXPECT_EQ(dialog(), "");
}

TEST_F(WallsDeskTest, ShuttingOneOutIsAskedOnceAndNamesIt)
{
    open(console_.room.manager);
    open_row("North, ");
    press(Role::Button, "Shut it out…");
    EXPECT_TRUE(sent_.empty());
    EXPECT_EQ(dialog(), "Shut North out?");
    press_key(ImGuiKey_Escape);
    EXPECT_TRUE(sent_.empty());
    EXPECT_EQ(dialog(), "");
    open_row("North, ");
    EXPECT_EQ(dialog(), "North") << "it begins anew";
    press(Role::Button, "Shut it out…");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].method, "DELETE");
    EXPECT_EQ(sent_[0].path, "/api/v1/walls/wall-1");
    EXPECT_EQ(dialog(), "");
}

TEST_F(WallsDeskTest, WhatTakesTurnsOnOneIsChosenPageByPage)
{
    console_.done(SetToken { wall("wall-1", "North").token }, console_.room.manager);
    open(console_.room.manager);
    open_row("North, ");
    press(Role::Button, "Its pages…");
    EXPECT_EQ(dialog(), "What takes turns on North");
    EXPECT_TRUE(shows("As usual: "));
    const auto add = [&](const char* page, const char* seconds) {
        const MirrorItem* choice = mirror().find(Role::Select, "Page");
        ASSERT_NE(choice, nullptr);
        mirror().set_value(choice->id, page);
        draw();
        const MirrorItem* field = mirror().find(Role::TextField, "Seconds it stands");
        ASSERT_NE(field, nullptr);
        mirror().set_value(field->id, seconds);
        draw();
        press(Role::Button, "Add the page");
    };
    add("All services", "45");
    add("shop: its last hour", "20");
    EXPECT_TRUE(shows("1. All services, 45 s"));
    EXPECT_TRUE(shows("2. shop: its last hour, 20 s"));
    add("All services", "60");
    EXPECT_TRUE(shows("1. All services, 60 s")) << "the new time in its place";
    press(Role::Button, "Move shop: its last hour up");
    EXPECT_TRUE(shows("2. All services, 60 s"));
    EXPECT_TRUE(sent_.empty());
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/walls/wall-1/pages");
    const auto asked = decode_command<SetWallPages>(sent_[0].body);
    ASSERT_TRUE(asked.ok());
    EXPECT_EQ(asked.value().pages,
        (std::vector<WallTurn> { { "shop", WallPageKind::Service, 20 }, { "", WallPageKind::Services, 60 } }));
    EXPECT_EQ(dialog(), "");
}

TEST_F(WallsDeskTest, PagesThatWereChosenAreShownAndLeftOutAndEscapeChangesNothing)
{
    console_.done(SetToken { wall("wall-1", "North").token }, console_.room.manager);
    const SetWallPages chosen { TokenId { "wall-1" }, { { "", WallPageKind::Hour, 20 } } };
    console_.done(chosen, console_.room.manager);
    open(console_.room.manager);
    open_row("North, ");
    press(Role::Button, "Its pages…");
    EXPECT_TRUE(shows("1. The last hour, 20 s"));
    press(Role::Button, "Leave The last hour out");
    EXPECT_FALSE(shows("1. The last hour"));
    press_key(ImGuiKey_Escape);
    EXPECT_EQ(dialog(), "North");
    EXPECT_TRUE(sent_.empty());
    press(Role::Button, "Its pages…");
    EXPECT_TRUE(shows("1. The last hour, 20 s")) << "it begins anew";
}

TEST_F(WallsDeskTest, ADisplayForVisitorsHasNoPagesToChoose)
{
    walls_[0].token.wall = WallAudience::Visitor;
    open(console_.room.manager);
    open_row("North, ");
    const MirrorItem* pages = mirror().find(Role::Button, "Its pages…");
    ASSERT_NE(pages, nullptr);
    EXPECT_TRUE(pages->disabled);
}

TEST_F(WallsDeskTest, WhereOneHangsAndWhatOfTheRoomItShowsIsSet)
{
    walls_[0].width = 1'920;
    walls_[0].height = 1'080;
    console_.done(SetToken { wall("wall-1", "North").token }, console_.room.manager);
    open(console_.room.manager);
    open_row("North, ");
    press(Role::Button, "Where it hangs…");
    EXPECT_EQ(dialog(), "Where North hangs");
    EXPECT_TRUE(shows("16 lines of figures fit"));
    const auto fill = [&](const char* name, const char* value) {
        const MirrorItem* field = mirror().find(Role::TextField, name);
        ASSERT_NE(field, nullptr) << name;
        mirror().set_value(field->id, value);
        draw();
    };
    fill("Farthest reader, in metres", "far");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty());
    fill("Farthest reader, in metres", "20");
    EXPECT_TRUE(shows("Too small for this distance"));
    fill("Farthest reader, in metres", "6.5");
    fill("Panel's diagonal, in inches", "75");
    const MirrorItem* role = mirror().find(Role::Select, "What it shows");
    ASSERT_NE(role, nullptr);
    mirror().set_value(role->id, tr(Text::WallRoleMajors));
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/walls/wall-1/fitting");
    const auto asked = decode_command<FitWall>(sent_[0].body);
    ASSERT_TRUE(asked.ok());
    EXPECT_EQ(asked.value().distance_centimetres, 650);
    EXPECT_EQ(asked.value().diagonal_inches, 75);
    EXPECT_EQ(asked.value().role, WallRole::Majors);
    EXPECT_EQ(dialog(), "");
}

TEST_F(WallsDeskTest, OfTwoSideBySideTheListSaysWhichShowsWhat)
{
    for (const char* id : { "wall-1", "wall-2" }) {
        console_.done(SetToken { wall(id, id).token }, console_.room.manager);
    }
    console_.done(FitWall { TokenId { "wall-1" }, 55, 400, WallRole::Majors }, console_.room.manager);
    console_.done(FitWall { TokenId { "wall-2" }, 55, 400, WallRole::Rest }, console_.room.manager);
    open(console_.room.manager);
    EXPECT_TRUE(shows("wall-1, watching, the room: majors"));
    EXPECT_TRUE(shows("the room: the rest"));
}

TEST_F(WallsDeskTest, WhileVisitorsAreHereTheListSaysThatEachShowsLess)
{
    open(console_.room.manager);
    EXPECT_TRUE(shows("watching, the room"));
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.manager);
    draw();
    EXPECT_TRUE(shows("watching, visitors (now)"));
    EXPECT_FALSE(shows("watching, the room"));
}

TEST_F(WallsDeskTest, OneIsTestedAndTheDialogSaysWhatCameOfIt)
{
    open(console_.room.manager);
    open_row("North, ");
    EXPECT_FALSE(shows("test picture"));
    press(Role::Button, "Test it");
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/walls/wall-1/test");
    EXPECT_EQ(dialog(), "North") << "it stays, and tells";
    walls_[0].tested_at = console_.room.now;
    walls_[0].sounded = true;
    sent_[0].done({}); // what changed is asked for at once
    console_.room.pass(seconds { 12 });
    draw();
    EXPECT_TRUE(shows("It showed its test picture 12 s ago and sounded."));
    walls_[0].sounded = false;
    console_.room.pass(seconds { 6 });
    draw();
    EXPECT_TRUE(shows("ago without a tone: touch its screen once"));
    press_key(ImGuiKey_Escape);
    open_row("Lobby, ");
    const MirrorItem* test = mirror().find(Role::Button, "Test it");
    ASSERT_NE(test, nullptr);
    EXPECT_TRUE(test->disabled) << "nobody would see it";
}

TEST(TurnSecondsTest, AreWholeAndNeitherTooShortToReadNorTooLongToWait)
{
    for (const auto& [text, seconds] : std::vector<std::pair<const char*, std::optional<std::int64_t>>> { { "5", 5 },
             { "600", 600 }, { "4", {} }, { "601", {} }, { "", {} }, { "30 s", {} }, { "-30", {} }, { "4.5", {} } }) {
        EXPECT_EQ(read_turn_seconds(text), seconds) << text;
    }
}

TEST_F(WallsDeskTest, ADisplayIsLetInByTheCodeItShows)
{
    open(console_.room.manager);
    press(Role::Button, "Let a display in…");
    type("7GK2QX4M"); // the field of the code has the keyboard
    press_key(ImGuiKey_Enter);
    type("Hall");
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/walls");
    const auto asked = from_json<ApproveRequest>(sent_[0].body);
    ASSERT_TRUE(asked.ok());
    EXPECT_EQ(asked.value().code, "7GK2QX4M");
    EXPECT_EQ(asked.value().name, "Hall");
    EXPECT_EQ(asked.value().distance_centimetres, kUsualDistanceCentimetres);
    EXPECT_EQ(asked.value().diagonal_inches, kUsualDiagonalInches);
    EXPECT_NE(dialog(), "") << "until the server has taken it";
    HttpResponse taken;
    taken.status = 201;
    sent_[0].done(taken);
    draw();
    EXPECT_EQ(dialog(), "");
}

TEST_F(WallsDeskTest, ShowingLessIsOnePressAndShowingTheRoomAgainIsAskedWithTheCount)
{
    open(console_.room.manager);
    press(Role::Button, "Visitors are here: show less on all walls");
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/walls/switch");
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.manager);
    draw();
    press(Role::Button, "Visitors have gone: show the room again");
    EXPECT_EQ(sent_.size(), 1U);
    EXPECT_EQ(dialog(), "Show the room again on all displays (2)?");
    EXPECT_NE(mirror().find(Role::Text, tr(Text::WallsRoomMeans)), nullptr) << "what will be read then, and by whom";
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 2U);
    const auto command = decode_command<SwitchWalls>(sent_[1].body);
    ASSERT_TRUE(command.ok());
    EXPECT_EQ(command.value().audience, WallAudience::Room);
}

TEST_F(WallsDeskTest, WhatToDoAboutSeveralDarkOnesIsSaidOnce)
{
    walls_.push_back(walls_.back());
    walls_.back().token.id = TokenId { "wall-dark" };
    walls_.back().token.name = "Lobby 2";
    open(console_.room.manager);
    EXPECT_TRUE(shows(tr(Text::WallsWentDark, "2")));
    EXPECT_FALSE(shows("Lobby went dark"));
    EXPECT_TRUE(shows("Lobby, dark for 02:05"));
    EXPECT_TRUE(shows("Lobby 2, dark for 02:05"));
}

TEST_F(WallsDeskTest, WhoMayChangeNothingSeesTheListAndIsToldWhy)
{
    open(console_.room.resolver);
    EXPECT_TRUE(shows("North, watching, the room"));
    const MirrorItem* let_in = mirror().find(Role::Button, "Let a display in…");
    ASSERT_NE(let_in, nullptr);
    EXPECT_TRUE(let_in->disabled);
    open_row("North, ");
    const MirrorItem* shut = mirror().find(Role::Button, "Shut it out…");
    ASSERT_NE(shut, nullptr);
    EXPECT_TRUE(shut->disabled);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty());
    press_key(ImGuiKey_Escape);
    EXPECT_FALSE(shows("Tokens of programs"));
    EXPECT_TRUE(std::none_of(console_.transport.sent.begin(), console_.transport.sent.end(),
        [](const HttpRequest& request) { return request.path == "/api/v1/tokens"; }));
}

TEST(WallMuteTest, IsSaidWhereATouchWouldHelp)
{
    EXPECT_EQ(wall_mute_words(SoundState::Ready), "");
    EXPECT_EQ(wall_mute_words(SoundState::Unavailable), "");
    EXPECT_EQ(wall_mute_words(SoundState::NeedsGesture), "Muted: touch the screen or press a key");
}

}
}
