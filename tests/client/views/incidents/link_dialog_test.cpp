// SPDX-License-Identifier: Apache-2.0
// Alerts are linked from the incident's own list: found by typing, several at once, also in a storm.
#include "client/views/batch.h"
#include "tests/support/incident_on_screen.h"

#include <algorithm>

namespace watchfloor {
namespace {

class LinkDialogTest : public IncidentViewTest {
protected:
    void open_dialog()
    {
        const MirrorItem* button = mirror().find(Role::Button, tr(Text::LinkCommit));
        ASSERT_NE(button, nullptr);
        HeadlessUi::click(*button);
        draw(6);
        ASSERT_TRUE(dialog_open());
    }

    std::vector<std::string> linked() const
    {
        std::vector<std::string> bodies;
        for (const Intent& intent : intents_) {
            const auto* send = std::get_if<Send>(&intent);
            if (send != nullptr && send->path == "/api/v1/incidents/" + id_.text + "/alerts") {
                bodies.push_back(send->body);
            }
        }
        return bodies;
    }

    static std::vector<std::string> rows()
    {
        std::vector<std::string> labels;
        for (const MirrorItem& item : mirror().items()) {
            const bool of_alert = item.label.starts_with("Critical, ") || item.label.starts_with("Minor, ");
            if (item.role == Role::Row && of_alert && item.label.find("Down") == std::string::npos) {
                labels.push_back(item.label);
            }
        }
        return labels;
    }
};

TEST_F(LinkDialogTest, TheAffectedServicesAlertsComeFirstAndSpaceSelectsSeveral)
{
    console_.fire("Relay", "mail");
    const AlertId slow = console_.fire("Slow", "shop", "warning");
    const AlertId late = console_.fire("Late", "shop", "warning");
    draw();
    open_dialog();
    const std::vector<std::string> shown = rows();
    ASSERT_EQ(shown.size(), 3U);
    EXPECT_EQ(shown[2], "Critical, mail, Relay") << "however grave, it is of another service";
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_Space);
    press_key(ImGuiKey_UpArrow);
    press_key(ImGuiKey_Space);
    EXPECT_NE(mirror().find(Role::Button, tr(Text::LinkMany, "2")), nullptr);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const std::vector<std::string> bodies = linked();
    ASSERT_EQ(bodies.size(), 2U);
    for (const AlertId& alert : { slow, late }) {
        EXPECT_TRUE(std::any_of(bodies.begin(), bodies.end(),
            [&](const std::string& body) { return body.find(alert.text) != std::string::npos; }));
    }
    EXPECT_FALSE(dialog_open());
}

TEST_F(LinkDialogTest, TypingFindsAndEnterSelectsWhatWasFound)
{
    const AlertId relay = console_.fire("Relay", "mail");
    const AlertId disk = console_.fire("Disk", "store");
    console_.fire("Slow", "shop", "warning");
    draw();
    open_dialog();
    type("rel");
    EXPECT_EQ(rows(), std::vector<std::string> { "Critical, mail, Relay" });
    press_key(ImGuiKey_Enter);
    draw(6); // the caret is back in an empty field
    type("disk");
    EXPECT_EQ(rows().size(), 2U) << "what is selected stays in sight";
    press_key(ImGuiKey_UpArrow);
    press_key(ImGuiKey_UpArrow);
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const std::vector<std::string> bodies = linked();
    ASSERT_EQ(bodies.size(), 2U);
    EXPECT_NE((bodies[0] + bodies[1]).find(relay.text), std::string::npos);
    EXPECT_NE((bodies[0] + bodies[1]).find(disk.text), std::string::npos);
}

TEST_F(LinkDialogTest, ShiftReachesARangeAndWhatIsMarkedAloneIsLinkedOtherwise)
{
    for (const char* name : { "Queue", "Relay", "Spool" }) {
        console_.fire(name, "mail");
    }
    draw();
    open_dialog();
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Shift | ImGuiKey_DownArrow);
    EXPECT_NE(mirror().find(Role::Button, tr(Text::LinkMany, "2")), nullptr);
    press_key(ImGuiKey_Escape);
    open_dialog();
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_EQ(linked().size(), 1U) << "nothing is selected from before";
}

TEST_F(LinkDialogTest, InAStormTheButtonIsInSightAndWhatIsLeftOutIsSaid)
{
    for (int i = 0; i < 60; ++i) {
        console_.fire("Host" + std::to_string(i), "mail", i < 50 ? "critical" : "warning");
    }
    ImGui::GetIO().DisplaySize = { 1366, 768 };
    draw(6);
    open_dialog();
    MirrorRect link {};
    for (const MirrorItem& item : mirror().items()) { // the dialog's is the last of its name
        link = item.role == Role::Button && item.label == tr(Text::LinkCommit) ? item.rect : link;
    }
    EXPECT_GT(link.height, 20);
    EXPECT_LE(link.y + link.height, 768);
    const auto in_sight = std::count_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
        return item.role == Role::Row && item.label.starts_with("Critical, mail, Host") && item.rect.height > 14;
    });
    ASSERT_GT(in_sight, 8);
    ASSERT_LT(in_sight, 50);
    const std::string cut
        = "+" + std::to_string(60 - in_sight) + ": CRIT " + std::to_string(50 - in_sight) + ", MIN 10";
    EXPECT_TRUE(shows(tr(Text::BoardOutOfSight, cut))) << cut;
}

}
}
