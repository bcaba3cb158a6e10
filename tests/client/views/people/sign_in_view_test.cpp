// SPDX-License-Identifier: Apache-2.0
// Signing in by keyboard, and what an unpaired wall shows.
#include "client/views/people/sign_in_view.h"

#include "client/language/text.h"
#include "client/widgets/controls/text_label.h"
#include "shared/wire/answers/walls.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/fake_transport.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace watchfloor {
namespace {

class SignInViewTest : public testing::Test {
protected:
    void draw(SignInView& view, int frames = 6)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            transport_.poll();
            ui_.frame([&] { static_cast<void>(view.draw()); });
        }
    }

    void type(SignInView& view, const char* text)
    {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw(view);
    }

    void press_key(SignInView& view, int chord)
    {
        HeadlessUi::press_key(chord);
        draw(view);
    }

    std::optional<SignInRequest> asked() const
    {
        const auto writes = transport_.writes();
        auto request = writes.empty() ? Result<SignInRequest>(Error {}) : from_json<SignInRequest>(writes.back().body);
        return request.ok() ? std::optional { request.value() } : std::nullopt;
    }

    HeadlessUi ui_ { { 1920, 1080 } };
    FakeTransport transport_ {};
};

TEST_F(SignInViewTest, WhatIsTypedAfterAWrongPasswordIsTheNextOne)
{
    transport_.answer = [](const HttpRequest&) {
        HttpResponse response;
        response.status = 401;
        response.body = error_to_json({ ErrorCode::Unauthorised, "Name or password is wrong; try again." });
        return response;
    };
    SignInView view(transport_, false);
    draw(view);
    type(view, "ada");
    press_key(view, ImGuiKey_Tab);
    type(view, "wrong");
    press_key(view, ImGuiKey_Enter);
    ASSERT_EQ(transport_.writes().size(), 1U);
    ASSERT_NE(mirror().find(Role::Text, "Name or password is wrong; try again."), nullptr);
    type(view, "the right one");
    press_key(view, ImGuiKey_Enter);
    ASSERT_EQ(transport_.writes().size(), 2U);
    const auto again = asked();
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->name, "ada");
    EXPECT_EQ(again->password, "the right one");
}

TEST_F(SignInViewTest, AnUnpairedWallSaysTheWholeOfWhatToDo)
{
    ThemeOptions look;
    look.surface = Surface::Wall;
    look.wall.width_pixels = 1920;
    look.wall.height_pixels = 1080;
    apply_theme(look);
    transport_.answer = [](const HttpRequest&) {
        HttpResponse response;
        response.status = 201;
        PairingAnswer pairing;
        pairing.code = "7GK2QX4M";
        pairing.secret = "secret";
        response.body = to_json_text(pairing);
        return response;
    };
    SignInView view(transport_, true);
    draw(view);
    const MirrorItem* how = mirror().find(Role::Text, tr(Text::PairHow));
    const MirrorItem* where = mirror().find(Role::Text, tr(Text::PairWhere));
    ASSERT_NE(how, nullptr);
    ASSERT_NE(where, nullptr);
    ASSERT_GT(text_width(tr(Text::PairHow), Type::Body), 1920) << "it needs more than one line";
    EXPECT_GT(how->rect.height, 1.5F * type_scale().size(Type::Body));
    for (const MirrorItem* item : { how, where }) {
        EXPECT_GE(item->rect.x, 0);
        EXPECT_LE(item->rect.x + item->rect.width, 1920);
    }
    EXPECT_LE(how->rect.y + how->rect.height, where->rect.y);
    EXPECT_LE(where->rect.y + where->rect.height, 1080);
    apply_theme({});
}

}
}
