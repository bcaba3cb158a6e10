// SPDX-License-Identifier: Apache-2.0
// Who is given a duty is read among people of long names and many roles.
#include "client/views/timeline/entry_words.h"
#include "client/widgets/controls/table.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/incident_on_screen.h"

#include <algorithm>
#include <vector>

namespace watchfloor {
namespace {

const std::vector<SystemRole> kSevenRoles { SystemRole::ServiceDesk, SystemRole::Resolver, SystemRole::IncidentManager,
    SystemRole::CapacityManager, SystemRole::MaintenancePlanner, SystemRole::ComplianceOfficer,
    SystemRole::Administrator };

class DutyDialogTest : public IncidentViewTest {
protected:
    ~DutyDialogTest() override { use_language("en"); }

    void open_on_people()
    {
        for (int i = 0; i < 9; ++i) {
            const std::string name = "A shift lead with a long name of the night shift " + std::to_string(i);
            console_.done(
                SetUser { { .id = UserId { "lead-" + std::to_string(i) }, .name = name, .roles = kSevenRoles } },
                kSystem);
        }
        console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            console_.room.resolver);
        draw(6);
        press_key(ImGuiKey_L);
        ASSERT_TRUE(dialog_open());
        press_key(ImGuiKey_1);
        draw(6);
    }

    static std::vector<MirrorItem> shown_people()
    {
        std::vector<MirrorItem> rows;
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Row && item.label.starts_with("A shift lead with a long name")) {
                rows.push_back(item);
            }
        }
        return rows;
    }

    // Between the field that finds people and the one below them, each below the one before, and nothing cut.
    static void expect_laid_out(ImVec2 size)
    {
        const MirrorItem* find = mirror().find(Role::TextField, tr(Text::FieldPerson));
        const MirrorItem* reason = mirror().find(Role::TextField, tr(Text::FieldReasonBriefing));
        ASSERT_NE(find, nullptr);
        ASSERT_NE(reason, nullptr);
        const auto rows = shown_people();
        ASSERT_GE(rows.size(), 2U);
        float free = find->rect.y + find->rect.height;
        for (const MirrorItem& row : rows) {
            EXPECT_GE(row.rect.y, free) << row.label;
            free = row.rect.y + row.rect.height;
            EXPECT_GT(row.rect.height, list_row_height(true)) << "seven roles take a second line below the name";
        }
        EXPECT_LE(free, reason->rect.y);
        for (const std::string& cut : mirror().cut_texts()) {
            EXPECT_FALSE(cut.starts_with("A shift lead") || cut == roles_words(kSevenRoles)) << cut;
        }
        const MirrorItem* commit = mirror().find(Role::Button, tr(Text::DutyCommit));
        ASSERT_NE(commit, nullptr);
        EXPECT_GT(commit->rect.height, 0) << "what commits it is in sight";
        EXPECT_LE(commit->rect.y + commit->rect.height, size.y);
    }
};

TEST_F(DutyDialogTest, ADutyThatIsNotOnesToGiveIsGreyedWithWhoseItIs)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    const auto commander = [] {
        const auto& items = mirror().items();
        return std::find_if(items.begin(), items.end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.label.starts_with("4   " + duty_text(Duty::IncidentCommander));
        });
    };
    draw(6);
    press_key(ImGuiKey_L);
    ASSERT_NE(commander(), mirror().items().end());
    EXPECT_FALSE(commander()->disabled) << "who commands hands it over";
    press_key(ImGuiKey_Escape);
    console_.open(console_.room.colleague);
    draw(6);
    press_key(ImGuiKey_L);
    ASSERT_NE(commander(), mirror().items().end());
    EXPECT_TRUE(commander()->disabled);
    EXPECT_TRUE(shows("Ask the commander or an incident manager to assign duties"));
    press_key(ImGuiKey_4);
    EXPECT_EQ(mirror().find(Role::TextField, tr(Text::FieldPerson)), nullptr);
}

TEST_F(DutyDialogTest, ManyRolesStandBelowTheirName)
{
    ImGui::GetIO().DisplaySize = { 1366, 768 };
    open_on_people();
    expect_laid_out({ 1366, 768 });
}

TEST_F(DutyDialogTest, ManyRolesStandBelowTheirNameOnASmallScreen)
{
    ImGui::GetIO().DisplaySize = { 1280, 800 };
    open_on_people();
    expect_laid_out({ 1280, 800 });
}

TEST_F(DutyDialogTest, LongerLanguagesFindRoomToo)
{
    ImGui::GetIO().DisplaySize = { 1366, 768 };
    ASSERT_TRUE(use_language("pseudo"));
    open_on_people();
    expect_laid_out({ 1366, 768 });
}

TEST_F(DutyDialogTest, WhoeverIsMarkedIsInSight)
{
    ImGui::GetIO().DisplaySize = { 1366, 768 };
    open_on_people();
    for (int i = 0; i < 9; ++i) {
        press_key(ImGuiKey_DownArrow);
        const auto rows = shown_people();
        const auto marked
            = std::find_if(rows.begin(), rows.end(), [](const MirrorItem& item) { return item.selected == true; });
        ASSERT_NE(marked, rows.end()) << i;
        EXPECT_TRUE(marked->label.starts_with("A shift lead with a long name of the night shift " + std::to_string(i)));
    }
}

// "ian" is also in "compliance": a name wins, and who may not hold it is greyed with the reason, below all who may.
TEST_F(DutyDialogTest, AnExactNameIsMarkedAndWhoMayNotHoldItIsLastWithTheReason)
{
    console_.done(
        SetUser { { .id = UserId { "col" }, .name = "Col", .roles = { SystemRole::ComplianceOfficer } } }, kSystem);
    console_.done(
        SetUser { { .id = UserId { "ian" }, .name = "Ian", .roles = { SystemRole::IncidentManager } } }, kSystem);
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    draw(6);
    press_key(ImGuiKey_L);
    ASSERT_TRUE(dialog_open());
    press_key(ImGuiKey_5);
    draw(6);
    type("ian");
    const auto row = [](std::string_view name) {
        const auto& items = mirror().items();
        return std::find_if(items.begin(), items.end(), [&](const MirrorItem& item) {
            return item.role == Role::Row && item.label.starts_with(name) && item.set_size > 0;
        });
    };
    const auto ian = row("Ian");
    const auto col = row("Col");
    ASSERT_NE(ian, mirror().items().end());
    ASSERT_NE(col, mirror().items().end());
    EXPECT_TRUE(ian->selected == true);
    EXPECT_EQ(ian->position, 1);
    EXPECT_FALSE(ian->disabled);
    EXPECT_TRUE(col->disabled);
    EXPECT_EQ(col->position, col->set_size) << "who may not is last";
    EXPECT_NE(col->label.find("has none of the roles"), std::string::npos) << col->label;
}

// In the list of entries and on the band of the duties' lane.
TEST_F(DutyDialogTest, AHandoverSaysFromWhom)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver);
    MoveDuty offer { .incident = id_, .act = DutyRequest::Offer, .duty = Duty::IncidentCommander };
    offer.user = UserId { "colleague" };
    offer.reason = "Failing over.";
    console_.done(offer, console_.room.resolver);
    MoveDuty accept { .incident = id_, .act = DutyRequest::Accept, .duty = Duty::IncidentCommander };
    console_.done(accept, console_.room.colleague);
    draw(6);
    EXPECT_TRUE(shows("colleague accepted Commander from resolver"));
}

}
}
