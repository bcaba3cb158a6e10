// SPDX-License-Identifier: Apache-2.0
// The block of majors on walls of several sizes, with names as long as they get.
#include "client/views/walls/majors_block.h"

#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

// Of so many characters.
std::string name_of(std::string_view words, std::size_t characters)
{
    std::string name(words);
    while (name.size() < characters) {
        name += " and so on";
    }
    name.resize(characters);
    return name.back() == ' ' ? name.substr(0, characters - 1) + "x" : name;
}

WallMajor major_of(int number, Rank mark, std::size_t characters)
{
    const std::string suffix = std::to_string(number);
    WallMajor major;
    major.id = IncidentId { "INC-" + suffix };
    major.number = major.id.text;
    major.mark = mark;
    major.rank = rank_code(mark);
    major.service = name_of("Service " + suffix, characters);
    major.since = "2 h 05 min";
    major.state = "Investigating";
    major.update = "Update in 12:10";
    major.due = "update in 12:10";
    major.commander = name_of("Ada " + suffix, characters);
    major.communications = name_of("Bob " + suffix, characters);
    major.bridge = name_of("Blue " + suffix, characters);
    major.headline = name_of("Failing over", 2 * characters);
    return major;
}

class MajorsBlockTest : public testing::Test {
protected:
    ~MajorsBlockTest() override { apply_theme({}); }

    // As a 55-inch display of this many pixels shows them from four metres, above a footer.
    WallLayout lay_out(const std::vector<WallMajor>& majors, ImVec2 pixels = { 1920, 1080 },
        MajorsPart part = MajorsPart::Upper, std::size_t turn = 0)
    {
        ThemeOptions look;
        look.surface = Surface::Wall;
        look.wall.width_pixels = static_cast<int>(pixels.x);
        look.wall.height_pixels = static_cast<int>(pixels.y);
        apply_theme(look);
        room_ = { pixels.x - 6 * grid(1), pixels.y * 0.8F };
        WallLayout layout;
        ui_.draw([&] { layout = lay_out_majors(majors, room_, part, turn); });
        return layout;
    }

    static bool says(const WallLayout& layout, std::string_view words)
    {
        return std::any_of(layout.pieces.begin(), layout.pieces.end(),
            [&](const WallPiece& piece) { return piece.spoken.find(words) != std::string::npos; });
    }

    static float top_of(const WallLayout& layout, std::string_view words)
    {
        const auto at = std::find_if(layout.pieces.begin(), layout.pieces.end(),
            [&](const WallPiece& piece) { return piece.spoken.find(words) != std::string::npos; });
        return at == layout.pieces.end() ? -1.0F : at->at.y;
    }

    static const WallPiece* piece_of(const WallLayout& layout, std::string_view words)
    {
        const auto at = std::find_if(
            layout.pieces.begin(), layout.pieces.end(), [&](const WallPiece& piece) { return piece.spoken == words; });
        return at == layout.pieces.end() ? nullptr : &*at;
    }

    // Nothing smaller than can be read, nothing outside, nothing over another.
    void expect_readable(const WallLayout& layout) const
    {
        for (const WallPiece& piece : layout.pieces) {
            if (piece.mark || piece.shape) {
                continue;
            }
            EXPECT_GE(piece.text.size, wall_letters(kLeastMinutes)) << piece.spoken;
            EXPECT_LE(piece.at.x + piece.text.width, room_.x + 2) << piece.spoken;
            for (const WallPiece& other : layout.pieces) {
                const bool apart = &other == &piece || other.mark || other.shape
                    || other.at.y >= piece.at.y + piece.text.height() - 1
                    || piece.at.y >= other.at.y + other.text.height() - 1
                    || other.at.x >= piece.at.x + piece.text.width - 1
                    || piece.at.x >= other.at.x + other.text.width - 1;
                EXPECT_TRUE(apart) << piece.spoken << " over " << other.spoken;
            }
        }
    }

