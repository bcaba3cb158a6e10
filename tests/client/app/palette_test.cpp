// SPDX-License-Identifier: Apache-2.0
#include "client/app/palette.h"

#include "client/app/palette_commands.h"

#include "tests/support/console_room.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

PaletteHit hit_called(const std::string& title)
{
    return palette_place(title, {}, { "/" + title, {} });
}

std::vector<std::string> titles_of(const std::vector<PaletteHit>& hits)
{
    std::vector<std::string> titles;
    for (const PaletteHit& hit : hits) {
        titles.push_back(hit.title);
    }
    return titles;
}

using Titles = std::vector<std::string>;

TEST(PaletteTest, BeginningsComeFirstThenWordsThenTheRest)
{
    const std::vector<PaletteHit> hits { hit_called("webmail"), hit_called("the mail room"), hit_called("Mail"),
        hit_called("shop") };
    EXPECT_EQ(titles_of(ranked_palette(hits, "mail", {})), (Titles { "Mail", "the mail room", "webmail" }));
    EXPECT_EQ(titles_of(ranked_palette(hits, "", {})), (Titles { "webmail", "the mail room", "Mail", "shop" }));
    EXPECT_TRUE(ranked_palette(hits, "nothing", {}).empty());
}

TEST(PaletteTest, ANumberIsAPlaceAlsoOfAnIncidentThatIsNotHeld)
{
    const std::vector<PaletteHit> held { palette_place("INC-12  Mail is slow", {}, { "/incidents/INC-12", {} }) };
    EXPECT_EQ(titles_of(ranked_palette(held, "inc-12", {})), (Titles { "INC-12  Mail is slow" }));
    const auto found = ranked_palette(held, "inc-1", {});
    EXPECT_EQ(titles_of(found), (Titles { "INC-12  Mail is slow", "INC-1" }));
    EXPECT_EQ(found.back().place.path, "/incidents/INC-1");
}

TEST(PaletteTest, AmongEqualsComesWhatIsUsedMost)
{
    const std::vector<PaletteHit> hits { hit_called("mail one"), hit_called("mail two"), hit_called("mail three"),
        hit_called("webmail") };
    PaletteUses uses;
    uses.used(hits[2].key);
    uses.used(hits[2].key);
    uses.used(hits[1].key);
    for (int i = 0; i < 9; ++i) {
        uses.used(hits[3].key);
    }
    EXPECT_EQ(
        titles_of(ranked_palette(hits, "mail", uses)), (Titles { "mail three", "mail two", "mail one", "webmail" }))
        << "what matches better is what was meant";
}

TEST(PaletteTest, UsesAreKeptAsTextAndBounded)
{
    PaletteUses uses;
    uses.used("command:note");
    uses.used("command:note");
    uses.used("/incidents/INC 4");
    PaletteUses read;
    read.read(uses.text());
    EXPECT_EQ(read.of("command:note"), 2);
    EXPECT_EQ(read.of("/incidents/INC 4"), 1);
    EXPECT_EQ(read.text(), uses.text());
    for (std::size_t i = 0; i < PaletteUses::kMost; ++i) {
        read.used("place " + std::to_string(i));
    }
    EXPECT_EQ(read.of("command:note"), 0) << "the oldest goes";
    EXPECT_EQ(read.of("place 0"), 1);
}

TEST(PaletteTest, WhatNobodyWroteIsNotRead)
{
    PaletteUses uses;
    uses.read("x\n-3 a\n 0 b\nnothing here\n7\n7 \n99999999999 much\n2 fine");
    EXPECT_EQ(uses.text(), "1000000 much\n2 fine\n");
}

