// SPDX-License-Identifier: Apache-2.0
// What a board is to those who are shown nothing of the room's work.
#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/views/board/board_view.h"
#include "tests/support/view_on_screen.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace watchfloor {
namespace {

class ReporterDeskTest : public ViewOnScreen {
protected:
    ReporterDeskTest() : ViewOnScreen(make_board_view(), { 1366, 768 }) { }

    void open_as(SystemRole role)
    {
        console_.open(actor("rex", { role }));
        draw();
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    static bool offers(std::string_view button) { return mirror().find(Role::Button, button) != nullptr; }

    // By the key, as a person does, and the server takes it under this number.
    void report(const char* title, const char* number)
    {
        press_key(ImGuiKey_I);
        draw();
        ImGui::GetIO().AddInputCharactersUTF8(title);
        draw();
        press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
        ASSERT_FALSE(sent_.empty());
        EXPECT_EQ(sent_.back().path, "/api/v1/incidents");
        EXPECT_NE(sent_.back().body.find(title), std::string::npos) << sent_.back().body;
        HttpResponse taken;
        taken.status = 201;
        taken.body = R"({"created":")" + std::string(number) + R"(","duplicates":0,"first_seq":1,"muted":0,"seq":1})";
        sent_.back().done(taken);
        draw();
    }
};

TEST_F(ReporterDeskTest, NobodyIsToldThatAllIsQuietWhoSeesNothing)
{
    open_as(SystemRole::Reporter);
    EXPECT_FALSE(shows(tr(Text::StartCalm)));
    EXPECT_FALSE(shows("0 firing"));
    EXPECT_FALSE(offers("Start a drill"));
    EXPECT_TRUE(shows("status page"));
    EXPECT_TRUE(offers("Report an incident"));
}

TEST_F(ReporterDeskTest, AReportLeavesAReceiptAndTheAddressAlone)
{
    open_as(SystemRole::Reporter);
    report("The basket is empty", "INC-3");
    EXPECT_TRUE(shows("Reported as INC-3 at 09:00:00; the service desk follows it."));
    EXPECT_TRUE(shows("The basket is empty"));
    EXPECT_TRUE(went_.empty()) << "the incident is not shown to who reported it";
    report("The shop is slow", "INC-4");
    EXPECT_TRUE(shows("Reported as INC-4 at"));
    EXPECT_TRUE(shows("Reported as INC-3 at")) << "the first stays in sight";
}

TEST_F(ReporterDeskTest, ARefusedReportLeavesNoReceipt)
{
    open_as(SystemRole::Reporter);
    press_key(ImGuiKey_I);
    draw();
    ImGui::GetIO().AddInputCharactersUTF8("The basket is empty");
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    HttpResponse refused;
    refused.status = 503;
    sent_.back().done(refused);
    draw();
    EXPECT_FALSE(shows("Reported as"));
}

TEST_F(ReporterDeskTest, OnlyWhoMayStartADrillIsOfferedOne)
{
    open_as(SystemRole::Auditor);
    EXPECT_TRUE(shows(tr(Text::StartCalm)));
    EXPECT_FALSE(offers("Start a drill"));
}

TEST_F(ReporterDeskTest, TheStaffIsOfferedADrill)
{
    open_as(SystemRole::Resolver);
    EXPECT_TRUE(offers("Start a drill"));
}

}
}
