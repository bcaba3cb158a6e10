// SPDX-License-Identifier: Apache-2.0
#include "client/window/shown_picture.h"

#include "client/widgets/controls/text_label.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <string>

namespace watchfloor {
namespace {

class ShownPictureTest : public testing::Test {
protected:
    bool shows(const std::string& text)
    {
        ui_.draw([&] { label(text); });
        return shown_.show(*ImGui::GetDrawData());
    }

    HeadlessUi ui_;
    ShownPicture shown_;
};

TEST_F(ShownPictureTest, HandsTheSameDrawingOverOnce)
{
    EXPECT_TRUE(shows("14:02:07"));
    EXPECT_FALSE(shows("14:02:07"));
    EXPECT_TRUE(shows("14:02:08")) << "as many letters, another digit";
    EXPECT_FALSE(shows("14:02:08"));
    EXPECT_TRUE(shows("14:02:07")) << "what was shown before the last is not shown now";
}

TEST_F(ShownPictureTest, SeesWhatOnlyChangesColour)
{
    bool hot = false;
    const auto draw = [&] { label("99 %", { .colour = hot ? Colour::Critical : Colour::Secondary }); };
    ui_.draw(draw);
    EXPECT_TRUE(shown_.show(*ImGui::GetDrawData()));
    hot = true;
    ui_.draw(draw);
    EXPECT_TRUE(shown_.show(*ImGui::GetDrawData()));
}

TEST_F(ShownPictureTest, SeesAnotherSize)
{
    EXPECT_TRUE(shows("still"));
    ImGui::GetDrawData()->FramebufferScale = { 2, 2 };
    EXPECT_TRUE(shown_.show(*ImGui::GetDrawData()));
}

TEST_F(ShownPictureTest, ShowsAgainWhatTheWindowLost)
{
    EXPECT_TRUE(shows("still"));
    shown_.forget();
    EXPECT_TRUE(shows("still"));
    EXPECT_FALSE(shows("still"));
}

TEST_F(ShownPictureTest, HandsTexturesOverUntilTheyAreUpToDate)
{
    EXPECT_TRUE(shows("still"));
    auto* texture = ImGui::GetPlatformIO().Textures[0];
    texture->SetStatus(ImTextureStatus_WantUpdates);
    EXPECT_TRUE(shown_.show(*ImGui::GetDrawData()));
    texture->SetStatus(ImTextureStatus_OK);
    EXPECT_TRUE(shown_.show(*ImGui::GetDrawData())) << "what was drawn with letters missing is not what is shown";
    EXPECT_FALSE(shown_.show(*ImGui::GetDrawData()));
}

}
}
