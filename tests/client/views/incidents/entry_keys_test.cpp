// SPDX-License-Identifier: Apache-2.0
// The log by the keyboard alone.
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class EntryKeysTest : public IncidentViewTest {
protected:
    EntryKeysTest()
    {
        for (int i = 10; i < 40; ++i) {
            console_.done(AddNote { .incident = id_, .text = "Note " + std::to_string(i) }, console_.room.resolver);
        }
        console_.open(console_.room.resolver);
        draw(8);
    }

    // The row of the log that is selected; null where none is.
    static const MirrorItem* chosen()
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.selected && item.label.find(':') != std::string::npos;
        });
        return at == mirror().items().end() ? nullptr : &*at;
    }

    static bool chose(std::string_view words)
    {
        const MirrorItem* row = chosen();
        return row != nullptr && row->label.find(words) != std::string::npos;
    }
};

TEST_F(EntryKeysTest, ARowThatIsClickedStaysInSight)
{
    const MirrorItem* lowest = nullptr;
    for (const MirrorItem& item : mirror().items()) {
        if (item.role == Role::Row && item.label.find("Note 3") != std::string::npos && item.rect.height > 10
            && (lowest == nullptr || item.rect.y > lowest->rect.y)) {
            lowest = &item;
        }
    }
    ASSERT_NE(lowest, nullptr);
    const MirrorItem row = *lowest;
    HeadlessUi::hover(row);
    draw(2); // a row lies below what stands in it: it hears of the pointer a frame later
    HeadlessUi::click(row);
    draw(8);
    ASSERT_NE(chosen(), nullptr);
    EXPECT_GT(chosen()->rect.height, 10);
}

TEST_F(EntryKeysTest, AKeyCorrectsTheChosenEntryAsLongAsNothingTookItsPlace)
{
    intents_.clear();
    press_key(ImGuiMod_Shift | ImGuiKey_K);
    const auto said = [this] {
        return std::any_of(intents_.begin(), intents_.end(), [](const Intent& intent) {
            const auto* say = std::get_if<Say>(&intent);
            return say != nullptr && say->text == tr(Text::CorrectChooseFirst);
        });
    };
    EXPECT_TRUE(said()) << "nothing is chosen";
    press_key(ImGuiKey_UpArrow);
    ASSERT_TRUE(chose("Note 39"));
    const std::uint64_t seq = console_.room.state.seq;
    press_key(ImGuiMod_Shift | ImGuiKey_K);
    draw(4);
    const MirrorItem* field = mirror().find(Role::TextArea, tr(Text::ComposerLabel));
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->value, "Note 39");
    console_.done(AddNote { .incident = id_, .text = "Note 39, corrected", .supersedes = seq }, console_.room.resolver);
    draw(6);
    ASSERT_TRUE(chose("Note 39"));
    EXPECT_EQ(mirror().find(Role::Button, tr(Text::CorrectEntry)), nullptr);
}

TEST_F(EntryKeysTest, ACorrectionIsReadInFullAndTabLeadsThroughAllOfIt)
{
    ImGui::GetIO().DisplaySize = { 1280, 800 };
    console_.room.pass(std::chrono::hours { 30 }); // the time of what is corrected has its day
    console_.open(console_.room.resolver);
    draw(8);
    press_key(ImGuiKey_UpArrow);
    ASSERT_TRUE(chose("Note 39"));
    const std::uint64_t seq = console_.room.state.seq;
    press_key(ImGuiMod_Shift | ImGuiKey_K);
    draw(8);
    const std::string what = tr(Text::CorrectsEntry, std::to_string(seq));
    const MirrorItem* corrects = mirror().find(Role::Button, what);
    const MirrorItem* record = mirror().find(Role::Button, tr(Text::RecordEntry));
    ASSERT_NE(corrects, nullptr);
    ASSERT_NE(record, nullptr);
    EXPECT_LE(corrects->rect.x + corrects->rect.width, record->rect.x + record->rect.width) << "it ends in its panel";
    for (const std::string& cut : mirror().cut_texts()) {
        EXPECT_NE(cut, what);
    }
    std::vector<std::string> reached;
    for (int i = 0; i < 9; ++i) {
        press_key(ImGuiKey_Tab);
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.id == mirror().focus(); });
        reached.push_back(at == mirror().items().end() ? std::string("nothing") : at->label);
    }
    EXPECT_EQ(reached,
        (std::vector<std::string> { "Observation", "Decision", "Action", "Communication",
            std::string(tr(Text::OtherKind)), std::string(tr(Text::FieldOccurred)), what,
            std::string(tr(Text::ShowAxis)), std::string(tr(Text::RecordEntry)) }));
}

