// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/timeline_csv.h"

#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/views/timeline/timeline_view.h"
#include "tests/client/widgets/timeline/timeline_scene.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::string_view kCsvHead = "number,lane,kind,severity,begin,end,recorded,text,author,incident,marks\r\n";

std::uint64_t add_alert(TimelineScene& scene, double minutes_ago, double minutes_long, std::string words)
{
    return scene.add(
        minutes_ago, minutes_long, 0, ItemKind::Alert, ItemSeverity::Critical, std::move(words), kItemMuted);
}

SavedWordsOf words_of(const TimelineScene& scene)
{
    return [&scene](std::uint64_t seq) {
        const auto at = scene.words.find(seq);
        return SavedWords { at == scene.words.end() ? std::string() : at->second, "Ada", "INC-4" };
    };
}

SaveRows rows_of(const TimelineScene& scene)
{
    return timeline_csv(scene.model, scene.state.axis, scene.state.order, words_of(scene));
}

// The first cell of each line below the head.
std::vector<std::string> numbers_in(const std::string& csv)
{
    std::vector<std::string> numbers;
    for (auto at = csv.find("\r\n"); at + 2 < csv.size(); at = csv.find("\r\n", at + 2)) {
        numbers.push_back(csv.substr(at + 2, csv.find(',', at + 2) - at - 2));
    }
    return numbers;
}

TEST(TimelineCsvTest, ALineHoldsWhatIsKnownOfAnItemInUtc)
{
    TimelineScene scene;
    add_alert(scene, 10, 5, "=cmd, \"x\"");
    const SaveRows rows = rows_of(scene);
    EXPECT_EQ(rows.rows, 1U);
    EXPECT_EQ(rows.unworded, 0U);
    EXPECT_EQ(rows.csv,
        std::string(kCsvHead)
            + "1,Alerts,Alert,Critical,2025-11-21T13:53:27.000Z,2025-11-21T13:58:27.000Z,2025-11-21T13:53:27.040Z,"
              "\"'=cmd, \"\"x\"\"\",Ada,INC-4,muted\r\n");
}

TEST(TimelineCsvTest, HoldsWhatTouchesTheStretchShownByTime)
{
    TimelineScene scene; // shows from 66 minutes ago
    add_alert(scene, 90, 10, "over before");
    add_alert(scene, 80, 30, "lasted into it");
    add_alert(scene, 70, -1, "lasts");
    add_alert(scene, -20, 1, "still to come");
    scene.add(40, 0, 2, ItemKind::Observation, ItemSeverity::Normal, "seen");
    scene.add(68, 0, 2, ItemKind::Observation, ItemSeverity::Normal, "seen before");
    scene.add(50, 5, 1, ItemKind::Deployment, ItemSeverity::Normal, "deployed");
    const std::string csv = rows_of(scene).csv;
    EXPECT_EQ(numbers_in(csv), (std::vector<std::string> { "2", "3", "7", "5" }));
    const auto lasting = csv.find("3,Alerts");
    ASSERT_NE(lasting, std::string::npos);
    EXPECT_NE(csv.find("Z,,2025", lasting), std::string::npos) << "no end while it lasts";
}

TEST(TimelineCsvTest, GoesByTheOrderThatIsShown)
{
    TimelineScene scene;
    scene.add(20, 0, 2, ItemKind::Observation, ItemSeverity::Normal, "written late", kItemLate); // by 15 minutes
    scene.add(15, 0, 2, ItemKind::Observation, ItemSeverity::Normal, "written at once");
    EXPECT_EQ(numbers_in(rows_of(scene).csv), (std::vector<std::string> { "1", "2" }));
    scene.state.order = TimeOrder::Recorded;
    EXPECT_EQ(numbers_in(rows_of(scene).csv), (std::vector<std::string> { "2", "1" }));
}

TEST(TimelineCsvTest, ALaneThatIsNotShownIsNotSaved)
{
    TimelineScene scene;
    add_alert(scene, 10, 5, "alert");
    scene.add(5, 0, 2, ItemKind::Observation, ItemSeverity::Normal, "seen");
    scene.model.lanes.erase(scene.model.lanes.begin());
    EXPECT_EQ(numbers_in(rows_of(scene).csv), (std::vector<std::string> { "2" }));
    scene.model.columns = nullptr;
    EXPECT_EQ(rows_of(scene).csv, kCsvHead);
}

class TimelineSavingTest : public testing::Test {
protected:
    // A frame takes a sixtieth of a second here.
    void draw(bool by_key, int frames = 3)
    {
        if (by_key) {
            HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
        }
        ui_.draw([&] { saving_.draw(scene_.model, scene_.state, words_of(scene_), intents_); }, frames);
    }

    void expect_only_that_it_follows() const
    {
        ASSERT_EQ(intents_.size(), 1U);
        ASSERT_NE(said(), nullptr);
        EXPECT_EQ(said()->text, tr(Text::SaidLater, tr(Text::ActionSaveRows)));
        EXPECT_FALSE(said()->trouble);
    }

