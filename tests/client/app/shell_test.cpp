// SPDX-License-Identifier: Apache-2.0
// What stands around every view: the real room beside an exercise, messages.
#include "client/app/shell.h"

#include "client/views/board/board_view.h"
#include "client/views/incidents/incident_view.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/unsent_words.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace watchfloor {
namespace {

class ShellTest : public testing::Test {
protected:
    // The screen of a major incident, as a resolver sees it.
    IncidentId open_an_incident()
    {
        const IncidentId id = console_.room.declared();
        console_.location = { "/incidents/" + id.text, {} };
        view_ = make_incident_view();
        view_->arrive(console_.location);
        console_.open(console_.room.resolver);
        draw();
        return id;
    }

    void draw(int frames = 3)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            console_.replica.update();
            ui_.frame([&] {
                const ViewInput input = console_.input();
                shell_.begin(input, outbox_);
                for (Intent& intent : view_->draw(input)) {
                    intents_.push_back(std::move(intent));
                }
                for (Intent& intent : shell_.end()) {
                    shells_.push_back(std::move(intent));
                }
            });
        }
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
    Outbox outbox_ { console_.transport };
    Shell shell_ {};
    std::unique_ptr<View> view_ = make_board_view();
    Intents intents_ {};
    Intents shells_ {};
};

TEST_F(ShellTest, TheHelpFitsOnALaptopsScreen)
{
    console_.open(console_.room.resolver);
    ImGui::GetIO().DisplaySize = { 1366, 768 };
    draw();
    HeadlessUi::press_key(ImGuiKey_F1);
    draw(8);
    int buttons = 0;
    for (const MirrorItem& item : mirror().items()) {
        if (item.role == Role::Button && (item.label == tr(Text::KeysChange) || item.label == tr(Text::Close))) {
            ++buttons;
            EXPECT_GE(item.rect.height, 24) << item.label;
            EXPECT_LE(item.rect.y + item.rect.height, 768 - 2 * grid(4)) << item.label;
        }
    }
    EXPECT_EQ(buttons, 3) << "the cross closes too";
    const std::vector<std::string>& cut = mirror().cut_texts();
    for (const ActionHelp& help : keymap_help()) {
        EXPECT_EQ(std::count(cut.begin(), cut.end(), tr(help.text)), 0) << tr(help.text);
    }
}

class ExerciseTest : public ShellTest {
protected:
    ExerciseTest()
    {
        console_.room.state.purpose = JournalPurpose::Drill;
        console_.transport.answer = [this, room = console_.transport.answer](const HttpRequest& request) {
            if (request.path != "/api/v1/summary?journal=main") {
                return room(request);
            }
            HttpResponse response;
            response.status = status_;
            response.body = summary_;
            return response;
        };
        console_.open(console_.room.resolver);
        draw();
    }

    void later(minutes time)
    {
        console_.room.pass(time);
        draw();
    }

    int status_ = 200;
    std::string summary_ = R"({"alerts_firing":2,"incidents_open":1,"seq":9,"worst":"critical"})";
};

TEST_F(ExerciseTest, SaysWhatFiresInTheRealRoom)
{
    EXPECT_TRUE(shows("THE REAL ROOM: 2 firing, the worst Critical; incidents open: 1"));
    EXPECT_FALSE(shows("What monitoring reports appears here at once"));
    EXPECT_TRUE(shows("Nothing fires in this exercise"));
    summary_ = R"({"alerts_firing":0,"incidents_open":0,"seq":12})";
    later(minutes { 1 });
    EXPECT_TRUE(shows("The real room: nothing fires, no incident is open"));
    summary_ = R"({"alerts_firing":0,"incidents_open":3,"seq":15})";
    later(minutes { 1 });
    EXPECT_TRUE(shows("THE REAL ROOM: nothing fires; incidents open: 3"));
}

TEST_F(ExerciseTest, SaysFirstWhichMajorsAreDeclaredInTheRealRoom)
{
    summary_ = R"({"alerts_firing":5,"incidents_open":9,"majors":[{"id":"INC-1","severity":"SEV1"},)"
               R"({"id":"INC-2","severity":"SEV1"},{"id":"INC-3","severity":"SEV2"}],"seq":9,"worst":"critical"})";
    later(minutes { 1 });
    EXPECT_TRUE(shows("THE REAL ROOM: majors declared: SEV1 2, SEV2 1; 5 firing; incidents open: 9"));
}

