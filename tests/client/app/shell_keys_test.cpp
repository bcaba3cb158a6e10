// SPDX-License-Identifier: Apache-2.0
// One key press means one thing, whatever stands around the view and over it.
#include "client/app/shell.h"
#include "client/language/text.h"
#include "client/views/board/board_view.h"
#include "client/views/timeline/timeline_view.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class ShellKeysTest : public testing::Test {
protected:
    // As the program does it: nothing but its frame is there until the room is loaded.
    void draw(int frames = 4)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            console_.replica.update();
            ui_.frame([&] {
                const ViewInput input = console_.input();
                shell_.begin(input, outbox_, !console_.replica.loaded() || view_->awaited(input));
                Intents asked = console_.replica.loaded() ? view_->draw(input) : Intents {};
                Intents more = shell_.end();
                for (Intents* intents : { &asked, &more }) {
                    std::move(intents->begin(), intents->end(), std::back_inserter(intents_));
                }
            });
        }
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    static const MirrorItem* dialog()
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Dialog; });
        return at == mirror().items().end() ? nullptr : &*at;
    }

    static std::string chosen_row()
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Row && item.selected; });
        return at == mirror().items().end() ? std::string {} : at->label;
    }

    static std::string focused()
    {
        const auto at = std::find_if(
            mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) { return item.focused; });
        return at == mirror().items().end() ? std::string {} : at->label;
    }

    // The rows that were asked to be saved, of each time.
    std::vector<std::size_t> rows_saved() const
    {
        std::vector<std::size_t> rows;
        for (const Intent& intent : intents_) {
            if (const auto* saved = std::get_if<SaveRows>(&intent)) {
                rows.push_back(saved->rows);
            }
        }
        return rows;
    }

    // Nobody answers for the timeline until then.
    void open_timeline(const bool& answers)
    {
        console_.transport.answer = [&answers, usual = console_.transport.answer](const HttpRequest& request) {
            return request.tag == "timeline" && !answers ? HttpResponse { .status = 503 } : usual(request);
        };
        console_.location = { "/timeline", {} };
        view_ = make_timeline_view();
        console_.open(console_.room.resolver);
        draw();
    }

    std::vector<std::string> went_to() const
    {
        std::vector<std::string> paths;
        for (const Intent& intent : intents_) {
            if (const auto* go = std::get_if<GoTo>(&intent)) {
                paths.push_back(go->location.path);
            }
        }
        return paths;
    }

    HeadlessUi ui_ { { 1600, 1000 } };
    ConsoleRoom console_ {};
    Outbox outbox_ { console_.transport };
    Shell shell_ {};
    std::unique_ptr<View> view_ = make_board_view();
    Intents intents_ {};
};

// A key that the help lists does something or says why not.
TEST_F(ShellKeysTest, AKeyThatMeansNothingHereSaysSo)
{
    const auto says = [](std::string_view words) {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    };
    console_.open(console_.room.resolver);
    draw();
    press_key(ImGuiKey_W);
    EXPECT_TRUE(says("Only in a timeline that has the keyboard: Zoom in (W)"));
    press_key(ImGuiMod_Shift | ImGuiKey_H);
    EXPECT_NE(dialog(), nullptr) << "the board has that list";
    press_key(ImGuiKey_Escape);
    for (const int chord : { static_cast<int>(ImGuiKey_Space), static_cast<int>(ImGuiKey_Enter),
             static_cast<int>(ImGuiKey_Escape), ImGuiMod_Shift | ImGuiKey_DownArrow }) {
        press_key(chord);
    }
    EXPECT_FALSE(says("Not on this screen now"));
    const bool answers = true;
    open_timeline(answers);
    press_key(ImGuiMod_Shift | ImGuiKey_H);
    EXPECT_EQ(dialog(), nullptr);
    EXPECT_TRUE(says("Not on this screen now: List closed incidents (Shift+H)"));
}

TEST_F(ShellKeysTest, OnceTheScreenIsLoadedNothingOfItsFrameHasTheKeyboard)
{
    draw(2);
    ASSERT_FALSE(console_.replica.loaded());
    ASSERT_NE(focused(), "") << "the frame is all there is";
    draw();
    ASSERT_TRUE(console_.replica.loaded());
    EXPECT_EQ(focused(), "");
}

TEST_F(ShellKeysTest, DownChoosesAnAlertAndEnterOpensItAndNothingElse)
{
    console_.fire("Down", "shop");
    console_.fire("Slow", "mail", "warning");
    draw();
    press_key(ImGuiKey_Tab);
    console_.open(console_.room.resolver);
    draw();
    press_key(ImGuiKey_DownArrow);
    EXPECT_EQ(chosen_row(), "Critical, shop, Down");
    EXPECT_EQ(focused(), "") << "one mark, not two";
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(went_to().empty()) << went_to().front();
    ASSERT_NE(dialog(), nullptr);
    EXPECT_NE(dialog()->label.find("Down"), std::string::npos) << dialog()->label;
}

