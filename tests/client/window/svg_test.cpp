// SPDX-License-Identifier: Apache-2.0
#include "client/window/svg.h"

#include "client/language/text.h"
#include "client/widgets/controls/text_label.h"
#include "tests/client/widgets/timeline/timeline_scene.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace watchfloor {
namespace {

// The names of elements that are open where it ends, or what is wrong.
std::vector<std::string> open_elements(std::string_view xml)
{
    std::vector<std::string> open;
    for (std::size_t at = xml.find('<'); at < xml.size(); at = xml.find('<', at + 1)) {
        const std::size_t end = xml.find('>', at);
        if (end == std::string_view::npos) {
            return { "an element without an end" };
        }
        const std::string_view element = xml.substr(at + 1, end - at - 1);
        const std::string name(element.substr(0, element.find_first_of(" /?", 1)));
        if (element.starts_with("?") || element.ends_with("/")) {
            continue;
        }
        if (!element.starts_with("/")) {
            open.push_back(name);
        } else if (open.empty() || "/" + open.back() != std::string(element)) {
            return { "closes " + std::string(element) };
        } else {
            open.pop_back();
        }
    }
    return open;
}

bool is_wellformed(std::string_view xml)
{
    for (std::size_t at = xml.find('&'); at != std::string_view::npos; at = xml.find('&', at + 1)) {
        const std::string_view rest = xml.substr(at);
        if (!rest.starts_with("&amp;") && !rest.starts_with("&lt;") && !rest.starts_with("&gt;")
            && !rest.starts_with("&quot;") && !rest.starts_with("&#39;")) {
            return false;
        }
    }
    return xml.starts_with("<?xml") && open_elements(xml).empty();
}

class SvgTest : public testing::Test {
protected:
    std::string drawn(const std::function<void()>& widgets, const PictureArea& area = {})
    {
        ui_.draw(widgets, 3);
        return svg_of(*ImGui::GetDrawData(), area);
    }

    static bool has(const std::string& svg, std::string_view part) { return svg.find(part) != std::string::npos; }

    HeadlessUi ui_ { { 1280, 800 } };
};

TEST_F(SvgTest, HoldsATimelinesWordsAndShapes)
{
    TimelineScene scene;
    scene.add(30, 0, 2, ItemKind::Observation, ItemSeverity::Normal, "5 < 6 & <b>");
    const std::string svg = drawn([&] { draw_timeline("timeline", scene.model, scene.state); });
    EXPECT_TRUE(is_wellformed(svg)) << svg.substr(0, 2000);
    EXPECT_TRUE(has(svg, "width=\"1280\" height=\"800\" viewBox=\"0 0 1280 800\""));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(has(svg, ">" + scene.model.lanes[i].name)) << scene.model.lanes[i].name;
    }
    EXPECT_TRUE(has(svg, "5 &lt; 6 &amp; &lt;b&gt;"));
    EXPECT_TRUE(has(svg, "<path"));
    EXPECT_FALSE(has(svg, "<b>"));
}

TEST_F(SvgTest, SaysWhatTheScreenSaysOfThatPart)
{
    TimelineScene scene;
    scene.add_incident();
    const std::string svg = drawn([&] { draw_timeline("timeline", scene.model, scene.state); });
    const auto begin = svg.find("<desc>");
    const auto end = svg.find("</desc>");
    ASSERT_NE(begin, std::string::npos);
    ASSERT_NE(end, std::string::npos);
    const std::string spoken = svg.substr(begin, end - begin);
    EXPECT_NE(spoken.find("Alerts: 7 items"), std::string::npos) << "how many there are\n" << spoken;
}

TEST_F(SvgTest, OfAPartItNamesNothingThatIsOnlyThereToBePressed)
{
    TimelineScene scene;
    scene.add_incident();
    ui_.draw([&] { draw_timeline("timeline", scene.model, scene.state); }, 3);
    const std::string whole = svg_of(*ImGui::GetDrawData(), {});
    const std::string part = svg_of(*ImGui::GetDrawData(), { 0, 0, 1280, 790 });
    const std::string desc = part.substr(0, part.find("</desc>"));
    EXPECT_TRUE(has(whole, tr(Text::TimelineZoomOut)));
    EXPECT_FALSE(has(desc, tr(Text::TimelineZoomOut)));
    EXPECT_FALSE(has(desc, tr(Text::TimelineByRecorded)));
    EXPECT_TRUE(has(desc, "Alerts: 7 items"));
}

TEST_F(SvgTest, HoldsNothingOfWhatTheConsoleItselfSaysOverIt)
{
    const std::string svg = drawn([&] {
        label("Words of it");
        ImGui::Begin(kMessagesWindow.data());
        label("The picture is saved");
        ImGui::End();
    });
    EXPECT_TRUE(has(svg, ">Words of it"));
    EXPECT_FALSE(has(svg, ">The picture is saved"));
}

TEST_F(SvgTest, HoldsNothingOfWhatLiesBesideIt)
{
    float top = 0;
    const std::string whole = drawn([&] {
        label("Above all");
        top = ImGui::GetCursorScreenPos().y;
        label("Words of it");
    });
    EXPECT_TRUE(has(whole, ">Above all<"));
    EXPECT_TRUE(has(whole, ">Words of it<"));
    const std::string part = svg_of(*ImGui::GetDrawData(), { 0, top, 600, 400 });
    EXPECT_TRUE(is_wellformed(part));
    EXPECT_TRUE(has(part, " width=\"600\" height=\"400\""));
    EXPECT_TRUE(has(part, ">Words of it<"));
    EXPECT_FALSE(has(part, "Above all")) << "neither said nor drawn out of sight";
}

}
}