    static void expect_all_fields(const WallLayout& layout, const WallMajor& major)
    {
        for (const std::string& field : { major.service, major.since, major.state, major.update, major.commander,
                 major.communications, major.bridge, major.headline }) {
            EXPECT_TRUE(says(layout, field)) << field;
        }
    }

    ImVec2 room_ {};
    HeadlessUi ui_ { { 1920, 1080 } };
};

const ImVec2 kPanels[] { { 1366, 768 }, { 1920, 1080 }, { 3840, 2160 }, { 1080, 1920 } };

TEST_F(MajorsBlockTest, NoMajorTakesNoRoom)
{
    EXPECT_EQ(lay_out({}).height, 0.0F);
}

TEST_F(MajorsBlockTest, OneMajorWithLongNamesIsCutNowhere)
{
    for (const ImVec2 pixels : kPanels) {
        SCOPED_TRACE(pixels.x);
        const WallMajor major = major_of(1, Rank::Sev1, 40);
        const WallLayout layout = lay_out({ major }, pixels);
        EXPECT_FALSE(layout.cut());
        expect_all_fields(layout, major);
        expect_readable(layout);
        EXPECT_LT(layout.height, room_.y);
    }
}

TEST_F(MajorsBlockTest, OrdinaryNamesStandInTheSizesOfTheOrder)
{
    WallMajor major = major_of(1, Rank::Sev1, 10);
    major.since = "12 min";
    major.state = "Mitigated";
    const WallLayout layout = lay_out({ major });
    ASSERT_FALSE(layout.pieces.empty());
    EXPECT_EQ(layout.pieces[0].mark, Rank::Sev1);
    EXPECT_GE(layout.pieces[0].side, wall_letters(kHeadlineMinutes));
    for (const WallPiece& piece : layout.pieces) {
        if (piece.spoken == major.service) {
            EXPECT_GE(piece.text.size, wall_letters(kHeadlineMinutes));
        } else if (piece.spoken == major.update) {
            EXPECT_GE(piece.text.size, wall_letters(kFigureMinutes));
        }
    }
    EXPECT_LE(layout.height, room_.y * 0.6F);
}

TEST_F(MajorsBlockTest, OneMajorOfOrdinaryWordsTakesAThirdOfTheWall)
{
    WallMajor major = major_of(1, Rank::Sev1, 10);
    major.since = "14 min";
    major.commander = "Grace";
    major.communications.clear();
    major.bridge = "Blue bridge";
    major.headline = "Half of the checkouts fail. Rolling back; next decision at the half hour";
    for (const ImVec2 pixels : kPanels) {
        SCOPED_TRACE(pixels.x);
        const WallLayout layout = lay_out({ major }, pixels);
        EXPECT_LE(layout.height, pixels.y * 0.37F);
        EXPECT_FALSE(layout.cut());
        expect_readable(layout);
        ASSERT_NE(piece_of(layout, major.service), nullptr);
        EXPECT_GE(piece_of(layout, major.service)->text.size, wall_letters(kHeadlineMinutes)) << "that stays large";
        ASSERT_NE(piece_of(layout, major.update), nullptr);
        EXPECT_GE(piece_of(layout, major.update)->text.size, wall_letters(kFigureMinutes));
    }
}

TEST_F(MajorsBlockTest, TwoMajorsKeepEveryField)
{
    for (const ImVec2 pixels : kPanels) {
        SCOPED_TRACE(pixels.x);
        const std::vector<WallMajor> majors { major_of(1, Rank::Sev1, 20), major_of(2, Rank::Sev2, 20) };
        const WallLayout layout = lay_out(majors, pixels);
        for (const WallMajor& major : majors) {
            expect_all_fields(layout, major);
        }
        expect_readable(layout);
    }
    EXPECT_FALSE(lay_out({ major_of(1, Rank::Sev1, 16), major_of(2, Rank::Sev2, 16) }).cut());
}