TEST_F(ExerciseTest, WhatTheServerDoesNotTellIsNotNone)
{
    summary_ = R"({"seq":9})";
    later(minutes { 1 });
    EXPECT_TRUE(shows("NOT KNOWN"));
    EXPECT_FALSE(shows("nothing fires, no incident is open"));
    summary_ = R"({"majors":[{"id":"INC-3","severity":"SEV2"}],"seq":9})";
    later(minutes { 1 });
    EXPECT_TRUE(shows("THE REAL ROOM: majors declared: SEV2 1"));
    EXPECT_FALSE(shows(" firing; incidents open"));
}

TEST_F(ExerciseTest, SaysWhenItCannotKnow)
{
    status_ = 503;
    later(minutes { 1 });
    EXPECT_TRUE(shows("NOT KNOWN"));
    EXPECT_FALSE(shows("2 firing"));
}

TEST_F(ExerciseTest, OneKeyOrClickLeadsBack)
{
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_R);
    draw();
    EXPECT_EQ(shell_.take_journal(), "main");
    const MirrorItem* leave = mirror().find(Role::Button, "Back to the real room");
    ASSERT_NE(leave, nullptr);
    HeadlessUi::click(*leave);
    draw();
    EXPECT_EQ(shell_.take_journal(), "main");
}

TEST_F(ExerciseTest, ItsClockIsMarkedAsTheExercises)
{
    EXPECT_TRUE(shows("exercise clock"));
    EXPECT_FALSE(shows("UTC"));
}

TEST_F(ShellTest, TheRealRoomItselfAsksForNoSummary)
{
    console_.open(console_.room.resolver);
    draw();
    EXPECT_FALSE(shows("REAL ROOM"));
    EXPECT_TRUE(shows("UTC"));
    EXPECT_TRUE(std::none_of(console_.transport.sent.begin(), console_.transport.sent.end(),
        [](const HttpRequest& request) { return request.path.starts_with("/api/v1/summary"); }));
}

