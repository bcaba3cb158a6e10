// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/sheets/register_sheet.h"

#include "shared/wire/command_codec.h"
#include "tests/support/domain_fixture.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class RegisterSheetTest : public testing::Test {
protected:
    Context as(const Actor& actor) const
    {
        Context context;
        context.now = room_.now;
        context.actor = actor;
        return context;
    }

    ReadLine resource(const std::vector<Cell>& cells) const
    {
        return read_line(Register::Resources, cells, room_.state, as(room_.capacity));
    }

    ReadSheet assets(std::string_view text) const
    {
        auto sheet = read_sheet(Register::Assets, text, room_.state, as(room_.planner));
        EXPECT_TRUE(sheet.ok()) << (sheet.ok() ? "" : sheet.error().message);
        return sheet.ok() ? std::move(sheet).value() : ReadSheet {};
    }

    std::string refused(std::string_view text) const
    {
        const auto sheet = read_sheet(Register::Assets, text, room_.state, as(room_.planner));
        EXPECT_FALSE(sheet.ok()) << text;
        return sheet.ok() ? std::string {} : sheet.error().message;
    }

    // What the server makes of it.
    void take(const ReadSheet& sheet)
    {
        for (const ReadLine& line : sheet.lines) {
            if (line.outcome == LineOutcome::New || line.outcome == LineOutcome::Changed) {
                room_.done(line.command, room_.planner);
            }
        }
    }

    Room room_ {};
};

TEST_F(RegisterSheetTest, ALineIsWhatWouldBeSent)
{
    const ReadLine line = resource({ { "name", "Disk of db-1" }, { "unit", "gigabytes" }, { "total", "100.5" } });
    ASSERT_TRUE(line.fits()) << line.troubles.front().words;
    EXPECT_EQ(line.outcome, LineOutcome::New);
    EXPECT_EQ(line.id, "disk-of-db-1");
    EXPECT_EQ(line.body, R"({"id":"disk-of-db-1","name":"Disk of db-1","total_milli":100500,"unit":"gigabytes"})");
    const auto sent = decode_command<DefineCapacity>(line.body);
    ASSERT_TRUE(sent.ok()) << sent.error().message;
    EXPECT_EQ(sent.value().resource.warn_percent, 80);
}

TEST_F(RegisterSheetTest, TheRulesOfTheServerNameTheField)
{
    const std::vector<Cell> fine { { "name", "Disk" }, { "unit", "gigabytes" }, { "total", "100" } };
    const auto column_of_trouble = [&](const Cell& cell) {
        std::vector<Cell> cells { cell };
        cells.insert(cells.end(), fine.begin(), fine.end());
        const ReadLine line = resource(cells);
        EXPECT_EQ(line.outcome, LineOutcome::Refused) << cell.column;
        return line.fits() ? std::string {} : line.troubles.front().column;
    };
    EXPECT_EQ(column_of_trouble({ "name", "" }), "name");
    EXPECT_EQ(column_of_trouble({ "total", "-1" }), "total");
    EXPECT_EQ(column_of_trouble({ "reserved", "-1" }), "reserved");
    EXPECT_EQ(column_of_trouble({ "reserved", "101" }), "reserved");
    EXPECT_EQ(column_of_trouble({ "warn_percent", "95" }), "warn_percent") << "above the critical limit";
    EXPECT_EQ(column_of_trouble({ "lead_time_days", "-1" }), "lead_time_days");
    EXPECT_EQ(column_of_trouble({ "services", "nowhere" }), "services");
    EXPECT_EQ(column_of_trouble({ "id", "no blanks" }), "id");
    EXPECT_EQ(column_of_trouble({ "kind", "magic" }), "kind");
}

TEST_F(RegisterSheetTest, WhoMayNotIsRefused)
{
    const ReadLine line
        = read_line(Register::Resources, { { "name", "Disk" }, { "unit", "GB" } }, room_.state, as(room_.resolver));
    EXPECT_EQ(line.outcome, LineOutcome::Refused);
}

TEST_F(RegisterSheetTest, AListReadTwiceMakesNothingTwice)
{
    const char* const list = "Name,Site,Policy interval days\r\nUPS 1,Hall A,90\r\nUPS 2,Hall B,90\r\n";
    const ReadSheet first = assets(list);
    EXPECT_EQ(first.count(LineOutcome::New), 2U);
    take(first);
    EXPECT_EQ(room_.state.assets.size(), 2U);
    EXPECT_EQ(assets(list).count(LineOutcome::Same), 2U);
    const ReadSheet changed = assets("name,site\nUPS 1,Hall C\n");
    ASSERT_EQ(changed.count(LineOutcome::Changed), 1U);
    EXPECT_EQ(changed.lines[0].body, R"({"id":"ups-1","site":"Hall C"})") << "what has no column stays as it is";
    take(changed);
    EXPECT_EQ(room_.state.assets.find(AssetId { "ups-1" })->policy_interval_days, 90);
}

