// SPDX-License-Identifier: Apache-2.0
// The list, the file of rows and the record of an incident hold the same entries.
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

#include <set>

namespace watchfloor {
namespace {

class IncidentCsvTest : public IncidentViewTest {
protected:
    std::string saved()
    {
        draw();
        intents_.clear();
        press_key(ImGuiMod_Shift | ImGuiKey_E);
        for (const Intent& intent : intents_) {
            if (const auto* rows = std::get_if<SaveRows>(&intent)) {
                return rows->csv;
            }
        }
        return {};
    }

    static std::set<std::uint64_t> numbers_in(const std::string& csv)
    {
        std::set<std::uint64_t> numbers;
        for (auto at = csv.find("\r\n"); at + 2 < csv.size(); at = csv.find("\r\n", at + 2)) {
            numbers.insert(std::stoull(csv.substr(at + 2)));
        }
        return numbers;
    }

    // As the record is asked for.
    std::set<std::uint64_t> numbers_in_record() const
    {
        HttpRequest request;
        request.path = "/api/v1/journal?journal=main&subject=" + id_.text + "&after=0&limit=500";
        std::set<std::uint64_t> numbers;
        const auto page = page_from_wire(console_.transport.answer(request).body);
        for (const SealedEntry& entry : page.ok() ? page.value().entries : std::vector<SealedEntry> {}) {
            numbers.insert(entry.seq);
        }
        return numbers;
    }
};

TEST_F(IncidentCsvTest, ListRowsAndRecordHoldTheSameEntries)
{
    console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.manager);
    console_.done(AddNote { .incident = id_, .text = "Payments time out, both nodes" }, console_.room.resolver);
    console_.done(SetAsset { { .id = AssetId { "ups" }, .name = "UPS", .services = { ServiceId { "shop" } } } },
        console_.room.planner);
    PlanWorkOrder plan { .asset = AssetId { "ups" }, .title = "Change the batteries" };
    plan.planned_start = console_.room.now;
    plan.planned_end = console_.room.now + std::chrono::hours { 1 };
    console_.done(plan, console_.room.planner);
    const std::string csv = saved();
    std::set<std::uint64_t> listed;
    for (const Entry& entry : console_.replica.incident_log(id_).entries()) {
        listed.insert(entry.head.seq);
    }
    EXPECT_FALSE(listed.empty());
    EXPECT_EQ(numbers_in(csv), listed);
    EXPECT_EQ(numbers_in_record(), listed);
    EXPECT_NE(csv.find(tr(Text::SaidDeclared, "SEV1")), std::string::npos) << csv;
    EXPECT_TRUE(shows(tr(Text::SaidDeclared, "SEV1")));
    EXPECT_EQ(csv.find("batteries"), std::string::npos) << "it touches the service, and is no entry of the incident";
}

TEST_F(IncidentCsvTest, NamesWhoWroteAnEntryBesideTheirId)
{
    const Actor& writer = console_.room.resolver;
    console_.done(
        SetUser { { .id = writer.user, .name = "Ada Lovelace", .roles = writer.roles } }, console_.room.administrator);
    console_.done(AddNote { .incident = id_, .text = "Payments time out, both nodes" }, console_.room.resolver);
    const std::string csv = saved();
    EXPECT_NE(csv.find(",\"Payments time out, both nodes\",Ada Lovelace," + id_.text + ",resolver,"), std::string::npos)
        << csv;
    EXPECT_NE(csv.find("author_id"), std::string::npos);
}

}
}
