// SPDX-License-Identifier: Apache-2.0
// What waits to be sent is read, rewritten and withdrawn as long as the server cannot have it.
#include "client/app/waiting_list.h"

#include "client/app/shell.h"
#include "client/language/text.h"
#include "client/views/advice.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class WaitingListTest : public testing::Test {
protected:
    WaitingListTest()
    {
        ::setenv("XDG_DATA_HOME", folder_.path().c_str(), 1);
        console_.open(console_.room.resolver);
        me_ = console_.replica.me()->user.text;
        write("Both nodes are down", me_);
        write("The fans are loud", me_);
        write("Not for other eyes", "somebody-else");
        list_.open();
        draw();
    }

    void write(const std::string& text, const std::string& author)
    {
        Send send = incident_send(
            AddNote { .incident = IncidentId { "INC-4" }, .text = text, .occurred_at = console_.room.now }, "entries",
            "");
        send.queue_when_offline = true;
        outbox_.send(send, author, 7, false);
    }

    void draw(int frames = 3)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                begin_screen("Test");
                list_.draw(console_.input(), outbox_);
                end_screen();
            });
        }
    }

    void click(Role role, std::string_view label)
    {
        const MirrorItem* item = mirror().find(role, label);
        ASSERT_NE(item, nullptr) << label;
        HeadlessUi::click(*item);
        draw();
    }

    // Goes on where one's own words end.
    void type(const char* text)
    {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(), [words](const MirrorItem& item) {
            return item.label.find(words) != std::string::npos || item.value.find(words) != std::string::npos;
        });
    }

    std::string body(std::size_t index) const { return outbox_.entries()[index].body; }

    TemporaryFolder folder_;
    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
    Outbox outbox_ { console_.transport };
    WaitingList list_ {};
    std::string me_ {};
};

TEST_F(WaitingListTest, ShowsOnesOwnWithTheirIncidentAndNobodyElses)
{
    EXPECT_TRUE(shows("Both nodes are down"));
    EXPECT_TRUE(shows("The fans are loud"));
    EXPECT_TRUE(shows("INC-4"));
    EXPECT_FALSE(shows("Not for other eyes"));
}

TEST_F(WaitingListTest, WhatIsRewrittenGoesUnderANewKeyAndNotBefore)
{
    const std::string key = outbox_.entries()[0].key;
    type(", the fans as well");
    outbox_.drain(me_);
    ASSERT_EQ(console_.transport.writes().size(), 1U);
    EXPECT_NE(console_.transport.writes()[0].body.find("The fans are loud"), std::string::npos)
        << "what is being rewritten is not sent";
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    draw();
    EXPECT_EQ(mirror().find(Role::Dialog, tr(Text::WaitingTitle)), nullptr);
    EXPECT_NE(body(0).find("Both nodes are down, the fans as well"), std::string::npos) << body(0);
    EXPECT_NE(body(0).find("occurred_at"), std::string::npos) << "it keeps its time";
    EXPECT_NE(outbox_.entries()[0].key, key);
    outbox_.drain(me_);
    EXPECT_EQ(console_.transport.writes().size(), 2U);
}

TEST_F(WaitingListTest, WhatIsWithdrawnIsNeverSent)
{
    click(Role::Button, tr(Text::WaitingWithdraw));
    ASSERT_EQ(outbox_.waiting(), 2U);
    EXPECT_NE(body(0).find("The fans are loud"), std::string::npos);
    EXPECT_TRUE(shows("The fans are loud")) << "the next is chosen";
    Outbox restarted(console_.transport);
    restarted.load();
    EXPECT_EQ(restarted.waiting(), 2U);
}

TEST_F(WaitingListTest, WhatTheServerMayHaveIsNeitherChangedNorWithdrawn)
{
    console_.transport.answer = [](const HttpRequest&) { return HttpResponse { .failure = "nobody answers" }; };
    outbox_.drain(me_);
    draw();
    EXPECT_TRUE(outbox_.entries()[0].tried);
    EXPECT_TRUE(shows("sent, not answered"));
    outbox_.withdraw(outbox_.entries()[0].key);
    outbox_.rewrite(outbox_.entries()[0].key, "{}");
    EXPECT_EQ(outbox_.waiting(), 3U);
    EXPECT_NE(body(0).find("Both nodes are down"), std::string::npos);
    Outbox restarted(console_.transport);
    restarted.load();
    EXPECT_TRUE(restarted.entries()[0].tried) << "nor after a restart";
}

TEST_F(WaitingListTest, WhatWasRefusedIsRewrittenAndTriedAgain)
{
    console_.transport.answer = [](const HttpRequest&) {
        return HttpResponse { .status = 404,
            .body = R"({"error":{"code":"not_found","message":"There is no INC-4."}})" };
    };
    outbox_.drain(me_);
    draw();
    ASSERT_EQ(outbox_.entries()[0].refusal, "There is no INC-4.");
    EXPECT_TRUE(shows("There is no INC-4."));
    EXPECT_FALSE(outbox_.entries()[0].tried);
    outbox_.rewrite(outbox_.entries()[0].key, R"({"text":"again"})");
    EXPECT_EQ(outbox_.entries()[0].refusal, "");
}

TEST_F(WaitingListTest, TheBannerAndTheKeyLeadThere)
{
    HeadlessUi::press_key(ImGuiKey_Escape);
    draw();
    Shell shell;
    const auto draw_shell = [&] {
        for (int i = 0; i < 4 || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            ui_.frame([&] {
                const ViewInput input = console_.input();
                shell.begin(input, outbox_);
                static_cast<void>(shell.end());
            });
        }
    };
    draw_shell();
    const MirrorItem* show = mirror().find(Role::Button, tr(Text::BannerShowQueued));
    ASSERT_NE(show, nullptr);
    HeadlessUi::click(*show);
    draw_shell();
    EXPECT_NE(mirror().find(Role::Dialog, tr(Text::WaitingTitle)), nullptr);
    HeadlessUi::press_key(ImGuiKey_Escape);
    draw_shell();
    ASSERT_EQ(mirror().find(Role::Dialog, tr(Text::WaitingTitle)), nullptr);
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_W);
    draw_shell();
    EXPECT_NE(mirror().find(Role::Dialog, tr(Text::WaitingTitle)), nullptr);
}

TEST_F(WaitingListTest, SaysThatNothingWaits)
{
    click(Role::Button, tr(Text::WaitingWithdraw));
    draw(6); // until the dialog has its new size
    click(Role::Button, tr(Text::WaitingWithdraw));
    EXPECT_TRUE(shows("Nothing of yours waits"));
    HeadlessUi::press_key(ImGuiKey_Escape);
    draw();
    EXPECT_EQ(mirror().find(Role::Dialog, tr(Text::WaitingTitle)), nullptr);
}

}
}