TEST_F(EntryKeysTest, ArrowsAndPagesWalkTheEntriesAndStayInSight)
{
    press_key(ImGuiKey_UpArrow);
    EXPECT_TRUE(chose("Note 39")) << "upwards from the newest";
    press_key(ImGuiKey_UpArrow);
    EXPECT_TRUE(chose("Note 38"));
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_DownArrow);
    EXPECT_TRUE(chose("Note 39")) << "there is nothing below";
    press_key(ImGuiKey_PageUp);
    ASSERT_NE(chosen(), nullptr);
    EXPECT_FALSE(chose("Note 39"));
    EXPECT_FALSE(chose("Note 38"));
    press_key(ImGuiKey_Home);
    draw(4);
    ASSERT_NE(chosen(), nullptr);
    EXPECT_EQ(chosen()->position, 1);
    EXPECT_GT(chosen()->rect.height, 10) << "it is in sight";
    EXPECT_EQ(mirror().focus(), chosen()->id) << "and said";
    press_key(ImGuiKey_PageDown);
    ASSERT_NE(chosen(), nullptr);
    EXPECT_GT(chosen()->position, 2);
    press_key(ImGuiKey_End);
    draw(4);
    EXPECT_TRUE(chose("Note 39"));
    EXPECT_GT(chosen()->rect.height, 10);
}

TEST_F(EntryKeysTest, EnterOpensWhatTheEntryIsAbout)
{
    press_key(ImGuiKey_End);
    press_key(ImGuiKey_Enter);
    EXPECT_FALSE(dialog_open()) << "a note stands in full below the list";
    press_key(ImGuiKey_Home);
    for (int i = 0; i < 4 && !chose("Down"); ++i) {
        press_key(ImGuiKey_DownArrow);
    }
    ASSERT_TRUE(chose("Down")) << "the alert that was linked";
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(dialog_open());
}

TEST_F(EntryKeysTest, OneKeyOpensEveryFoldAndClosesThem)
{
    for (int i = 0; i < 4; ++i) {
        const AlertId alert = console_.fire("Late " + std::to_string(i), "shop");
        console_.done(LinkAlert { id_, alert }, console_.room.resolver);
        if (i == 1) {
            console_.done(AddNote { .incident = id_, .text = "Between" }, console_.room.resolver);
        }
    }
    draw(8);
    const auto folds = [](bool open) {
        return std::count_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.role == Role::Row && item.expanded == open
                && item.label.find(tr(Text::SaidLinkedMany, "2")) != std::string::npos;
        });
    };
    ASSERT_EQ(folds(false), 2);
    press_key(ImGuiKey_Z);
    EXPECT_EQ(folds(true), 2);
    press_key(ImGuiKey_Z);
    EXPECT_EQ(folds(false), 2);
    EXPECT_EQ(folds(true), 0);
}

TEST_F(EntryKeysTest, WhoWritesKeepsTheKeys)
{
    const MirrorItem* composer = mirror().find(Role::TextArea, tr(Text::ComposerLabel));
    ASSERT_NE(composer, nullptr);
    HeadlessUi::click(*composer);
    draw(6);
    press_key(ImGuiKey_UpArrow);
    press_key(ImGuiKey_Home);
    EXPECT_EQ(chosen(), nullptr);
}

}
}