TEST_F(MajorsBlockTest, OnAPanelThatStandsTheSecondStandsBelowTheFirstAndNothingIsCut)
{
    const std::vector<WallMajor> majors { major_of(1, Rank::Sev1, 10), major_of(2, Rank::Sev2, 10) };
    const WallLayout layout = lay_out(majors, { 1080, 1920 });
    EXPECT_FALSE(layout.cut());
    EXPECT_GT(top_of(layout, majors[1].service), top_of(layout, majors[0].headline));
    expect_readable(layout);
    const WallLayout lying = lay_out(majors);
    EXPECT_LT(top_of(lying, majors[1].service), top_of(lying, majors[0].headline));
}

TEST_F(MajorsBlockTest, WhereABandTakesTheRoomTheListGetsShorterAndThePagesKeepTheirs)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 9; ++i) {
        majors.push_back(major_of(i, i < 3 ? Rank::Sev1 : Rank::Sev2, 12));
    }
    static_cast<void>(lay_out(majors)); // as a wall of this size
    WallLayout low;
    ui_.draw([&] { low = lay_out_majors(majors, { 1'868, 676 }); });
    EXPECT_LE(low.height, 676 - grid(10));
    EXPECT_TRUE(says(low, majors[0].service));
    EXPECT_FALSE(says(low, majors[4].service));
    EXPECT_TRUE(says(low, "+5: SEV2 5"));
    WallLayout lowest;
    ui_.draw([&] { lowest = lay_out_majors(majors, { 1'868, 150 }); });
    EXPECT_TRUE(says(lowest, majors[0].service)) << "the worst one stays";
    EXPECT_TRUE(says(lowest, "+8: "));
}

TEST_F(MajorsBlockTest, WhatIsCountedStandsNoLargerThanWhatIsListed)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 9; ++i) {
        majors.push_back(major_of(i, Rank::Sev2, 12));
    }
    const WallLayout layout = lay_out(majors);
    ASSERT_TRUE(layout.smallest_mark());
    for (const WallPiece& piece : layout.pieces) {
        if (piece.spoken.starts_with("+4")) {
            EXPECT_LE(piece.text.size, *layout.smallest_mark());
        }
    }
}

TEST_F(MajorsBlockTest, OnAPanelThatStandsTheUpdatesMakeAColumn)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 4; ++i) {
        majors.push_back(major_of(i, Rank::Sev2, 12));
        majors.back().since = i == 1 ? "8 min" : "2 h 05 min";
    }
    const WallLayout layout = lay_out(majors, { 1080, 1920 });
    std::vector<float> columns;
    for (const WallPiece& piece : layout.pieces) {
        if (piece.spoken == majors[0].update) {
            columns.push_back(piece.at.x);
        }
    }
    EXPECT_EQ(columns, std::vector<float>(4, columns.empty() ? 0 : columns.front()));
}

TEST_F(MajorsBlockTest, VisitorsReadNeitherNumberNorCommander)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 3; ++i) {
        majors.push_back(major_of(i, Rank::Sev2, 12));
        majors.back().number.clear();
        majors.back().commander.clear();
        majors.back().headline.clear();
        majors.back().published = "Some orders fail. We are working on it, part " + std::to_string(i);
    }
    for (const ImVec2 pixels : kPanels) {
        const WallLayout layout = lay_out(majors, pixels);
        EXPECT_TRUE(says(layout, majors[0].state));
        EXPECT_FALSE(says(layout, "INC-"));
        for (const WallMajor& major : majors) {
            EXPECT_TRUE(says(layout, major.published)) << "what was published";
        }
        expect_readable(layout);
    }
}

// As a visitors' wall shows it: what customers were told, and when.
WallMajor told_major(int number, Rank mark, std::string text)
{
    WallMajor major = major_of(number, mark, 11);
    for (std::string* ours : { &major.number, &major.commander, &major.communications, &major.bridge, &major.headline,
             &major.update, &major.due }) {
        ours->clear();
    }
    major.published = std::move(text);
    major.told = "announced 04:04";
    return major;
}

const std::string kTold = "Some payments in our online shop fail at present. We are working on it and expect to have "
                          "it mended within the hour. Orders that you placed already are safe.";

TEST_F(MajorsBlockTest, WhatCustomersAreToldIsNotCutWhileThereIsRoom)
{
    for (const ImVec2 pixels : kPanels) {
        for (int count = 1; count <= 4; ++count) {
            SCOPED_TRACE(pixels.x);
            SCOPED_TRACE(count);
            std::vector<WallMajor> majors { told_major(1, Rank::Sev1, kTold) };
            for (int i = 2; i <= count; ++i) {
                majors.push_back(told_major(i, Rank::Sev2, {}));
            }
            const WallLayout layout = lay_out(majors, pixels, MajorsPart::Whole);
            const WallPiece* text = piece_of(layout, kTold);
            ASSERT_NE(text, nullptr);
            EXPECT_FALSE(text->text.cut);
            EXPECT_TRUE(says(layout, "announced 04:04"));
            EXPECT_LE(layout.height, room_.y);
            expect_readable(layout);
        }
    }
}

TEST_F(MajorsBlockTest, WhatCustomersAreToldStandsInLargeLettersWhereThereIsRoom)
{
    const WallLayout layout = lay_out({ told_major(1, Rank::Sev1, kTold) }, { 1920, 1080 }, MajorsPart::Whole);
    ASSERT_NE(piece_of(layout, kTold), nullptr);
    EXPECT_GT(piece_of(layout, kTold)->text.size, wall_letters(kTitleMinutes));
}

TEST_F(MajorsBlockTest, OnAPanelThatStandsWhatCustomersAreToldHasTheFullWidth)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 3; ++i) {
        majors.push_back(told_major(i, Rank::Sev2, kTold + std::to_string(i)));
    }
    const WallLayout layout = lay_out(majors, { 1080, 1920 }, MajorsPart::Whole);
    const WallPiece* text = piece_of(layout, majors[0].published);
    ASSERT_NE(text, nullptr);
    EXPECT_EQ(text->at.x, 0.0F);
    EXPECT_FALSE(text->text.cut) << layout.height << " of " << room_.y << ", " << text->text.width;
    EXPECT_GT(text->text.width, room_.x * 0.8F);
    expect_readable(layout);
}