TEST(PaletteTest, EveryKindOfThingLeadsToWhereItIsWorkedWith)
{
    ConsoleRoom console;
    const IncidentId id = console.room.declared();
    State state = console.room.state;
    Service service;
    service.id = ServiceId { "pay" };
    service.name = "Payments";
    state.services.set(service.id, service);
    CapacityResource resource;
    resource.id = ResourceId { "pay-disk" };
    resource.name = "Disk of payments";
    state.resources.set(resource.id, resource);
    Asset asset;
    asset.id = AssetId { "switch-1" };
    asset.name = "Core switch";
    state.assets.set(asset.id, asset);
    User gone;
    gone.id = UserId { "gone" };
    gone.name = "Gone Person";
    gone.disabled = true;
    state.users.set(gone.id, gone);
    User here = gone;
    here.id = UserId { "here" };
    here.name = "Present Person";
    here.disabled = false;
    state.users.set(here.id, here);
    Source nagios;
    nagios.id = SourceId { "nagios" };
    state.sources.set(nagios.id, nagios);
    console.transport.answer = [](const HttpRequest& request) {
        constexpr const char* kWalls
            = R"({"items":[{"connected":true,"token":{"id":"wall-1","name":"Lobby","wall":"room"}}],"seq":4,"total":1})";
        return request.path == "/api/v1/walls" ? HttpResponse { .status = 200, .body = kWalls }
                                               : HttpResponse { .status = 404 };
    };
    console.replica.access().update(console.room.now);
    static_cast<void>(console.replica.access().walls());
    console.replica.access().update(console.room.now);
    console.transport.poll();
    const Location location { "/", {} };
    std::vector<PaletteHit> hits;
    add_palette_places(hits, { console.replica, state, console.room.now, SiteZone {}, location, false, true });
    const auto place = [&](std::string_view part) {
        const auto found = std::find_if(
            hits.begin(), hits.end(), [&](const PaletteHit& hit) { return hit.title.find(part) != std::string::npos; });
        return found == hits.end() ? std::string("nowhere") : format_location(found->place);
    };
    EXPECT_EQ(place(id.text), "/incidents/" + id.text);
    EXPECT_EQ(place("Payments"), "/?filter=Payments");
    EXPECT_EQ(place("Timeline of Payments"), "/timeline?service=pay");
    EXPECT_EQ(place("Disk of payments"), "/capacity/pay-disk");
    EXPECT_EQ(place("Core switch"), "/maintenance?asset=switch-1");
    EXPECT_EQ(place("nagios"), "/sources");
    EXPECT_EQ(place("Lobby"), "/walls");
    EXPECT_EQ(place("Present Person"), "/");
    EXPECT_EQ(place("Gone Person"), "nowhere");
}

const PaletteHit* hit_of(const std::vector<PaletteHit>& hits, const std::string& key)
{
    const auto at = std::find_if(hits.begin(), hits.end(), [&](const PaletteHit& hit) { return hit.key == key; });
    return at == hits.end() ? nullptr : &*at;
}

std::vector<PaletteHit> elsewhere(ConsoleRoom& console, const Location& location, const ScreenCommands& here)
{
    std::vector<PaletteHit> hits;
    add_commands_elsewhere(
        hits, { console.replica, console.room.state, console.room.now, SiteZone {}, location, false, true }, here);
    return hits;
}

TEST(PaletteTest, WhatOtherScreensOfferIsFoundAndLeadsThere)
{
    ConsoleRoom console;
    const IncidentId id = console.room.declared();
    const ScreenCommands here { { Action::Filter, Action::Closed }, {} };
    const auto hits = elsewhere(console, { "/", {} }, here);
    const PaletteHit* plan = hit_of(hits, "command:plan-window@/maintenance");
    ASSERT_NE(plan, nullptr);
    EXPECT_TRUE(plan->goes);
    EXPECT_EQ(plan->place.path, "/maintenance");
    EXPECT_EQ(plan->action, Action::PlanWindow);
    const PaletteHit* note = hit_of(hits, "command:note@/incidents/" + id.text);
    ASSERT_NE(note, nullptr);
    EXPECT_EQ(note->right, id.text) << "of which incident";
    EXPECT_EQ(note->action, Action::Note);
    EXPECT_EQ(hit_of(hits, "command:closed@/"), nullptr) << "this screen has it itself";
    const auto from_incident = elsewhere(console, { "/incidents/" + id.text, {} }, here);
    EXPECT_EQ(hit_of(from_incident, "command:note@/incidents/" + id.text), nullptr);
}

TEST(PaletteTest, WhatActsAtOnceOnWhatWasNotChosenOnlyLeadsToItsScreen)
{
    ConsoleRoom console;
    const auto hits = elsewhere(console, { "/timeline", {} }, {});
    const PaletteHit* acknowledge = hit_of(hits, "command:acknowledge@/");
    ASSERT_NE(acknowledge, nullptr);
    EXPECT_TRUE(acknowledge->goes);
    EXPECT_FALSE(acknowledge->action) << "the first alert would be acknowledged unseen";
}

TEST(PaletteTest, OfSeveralIncidentsTheBoardAsksWhichAtOnce)
{
    ConsoleRoom console;
    for (const char* title : { "Mail is slow", "Shop is down" }) {
        console.done(LogIncident { .title = title, .services = { ServiceId { "shop" } } }, console.room.desk);
    }
    const ScreenCommands here { { Action::Note, Action::Declare }, {} };
    const Location board { "/", {} };
    std::vector<PaletteHit> hits;
    add_palette_commands(
        hits, { console.replica, console.room.state, console.room.now, SiteZone {}, board, false, true }, here);
    EXPECT_EQ(hit_of(hits, "command:note"), nullptr) << "it could only say that one must be opened first";
    EXPECT_NE(hit_of(hits, "command:declare"), nullptr) << "of the alert that is chosen";
    const auto others = elsewhere(console, board, here);
    EXPECT_NE(hit_of(others, "command:note@/incidents/INC-1"), nullptr);
    EXPECT_NE(hit_of(others, "command:note@/incidents/INC-2"), nullptr);
}