TEST_F(ShellTest, SaysWhatIsWrongWithTheCertificateUntilItIsNot)
{
    console_.open(console_.room.resolver);
    console_.transport.live("health",
        R"({"certificate":"The server's certificate ends on 2026-03-09 at 10:00 UTC; put a renewed one in its place.","writable":true})");
    draw();
    EXPECT_TRUE(shows("CERTIFICATE: The server's certificate ends on 2026-03-09 at 10:00 UTC"));
    console_.transport.live("health", R"({"writable":true})");
    draw();
    EXPECT_FALSE(shows("CERTIFICATE"));
}

TEST_F(ShellTest, EveryBannerOfTheServersHealthIsReadWholeBesideTheOthers)
{
    ImGui::GetIO().DisplaySize = { 1280, 720 };
    console_.fire("Down", "shop");
    console_.open(console_.room.resolver);
    console_.transport.live("health",
        R"({"certificate":"The server's certificate ends on 2026-03-09 at 10:00 UTC; put a renewed one in its place.","clock_leap_seconds":3600,"damage":"Journal main, entry 17: it is missing","reason":"The disk is full.","writable":false})");
    draw(6);
    const auto items = mirror().items();
    std::vector<MirrorItem> banners;
    std::copy_if(items.begin(), items.end(), std::back_inserter(banners),
        [](const MirrorItem& item) { return item.role == Role::Banner; });
    ASSERT_EQ(banners.size(), 4U);
    EXPECT_TRUE(shows("CERTIFICATE: The server's certificate ends on 2026-03-09 at 10:00 UTC"));
    // Of the words alone, beside the mark; what draws them takes some more.
    std::vector<float> needed;
    ui_.frame([&] {
        begin_screen("Test");
        for (const MirrorItem& banner : banners) {
            needed.push_back(ImGui::CalcTextSize(banner.label.c_str(), nullptr, false, banner.rect.width - grid(14)).y);
        }
        end_screen();
    });
    float bottom = 0;
    for (std::size_t i = 0; i < banners.size(); ++i) {
        const MirrorItem& banner = banners[i];
        EXPECT_GE(banner.rect.x, 0) << banner.label;
        EXPECT_LE(banner.rect.x + banner.rect.width, 1280) << banner.label;
        EXPECT_GE(banner.rect.y, bottom) << banner.label << " lies over the one before";
        bottom = banner.rect.y + banner.rect.height;
        EXPECT_GE(banner.rect.height, needed[i]) << banner.label << " is cut";
        for (const MirrorItem& item : items) {
            const bool works = item.role == Role::Button || item.role == Role::TextField || item.role == Role::Tab
                || item.role == Role::Row || item.role == Role::Switch;
            if (works && item.rect.width > 0 && item.rect.height > 0) {
                EXPECT_TRUE(item.rect.y + item.rect.height <= banner.rect.y + 1 || item.rect.y >= bottom - 1)
                    << banner.label << " covers " << item.label;
            }
        }
    }
    EXPECT_LE(bottom, 720 - 250) << "what is below is worked with";
}

TEST_F(ShellTest, EveryScreenSaysThatAWallWentDarkUntilItIsBack)
{
    console_.open(console_.room.resolver);
    draw();
    ASSERT_NE(mirror().find(Role::Tab, "Walls"), nullptr);
    console_.transport.live(
        "walls", R"({"walls":[{"dark_since":"2026-03-02T09:00:00.000Z","id":"wall-1","name":"Lobby"}]})");
    draw();
    EXPECT_NE(mirror().find(Role::Tab, "Walls: 1 dark"), nullptr);
    console_.transport.live("walls", R"({"walls":[]})");
    draw();
    EXPECT_NE(mirror().find(Role::Tab, "Walls"), nullptr);
}

TEST_F(ShellTest, SigningOutEverywhereIsAskedAgainAndSigningOutHereIsNot)
{
    console_.open(console_.room.resolver);
    draw();
    const auto press = [this](std::string_view words) {
        const MirrorItem* found = mirror().find(Role::Button, words);
        ASSERT_NE(found, nullptr) << words;
        mirror().activate(found->id); // the dialog is longer than the window
        draw();
    };
    const auto open_account = [&] { press(console_.room.resolver.user.text); };
    open_account();
    press("Sign out everywhere…");
    EXPECT_EQ(shell_.take_sign_out(), SignOut::No);
    press("Stay signed in");
    EXPECT_EQ(shell_.take_sign_out(), SignOut::No);
    press("Sign out everywhere…");
    press("Yes, end all my sessions");
    EXPECT_EQ(shell_.take_sign_out(), SignOut::Everywhere);
    EXPECT_EQ(shell_.take_sign_out(), SignOut::No);
    open_account();
    EXPECT_FALSE(shows("Yes, end all my sessions")) << "it begins anew";
    press("Sign out");
    EXPECT_EQ(shell_.take_sign_out(), SignOut::Here);
}

class NewerBuildTest : public ShellTest {
protected:
    NewerBuildTest()
    {
        forget_words();
        shell_.offer_newer_build(true);
    }
    ~NewerBuildTest() override { forget_words(); }

    void press(std::string_view words)
    {
        const MirrorItem* button = mirror().find(Role::Button, words);
        ASSERT_NE(button, nullptr) << words;
        mirror().activate(button->id);
        draw();
    }

    void write(std::string_view words)
    {
        const MirrorItem* composer = mirror().find(Role::TextArea, tr(Text::ComposerLabel));
        ASSERT_NE(composer, nullptr);
        mirror().set_value(composer->id, words);
        draw();
    }
};

TEST_F(NewerBuildTest, IsLoadedAtOnceWhereNothingIsLostWithThePage)
{
    open_an_incident();
    press(tr(Text::BannerLoadNewer));
    EXPECT_TRUE(shell_.take_load_newer_build());
}

TEST_F(NewerBuildTest, AsksFirstWhileSomethingIsWrittenAndKeepsIt)
{
    open_an_incident();
    write("Payments time out");
    press(tr(Text::BannerLoadNewer));
    EXPECT_FALSE(shell_.take_load_newer_build());
    const MirrorItem* composer = mirror().find(Role::TextArea, tr(Text::ComposerLabel));
    ASSERT_NE(composer, nullptr);
    EXPECT_EQ(composer->value, "Payments time out");
    press(tr(Text::BannerLoadNewerWords));
    EXPECT_TRUE(shell_.take_load_newer_build());
}

TEST_F(NewerBuildTest, WhatWasTakenBackOrWrittenElsewhereCountsAsItIs)
{
    const IncidentId id = open_an_incident();
    write("Payments time out");
    view_ = make_board_view();
    console_.location = { "/", {} };
    draw();
    press(tr(Text::BannerLoadNewer));
    EXPECT_FALSE(shell_.take_load_newer_build()) << "the draft waits on the incident's screen";
    console_.location = { "/incidents/" + id.text, {} };
    view_ = make_incident_view();
    view_->arrive(console_.location);
    draw();
    write("");
    press(tr(Text::BannerLoadNewer));
    EXPECT_TRUE(shell_.take_load_newer_build());
}

TEST_F(NewerBuildTest, AsksWhileEntriesWaitAndSaysThatTheyGoOnWaiting)
{
    const TemporaryFolder folder;
    ASSERT_EQ(::setenv("XDG_DATA_HOME", folder.path().c_str(), 1), 0);
    Send note;
    note.path = "/api/v1/incidents/" + open_an_incident().text + "/entries";
    note.body = R"({"text":"Seen"})";
    note.queue_when_offline = true;
    outbox_.send(note, "resolver", 1, false);
    draw();
    press(tr(Text::BannerLoadNewer));
    EXPECT_FALSE(shell_.take_load_newer_build());
    press(tr(Text::BannerLoadNewerQueued, "1"));
    EXPECT_TRUE(shell_.take_load_newer_build());
}

// What a dialog asked for is done with once it is committed or given up; of an incident's the draft stays.
TEST_F(NewerBuildTest, ADialogsWordsCountUntilItIsDoneWith)
{
    console_.fire("Down", "shop");
    console_.open(console_.room.resolver);
    draw();
    HeadlessUi::press_key(ImGuiKey_DownArrow);
    draw();
    HeadlessUi::press_key(ImGuiKey_I);
    draw();
    ImGui::GetIO().AddInputCharactersUTF8("Shop is slow");
    draw();
    EXPECT_TRUE(words_unsent());
    for (int i = 0; i < 2; ++i) {
        HeadlessUi::press_key(ImGuiKey_Escape);
        draw();
    }
    EXPECT_FALSE(words_unsent());
}

TEST_F(ShellTest, AMessageCoversNothingThatIsWorkedWith)
{
    open_an_incident();
    ASSERT_NE(mirror().find(Role::Button, "Add a number"), nullptr);
    shell_.say({ "The headline is set", false });
    draw(4);
    const ImGuiWindow* messages = ImGui::FindWindowByName("##messages");
    ASSERT_NE(messages, nullptr);
    ASSERT_TRUE(messages->WasActive);
    const ImRect shown = messages->Rect();
    for (const MirrorItem& item : mirror().items()) {
        const bool works = item.role == Role::Button || item.role == Role::TextField || item.role == Role::Tab
            || item.role == Role::Row || item.role == Role::Switch;
        if (works && item.rect.width > 0) {
            EXPECT_FALSE(shown.Overlaps(
                { item.rect.x, item.rect.y, item.rect.x + item.rect.width, item.rect.y + item.rect.height }))
                << item.label;
        }
    }
}

// Of a file that was saved, say, while the time to show is chosen.
TEST_F(ShellTest, AMessageStandsAboveAnOpenDialog)
{
    console_.open(console_.room.resolver);
    draw();
    shell_.say({ "Choose an alert first", true });
    draw();
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    draw(8);
    EXPECT_FALSE(shows("Choose an alert first")) << "it was said before, of something else";
    shell_.say({ "The rows are saved", false });
    draw(8);
    const auto dialog = std::find_if(mirror().items().begin(), mirror().items().end(),
        [](const MirrorItem& item) { return item.role == Role::Dialog; });
    ASSERT_NE(dialog, mirror().items().end());
    const ImGuiWindow* messages = ImGui::FindWindowByName("##messages");
    EXPECT_TRUE(messages == nullptr || !messages->WasActive) << "it would lie over the dialog";
    const MirrorItem* said = mirror().find(Role::Group, "The rows are saved");
    ASSERT_NE(said, nullptr);
    EXPECT_LE(said->rect.y + said->rect.height, dialog->rect.y);
    HeadlessUi::press_key(ImGuiKey_Escape);
    draw();
    EXPECT_TRUE(shows("The rows are saved")) << "and beside the tabs again";
}

TEST_F(ShellTest, ThePaletteOffersTheCommandsOfTheScreenAndPressesThem)
{
    const IncidentId id = open_an_incident();
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    draw(6);
    ASSERT_TRUE(shows("Board")) << "views stand in it too";
    ImGui::GetIO().AddInputCharactersUTF8("add a task");
    draw(4);
    HeadlessUi::press_key(ImGuiKey_Enter);
    draw(8);
    EXPECT_TRUE(shows(id.text + ": New task")) << "the task's own dialog is open";
    EXPECT_EQ(shell_.take_palette_uses(), "1 command:task\n") << "to be offered sooner next time";
    EXPECT_FALSE(shell_.take_palette_uses());
}

class RefusingView final : public View {
public:
    Intents draw(const ViewInput&) override
    {
        static_cast<void>(button("Note it",
            { .enabled = false, .why_disabled = "the link is lost, wait until it is back", .action = Action::Note }));
        return {};
    }
};

TEST_F(ShellTest, ThePaletteSaysWhyACommandCannotBeDoneNow)
{
    view_ = std::make_unique<RefusingView>();
    console_.open(console_.room.resolver);
    draw();
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    draw(6);
    ImGui::GetIO().AddInputCharactersUTF8("write a note");
    draw(4);
    ASSERT_TRUE(shows("not now: the link is lost"));
    HeadlessUi::press_key(ImGuiKey_Enter);
    draw(6);
    EXPECT_TRUE(shows("not now: the link is lost")) << "it says so instead of doing nothing";
    EXPECT_FALSE(shell_.take_palette_uses());
}

TEST_F(ShellTest, ThePaletteSaysWhichCommandsOnesRolesDoNotAllow)
{
    console_.fire("Down", "shop");
    console_.open(console_.room.administrator);
    draw();
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    draw(6);
    ImGui::GetIO().AddInputCharactersUTF8("acknowledge the alert");
    draw(4);
    EXPECT_TRUE(shows("Your roles do not let you acknowledge an alert; this is for: "));
}

TEST_F(ShellTest, ThePaletteKnowsHowToRestrictAnIncident)
{
    open_an_incident();
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    draw(6);
    ImGui::GetIO().AddInputCharactersUTF8("restrict");
    draw(4);
    EXPECT_TRUE(shows(tr(Text::ActionRestrict)));
    EXPECT_TRUE(shows("Your roles do not let you restrict an incident; this is for: incident manager"));
}

TEST_F(ShellTest, OneKeySavesAPictureNamedAfterTheScreenAndTheTime)
{
    const IncidentId id = open_an_incident();
    const auto asked = [this] {
        std::vector<PictureWanted> pictures;
        for (const Intent& intent : shells_) {
            if (const auto* save = std::get_if<SavePicture>(&intent)) {
                pictures.push_back(save->picture);
            }
        }
        return pictures;
    };
    EXPECT_TRUE(asked().empty());
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_S);
    draw();
    ASSERT_EQ(asked().size(), 1U);
    const PictureWanted picture = asked().front();
    EXPECT_TRUE(picture.name.starts_with("incidents-" + id.text + "-20")) << picture.name;
    EXPECT_TRUE(picture.name.ends_with("Z.png")) << picture.name;
    EXPECT_EQ(picture.area.width, 0) << "the whole of it";
}

TEST_F(ShellTest, ThePaletteOffersNothingThatMeansNothingHere)
{
    console_.open(console_.room.resolver);
    draw();
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
    draw(6);
    ImGui::GetIO().AddInputCharactersUTF8("new task");
    draw(4);
    EXPECT_TRUE(shows("Nothing here is called so"));
}

// Nobody at this desk wants to hear it, and everybody must be able to hear it again.
TEST_F(ShellTest, EachCauseIsSilencedForGoodAndSwitchedOnAgain)
{
    const TemporaryFolder folder;
    ASSERT_EQ(::setenv("XDG_DATA_HOME", folder.path().c_str(), 1), 0);
    console_.open(console_.room.resolver);
    draw();
    const auto flip = [&] {
        const MirrorItem* one = mirror().find(Role::Switch, tr(Text::SoundCriticalAlert));
        ASSERT_NE(one, nullptr);
        HeadlessUi::click(*one);
        draw();
    };
    EXPECT_EQ(mirror().find(Role::Button, tr(Text::ActionSounds)), nullptr) << "everything sounds";
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_X);
    draw(6);
    flip();
    EXPECT_TRUE(sound_silenced(SoundCause::CriticalAlert));
    EXPECT_FALSE(sound_silenced(SoundCause::LostLink));
    HeadlessUi::press_key(ImGuiKey_Escape);
    draw(6);
    const MirrorItem* header = mirror().find(Role::Button, tr(Text::ActionSounds));
    ASSERT_NE(header, nullptr) << "nobody waits for a tone that will not come";
    HeadlessUi::click(*header);
    draw(6);
    flip();
    EXPECT_FALSE(sound_silenced(SoundCause::CriticalAlert));
}

}
}