TEST_F(MajorsBlockTest, ATableTellsTheHeadlineOfEachInTwoLinesAtMost)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 4; ++i) {
        majors.push_back(major_of(i, Rank::Sev2, 10));
        majors.back().headline
            = "Half of the checkouts fail. Rolling back; next decision at the half hour " + majors.back().id.text;
    }
    for (const ImVec2 pixels : kPanels) {
        SCOPED_TRACE(pixels.x);
        const WallLayout layout = lay_out(majors, pixels);
        EXPECT_FALSE(layout.cut());
        expect_readable(layout);
        for (const WallMajor& major : majors) {
            const WallPiece* headline = piece_of(layout, major.headline);
            ASSERT_NE(headline, nullptr);
            EXPECT_LE(headline->text.lines.size(), pixels.x < pixels.y ? 3U : 2U);
            EXPECT_FALSE(headline->text.cut);
        }
        EXPECT_LT(layout.height, room_.y - grid(10)) << "the pages keep a line";
    }
}

TEST_F(MajorsBlockTest, ALongHeadlineIsCutBeforeFiguresGetSmaller)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 3; ++i) {
        majors.push_back(major_of(i, Rank::Sev2, 10));
    }
    const WallLayout usual = lay_out(majors);
    for (WallMajor& major : majors) {
        major.headline = name_of("We know little yet", 400);
    }
    const WallLayout layout = lay_out(majors);
    EXPECT_FALSE(layout.cut()) << "nothing else is";
    EXPECT_GE(*layout.smallest_mark(), wall_letters(kFigureMinutes));
    ASSERT_NE(piece_of(layout, majors[0].headline), nullptr);
    EXPECT_TRUE(piece_of(layout, majors[0].headline)->text.cut);
    EXPECT_TRUE(says(usual, "Failing over"));
    expect_readable(layout);
}

