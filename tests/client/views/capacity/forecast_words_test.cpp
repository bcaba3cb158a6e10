// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/forecast_words.h"

#include "client/language/text.h"
#include "client/views/capacity/capacity_cards.h"
#include "client/views/capacity/capacity_view.h"
#include "client/widgets/controls/layout.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>

namespace watchfloor {
namespace {

CapacityResource foretold_disk()
{
    CapacityResource disk;
    disk.id = ResourceId { "disk" };
    disk.name = "Disk";
    disk.unit = "percent";
    disk.total_milli = 100'000;
    disk.cadence_seconds = 3'600;
    disk.lead_time_days = 14;
    return disk;
}

// Two hours behind this one, and full in 20 to 30 days.
ForecastAnswer forecast_of_disk(Timestamp now)
{
    ForecastAnswer forecast;
    forecast.resource = ResourceId { "disk" };
    forecast.verdict = ForecastVerdict::Foretold;
    forecast.method = ForecastMethod::HoltWintersDay;
    forecast.shape = SeriesShape::Usual;
    forecast.mase = "0.640";
    forecast.band_percent = 80;
    forecast.covered_permille = 812;
    forecast.days = 42;
    forecast.days_needed = 14;
    forecast.window = { now - hours { 42 * 24 }, 1'004, 3'600, now };
    forecast.points = { { now, 64'000, 60'000, 62'000 }, { now + hours { 1 }, 67'000, 61'000, 63'000 },
        { now + hours { 2 }, 68'000, 61'000, 64'000 } };
    forecast.trend_milli_per_day = 1'200;
    ForecastLimit warning;
    warning.percent = 80;
    warning.reached = true;
    ForecastLimit critical;
    critical.percent = 90;
    ForecastLimit all;
    all.percent = 100;
    all.early = now + hours { 20 * 24 };
    all.exhaustion = now + hours { 25 * 24 };
    all.late = now + hours { 30 * 24 };
    all.act_by = now + hours { 6 * 24 };
    forecast.limits = { warning, critical, all };
    return forecast;
}

TEST(ForecastWordsTest, SaysMethodWindowErrorAndBand)
{
    EXPECT_EQ(forecast_words(forecast_of_disk(kMorning)),
        "Forecast by damped Holt–Winters with a daily season, from 1,004 hours over 42 days; MASE 0.640; 80 % band, "
        "which held 81.2 % of the back-test");
}

TEST(ForecastWordsTest, SaysTheTruthInPlaceOfADate)
{
    ForecastAnswer forecast = forecast_of_disk(kMorning);
    forecast.verdict = ForecastVerdict::NoBetterThanNaive;
    forecast.method = ForecastMethod::SeasonalNaiveWeek;
    EXPECT_EQ(forecast_words(forecast), "No date: nothing foretells it better than repeating last week");
    EXPECT_EQ(forecast_limits(foretold_disk(), forecast, kMorning, {}),
        (std::vector<std::string> { "80 % is reached by the last day's peak" }));
    forecast.method = ForecastMethod::SeasonalNaiveDay;
    EXPECT_EQ(forecast_words(forecast), "No date: nothing foretells it better than repeating yesterday");
    forecast.shape = SeriesShape::Constant;
    EXPECT_EQ(forecast_words(forecast), "No date: it does not change");
    ForecastAnswer few;
    few.days = 5;
    few.days_needed = 14;
    EXPECT_EQ(forecast_words(few), "No forecast: insufficient data, 5 days of 14");
    few.days = 1;
    EXPECT_EQ(forecast_words(few), "No forecast: insufficient data, 1 day of 14");
    few.days = 20;
    EXPECT_EQ(forecast_words(few), "No forecast: insufficient data, too much is missing");
    few.days = 0;
    EXPECT_EQ(forecast_words(few), "No forecast: nothing was measured lately");
}

TEST(ForecastWordsTest, LimitsAreRangesWithTheDayToActBy)
{
    ForecastAnswer forecast = forecast_of_disk(kMorning);
    const auto day = [](int days) { return format_date(kMorning + hours { days * 24 }, 0); };
    CapacityResource disk = foretold_disk();
    EXPECT_EQ(forecast_limits(disk, forecast, kMorning, {}),
        (std::vector<std::string> { "80 % is reached by the last day's peak", "90 % is not in sight",
            "100 % in 20 d to 30 d, " + day(20) + " to " + day(30) + "; act by " + day(6) }));
    EXPECT_EQ(forecast_limits(disk, forecast, kMorning + hours { 7 * 24 }, {}).back(),
        "100 % in 13 d to 23 d, " + day(20) + " to " + day(30) + "; should have been acted on by " + day(6));
    disk.lead_time_days = 0;
    disk.margin_days = 14;
    EXPECT_EQ(forecast_limits(disk, forecast, kMorning, {}).back(),
        "100 % in 20 d to 30 d, " + day(20) + " to " + day(30) + "; act by " + day(6));
    disk.margin_days = 0;
    forecast.limits.back().late.reset();
    EXPECT_EQ(forecast_limits(disk, forecast, kMorning, {}).back(), "100 % in 20 d or later, from " + day(20) + " on");
}

TEST(ForecastPointsTest, GoOnFromWhatWasMeasuredLast)
{
    const ForecastAnswer forecast = forecast_of_disk(kMorning);
    const SamplePoint latest { .at = kMorning + minutes { 40 }, .value_milli = 61'500 };
    const auto points = forecast_points(forecast, latest, kMorning + hours { 2 });
    ASSERT_EQ(points.size(), 2U) << "the first half hour is measured, the last one too far";
    EXPECT_EQ(points[0].at, latest.at);
    EXPECT_EQ(points[0].low, 61.5);
    EXPECT_EQ(points[0].high, 61.5);
    EXPECT_EQ(points[1].at, kMorning + minutes { 90 });
    EXPECT_EQ(points[1].low, 61);
    EXPECT_EQ(points[1].value, 63);
    EXPECT_EQ(points[1].high, 67);
    EXPECT_TRUE(forecast_points({}, latest, kMorning + hours { 2 }).empty());
}

TEST(CapacityFiguresTest, AreThoseThatAreKnownEachWithItsFormula)
{
    const SamplePoint latest { .at = kMorning, .value_milli = 61'000 };
    const SeriesFigures figures { 1'440, 5, 72'500, 55'000, 70'000 };
    const auto words = [](const std::vector<CapacityFigure>& all) {
        std::string said;
        for (const CapacityFigure& figure : all) {
            EXPECT_FALSE(figure.formula.empty()) << figure.name;
            said += (said.empty() ? "" : ", ") + figure.name + " " + figure.value;
        }
        return said;
    };
    EXPECT_EQ(words(capacity_figures(foretold_disk(), latest, figures, forecast_of_disk(kMorning))),
        "now 61 %, peak 72.5 %, p95 70 %, mean 55 %, n 1,440, gaps 0.50 %, utilisation 61 %, headroom 39 %, trend "
        "+1.20 % a day, act by "
            + format_timestamp(kMorning + hours { 6 * 24 }).substr(0, 10));
    SeriesFigures losses = figures;
    losses.node_loss_milli = 15'000;
    losses.site_loss_milli = -20'000;
    const std::string lost = words(capacity_figures(foretold_disk(), std::nullopt, losses, std::nullopt));
    EXPECT_NE(lost.find("free without one node 15"), std::string::npos) << lost;
    EXPECT_NE(lost.find("free without its site -20"), std::string::npos) << lost;
    EXPECT_EQ(words(capacity_figures(foretold_disk(), latest, std::nullopt, std::nullopt)),
        "now 61 %, utilisation 61 %, headroom 39 %");
    EXPECT_EQ(words(capacity_figures(foretold_disk(), std::nullopt, std::nullopt, std::nullopt)), "");
    ForecastAnswer steady = forecast_of_disk(kMorning);
    steady.trend_milli_per_day.reset();
    steady.limits.clear();
    EXPECT_EQ(capacity_figures(foretold_disk(), latest, std::nullopt, steady).back().value, "none that is clear");
}

// One resource's page, with what the server answers of it.
class CapacityDetailTest : public testing::Test {
protected:
    CapacityDetailTest()
    {
        console_.done(DefineCapacity { foretold_disk() }, console_.room.capacity);
        console_.transport.answer = [this, others = console_.transport.answer](const HttpRequest& request) {
            HttpResponse response;
            response.status = 200;
            if (request.path.starts_with("/api/v1/capacity/disk/forecast?")) {
                response.status = forecast_ ? 200 : 500;
                response.body = forecast_ ? to_json_text(*forecast_) : "";
            } else if (request.path.starts_with("/api/v1/capacity/disk/samples?")) {
                SeriesAnswer answer;
                answer.figures = SeriesFigures { 1'440, 5, 72'500, 55'000, 70'000 };
                response.body = to_json_text(answer);
            } else {
                return others(request);
            }
            return response;
        };
        console_.open(console_.room.capacity);
        SamplePoint point;
        point.at = console_.room.now;
        point.resource = ResourceId { "disk" };
        point.value_milli = 61'000;
        console_.transport.live("sample", to_json_text(SampleFrame { { point } }));
    }

    void draw(std::string_view address)
    {
        console_.location = parse_location(address);
        view_->arrive(console_.location);
        for (int i = 0; i < 4; ++i) {
            frame();
            console_.transport.poll();
        }
        frame();
    }

    void frame()
    {
        ui_.frame([&] {
            begin_screen("Test");
            static_cast<void>(view_->draw(console_.input()));
            end_screen();
        });
    }

    static bool says(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    static std::string curve()
    {
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Image && item.label == "Disk") {
                return item.value;
            }
        }
        return {};
    }

    HeadlessUi ui_ {};
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ = make_capacity_view();
    std::optional<ForecastAnswer> forecast_ = forecast_of_disk(console_.room.now);
};

TEST_F(CapacityDetailTest, ShowsForecastFiguresAndLimits)
{
    draw("/capacity/disk?span=6h");
    EXPECT_TRUE(says("Forecast by damped Holt–Winters"));
    EXPECT_TRUE(says("100 % in 20 d to 30 d"));
    EXPECT_TRUE(says("p95 70 %"));
    EXPECT_EQ(curve(), "61 %; forecast 64 %, 61 % to 68 %");
    draw("/capacity/disk?span=1h");
    EXPECT_EQ(curve(), "61 %") << "an hour of an hour's means is none";
}

TEST_F(CapacityDetailTest, NothingIsForetoldFromStaleData)
{
    console_.room.pass(hours { 3 });
    console_.transport.live("clock",
        R"({"head":)" + std::to_string(console_.room.state.seq) + R"(,"journal":"identity","time":")"
            + format_timestamp(console_.room.now) + R"(","utc_millis":)" + std::to_string(console_.room.now.millis)
            + "}");
    draw("/capacity/disk?span=6h");
    EXPECT_TRUE(says(tr(Text::ForecastUnmeasured)));
    EXPECT_FALSE(says("Forecast by"));
    EXPECT_EQ(curve(), "61 %");
}

TEST_F(CapacityDetailTest, SaysWhereTheForecastIsAwaitedAndWhereItCouldNotBeLoaded)
{
    forecast_.reset();
    console_.location = parse_location("/capacity/disk");
    view_->arrive(console_.location);
    frame();
    EXPECT_TRUE(says(tr(Text::ForecastLoading)));
    draw("/capacity/disk");
    EXPECT_TRUE(says(tr(Text::ForecastFailed)));
}

}
}