TEST(PaletteTest, TheWordsOfTheOpenIncidentsEntriesAreFoundOnceSomethingIsTyped)
{
    ConsoleRoom console;
    const IncidentId id = console.room.declared();
    console.open(console.room.resolver);
    static_cast<void>(console.replica.incident_log(id));
    for (int i = 0; i < 4; ++i) {
        console.replica.update();
        console.transport.poll();
        static_cast<void>(console.replica.incident_log(id));
    }
    console.done(AddNote { .incident = id, .text = "The certificate\nhad expired" }, console.room.resolver);
    const Location here { "/incidents/" + id.text, { { "span", "60000" }, { "axis", "1" } } };
    const ViewInput input { console.replica, console.replica.state(), console.room.now, SiteZone {}, here, false,
        true };
    std::vector<PaletteHit> hits;
    add_palette_entries(hits, input);
    const auto found = ranked_palette(hits, "expired", {});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].title.find("The certificate had expired"), std::string::npos) << found[0].title;
    EXPECT_EQ(format_location(found[0].place),
        "/incidents/" + id.text + "?span=60000&sel=" + std::to_string(console.room.state.seq));
    EXPECT_TRUE(ranked_palette(hits, "", {}).empty());
    std::vector<PaletteHit> none;
    const Location board { "/", {} };
    add_palette_entries(
        none, { console.replica, console.replica.state(), console.room.now, SiteZone {}, board, false, true });
    EXPECT_TRUE(none.empty());
}

TEST(PaletteTest, ACommandersOwnWordsFindWhatIsCalledOtherwise)
{
    ConsoleRoom console;
    const IncidentId id = console.room.declared();
    console.open(console.room.manager);
    const Location here { "/incidents/" + id.text, {} };
    ScreenCommands all;
    for (std::size_t i = 0; i < kActionCount; ++i) {
        all.meant.push_back(static_cast<Action>(i));
    }
    std::vector<PaletteHit> hits;
    add_palette_commands(
        hits, { console.replica, console.replica.state(), console.room.now, SiteZone {}, here, false, true }, all);
    const auto finds = [&](std::string_view words, Action action) {
        const auto found = ranked_palette(hits, words, {});
        return std::any_of(found.begin(), found.end(), [&](const PaletteHit& hit) { return hit.action == action; });
    };
    EXPECT_TRUE(finds("hand over", Action::AssignDuty));
    EXPECT_TRUE(finds("members", Action::Restrict));
    EXPECT_TRUE(finds("all clear", Action::Update));
    EXPECT_TRUE(finds("export", Action::SaveRecord));
    EXPECT_TRUE(finds("mute sound", Action::Silence));
    EXPECT_TRUE(finds("headline", Action::SetHeadline));
    EXPECT_TRUE(finds("impact", Action::Classify));
    EXPECT_TRUE(finds("customers", Action::Update));
    const auto found = ranked_palette(hits, "take", {});
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().action, Action::TakeCommand) << "what is called so itself comes first";
}

TEST(PaletteTest, PeopleAndServicesStandByTheirNamesAndAreFoundByTheirIdsToo)
{
    ConsoleRoom console;
    State state = console.room.state;
    for (const auto& [id, name] : { std::pair { "u-1", "Grace" }, { "u-2", "Grace" }, { "u-3", "Hal" } }) {
        User user;
        user.id = UserId { id };
        user.name = name;
        state.users.set(user.id, user);
    }
    const Location location { "/", {} };
    std::vector<PaletteHit> hits;
    add_palette_places(hits, { console.replica, state, console.room.now, SiteZone {}, location, false, true });
    EXPECT_EQ(titles_of(ranked_palette(hits, "hal", {})), (Titles { "Hal" }));
    EXPECT_EQ(titles_of(ranked_palette(hits, "u-3", {})), (Titles { "Hal" }));
    Titles graces = titles_of(ranked_palette(hits, "grace", {}));
    std::sort(graces.begin(), graces.end());
    EXPECT_EQ(graces, (Titles { "Grace  u-1", "Grace  u-2" })) << "two of one name are told apart";
}

}
}
