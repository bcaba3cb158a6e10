// SPDX-License-Identifier: Apache-2.0
// What a plan would mute, before it is sent.
#include "client/views/maintenance/window_preview.h"

#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

class WindowPreviewTest : public MaintenanceOnScreen {
protected:
    Alert& alert(const char* name, const char* service, AlertState shown = AlertState::Firing)
    {
        Alert made;
        made.id = AlertId { name };
        made.name = name;
        made.service = ServiceId { service };
        made.state = shown;
        alerts_.push_back(made);
        return alerts_.back();
    }

    State state() const
    {
        State all = state_;
        for (const Alert& one : alerts_) {
            all.alerts.set(one.id, one);
        }
        return all;
    }

    void asset(const char* id, const Labels& match)
    {
        Asset made;
        made.id = AssetId { id };
        made.match = match;
        state_.assets.set(made.id, made);
    }

    WindowPreview preview(
        const std::vector<AssetId>& assets, const std::vector<ServiceId>& services, const Labels& match = {}) const
    {
        return window_preview(state(), assets, services, match);
    }

    static std::string warnings(const WindowPreview& preview)
    {
        std::string words;
        for (const PreviewLine& line : preview_lines(preview)) {
            words += line.warns ? line.words : "";
        }
        return words;
    }

    State state_ {};
    std::vector<Alert> alerts_ {};
};

TEST_F(WindowPreviewTest, CountsWhatFiresAndWhatEndedOfItsServicesAndAssets)
{
    asset("sw-1", { { "instance", "sw1" } });
    alert("Down", "shop");
    alert("Slow", "shop", AlertState::Resolved);
    alert("Full", "mail");
    alert("Port", "mail").labels.set("instance", "sw1");
    state_.firing = 3;
    const WindowPreview found = preview({ AssetId { "sw-1" } }, { ServiceId { "shop" } });
    EXPECT_EQ(found.firing.count, 2U);
    EXPECT_EQ(found.firing.names, "Down, Port");
    EXPECT_EQ(found.firing.beyond, 1U);
    EXPECT_EQ(found.ended.count, 1U);
    EXPECT_EQ(found.ended.names, "Slow");
    EXPECT_EQ(found.ended.beyond, 1U);
    EXPECT_NE(warnings(found).find(tr(Text::PreviewBeyond, "2")), std::string::npos);
    EXPECT_EQ(preview({}, { ServiceId { "shop" } }).firing.beyond, 0U) << "a service alone has no other's";
    EXPECT_EQ(warnings(preview({ AssetId { "sw-1" } }, {})), "");
}

TEST_F(WindowPreviewTest, CountsWhatHasAllOfTheLabels)
{
    asset("sw-1", { { "instance", "sw1" } });
    alert("Down", "shop").labels.set("rack", "b7");
    alert("Slow", "shop");
    EXPECT_EQ(preview({}, {}, { { "rack", "b7" } }).firing.names, "Down");
    EXPECT_EQ(preview({}, {}, { { "rack", "b7" }, { "tier", "1" } }).firing.count, 0U);
    EXPECT_EQ(preview({ AssetId { "sw-1" } }, { ServiceId { "shop" } }, { { "rack", "b7" } }).firing.beyond, 1U)
        << "the labels name the other";
}

TEST_F(WindowPreviewTest, SaysWhatThisConsoleDoesNotKnow)
{
    alert("Down", "shop");
    state_.firing = 1;
    EXPECT_EQ(warnings(preview({}, { ServiceId { "shop" } })), "");
    state_.firing = 900;
    EXPECT_EQ(warnings(preview({}, { ServiceId { "shop" } })), tr(Text::PreviewHeld, "1", "900"));
    const auto lines = preview_lines(preview({}, { ServiceId { "mail" } }));
    EXPECT_TRUE(std::any_of(
        lines.begin(), lines.end(), [](const PreviewLine& line) { return line.words == tr(Text::PreviewUnknown); }));
}

TEST_F(WindowPreviewTest, AnAssetThatNamesNoAlertsIsNamed)
{
    asset("ups", {});
    asset("sw-1", { { "instance", "sw1" } });
    EXPECT_EQ(preview({ AssetId { "ups" }, AssetId { "sw-1" } }, {}).unmatched, "ups");
    EXPECT_EQ(warnings(preview({ AssetId { "ups" } }, {})), tr(Text::PreviewUnmatched, "ups"));
}

TEST_F(WindowPreviewTest, NamesAreNotRepeatedAndNotEndless)
{
    for (const char* id : { "a", "b", "c", "d", "e", "f", "g" }) {
        alert(id, "shop");
    }
    alert("again", "shop").name = "a";
    const WindowPreview found = preview({}, { ServiceId { "shop" } });
    EXPECT_EQ(found.firing.count, 8U);
    EXPECT_EQ(found.firing.names, "a, b, c, d, e +2 more");
}

TEST_F(WindowPreviewTest, TheFormShowsItForWhatIsChosenNow)
{
    console_.fire("Down", "shop");
    open(console_.room.planner);
    press_key(ImGuiKey_V);
    EXPECT_FALSE(shows(tr(Text::PreviewTitle))) << "nothing is chosen yet";
    press(Role::Switch, "mail");
    EXPECT_TRUE(shows(tr(Text::PreviewFiringNone)));
    press(Role::Switch, "shop");
    EXPECT_TRUE(shows(tr(Text::PreviewFiring, "1", "Down")));
    EXPECT_TRUE(shows(tr(Text::PreviewUnknown)));
}

}
}
