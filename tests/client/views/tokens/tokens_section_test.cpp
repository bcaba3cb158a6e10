// SPDX-License-Identifier: Apache-2.0
// Tokens of programs on the desk's screen: the list, making one, revoking one.
#include "client/views/tokens/token_rows.h"
#include "client/views/walls/walls_desk.h"
#include "shared/wire/answers/listing.h"
#include "shared/wire/answers/walls.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/requests/tokens.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

TEST(TokenRowsTest, ScopesAreWhatIsTicked)
{
    TokenDraft draft;
    EXPECT_TRUE(token_scopes(draft).empty());
    draft.read = draft.administer = true;
    draft.sources = " alertmanager,zabbix , ,x";
    EXPECT_EQ(token_scopes(draft),
        (std::vector<std::string> { "read", "admin", "intake:alertmanager", "intake:zabbix", "intake:x" }));
}

TEST(TokenRowsTest, DaysAreReadAsTheyAreTyped)
{
    EXPECT_EQ(read_days(""), 0);
    EXPECT_EQ(read_days(" 30 "), 30);
    EXPECT_EQ(read_days("3650"), 3'650);
    for (const char* text : { "0", "-1", "3651", "99999999999999999999", "a week", "1.5" }) {
        EXPECT_EQ(read_days(text), std::nullopt) << text;
    }
}

class TokensSectionTest : public testing::Test {
protected:
    TokensSectionTest()
    {
        TokenSummary grafana;
        grafana.created_at = console_.room.now - minutes { 50 };
        grafana.last_used_at = console_.room.now - minutes { 5 };
        grafana.token.id = TokenId { "tok-1" };
        grafana.token.name = "grafana";
        grafana.token.scopes = { "read", "intake:grafana" };
        tokens_.push_back(grafana);
        grafana.token.id = TokenId { "tok-0" };
        grafana.token.name = "before";
        grafana.token.revoked = true;
        tokens_.push_back(grafana);
        console_.transport.answer = [this, others = console_.transport.answer](const HttpRequest& request) {
            HttpResponse response;
            response.status = 200;
            if (request.method == "GET" && request.path == "/api/v1/walls") {
                response.body = to_json_text(Listing<WallSummary> {});
            } else if (request.method == "GET" && request.path == "/api/v1/tokens") {
                response.body = to_json_text(Listing<TokenSummary> { tokens_, 1, tokens_.size() });
            } else {
                return others(request);
            }
            return response;
        };
        console_.open(console_.room.administrator);
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
                    intents_.push_back(std::move(intent));
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

    void type(Role role, std::string_view field, const char* text)
    {
        press(role, field);
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

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    template<typename T>
    std::vector<T> asked() const
    {
        std::vector<T> found;
        for (const Intent& intent : intents_) {
            if (const auto* one = std::get_if<T>(&intent)) {
                found.push_back(*one);
            }
        }
        return found;
    }

    HeadlessUi ui_ { { 1280, 720 } };
    ConsoleRoom console_ {};
    std::vector<TokenSummary> tokens_ {};
    std::unique_ptr<View> view_ = make_walls_desk();
    Intents intents_ {};
};

TEST_F(TokensSectionTest, SaysWhatEachMayAndWhenItWasUsed)
{
    const auto rows = token_rows(console_.input(), tokens_);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].name, "grafana");
    EXPECT_EQ(rows[0].scopes, "read, intake:grafana");
    EXPECT_EQ(rows[0].state, "valid");
    EXPECT_EQ(rows[0].used, "5 min");
    EXPECT_EQ(rows[1].name, "before") << "what is over stands last";
    EXPECT_EQ(rows[1].state, "revoked");
    EXPECT_TRUE(shows("grafana, read, intake:grafana, valid"));
}

TEST_F(TokensSectionTest, OneIsRevokedOnceItsNoteWasRead)
{
    const auto row = std::find_if(mirror().items().begin(), mirror().items().end(),
        [](const MirrorItem& item) { return item.role == Role::Row && item.label.starts_with("grafana, "); });
    ASSERT_NE(row, mirror().items().end());
    mirror().activate(row->id);
    draw();
    EXPECT_TRUE(shows("Revoked, whatever uses grafana is refused"));
    EXPECT_TRUE(asked<Send>().empty());
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(asked<Send>().size(), 1U);
    EXPECT_EQ(asked<Send>()[0].method, "DELETE");
    EXPECT_EQ(asked<Send>()[0].path, "/api/v1/tokens/tok-1");
}

TEST_F(TokensSectionTest, ANewOneIsShownOnceAndCopied)
{
    press(Role::Button, "New token…");
    type(Role::TextField, "Name of the program", "exporter");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(asked<Send>().empty()) << "it may do nothing yet";
    press(Role::Switch, "read what the staff may see");
    type(Role::TextField, "Deliver alerts as these sources", "zabbix");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(asked<Send>().size(), 1U);
    EXPECT_EQ(asked<Send>()[0].path, "/api/v1/tokens");
    const auto request = from_json<MakeTokenRequest>(asked<Send>()[0].body);
    ASSERT_TRUE(request.ok()) << asked<Send>()[0].body;
    EXPECT_EQ(request.value().name, "exporter");
    EXPECT_EQ(request.value().scopes, (std::vector<std::string> { "read", "intake:zabbix" }));
    EXPECT_EQ(request.value().expires_at, std::nullopt);
    HttpResponse made;
    made.status = 201;
    made.body = to_json_text(TokenAnswer { TokenId { "tok-2" }, "routing-key-text", 7, "secret-text" });
    asked<Send>()[0].done(made);
    draw();
    EXPECT_TRUE(shows("secret-text"));
    EXPECT_TRUE(shows("routing-key-text"));
    press(Role::Button, "Copy the token");
    ASSERT_EQ(asked<CopyText>().size(), 1U);
    EXPECT_EQ(asked<CopyText>()[0].text, "secret-text");
    EXPECT_EQ(asked<CopyText>()[0].said.find("secret-text"), std::string::npos);
    press_key(ImGuiKey_Escape);
    EXPECT_FALSE(shows("secret-text"));
    press(Role::Button, "New token…");
    EXPECT_FALSE(shows("secret-text"));
}

TEST_F(TokensSectionTest, ARefusalIsSaidAndWhatWasTypedStays)
{
    press(Role::Button, "New token…");
    type(Role::TextField, "Name of the program", "exporter");
    press(Role::Switch, "read what the staff may see");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(asked<Send>().size(), 1U);
    HttpResponse refused;
    refused.status = 400;
    refused.body = error_to_json({ ErrorCode::Malformed, "Give the token another name." });
    asked<Send>()[0].done(refused);
    draw();
    EXPECT_TRUE(shows("Give the token another name."));
    const MirrorItem* name = mirror().find(Role::TextField, "Name of the program");
    ASSERT_NE(name, nullptr);
    EXPECT_EQ(name->value, "exporter");
}

TEST_F(TokensSectionTest, AnAnswerThatComesOnceItsDialogIsGoneShowsNobodyTheToken)
{
    press(Role::Button, "New token…");
    type(Role::TextField, "Name of the program", "exporter");
    press(Role::Switch, "read what the staff may see");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(asked<Send>().size(), 1U);
    view_->arrive(console_.location);
    draw();
    press(Role::Button, "New token…");
    HttpResponse made;
    made.status = 201;
    made.body = to_json_text(TokenAnswer { TokenId { "tok-2" }, "", 7, "secret-text" });
    asked<Send>()[0].done(made);
    draw();
    EXPECT_FALSE(shows("secret-text"));
}

}
}