TEST_F(MajorsBlockTest, SeveralStandAsATable)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 4; ++i) {
        majors.push_back(major_of(i, Rank::Sev2, 20));
    }
    majors[0].update_overdue = true;
    majors[0].due = "OVERDUE 03:10";
    majors[0].update = "Update OVERDUE 03:10";
    for (const ImVec2 pixels : kPanels) {
        SCOPED_TRACE(pixels.x);
        const WallLayout layout = lay_out(majors, pixels);
        float before = -1;
        for (const WallMajor& major : majors) {
            for (const std::string& field :
                { major.service, major.id.text, major.commander, major.since, major.state, major.update }) {
                EXPECT_TRUE(says(layout, field)) << field;
            }
            EXPECT_GT(top_of(layout, major.service), before);
            before = top_of(layout, major.service);
        }
        expect_readable(layout);
        EXPECT_LT(layout.height, room_.y);
    }
}

TEST_F(MajorsBlockTest, OfManyTheWorstFiveAreListedAndTheRestCountedBySeverity)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 9; ++i) {
        majors.push_back(major_of(i, i < 4 ? Rank::Sev1 : i < 7 ? Rank::Sev2 : Rank::Sev3, 20));
    }
    const WallLayout layout = lay_out(majors);
    EXPECT_TRUE(says(layout, majors[4].service));
    EXPECT_FALSE(says(layout, majors[5].service));
    EXPECT_TRUE(says(layout, "+4: SEV2 1, SEV3 3"));
    expect_readable(layout);
    EXPECT_LT(layout.height, room_.y);
    majors[7].update_overdue = true;
    EXPECT_TRUE(says(lay_out(majors), "+4: SEV2 1, SEV3 3, 1 OVERDUE")) << "that a promise is broken is never hidden";
}

TEST_F(MajorsBlockTest, WhatAPageLeavesEmptyTheTableHas)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 16; ++i) {
        majors.push_back(major_of(i, i < 4 ? Rank::Sev1 : Rank::Sev2, 10));
        majors.back().headline = "Failing over";
    }
    const auto marks = [](const WallLayout& layout) {
        return std::count_if(
            layout.pieces.begin(), layout.pieces.end(), [](const WallPiece& piece) { return piece.mark.has_value(); });
    };
    static_cast<void>(lay_out(majors)); // as a wall of this size
    const ImVec2 high { room_.x, 1'600 };
    WallLayout usual;
    WallLayout more;
    ui_.draw([&] {
        usual = lay_out_majors(majors, high);
        more = lay_out_majors(majors, high, MajorsPart::Upper, 0, 160);
    });
    EXPECT_GT(marks(more), marks(usual));
    expect_readable(more);
    EXPECT_LE(more.height, high.y - grid(10));
    majors.resize(4);
    const WallLayout few = lay_out(majors);
    ui_.draw([&] { more = lay_out_majors(majors, room_, MajorsPart::Upper, 0, room_.y * 0.1F); });
    EXPECT_GE(*more.smallest_mark(), *few.smallest_mark());
    EXPECT_LE(more.height, room_.y - grid(10));
}

TEST_F(MajorsBlockTest, AFewOfFewWordsStandInLargeLetters)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 3; ++i) {
        majors.push_back(major_of(i, Rank::Sev1, 9));
        majors.back().since = "9 min";
        majors.back().commander = "Ada";
        majors.back().headline = "Rolling back";
    }
    const WallLayout layout = lay_out(majors, { 1920, 1080 }, MajorsPart::Whole);
    EXPECT_GE(*layout.smallest_mark(), wall_letters(kTitleMinutes));
    EXPECT_FALSE(layout.cut());
    expect_readable(layout);
}