TEST_F(RegisterSheetTest, ABlankCellTakesAway)
{
    Asset known { .id = AssetId { "ups" }, .name = "UPS", .site = "Hall A" };
    known.last_maintained_at = room_.now;
    room_.done(SetAsset { known }, room_.planner);
    const ReadSheet sheet = assets("id,site,last_maintained_at\nups,,\n");
    ASSERT_EQ(sheet.count(LineOutcome::Changed), 1U);
    EXPECT_EQ(sheet.lines[0].body, R"({"id":"ups","last_maintained_at":null,"site":""})");
    take(sheet);
    EXPECT_EQ(room_.state.assets.find(AssetId { "ups" })->site, "");
    EXPECT_EQ(room_.state.assets.find(AssetId { "ups" })->last_maintained_at, std::nullopt);
}

TEST_F(RegisterSheetTest, RefusedLinesSayWhereAndWhatToDo)
{
    const ReadSheet sheet = assets("id;name;criticality;colour\n"
                                   "ups;UPS;high;red\n"
                                   "\n"
                                   "ups;Another;low;red\n"
                                   "\"fan\";\"a\nb\";low;red\n"
                                   "gen;Generator;huge;red\n"
                                   "x;X;low;red;more\n"
                                   "=1+1;'=1+1;low;red\n");
    EXPECT_EQ(sheet.left_out, std::vector<std::string> { "colour" });
    ASSERT_EQ(sheet.lines.size(), 6U);
    EXPECT_EQ(sheet.lines[0].outcome, LineOutcome::New);
    EXPECT_EQ(sheet.lines[1].line, 4U) << "blank lines count";
    EXPECT_EQ(sheet.lines[1].troubles[0].column, "id");
    EXPECT_EQ(sheet.lines[1].troubles[0].words, "Give each its own `id`: that of line 2 is the same.");
    EXPECT_EQ(sheet.lines[2].troubles[0].column, "name") << "one line of text";
    EXPECT_EQ(sheet.lines[3].line, 7U) << "a line break within a cell counts";
    EXPECT_EQ(sheet.lines[3].troubles[0].column, "criticality");
    EXPECT_EQ(sheet.lines[4].outcome, LineOutcome::Refused);
    EXPECT_EQ(sheet.lines[5].troubles[0].column, "id") << "a formula is text, and no id";
    EXPECT_EQ(sheet.count(LineOutcome::Refused), 5U);
}

TEST_F(RegisterSheetTest, ASheetThatTellsNothingApartIsRefusedAsAWhole)
{
    EXPECT_NE(refused("site,model\nHall A,X\n"), "");
    EXPECT_NE(refused("name,name\nUPS,UPS\n"), "");
    EXPECT_NE(refused("name,site\n\"UPS,Hall\n"), "") << "an open quotation mark";
    EXPECT_NE(refused("name\n\xFF\xFE\n"), "");
    EXPECT_NE(refused(std::string(kMostSheetBytes + 1, 'x')), "");
    const auto milli = read_sheet(Register::Resources, "name,total_milli\nx,1\n", room_.state, as(room_.capacity));
    EXPECT_FALSE(milli.ok());
    EXPECT_TRUE(assets("").lines.empty());
    EXPECT_TRUE(assets("name,site\n").lines.empty());
}

TEST_F(RegisterSheetTest, WhatIsWrittenIsReadAsTheSame)
{
    room_.done(DefineCapacity { { .id = ResourceId { "disk" },
                   .name = "Disk",
                   .unit = "gigabytes",
                   .total_milli = 100'500,
                   .services = { ServiceId { "shop" } },
                   .owner = "storage" } },
        room_.capacity);
    const ReadLine line = resource(written_cells(Register::Resources, room_.state, "disk"));
    EXPECT_TRUE(line.fits());
    EXPECT_EQ(line.outcome, LineOutcome::Same);
    EXPECT_EQ(line.body, "");
}

std::vector<std::string> ids_by_turn(const ReadSheet& sheet)
{
    std::vector<std::string> ids(sheet.lines.size());
    for (const ReadLine& line : sheet.lines) {
        ids.at(line.turn) = line.id;
    }
    return ids;
}

