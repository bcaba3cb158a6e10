// SPDX-License-Identifier: Apache-2.0
// In a picture nobody can point at what is cut: words stand whole where there is room beside, before or below.
#include "client/platform/picture.h"
#include "tests/client/widgets/timeline/timeline_fixture.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

class PictureWordsTest : public TimelineFixture {
protected:
    PictureWordsTest()
    {
        scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars, .lane = 0 },
            { .name = "Entries", .style = LaneStyle::Notes, .lane = 1 },
            { .name = "Updates", .style = LaneStyle::Diamonds, .lane = 2 },
            { .name = "Duties", .style = LaneStyle::Bands, .lane = 3 } };
        scene_.show(-60, 5);
    }

    // Close together, and close to the end of the axis.
    void fill()
    {
        const auto add = [this](double ago, double lasts, std::uint16_t lane, ItemKind kind, const std::string& words) {
            added_.push_back(scene_.add(ago, lasts, lane, kind,
                lane == 0 ? ItemSeverity::Critical : ItemSeverity::Normal, words + " of the shop in the north"));
        };
        for (const double ago : { 40.0, 38.0, 36.0, 3.0, 1.0 }) {
            const std::string when = std::to_string(static_cast<int>(ago));
            add(ago, ago > 30 ? 1 : -1, 0, ItemKind::Alert, "CheckoutErrorRateHigh " + when);
            add(ago, 0, 1, ItemKind::Observation, "The service desk hears that nobody can pay " + when);
            add(ago, 0, 2, ItemKind::UpdatePublished, "Customers were told that we look into it " + when);
        }
        add(3, 2, 3, ItemKind::Duty, "Operations lead and deputy of the commander");
        add(1, -1, 3, ItemKind::Duty, "Communications lead who speaks to the press");
    }

    // Of items; those of the ruler and the lanes aside.
    std::size_t cut() const
    {
        const auto& labels = scene_.state.runtime->labels;
        return static_cast<std::size_t>(
            std::count_if(labels.begin(), labels.end(), [](const LabelRect& label) { return label.seq && label.cut; }));
    }

    bool stands_whole(std::uint64_t seq) const
    {
        const auto& labels = scene_.state.runtime->labels;
        const float width = label_width(scene_.words.at(seq));
        return std::any_of(labels.begin(), labels.end(), [&](const LabelRect& label) {
            return label.seq == seq && std::abs(label.x1 - label.x0 - width) < 0.5F && label.x0 >= plot_left();
        });
    }

    void draw_picture()
    {
        save_picture({ "timeline.svg", { 0, 0, 1600, 900 } });
        begin_picture_frame();
        draw(1);
        EXPECT_TRUE(take_picture_wanted());
    }

    std::vector<std::uint64_t> added_ {};
};

TEST_F(PictureWordsTest, WordsThatAScreenCutsStandWholeInAPicture)
{
    fill();
    draw(4);
    ASSERT_GT(cut(), 3U) << "a screen has its tooltips";
    draw_picture();
    EXPECT_EQ(cut(), 0U);
    for (const std::uint64_t seq : added_) {
        EXPECT_TRUE(stands_whole(seq)) << scene_.words.at(seq);
    }
    const auto& labels = scene_.state.runtime->labels;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        for (std::size_t k = i + 1; k < labels.size(); ++k) {
            const LabelRect& a = labels[i];
            const LabelRect& b = labels[k];
            ASSERT_TRUE(a.x1 <= b.x0 + 1 || b.x1 <= a.x0 + 1 || a.y1 <= b.y0 + 1 || b.y1 <= a.y0 + 1)
                << a.x0 << ',' << a.y0 << ' ' << b.x0 << ',' << b.y0;
        }
    }
}

TEST_F(PictureWordsTest, TheScreenIsAsItWasBeforeThePicture)
{
    fill();
    draw(4);
    const std::vector<int> wanted = scene_.state.runtime->rows_wanted;
    const std::size_t before = cut();
    draw_picture();
    draw(3);
    EXPECT_EQ(scene_.state.runtime->rows_wanted, wanted);
    EXPECT_EQ(cut(), before);
}

// Where even every line of the picture does not suffice, words are cut rather than left out or laid over others.
TEST_F(PictureWordsTest, WordsLongerThanTheAxisAreCutAsOnAScreen)
{
    const auto seq = scene_.add(30, 0, 1, ItemKind::Observation, ItemSeverity::Normal, std::string(900, 'w'));
    draw(3);
    draw_picture();
    const auto& labels = scene_.state.runtime->labels;
    EXPECT_TRUE(std::any_of(labels.begin(), labels.end(),
        [&](const LabelRect& label) { return label.seq == seq && label.cut && label.x1 - label.x0 > 300; }));
}

}
}
