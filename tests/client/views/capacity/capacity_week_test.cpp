// SPDX-License-Identifier: Apache-2.0
// A planner goes through the week's page: decides on each line, and signs.
#include "client/views/capacity/capacity_week.h"

#include "client/views/capacity/capacity_view.h"
#include "client/views/capacity/week_words.h"
#include "shared/core/csv.h"
#include "shared/domain/decide/decide.h"
#include "tests/support/maintenance_on_screen.h"

#include <algorithm>

namespace watchfloor {
namespace {

const ResourceId kWeekDisk { "disk" };

class CapacityWeekPageTest : public MaintenanceOnScreen {
protected:
    CapacityWeekPageTest()
    {
        view_ = make_capacity_view();
        CapacityResource disk;
        disk.id = kWeekDisk;
        disk.name = "Disk";
        disk.unit = "percent";
        disk.total_milli = 100'000;
        console_.room.done(DefineCapacity { disk }, console_.room.capacity);
        week_.rows = { { kWeekDisk, CapacityFinding::Stale, {}, console_.room.now, false } };
        console_.transport.answer = [this, others = console_.transport.answer](const HttpRequest& request) {
            HttpResponse response;
            response.status = 200;
            if (!request.path.starts_with("/api/v1/capacity/week?")) {
                return others(request);
            }
            response.body = to_json_text(week_);
            return response;
        };
    }

    void begin(const Actor& person)
    {
        open(person);
        console_.location = parse_location("/capacity?page=week");
        view_->arrive(console_.location);
        draw();
    }

    void press_line(std::string_view words)
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find(words) != std::string::npos;
        });
        ASSERT_NE(at, mirror().items().end()) << words;
        mirror().activate(at->id);
        draw();
    }

    CapacityWeekAnswer week_ {};
};

TEST_F(CapacityWeekPageTest, ALineIsDecidedBeforeThePlanIsSigned)
{
    begin(console_.room.capacity);
    EXPECT_TRUE(shows("Disk: nothing was measured since"));
    const MirrorItem* sign = mirror().find(Role::Button, tr(Text::WeekSign));
    ASSERT_NE(sign, nullptr);
    EXPECT_TRUE(sign->disabled);
    EXPECT_EQ(sign->value, "1 line is to be decided first");
    press_line("Disk: nothing was measured since");
    EXPECT_EQ(dialog(), tr(Text::DecisionTitle, "Disk"));
    commit();
    EXPECT_TRUE(sent_.empty()) << "why it is accepted is missing";
    write(tr(Text::DecisionNote), "Its host is being moved.");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/capacity/disk/decisions");
    const auto command = decode_command<DecideCapacity>(sent_[0].body);
    ASSERT_TRUE(command.ok()) << command.error().message;
    EXPECT_EQ(command.value().finding, CapacityFinding::Stale);
    EXPECT_EQ(command.value().choice, CapacityChoice::Accept);
    EXPECT_EQ(command.value().note, "Its host is being moved.");
}

TEST_F(CapacityWeekPageTest, APageWithoutOpenLinesIsSigned)
{
    week_.rows[0].decided = true;
    begin(console_.room.capacity);
    press(Role::Button, tr(Text::WeekSign));
    EXPECT_EQ(dialog(), tr(Text::WeekSignTitle));
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/capacity/plan");
}

TEST_F(CapacityWeekPageTest, WhoMayNotDecideReadsIt)
{
    begin(console_.room.resolver);
    EXPECT_TRUE(shows("Disk: nothing was measured since"));
    press_line("Disk: nothing was measured since");
    EXPECT_EQ(dialog(), "");
}

TEST_F(CapacityWeekPageTest, ThePlanHasEachResourceWithWhatWasDecided)
{
    console_.room.done(DecideCapacity { .resource = kWeekDisk,
                           .finding = CapacityFinding::Stale,
                           .choice = CapacityChoice::Buy,
                           .note = "=second()",
                           .owner = console_.room.capacity.user,
                           .due = console_.room.now + hours { 48 },
                           .cost_milli = 12'000'000 },
        console_.room.capacity);
    console_.room.done(
        DefineCapacity { { .id = ResourceId { "seats" }, .name = "Seats", .unit = "seats" } }, console_.room.capacity);
    console_.open(console_.room.capacity);
    const SaveRows saved = plan_csv(console_.input(), week_.rows);
    EXPECT_EQ(saved.rows, 2U);
    const auto rows = read_csv(saved.csv, 10);
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows.value().size(), 3U);
    const auto& cells = rows.value()[1].cells;
    ASSERT_EQ(cells.size(), rows.value()[0].cells.size());
    EXPECT_EQ(cells.at(17), "stale");
    EXPECT_EQ(cells.at(18), "buy");
    EXPECT_EQ(cells.at(19), "=second()");
    EXPECT_NE(saved.csv.find("'=second()"), std::string::npos) << "no formula";
    EXPECT_EQ(cells.at(22), "12000");
    EXPECT_EQ(rows.value()[2].cells.at(17), "");
}

TEST(WeekWordsTest, TheLedgerTellsTheNewestFirst)
{
    CapacityResource disk;
    PublishedForecast first;
    first.made_at = kMorning;
    first.early = kMorning + hours { 48 };
    first.late = kMorning + hours { 96 };
    first.score = ForecastScore::Missed;
    PublishedForecast second;
    second.made_at = kMorning + hours { 7 * 24 };
    disk.published = { first, second };
    const auto lines = ledger_lines(disk, {});
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_NE(lines[0].find("no date; still open"), std::string::npos) << lines[0];
    EXPECT_NE(lines[1].find("it did not come so"), std::string::npos) << lines[1];
}

}
}