TEST_F(RegisterSheetTest, APartMayStandBeforeWhatItIsAPartOf)
{
    const ReadSheet sheet = assets("id,name,parent\n"
                                   "bearing,Bearing,motor\n"
                                   "motor,Motor, pump \n"
                                   "fan,Fan,\n"
                                   "pump,Pump,\n"
                                   "shaft,Shaft,motor\n");
    EXPECT_EQ(sheet.count(LineOutcome::New), 5U);
    EXPECT_EQ(sheet.lines[0].id, "bearing") << "they stand as they were written";
    EXPECT_EQ(ids_by_turn(sheet), (Texts { "pump", "motor", "bearing", "fan", "shaft" }));
    for (const std::string& id : ids_by_turn(sheet)) {
        const auto line
            = std::find_if(sheet.lines.begin(), sheet.lines.end(), [&](const ReadLine& one) { return one.id == id; });
        room_.done(line->command, room_.planner); // as the server takes them, one after the other
    }
    EXPECT_EQ(room_.state.assets.find(AssetId { "bearing" })->parent, AssetId { "motor" });
}

TEST_F(RegisterSheetTest, WhatIsAPartOfItselfIsRefusedWithAllItsLines)
{
    const ReadSheet two = assets("id,name,parent\na,A,b\nx,X,a\nb,B,a\nc,C,\n");
    ASSERT_EQ(two.lines.size(), 4U);
    for (const std::size_t i : { std::size_t { 0 }, std::size_t { 2 } }) {
        ASSERT_EQ(two.lines[i].troubles.size(), 1U) << i;
        EXPECT_EQ(two.lines[i].troubles[0].column, "parent");
        EXPECT_EQ(two.lines[i].troubles[0].words,
            "Give one of the lines 2 and 4 another `parent`: each is a part of the other.");
    }
    ASSERT_EQ(two.lines[1].troubles.size(), 1U);
    EXPECT_EQ(two.lines[1].troubles[0].words, "Mend line 2, which this `parent` is on, first.");
    EXPECT_EQ(two.lines[3].outcome, LineOutcome::New);
    const ReadSheet three = assets("id,name,parent\na,A,b\nb,B,c\nc,C,a\n");
    EXPECT_EQ(three.count(LineOutcome::Refused), 3U);
    EXPECT_NE(three.lines[1].troubles.at(0).words.find("lines 2, 3 and 4"), std::string::npos);
    EXPECT_EQ(assets("id,name,parent\na,A,a\n").lines[0].troubles.at(0).column, "parent") << "its own alone";
    EXPECT_EQ(assets("id,name,parent\na,A,nowhere\n").lines[0].troubles.at(0).column, "parent");
}

TEST_F(RegisterSheetTest, KnownPartsMayChangePlaces)
{
    room_.done(SetAsset { { .id = AssetId { "a" }, .name = "A" } }, room_.planner);
    room_.done(SetAsset { { .id = AssetId { "b" }, .name = "B", .parent = AssetId { "a" } } }, room_.planner);
    const ReadSheet sheet = assets("id,parent\na,b\nb,\n");
    EXPECT_EQ(sheet.count(LineOutcome::Changed), 2U);
    EXPECT_EQ(ids_by_turn(sheet), (Texts { "b", "a" }));
    EXPECT_EQ(assets("id,parent\na,b\n").count(LineOutcome::Refused), 1U) << "b is a part of it still";
}

TEST_F(RegisterSheetTest, ALongChainOfPartsIsTakenFromItsTop)
{
    std::string list = "id,name,parent\n";
    constexpr int kParts = 500;
    for (int i = 0; i < kParts; ++i) {
        list += "p" + std::to_string(i) + ",Part,p" + std::to_string(i + 1) + "\n";
    }
    list += "p" + std::to_string(kParts) + ",Part,\n";
    const ReadSheet sheet = assets(list);
    EXPECT_EQ(sheet.count(LineOutcome::New), static_cast<std::size_t>(kParts + 1));
    EXPECT_EQ(sheet.lines.back().turn, 0U);
    EXPECT_EQ(sheet.lines.front().turn, static_cast<std::size_t>(kParts));
}

TEST(IdOutOfTest, IsOneOfTheLettersAndDigits)
{
    EXPECT_EQ(id_out_of("Core switch #2 (Hall A)"), "core-switch-2-hall-a");
    EXPECT_EQ(id_out_of("  UPS  "), "ups");
    EXPECT_EQ(id_out_of("…"), "");
    EXPECT_EQ(id_out_of(std::string(200, 'x')).size(), 96U);
}

}
}