    const SaveRows* saved() const { return intents_.empty() ? nullptr : std::get_if<SaveRows>(&intents_.back()); }
    const Say* said() const { return intents_.empty() ? nullptr : std::get_if<Say>(&intents_.back()); }

    HeadlessUi ui_ {};
    TimelineScene scene_ {};
    TimelineSaving saving_ {};
    Intents intents_ {};
};

TEST_F(TimelineSavingTest, SavesOnceWhenItsKeyIsPressed)
{
    add_alert(scene_, 10, 5, "alert");
    draw(false);
    EXPECT_TRUE(intents_.empty());
    draw(true);
    ASSERT_EQ(intents_.size(), 1U);
    ASSERT_NE(saved(), nullptr);
    EXPECT_EQ(saved()->rows, 1U);
}

TEST_F(TimelineSavingTest, WaitsForWordsThatAreOnTheirWay)
{
    const std::uint64_t seq = add_alert(scene_, 10, 5, "");
    draw(true);
    expect_only_that_it_follows();
    draw(false, 160);
    expect_only_that_it_follows();
    scene_.words[seq] = "shop: Down";
    draw(false);
    ASSERT_NE(saved(), nullptr);
    EXPECT_EQ(saved()->unworded, 0U);
    EXPECT_NE(saved()->csv.find("shop: Down"), std::string::npos);
}

TEST_F(TimelineSavingTest, SavesWithoutWordsThatDoNotComeAndSaysSo)
{
    add_alert(scene_, 10, 5, "");
    const std::uint64_t late = add_alert(scene_, 9, 5, "");
    draw(true);
    draw(false, 120);
    scene_.words[late] = "late";
    draw(false, 120);
    expect_only_that_it_follows(); // a word came, another may
    draw(false, 70);
    ASSERT_NE(saved(), nullptr);
    EXPECT_EQ(saved()->rows, 2U);
    EXPECT_EQ(saved()->unworded, 1U);
    draw(false, 200);
    EXPECT_EQ(intents_.size(), 2U);
}

TEST_F(TimelineSavingTest, ItIsTheStretchOfTheKeyThatIsSaved)
{
    const std::uint64_t seq = add_alert(scene_, 10, 5, "");
    draw(true);
    scene_.show(-300, -200);
    scene_.words[seq] = "shop: Down";
    draw(false);
    ASSERT_NE(saved(), nullptr);
    EXPECT_EQ(saved()->rows, 1U);
}

TEST_F(TimelineSavingTest, NoRowsAndTooManyAreSaid)
{
    draw(true);
    ASSERT_NE(said(), nullptr);
    EXPECT_EQ(said()->text, tr(Text::SaidRowsNone));
    for (std::size_t i = 0; i <= kMostSavedRows; ++i) {
        add_alert(scene_, 10, 5, "x");
    }
    draw(true);
    ASSERT_NE(said(), nullptr);
    EXPECT_EQ(said()->text, tr(Text::SaidRowsMany, "10,000"));
    EXPECT_TRUE(said()->trouble);
    ASSERT_TRUE(scene_.columns.erase(1));
    draw(true);
    ASSERT_NE(saved(), nullptr);
    EXPECT_EQ(saved()->rows, kMostSavedRows);
}

TEST(TimelineSavingOnScreenTest, TheRoomsTimelineSavesWhatItShows)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    console.fire("ShopDown", "shop");
    auto view = make_timeline_view();
    HeadlessUi ui { { 1280, 800 } };
    std::string csv;
    const auto draw = [&] {
        ui.draw(
            [&] {
                for (Intent& intent : view->draw(console.input())) {
                    const auto* rows = std::get_if<SaveRows>(&intent);
                    csv = rows != nullptr ? rows->csv : csv;
                }
            },
            4);
    };
    draw();
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
    draw();
    EXPECT_NE(csv.find("shop: ShopDown,,,"), std::string::npos) << csv;
}

TEST_F(IncidentViewTest, ItIsAwaitedUntilItsEntriesAndItsTimelineCame)
{
    EXPECT_FALSE(view_->awaited(console_.input()));
    const auto usual = console_.transport.answer;
    for (const std::string part : { "scope=", "subject=" }) {
        console_.transport.answer = [&](const HttpRequest& request) {
            const bool lost = request.path.find(part + id_.text) != std::string::npos;
            return lost ? HttpResponse { .status = 503 } : usual(request);
        };
        console_.open(console_.room.resolver);
        draw();
        EXPECT_TRUE(view_->awaited(console_.input())) << part;
        console_.transport.answer = usual;
        console_.room.pass(seconds { 5 });
        draw();
        EXPECT_FALSE(view_->awaited(console_.input())) << part;
    }
}

}
}