TEST_F(MajorsBlockTest, OfManyEachIsSeenWithinOneRoundAndTheWorstStay)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 9; ++i) {
        majors.push_back(major_of(i, i < 4 ? Rank::Sev1 : i < 7 ? Rank::Sev2 : Rank::Sev3, 20));
    }
    for (const MajorsPart part : { MajorsPart::Upper, MajorsPart::Whole }) {
        const WallLayout first = lay_out(majors, { 1920, 1080 }, part);
        ASSERT_GT(first.turns, 1U);
        std::vector<int> seen(majors.size());
        for (std::size_t turn = 0; turn < first.turns; ++turn) {
            const WallLayout layout = lay_out(majors, { 1920, 1080 }, part, turn);
            EXPECT_EQ(layout.turns, first.turns);
            EXPECT_EQ(layout.height, first.height) << "nothing below it moves";
            expect_readable(layout);
            float before = -1;
            for (std::size_t i = 0; i < majors.size(); ++i) {
                if (const float top = top_of(layout, majors[i].service); top >= 0) {
                    EXPECT_GT(top, before) << "the order of severity";
                    before = top;
                    ++seen[i];
                }
            }
        }
        for (std::size_t i = 0; i < majors.size(); ++i) {
            EXPECT_GE(seen[i], i < 3 ? static_cast<int>(first.turns) : 1) << majors[i].service;
        }
    }
}

TEST_F(MajorsBlockTest, WhereTheWorstWouldNotAllHaveALineTheLinesGetShorter)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 9; ++i) {
        majors.push_back(major_of(i, i < 7 ? Rank::Sev1 : Rank::Sev2, 20));
    }
    const WallLayout layout = lay_out(majors);
    for (int i = 0; i < 6; ++i) {
        EXPECT_TRUE(says(layout, majors[static_cast<std::size_t>(i)].service)) << i;
        EXPECT_TRUE(says(layout, majors[static_cast<std::size_t>(i)].number)) << i;
    }
    EXPECT_FALSE(says(layout, majors[0].headline));
    EXPECT_TRUE(says(layout, majors[0].update));
    expect_readable(layout);
    EXPECT_LE(layout.height, room_.y - grid(10));
}

TEST_F(MajorsBlockTest, AWallOfMajorsAloneIsFilled)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 4; ++i) {
        majors.push_back(major_of(i, Rank::Sev2, 12));
    }
    const WallLayout upper = lay_out(majors);
    const WallLayout whole = lay_out(majors, { 1920, 1080 }, MajorsPart::Whole);
    EXPECT_GT(whole.height, upper.height);
    EXPECT_GT(whole.height, room_.y * 0.9F);
    EXPECT_LE(whole.height, room_.y);
}

TEST_F(MajorsBlockTest, AWallOfMajorsAloneListsAsManyAsFitAndCountsTheRest)
{
    std::vector<WallMajor> majors;
    for (int i = 1; i <= 7; ++i) {
        majors.push_back(major_of(i, Rank::Sev1, 20));
    }
    const WallLayout seven = lay_out(majors, { 1920, 1080 }, MajorsPart::Whole);
    for (const WallMajor& major : majors) {
        EXPECT_TRUE(says(seven, major.service)) << major.service;
    }
    expect_readable(seven);
    EXPECT_LE(seven.height, room_.y);
    for (int i = 8; i <= 40; ++i) {
        majors.push_back(major_of(i, Rank::Sev2, 20));
    }
    const WallLayout many = lay_out(majors, { 1920, 1080 }, MajorsPart::Whole);
    EXPECT_TRUE(says(many, majors[4].service));
    EXPECT_TRUE(says(many, "SEV2 28")) << "of 40 majors twelve have a line";
    expect_readable(many);
    EXPECT_LE(many.height, room_.y);
}

TEST_F(MajorsBlockTest, OneMajorHasTheWholeWall)
{
    const std::vector<WallMajor> one { major_of(1, Rank::Sev1, 40) };
    const float usual = lay_out(one).height;
    const WallLayout whole = lay_out(one, { 1920, 1080 }, MajorsPart::Whole);
    EXPECT_GT(whole.height, usual);
    EXPECT_LE(whole.height, room_.y);
}

}
}
