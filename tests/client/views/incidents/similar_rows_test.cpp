// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/similar_rows.h"

#include "shared/wire/answers/incidents.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class SimilarRowsTest : public testing::Test {
protected:
    SimilarRowsTest()
    {
        now_.id = IncidentId { "INC-9" };
        now_.services = { ServiceId { "shop" } };
        now_.alerts = { alert("a1", "DiskFull") };
        state_.incidents.set(now_.id, now_);
    }

    AlertId alert(const char* id, const char* name)
    {
        const AlertId made { id };
        state_.alerts.set(made, Alert { .id = made, .name = name });
        return made;
    }

    void past(const char* id, const char* service, Millis ended, IncidentState shown = IncidentState::Closed,
        std::vector<AlertId> alerts = {})
    {
        Incident made;
        made.id = IncidentId { id };
        made.services = { ServiceId { service } };
        made.state = shown;
        made.alerts = std::move(alerts);
        made.started_at = kMorning;
        made.restored_at = kMorning + ended;
        state_.incidents.set(made.id, made);
    }

    std::vector<std::string> found() const
    {
        std::vector<std::string> said;
        for (const SimilarRow& row : similar_rows(state_, now_)) {
            said.push_back(row.id.text + " " + row.why + " " + row.lasted);
        }
        return said;
    }

    State state_ {};
    Incident now_ {};
};

TEST_F(SimilarRowsTest, TheSameServiceOrAnAlertOfTheSameNameTheLastFirst)
{
    past("INC-1", "shop", minutes { 20 });
    past("INC-2", "mail", minutes { 40 });
    past("INC-3", "mail", minutes { 30 }, IncidentState::Resolved, { alert("a2", "DiskFull"), alert("a3", "Slow") });
    EXPECT_EQ(found(), (std::vector<std::string> { "INC-3 alert DiskFull 30:00", "INC-1 shop 20:00" }));
    past("INC-4", "shop", minutes { 50 }, IncidentState::InReview, { alert("a4", "DiskFull") });
    EXPECT_EQ(found().front(), "INC-4 shop; alert DiskFull 50:00");
}

TEST_F(SimilarRowsTest, OlderOnesFromTheJournalCountAndWhatWasLookedThroughIsKnown)
{
    past("INC-1", "shop", minutes { 20 });
    past("INC-2", "mail", minutes { 40 });
    Incident old = *state_.incidents.find(IncidentId { "INC-1" });
    std::vector<Incident> older { old };
    old.id = IncidentId { "INC-0" };
    old.restored_at = kMorning + minutes { 5 };
    older.push_back(old);
    old.id = now_.id;
    older.push_back(old);
    const auto rows = similar_rows(state_, now_, older);
    ASSERT_EQ(rows.size(), 2U) << "each once, and not the incident itself";
    EXPECT_EQ(rows[1].id, IncidentId { "INC-0" });
    const LookedThrough looked = looked_through(state_, now_, older);
    EXPECT_EQ(looked.ended, 3U);
    EXPECT_EQ(looked.back_to, kMorning + minutes { 5 });
    EXPECT_FALSE(looked_through(State {}, now_, {}).back_to);
}

TEST_F(SimilarRowsTest, WhatStillRunsOrWasNoneTellsNothing)
{
    past("INC-1", "shop", minutes { 20 }, IncidentState::Investigating);
    past("INC-2", "shop", minutes { 20 }, IncidentState::Cancelled);
    EXPECT_TRUE(found().empty());
}

class SimilarPanelTest : public IncidentViewTest {
protected:
    SimilarPanelTest()
    {
        const LogIncident log { .title = "Shop was slow", .services = { ServiceId { "shop" } } };
        const IncidentId id { console_.room.when(log, console_.room.desk).value().created };
        console_.done(log, console_.room.desk);
        console_.done(MoveIncident { .incident = id, .to = IncidentState::Investigating }, console_.room.resolver);
        console_.room.pass(minutes { 20 });
        console_.done(console_.room.resolution(id), console_.room.resolver);
        console_.open(console_.room.resolver);
        draw();
    }

    static const MirrorItem* row()
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find("Shop was slow") != std::string::npos;
        });
        return at == mirror().items().end() ? nullptr : &*at;
    }
};

TEST_F(SimilarPanelTest, OneKeySaysHowItWasSolvedLastTimeAndLeadsThere)
{
    press_key(ImGuiMod_Shift | ImGuiKey_G);
    draw(4);
    ASSERT_TRUE(dialog_open());
    EXPECT_TRUE(shows("failover: Failed over to the second node."));
    ASSERT_NE(row(), nullptr);
    EXPECT_NE(row()->label.find("lasted 20:00"), std::string::npos) << row()->label;
    const MirrorItem there = *row();
    HeadlessUi::hover(there);
    draw(2);
    HeadlessUi::click(there);
    draw(4);
    EXPECT_FALSE(dialog_open());
    EXPECT_TRUE(std::any_of(intents_.begin(), intents_.end(), [](const Intent& intent) {
        const auto* go = std::get_if<GoTo>(&intent);
        return go != nullptr && go->location.path == "/incidents/INC-2";
    }));
}

TEST_F(SimilarPanelTest, TheJournalsPastIsReadPageByPageAndThatIsSaid)
{
    const auto usual = console_.transport.answer;
    int pages = 0;
    console_.transport.answer = [&](const HttpRequest& request) {
        if (!request.path.starts_with("/api/v1/incidents?")) {
            return usual(request);
        }
        ++pages;
        ClosedIncidents page;
        Incident old;
        old.id = IncidentId { "INC-0" + std::to_string(pages) };
        old.title = "Shop fell over, year " + std::to_string(pages);
        old.services = { ServiceId { "shop" } };
        old.state = IncidentState::Closed;
        old.closed_at = kMorning - hours { 24 * 400 * pages };
        old.resolution_code = "failover";
        page.items = { old };
        page.older = pages == 1 ? old.id : IncidentId {};
        return HttpResponse { .status = 200, .body = to_json_text(page) };
    };
    press_key(ImGuiMod_Shift | ImGuiKey_G);
    draw(6);
    EXPECT_EQ(pages, 1) << "the first page by itself";
    EXPECT_TRUE(shows("Shop fell over, year 1"));
    EXPECT_TRUE(shows("2 solved incidents were looked through, back to Sun 26 Jan 2025, 09:00:00"));
    EXPECT_TRUE(shows(tr(Text::SimilarMore)));
    const MirrorItem* more = mirror().find(Role::Button, tr(Text::ClosedOlder));
    ASSERT_NE(more, nullptr);
    mirror().activate(more->id);
    draw(6);
    EXPECT_EQ(pages, 2);
    EXPECT_TRUE(shows("Shop fell over, year 2"));
    EXPECT_TRUE(shows(tr(Text::ClosedAll)));
    EXPECT_EQ(mirror().find(Role::Button, tr(Text::ClosedOlder)), nullptr);
}

TEST_F(SimilarPanelTest, WhatChangedLeadsToWhatWasDoneLastTime)
{
    press_key(ImGuiKey_G);
    ASSERT_TRUE(dialog_open());
    EXPECT_EQ(row(), nullptr);
    press_key(ImGuiMod_Shift | ImGuiKey_G);
    draw(4);
    EXPECT_NE(row(), nullptr);
}

}
}
