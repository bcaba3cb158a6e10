// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/sheets/sheet_cells.h"

#include "shared/domain/field_lists.h"
#include "shared/wire/sheets/register_sheet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace watchfloor {
namespace {

TEST(ThousandthsTest, AreReadExactlyOrNotAtAll)
{
    EXPECT_EQ(read_thousandths("100"), 100'000);
    EXPECT_EQ(read_thousandths("12.5"), 12'500);
    EXPECT_EQ(read_thousandths("0.001"), 1);
    EXPECT_EQ(read_thousandths("-5"), -5'000) << "the rules refuse it";
    for (const char* text : { "", "-", ".5", "4.", "1.2345", "1,5", "1e3", "NaN", "inf", "12 5", "0x10", "+5",
             "1234567890123456", "--5", "1.-5" }) {
        EXPECT_EQ(read_thousandths(text), std::nullopt) << text;
    }
    for (const std::int64_t value : { std::int64_t { 0 }, std::int64_t { 1 }, std::int64_t { -1 },
             std::int64_t { 12'500 }, std::int64_t { -12'050 }, std::int64_t { 999'999'999'999'999'999 } }) {
        EXPECT_EQ(read_thousandths(write_thousandths(value)), value) << value;
    }
    EXPECT_EQ(write_thousandths(12'500), "12.5");
    EXPECT_EQ(write_thousandths(100'000), "100");
    EXPECT_EQ(write_thousandths(std::numeric_limits<std::int64_t>::min()), "-9223372036854775.808");
}

FieldPlace place_named(Register of, std::string_view column)
{
    for (const FieldPlace& place : fields_of(of)) {
        if (column_of(place) == column) {
            return place;
        }
    }
    ADD_FAILURE() << column;
    return {};
}

std::string refusal(Register of, std::string_view column, std::string_view text)
{
    Asset asset;
    CapacityResource resource;
    void* const entity = of == Register::Assets ? static_cast<void*>(&asset) : static_cast<void*>(&resource);
    return read_cell(place_named(of, column), text, entity, nullptr).value_or("");
}

TEST(ReadCellTest, SaysWhatToWriteInstead)
{
    EXPECT_EQ(refusal(Register::Resources, "single_point", "maybe"), "Write `single_point` as yes or no.");
    EXPECT_EQ(refusal(Register::Resources, "lead_time_days", "soon"), "Write `lead_time_days` as a whole number.");
    EXPECT_EQ(refusal(Register::Resources, "lead_time_days", "1.5"), "Write `lead_time_days` as a whole number.");
    EXPECT_EQ(refusal(Register::Resources, "total", "many"),
        "Write `total` as a number like 120 or 99.5, with at most three decimals.");
    EXPECT_EQ(refusal(Register::Resources, "kind", "magic"),
        "Write `kind` as one of: human, technical, information, financial.");
    EXPECT_EQ(refusal(Register::Assets, "match", "db-1"), "Write `match` like host=db-1, job=node.");
    EXPECT_NE(refusal(Register::Assets, "last_maintained_at", "yesterday"), "");
    EXPECT_NE(refusal(Register::Assets, "last_maintained_at", "2026-02-30"), "");
    EXPECT_NE(refusal(Register::Assets, "last_maintained_at", "2026-03-01T10:00:00"), "") << "no zone is guessed";
}

TEST(ReadCellTest, TakesWhatPeopleWrite)
{
    CapacityResource resource;
    const auto read = [&](std::string_view column, std::string_view text) {
        EXPECT_EQ(read_cell(place_named(Register::Resources, column), text, &resource, nullptr), std::nullopt);
    };
    read("kind", "Human");
    read("single_point", "Yes");
    read("total", " 99.5 ");
    read("services", "shop; mail, pay");
    read("name", "=cmd()");
    EXPECT_EQ(resource.kind, ResourceKind::Human);
    EXPECT_TRUE(resource.single_point);
    EXPECT_EQ(resource.total_milli, 99'500);
    EXPECT_EQ(resource.services, (std::vector { ServiceId { "shop" }, ServiceId { "mail" }, ServiceId { "pay" } }));
    EXPECT_EQ(resource.name, "=cmd()") << "a formula is text";
    read("warn_percent", "");
    EXPECT_EQ(resource.warn_percent, 80) << "nothing written is what a fresh one has";
}

TEST(ReadCellTest, ADayIsItsNoonUnlessTheInstantKnownLiesInIt)
{
    const FieldPlace place = place_named(Register::Assets, "last_maintained_at");
    Asset asset;
    EXPECT_EQ(read_cell(place, "2026-03-01", &asset, nullptr), std::nullopt);
    EXPECT_EQ(asset.last_maintained_at, parse_timestamp("2026-03-01T12:00:00Z").value());
    Asset known;
    known.last_maintained_at = parse_timestamp("2026-03-01T17:20:00Z").value();
    EXPECT_EQ(write_cell(place, &known), "2026-03-01");
    asset = {};
    EXPECT_EQ(read_cell(place, "2026-03-01", &asset, &known), std::nullopt);
    EXPECT_EQ(asset.last_maintained_at, known.last_maintained_at);
    asset = {};
    EXPECT_EQ(read_cell(place, "2026-03-02", &asset, &known), std::nullopt);
    EXPECT_EQ(asset.last_maintained_at, parse_timestamp("2026-03-02T12:00:00Z").value());
}

TEST(PlannedChangesCellTest, AreReadAsTheyWereWritten)
{
    const FieldPlace place = place_named(Register::Resources, "planned_changes");
    const auto day = [](const char* text) { return parse_timestamp(text).value(); };
    CapacityResource resource;
    resource.planned_changes = { { day("2026-03-01T12:00:00Z"), 500'500, -20'000, "second rack: hall B" },
        { day("2026-06-01T12:00:00Z"), 0, 7'000, "launch" } };
    const std::string text = write_cell(place, &resource);
    EXPECT_EQ(text, "2026-03-01 capacity +500.5 demand -20: second rack: hall B; 2026-06-01 demand +7: launch");
    CapacityResource read;
    EXPECT_EQ(read_cell(place, text, &read, nullptr), std::nullopt);
    EXPECT_TRUE(same_value(read.planned_changes, resource.planned_changes));
    resource.planned_changes[0].at = day("2026-03-01T07:00:00Z");
    read = {};
    EXPECT_EQ(read_cell(place, text, &read, &resource), std::nullopt);
    EXPECT_EQ(read.planned_changes.at(0).at, resource.planned_changes[0].at) << "a day says nothing new of it";
    for (const char* wrong : { "soon capacity +5: rack", "2026-03-01 capacity +5 rack", "2026-03-01 capacity NaN: rack",
             "2026-03-01 people +5: rack", "2026-03-01 capacity: rack" }) {
        EXPECT_NE(refusal(Register::Resources, "planned_changes", wrong), "") << wrong;
    }
}

TEST(WriteCellTest, IsReadAsItWas)
{
    Asset asset;
    asset.name = "UPS";
    asset.services = { ServiceId { "shop" }, ServiceId { "mail" } };
    asset.criticality = Criticality::High;
    asset.policy_interval_days = 90;
    asset.holds_information = true;
    asset.match = { { "host", "ups-1" }, { "job", "snmp" } };
    Asset read;
    for (const FieldPlace& place : fields_of(Register::Assets)) {
        EXPECT_EQ(read_cell(place, write_cell(place, &asset), &read, nullptr), std::nullopt) << place.name;
    }
    EXPECT_EQ(read.name, asset.name);
    EXPECT_EQ(read.services, asset.services);
    EXPECT_EQ(read.criticality, asset.criticality);
    EXPECT_EQ(read.policy_interval_days, 90);
    EXPECT_TRUE(read.holds_information);
    EXPECT_EQ(read.match, asset.match);
    const FieldPlace match = place_named(Register::Assets, "match");
    EXPECT_EQ(write_cell(match, &asset), "host=ups-1, job=snmp");
    for (const Labels& labels : { Labels { { "host", "a, b" } }, Labels { { "a", "x,y" }, { "b", "z=1" } } }) {
        asset.match = labels;
        read = {};
        EXPECT_EQ(read_cell(match, write_cell(match, &asset), &read, nullptr), std::nullopt);
        EXPECT_EQ(read.match, labels);
    }
}

}
}
