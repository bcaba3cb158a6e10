// SPDX-License-Identifier: Apache-2.0
// What a display shows while somebody at the desk tests it.
#include "client/views/walls/test_picture.h"

#include "client/widgets/controls/badges.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/wall_on_screen.h"

namespace watchfloor {
namespace {

class TestPictureTest : public WallOnScreen {
protected:
    explicit TestPictureTest(ImVec2 size = { 1920, 1080 }) : WallOnScreen(size)
    {
        console_.display = TokenId { "wall-1" };
    }

    void ask(const char* name)
    {
        console_.transport.live("test", to_json_text(WallTest { name, "test-1" }));
        draw();
    }
};

TEST_F(TestPictureTest, StandsForHalfAMinuteAndSaysWhatTheDisplayIs)
{
    log_incident();
    arrive("/wall?paused=1&page=alerts");
    EXPECT_EQ(shown("North hall"), 0);
    ask("North hall");
    EXPECT_EQ(shown("North hall"), 1);
    EXPECT_EQ(shown("1920×1080 pixels"), 1);
    EXPECT_EQ(shown("55 inches, read from 4 m"), 1);
    EXPECT_EQ(shown("Nothing is smaller than this line"), 1);
    for (const Severity severity : kSeverities) {
        EXPECT_GE(shown(severity_code(severity)), 1) << severity_code(severity);
    }
    EXPECT_FALSE(on_page(Text::WallPageAlerts));
    for (const MirrorItem& item : mirror().items()) {
        EXPECT_LE(item.rect.y + item.rect.height, 1080) << item.label;
        EXPECT_LE(item.rect.x + item.rect.width, 1920) << item.label;
    }
    console_.room.pass(kWallTestLasts - Millis { 1 });
    draw();
    EXPECT_EQ(shown("North hall"), 1);
    console_.room.pass(Millis { 1 });
    draw();
    EXPECT_EQ(shown("North hall"), 0);
    EXPECT_TRUE(on_page(Text::WallPageAlerts)) << "it goes on where it was";
}

class TestPictureOnPanelsTest : public TestPictureTest, public testing::WithParamInterface<ImVec2> {
protected:
    TestPictureOnPanelsTest() : TestPictureTest(GetParam()) { }
};

TEST_P(TestPictureOnPanelsTest, NamesEverySeverityWhole)
{
    arrive("/wall");
    ask("North hall");
    EXPECT_EQ(mirror().cut_texts(), std::vector<std::string> {});
    for (const Severity severity : kSeverities) {
        const MirrorItem* code = found(severity_code(severity));
        ASSERT_NE(code, nullptr) << severity_code(severity);
        EXPECT_LE(code->rect.y + code->rect.height, GetParam().y) << code->label;
        EXPECT_LE(code->rect.x + code->rect.width, GetParam().x) << code->label;
    }
}

INSTANTIATE_TEST_SUITE_P(Panels, TestPictureOnPanelsTest,
    testing::Values(ImVec2 { 1366, 768 }, ImVec2 { 1920, 1080 }, ImVec2 { 3840, 2160 }, ImVec2 { 1080, 1920 }));

TEST_F(TestPictureTest, ADeskIsNoDisplay)
{
    console_.display.reset();
    arrive("/wall");
    ask("North hall");
    EXPECT_EQ(shown("North hall"), 0);
}

}
}
