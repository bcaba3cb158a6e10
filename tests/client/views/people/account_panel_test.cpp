// SPDX-License-Identifier: Apache-2.0
// The account's dialog by keyboard, and what it says of a refusal.
#include "client/views/people/account_panel.h"

#include "client/language/text.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/requests/sessions.h"
#include "shared/wire/requests/walls.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class AccountPanelTest : public testing::Test {
protected:
    AccountPanelTest()
    {
        console_.open(console_.room.resolver);
        panel_.open();
        draw();
    }

    void draw(int frames = 6)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                begin_screen("Test");
                const SignOut asked = panel_.draw(console_.input(), intents_);
                sign_out_ = asked == SignOut::No ? sign_out_ : asked;
                end_screen();
            });
        }
    }

    void type(const char* text)
    {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    void press(Role role, std::string_view words)
    {
        const MirrorItem* found = mirror().find(role, words);
        ASSERT_NE(found, nullptr) << words;
        mirror().activate(found->id);
        draw();
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    std::vector<Send> sends() const
    {
        std::vector<Send> found;
        for (const Intent& intent : intents_) {
            if (const auto* send = std::get_if<Send>(&intent)) {
                found.push_back(*send);
            }
        }
        return found;
    }

    void answer(int status, const Error& error)
    {
        ASSERT_FALSE(sends().empty());
        HttpResponse response;
        response.status = status;
        response.body = status < 300 ? "{}" : error_to_json(error);
        sends().back().done(response);
        draw();
    }

    HeadlessUi ui_ { { 1280, 720 } };
    ConsoleRoom console_ {};
    AccountPanel panel_ {};
    Intents intents_ {};
    SignOut sign_out_ = SignOut::No;
};

// What visitors must not see is on every display at once: that is asked, and for how many.
TEST_F(AccountPanelTest, ShowingTheRoomAgainIsAskedOnceAndShowingLessIsNot)
{
    console_.open(console_.room.manager); // a lead's decision
    press(Role::Button, tr(Text::WallsShowVisitor));
    ASSERT_EQ(sends().size(), 1U);
    EXPECT_EQ(sends()[0].path, "/api/v1/walls/switch");
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.resolver);
    draw();
    press(Role::Button, tr(Text::WallsShowRoom));
    EXPECT_EQ(sends().size(), 1U);
    EXPECT_TRUE(shows(tr(Text::WallsRoomTitle, tr(Text::CountUnknown)))) << "the list is not there yet";
    press(Role::Button, tr(Text::WallsShowRoom));
    ASSERT_EQ(sends().size(), 2U);
    EXPECT_EQ(sends()[1].path, "/api/v1/walls/switch");
    EXPECT_FALSE(shows(tr(Text::WallsRoomTitle, tr(Text::CountUnknown))));
}

TEST_F(AccountPanelTest, WhoeverOpensItTypesTheCodeAtOnce)
{
    type("7GK2");
    const MirrorItem* code = mirror().find(Role::TextField, tr(Text::FieldWallCode));
    ASSERT_NE(code, nullptr);
    EXPECT_EQ(code->value, "7GK2");
    EXPECT_TRUE(code->focused);
}

TEST_F(AccountPanelTest, ARefusedPasswordIsSaidInTheDialogAndTheNewOneStays)
{
    press(Role::TextField, "Present password");
    type("wrong");
    press_key(ImGuiKey_Tab);
    type("a longer one");
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sends().size(), 1U);
    EXPECT_EQ(sends()[0].path, "/api/v1/me/password");
    answer(403, { ErrorCode::Forbidden, "The present password is wrong; type it again." });
    EXPECT_TRUE(shows("The present password is wrong; type it again."));
    type("right");
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sends().size(), 2U);
    const auto again = from_json<PasswordRequest>(sends()[1].body);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().old_password, "right");
    EXPECT_EQ(again.value().new_password, "a longer one");
    answer(204, {});
    EXPECT_FALSE(shows("The present password is wrong"));
    const MirrorItem* change = mirror().find(Role::Button, "Change password");
    ASSERT_NE(change, nullptr);
    EXPECT_TRUE(change->disabled) << "nothing of the old one is left to send again";
}

TEST_F(AccountPanelTest, ANewPasswordThatIsRefusedIsTypedAgainAlone)
{
    press(Role::TextField, "Present password");
    type("right");
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(sends().empty()) << "Enter goes on to the new one";
    type("short");
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sends().size(), 1U);
    answer(400, { ErrorCode::Malformed, "A password has at least ten characters." });
    EXPECT_TRUE(shows("A password has at least ten characters."));
    type("a longer one");
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sends().size(), 2U);
    const auto again = from_json<PasswordRequest>(sends()[1].body);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().old_password, "right");
    EXPECT_EQ(again.value().new_password, "a longer one");
}

TEST_F(AccountPanelTest, AWallIsApprovedByEnterAndItsCodeStaysUntilItIs)
{
    press(Role::TextField, "Code on the display");
    type("7GK2QX4M");
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(sends().empty()) << "Enter goes on to the name";
    type("North wall");
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sends().size(), 1U);
    EXPECT_EQ(sends()[0].path, "/api/v1/walls");
    const auto asked = from_json<ApproveRequest>(sends()[0].body);
    ASSERT_TRUE(asked.ok());
    EXPECT_EQ(asked.value().code, "7GK2QX4M");
    EXPECT_EQ(asked.value().name, "North wall");
    answer(404, { ErrorCode::NotFound, "No display shows this code." });
    EXPECT_TRUE(shows("No display shows this code."));
    const MirrorItem* code = mirror().find(Role::TextField, "Code on the display");
    ASSERT_NE(code, nullptr);
    EXPECT_EQ(code->value, "7GK2QX4M");
}

TEST_F(AccountPanelTest, TheQuestionBeforeSigningOutEverywhereIsInSight)
{
    press(Role::Button, "Sign out everywhere…");
    for (const char* words : { "Yes, end all my sessions", "Stay signed in" }) {
        const MirrorItem* button = mirror().find(Role::Button, words);
        ASSERT_NE(button, nullptr) << words;
        EXPECT_GT(button->rect.height, 20) << words;
        EXPECT_LE(button->rect.y + button->rect.height, 720) << words;
    }
    EXPECT_EQ(sign_out_, SignOut::No);
    const MirrorItem* yes = mirror().find(Role::Button, "Yes, end all my sessions");
    HeadlessUi::click(*yes);
    draw();
    EXPECT_EQ(sign_out_, SignOut::Everywhere);
}

}
}