TEST_F(ShellKeysTest, ArrowsInADialogChooseNothingBehindIt)
{
    console_.fire("Down", "shop");
    console_.open(console_.room.resolver);
    draw();
    press_key(ImGuiKey_F1);
    ASSERT_NE(dialog(), nullptr);
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_Escape);
    ASSERT_EQ(dialog(), nullptr);
    EXPECT_EQ(chosen_row(), "");
}

TEST_F(ShellKeysTest, OneKeyCopiesTheLinkToWhatIsShown)
{
    console_.open(console_.room.resolver);
    draw();
    press_key(ImGuiMod_Shift | ImGuiKey_O);
    EXPECT_EQ(std::count_if(intents_.begin(), intents_.end(),
                  [](const Intent& intent) { return std::holds_alternative<CopyLink>(intent); }),
        1);
}

TEST_F(ShellKeysTest, RowsThatAreAskedForTooEarlyAreSavedOnceTheyAreThere)
{
    console_.fire("Down", "shop");
    bool answers = false;
    open_timeline(answers);
    press_key(ImGuiKey_J);
    ASSERT_NE(dialog(), nullptr);
    ImGui::GetIO().AddInputCharactersUTF8("everything");
    draw();
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(dialog(), nullptr);
    press_key(ImGuiMod_Shift | ImGuiKey_E);
    EXPECT_TRUE(rows_saved().empty());
    EXPECT_NE(mirror().find(Role::Text, tr(Text::SaidLater, tr(Text::ActionSaveRows))), nullptr);
    EXPECT_EQ(mirror().find(Role::Text, tr(Text::SaidRowsNone)), nullptr);
    answers = true;
    console_.room.pass(seconds { 3 });
    draw(8);
    EXPECT_EQ(rows_saved(), (std::vector<std::size_t> { 1 }));
}

TEST_F(ShellKeysTest, WhoGoesElsewhereMeanwhileSavesNothingThere)
{
    console_.fire("Down", "shop");
    bool answers = false;
    open_timeline(answers);
    press_key(ImGuiMod_Shift | ImGuiKey_E);
    console_.location = { "/", {} };
    view_ = make_board_view();
    answers = true;
    console_.room.pass(seconds { 3 });
    draw(8);
    EXPECT_TRUE(rows_saved().empty());
}

TEST_F(ShellKeysTest, AKeyPressedBeforeTheRoomIsLoadedCounts)
{
    console_.be(console_.room.resolver);
    console_.fire("Down", "shop");
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
    draw(8);
    ASSERT_TRUE(console_.replica.loaded());
    EXPECT_EQ(rows_saved(), (std::vector<std::size_t> { 1 }));
}

TEST_F(ShellKeysTest, ThePaletteOpensWhatIsOnesOwn)
{
    console_.open(console_.room.resolver);
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    ASSERT_NE(dialog(), nullptr);
    ImGui::GetIO().AddInputCharactersUTF8("password");
    draw();
    press_key(ImGuiKey_Enter);
    draw();
    ASSERT_NE(dialog(), nullptr);
    EXPECT_EQ(dialog()->label, tr(Text::Account));
}

TEST_F(ShellKeysTest, ThePaletteGoesToWhatIsMarkedInIt)
{
    for (const char* title : { "Zebra one", "Zebra two" }) {
        console_.done(LogIncident { .title = title, .services = { ServiceId { "shop" } } }, console_.room.desk);
    }
    console_.open(console_.room.resolver);
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    ASSERT_NE(dialog(), nullptr);
    ImGui::GetIO().AddInputCharactersUTF8("zebra");
    draw();
    press_key(ImGuiKey_DownArrow);
    EXPECT_NE(chosen_row().find("Zebra two"), std::string::npos) << chosen_row();
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(went_to().size(), 1U);
    EXPECT_EQ(went_to()[0], "/incidents/INC-2");
    EXPECT_EQ(dialog(), nullptr);
}

// Knows the key of one screen, which another has led to.
class ListeningView final : public View {
public:
    explicit ListeningView(int& heard) : heard_(heard) { }
    Intents draw(const ViewInput&) override
    {
        heard_ += pressed(Action::DueWork) ? 1 : 0;
        return {};
    }

private:
    int& heard_;
};

TEST_F(ShellKeysTest, ThePaletteOpensTheScreenOfACommandAndThenDoesIt)
{
    console_.open(console_.room.resolver);
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    ASSERT_NE(dialog(), nullptr);
    ImGui::GetIO().AddInputCharactersUTF8("maintenance is due");
    draw();
    HeadlessUi::press_key(ImGuiKey_Enter);
    int heard = 0;
    for (int i = 0; i < 8 && went_to().empty(); ++i) {
        draw(1);
    }
    view_ = std::make_unique<ListeningView>(heard); // as the program does it, at the end of that frame
    draw();
    ASSERT_EQ(went_to().size(), 1U);
    EXPECT_EQ(went_to()[0], "/maintenance");
    EXPECT_EQ(heard, 1);
}

}
}
