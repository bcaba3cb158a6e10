// SPDX-License-Identifier: Apache-2.0
// The timeline of one service: what it holds, what says so, and the ways there and back.
#include "client/language/text.h"
#include "client/views/board/board_view.h"
#include "client/views/timeline/timeline_rows.h"
#include "client/views/timeline/timeline_view.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

#include <memory>

namespace watchfloor {
namespace {

constexpr int kServiceKey = ImGuiMod_Shift | ImGuiKey_T;
const ServiceId kShop { "shop" };

class ServiceTimelineTest : public testing::Test {
protected:
    ServiceTimelineTest()
    {
        console_.fire("ShopDown", "shop");
        console_.fire("MailSlow", "mail");
        console_.done(LogIncident { .title = "Shop is down", .services = { kShop } }, console_.room.desk);
        console_.open(console_.room.resolver);
    }

    void show(const Location& location)
    {
        console_.location = location;
        view_->arrive(location);
        draw();
    }

    void draw()
    {
        ui_.draw(
            [&] {
                console_.transport.poll();
                console_.replica.update();
                for (Intent& intent : view_->draw(console_.input())) {
                    take(intent);
                }
            },
            6);
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    bool holds(std::string_view words)
    {
        press_key(ImGuiMod_Shift | ImGuiKey_E);
        return csv_.find(words) != std::string::npos;
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    // As the program goes where it is asked to.
    void take(Intent& intent)
    {
        if (const auto* go = std::get_if<GoTo>(&intent)) {
            console_.location = go->location;
            if (!go->replace) {
                view_->arrive(go->location);
            }
        } else if (const auto* rows = std::get_if<SaveRows>(&intent)) {
            csv_ = rows->csv;
        } else if (const auto* said = std::get_if<Say>(&intent)) {
            said_ = said->text;
        }
    }

    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ = make_timeline_view();
    std::string csv_ {};
    std::string said_ {};
};

TEST_F(ServiceTimelineTest, HoldsWhatConcernsItAndSaysSo)
{
    show(service_place(kShop));
    EXPECT_TRUE(shows(tr(Text::TimelineOfService, "shop")));
    EXPECT_TRUE(holds("shop: ShopDown"));
    EXPECT_TRUE(holds("INC-1"));
    EXPECT_FALSE(holds("MailSlow"));
    console_.fire("MailDown", "mail");
    console_.fire("ShopSlow", "shop");
    console_.done(AddNote { .incident = IncidentId { "INC-1" }, .text = "Payments time out" }, console_.room.resolver);
    draw();
    EXPECT_TRUE(holds("Payments time out"));
    EXPECT_TRUE(holds("shop: ShopSlow"));
    EXPECT_FALSE(holds("MailDown"));
    EXPECT_EQ(view_->exact_location(console_.location).value("service"), "shop") << "also in a link";
}

// Whoever jumps to an incident sees it, not all that happened in the same hours.
TEST_F(ServiceTimelineTest, AJumpToAnIncidentShowsWhatBelongsToItUntilAllIsWanted)
{
    console_.transport.answer = [usual = console_.transport.answer](const HttpRequest& request) {
        HttpResponse nothing { .status = 200 };
        nothing.body = encode_items({});
        return request.path.find("scope=INC-1") != std::string::npos ? nothing : usual(request);
    };
    show({ "/timeline", {} });
    EXPECT_TRUE(holds("MailSlow"));
    press_key(ImGuiKey_J);
    ImGui::GetIO().AddInputCharactersUTF8("1");
    draw();
    press_key(ImGuiKey_Enter);
    EXPECT_EQ(console_.location.value("incident"), "INC-1");
    EXPECT_TRUE(console_.location.value("t0"));
    EXPECT_TRUE(shows(tr(Text::TimelineOfIncident, "INC-1 Shop is down")));
    EXPECT_FALSE(view_->awaited(console_.input()));
    console_.fire("MailDown", "mail");
    console_.done(AddNote { .incident = IncidentId { "INC-1" }, .text = "Payments time out" }, console_.room.resolver);
    console_.done(
        RecordChange {
            { .kind = ChangeKind::Deployment, .summary = "shop 4.0", .service = kShop, .at = console_.room.now } },
        console_.room.resolver);
    draw();
    EXPECT_TRUE(holds("Payments time out"));
    EXPECT_TRUE(holds("shop 4.0")) << "a change of its service";
    EXPECT_FALSE(holds("MailDown"));
    EXPECT_EQ(view_->exact_location(console_.location).value("incident"), "INC-1") << "also in a link";
    press_key(kServiceKey);
    EXPECT_FALSE(console_.location.value("incident"));
    EXPECT_FALSE(shows(tr(Text::TimelineOfIncident, "INC-1 Shop is down")));
    EXPECT_TRUE(holds("MailDown"));
}

TEST_F(ServiceTimelineTest, OneKeyAndOneClickShowAllAgain)
{
    show(service_place(kShop));
    press_key(kServiceKey);
    EXPECT_FALSE(console_.location.value("service"));
    EXPECT_FALSE(shows(tr(Text::TimelineOfService, "shop")));
    EXPECT_TRUE(holds("MailSlow"));
    show(service_place(kShop));
    const MirrorItem* widens = mirror().find(Role::Button, tr(Text::TimelineAllServices));
    ASSERT_NE(widens, nullptr);
    mirror().activate(widens->id);
    draw();
    EXPECT_FALSE(console_.location.value("service"));
}

TEST_F(ServiceTimelineTest, TheKeyNarrowsToTheServiceOfTheSelectedItem)
{
    show({ "/timeline", {} });
    press_key(kServiceKey);
    EXPECT_EQ(said_, tr(Text::SaidNoService));
    const auto alert = console_.replica.timeline().nearest(
        static_cast<std::uint16_t>(FoldLane::Alerts), TimeOrder::Occurred, console_.room.now);
    ASSERT_TRUE(alert);
    show({ "/timeline", { { "sel", std::to_string(*alert) } } });
    press_key(kServiceKey);
    EXPECT_EQ(console_.location.path, "/timeline");
    EXPECT_TRUE(console_.location.value("service"));
    EXPECT_TRUE(console_.location.value("sel")) << "what is selected stays so";
}

TEST_F(ServiceTimelineTest, IsAwaitedUntilItCameAndShadesItsOwnWindowsOnly)
{
    const auto usual = console_.transport.answer;
    console_.transport.answer = [&usual](const HttpRequest& request) {
        const bool lost = request.path.find("service=shop") != std::string::npos;
        return lost ? HttpResponse { .status = 503 } : usual(request);
    };
    show(service_place(kShop));
    EXPECT_TRUE(view_->awaited(console_.input()));
    EXPECT_TRUE(room_timeline(console_.input(), { .service = kShop }).partial);
    console_.transport.answer = usual;
    console_.room.pass(seconds { 3 });
    draw();
    EXPECT_FALSE(view_->awaited(console_.input()));
    State state;
    for (const char* service : { "shop", "mail" }) {
        MaintenanceWindow window;
        window.id = WindowId { service };
        window.services = { ServiceId { service } };
        window.state = WindowState::Approved;
        window.from = kMorning;
        window.to = window.from + hours { 1 };
        state.windows.set(window.id, window);
    }
    const ViewInput base = console_.input();
    const ViewInput input { base.replica, state, base.now, base.zone, console_.location, false, true };
    EXPECT_EQ(room_timeline(input, { .service = kShop }).windows.size(), 1U);
    EXPECT_EQ(room_timeline(input).windows.size(), 2U);
}

TEST_F(ServiceTimelineTest, TheBoardLeadsToThatOfTheChosenAlert)
{
    view_ = make_board_view();
    show({ "/", {} });
    press_key(kServiceKey);
    EXPECT_EQ(said_, tr(Text::BoardChooseFirst));
    press_key(ImGuiKey_DownArrow);
    press_key(kServiceKey);
    EXPECT_EQ(console_.location.path, "/timeline");
    EXPECT_TRUE(console_.location.value("service"));
}

TEST_F(IncidentViewTest, OneKeyLeadsToTheTimelineOfItsService)
{
    press_key(kServiceKey);
    std::string place;
    for (const Intent& intent : intents_) {
        const auto* go = std::get_if<GoTo>(&intent);
        place = go != nullptr && !go->replace ? format_location(go->location) : place;
    }
    EXPECT_EQ(place, "/timeline?service=shop");
}

}
}
