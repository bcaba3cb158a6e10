// SPDX-License-Identifier: Apache-2.0
// forecast_bench [part=suite|dates|cost|data|openmetrics|score] [data=FOLDER] [predictions=FILE]: how well and how fast series are foretold. Prints lines of JSON: the generated suite at
// a horizon of seven days beside plain least squares over seven days (Prometheus's predict_linear) and the seasonal
// naives; the dates of exhaustion; what 1,000 resources cost; and, where there is a folder of `timestamp,value` files
// as the Numenta Anomaly Benchmark has them, those series at 24 hours from four origins, by hourly means and by MASE as
// R's anchor measures it.
#include "shared/core/time.h"
#include "shared/domain/forecast/exhaustion.h"
#include "tests/bench/bench_arguments.h"
#include "tests/bench/cpu_clock.h"
#include "tests/shared/domain/forecast/suite.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::size_t kDay = 24;
constexpr std::size_t kWeek = 168;
constexpr std::size_t kSeriesOfAKind = 100;

// Mean absolute difference at a lag: R's mean(abs(diff(train, lag = m))).
double scale_of(std::span<const double> values)
{
    double sum = 0;
    double count = 0;
    for (std::size_t i = kDay; i < values.size(); ++i) {
        const double change = std::abs(values[i] - values[i - kDay]);
        if (is_measured(change)) {
            sum += change;
            count += 1;
        }
    }
    return sum / count;
}

double mase(std::span<const double> points, std::span<const double> actual, double scale)
{
    double sum = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        sum += std::abs(points[i] - actual[i]);
    }
    return sum / static_cast<double>(actual.size()) / scale;
}

struct Figures {
    double ours = 0;
    double linear = 0;
    double day = 0;
    double week = 0;
    double held = 0;    // values in the band
    double asked = 0;   // values
    double seconds = 0; // of processor
    std::size_t count = 0;
};

void measure(Figures& figures, const RegularSeries& series, std::span<const double> actual)
{
    const double began = cpu_millis();
    const SeriesForecast forecast = forecast_series(series, actual.size());
    figures.seconds += (cpu_millis() - began) / 1000;
    const Origins end { { series.values.size() }, actual.size() };
    const double scale = scale_of(series.values);
    figures.day += mase(seasonal_naive(series.values, kDay, end), actual, scale);
    figures.week += mase(seasonal_naive(series.values, kWeek, end), actual, scale);
    figures.linear += mase(least_squares(series.values, kWeek, end), actual, scale);
    figures.count += 1;
    if (forecast.points.empty()) {
        figures.ours = kNotMeasured;
        return;
    }
    figures.ours += mase(forecast.points, actual, scale);
    for (std::size_t i = 0; i < actual.size(); ++i) {
        figures.asked += 1;
        figures.held += actual[i] >= forecast.lower[i] && actual[i] <= forecast.upper[i] ? 1 : 0;
    }
}

void print(const char* bench, const std::string& what, const Figures& f)
{
    const double n = static_cast<double>(f.count);
    std::printf("{\"bench\":\"%s\",\"what\":\"%s\",\"mase\":%.4f,\"linear_mase\":%.4f,\"naive_day_mase\":%.4f,"
                "\"naive_week_mase\":%.4f,\"beside_linear\":%.4f,\"beside_naive\":%.4f,\"covered_percent\":%.2f,"
                "\"cpu_ms\":%.4f}\n",
        bench, what.c_str(), f.ours / n, f.linear / n, f.day / n, f.week / n, f.ours / f.linear,
        f.ours / std::min(f.day, f.week), 100 * f.held / f.asked, 1000 * f.seconds / n);
}

void measure_suite()
{
    Figures all;
    for (std::size_t kind = 0; kind < suite::kKinds; ++kind) {
        Figures figures;
        for (std::uint64_t number = 1; number <= kSeriesOfAKind; ++number) {
            const auto made = suite::make(static_cast<suite::Kind>(kind), number);
            measure(figures, made.series, std::span(made.future).first(kWeek));
        }
        print("forecast_suite", std::string(suite::name_of(static_cast<suite::Kind>(kind))), figures);
        all.held += figures.held;
        all.asked += figures.asked;
    }
    std::printf("{\"bench\":\"forecast_suite_band\",\"covered_percent\":%.2f}\n", 100 * all.held / all.asked);
}

void measure_dates()
{
    std::size_t dated = 0;
    std::size_t near = 0;
    std::size_t happened = 0;
    std::size_t near_happened = 0;
    std::size_t within = 0;
    std::size_t dateless = 0;
    std::size_t falsely = 0;
    for (std::size_t kind = 0; kind < suite::kKinds; ++kind) {
        for (std::uint64_t number = 1; number <= kSeriesOfAKind; ++number) {
            const auto made = suite::make(static_cast<suite::Kind>(kind), number);
            const Exhaustion found = exhaustion_of(made.series, made.limit);
            const auto steps = [&](Timestamp at) {
                return static_cast<double>((at - made.series.start).count()) / 3'600'000
                    - static_cast<double>(suite::kHours);
            };
            if (made.exhausted) {
                dated += 1;
                const double truth = static_cast<double>(*made.exhausted);
                near += found.at && std::abs(steps(*found.at) - truth) <= 0.15 * kWeek ? 1 : 0;
            }
            if (made.happened) {
                happened += 1;
                const double truth = static_cast<double>(*made.happened);
                near_happened += found.at && std::abs(steps(*found.at) - truth) <= 0.15 * kWeek ? 1 : 0;
                // A day is as exact as the range is.
                within += found.early && steps(*found.early) <= truth + kDay / 2.0
                        && (!found.late || steps(*found.late) >= truth - kDay / 2.0)
                    ? 1
                    : 0;
            }
            if (!made.exhausted && !made.happened) {
                dateless += 1;
                falsely += found.now || found.at ? 1 : 0;
            }
        }
    }
    const auto percent = [](std::size_t part, std::size_t all) {
        return all > 0 ? 100 * static_cast<double>(part) / static_cast<double>(all) : 0;
    };
    std::printf("{\"bench\":\"forecast_dates\",\"dated\":%zu,\"near_percent\":%.2f,\"near_happened_percent\":%.2f,"
                "\"in_range_percent\":%.2f,\"dateless\":%zu,\"false_percent\":%.2f}\n",
        dated, percent(near, dated), percent(near_happened, happened), percent(within, happened), dateless,
        percent(falsely, dateless));
}

// The suite as OpenMetrics, for promtool to make blocks of.
void print_openmetrics()
{
    std::printf("# TYPE suite gauge\n");
    for (std::size_t kind = 0; kind < suite::kKinds; ++kind) {
        for (std::uint64_t number = 1; number <= kSeriesOfAKind; ++number) {
            const auto made = suite::make(static_cast<suite::Kind>(kind), number);
            for (std::size_t hour = 0; hour < suite::kHours; ++hour) {
                if (is_measured(made.series.values[hour])) {
                    std::printf("suite{kind=\"%zu\",number=\"%llu\"} %.17g %lld\n", kind,
                        static_cast<unsigned long long>(number), made.series.values[hour],
                        static_cast<long long>(
                            made.series.start.millis / 1000 + static_cast<std::int64_t>(hour) * 3600));
                }
            }
        }
    }
    std::printf("# EOF\n");
}

// Lines of `kind number hour value`, as somebody else foretold the suite: their errors.
void score(const std::string& file)
{
    std::ifstream in(file);
    std::vector<double> points(suite::kKinds * kSeriesOfAKind * kWeek, kNotMeasured);
    std::size_t kind = 0;
    std::size_t number = 0;
    std::size_t hour = 0;
    double value = 0;
    while (in >> kind >> number >> hour >> value) {
        if (kind < suite::kKinds && number >= 1 && number <= kSeriesOfAKind && hour < kWeek) {
            points[(kind * kSeriesOfAKind + number - 1) * kWeek + hour] = value;
        }
    }
    for (kind = 0; kind < suite::kKinds; ++kind) {
        double sum = 0;
        for (number = 1; number <= kSeriesOfAKind; ++number) {
            const auto made = suite::make(static_cast<suite::Kind>(kind), number);
            sum += mase(std::span(points).subspan((kind * kSeriesOfAKind + number - 1) * kWeek, kWeek),
                std::span(made.future).first(kWeek), scale_of(made.series.values));
        }
        std::printf("{\"bench\":\"forecast_prometheus\",\"what\":\"%s\",\"mase\":%.4f}\n",
            std::string(suite::name_of(static_cast<suite::Kind>(kind))).c_str(), sum / kSeriesOfAKind);
    }
}

// What 1,000 resources of five weeks take, each made, foretold and let go: as a server does it.
void measure_cost()
{
    const double began = cpu_millis();
    double spent = 0;
    for (std::uint64_t number = 1; number <= 1000; ++number) {
        auto made = suite::make(static_cast<suite::Kind>(number % suite::kKinds), number);
        made.series.values.erase(made.series.values.begin(), made.series.values.begin() + kWeek);
        const double before = cpu_millis();
        const SeriesForecast forecast = forecast_series(made.series, kWeek);
        const Exhaustion date = exhaustion_of(made.series, made.limit);
        spent += cpu_millis() - before + (forecast.points.empty() && date.now ? 1e-9 : 0);
    }
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf(
        "{\"bench\":\"forecast_cost\",\"resources\":1000,\"cpu_s\":%.3f,\"with_making_s\":%.3f,\"peak_mib\":%.1f}\n",
        spent / 1000, (cpu_millis() - began) / 1000, static_cast<double>(usage.ru_maxrss) / 1024);
}

// Hourly means; what no hour has is drawn between its neighbours, as R's na.interp does without a season.
std::vector<double> hours_of(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    std::vector<double> sums;
    std::vector<double> counts;
    std::optional<std::int64_t> first;
    while (std::getline(in, line)) {
        const auto comma = line.find(',');
        if (comma != 19) {
            continue;
        }
        const auto at = parse_timestamp(line.substr(0, 10) + "T" + line.substr(11, 8) + "Z");
        if (!at.ok()) {
            continue;
        }
        const std::int64_t hour = at.value().millis / 3'600'000;
        first = first ? first : hour;
        const auto index = static_cast<std::size_t>(hour - *first);
        sums.resize(std::max(sums.size(), index + 1));
        counts.resize(sums.size());
        sums[index] += std::atof(line.c_str() + comma + 1);
        counts[index] += 1;
    }
    std::size_t last = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (counts[i] == 0) {
            continue;
        }
        sums[i] /= counts[i];
        for (std::size_t gap = last + 1; gap < i; ++gap) {
            sums[gap]
                = sums[last] + (sums[i] - sums[last]) * static_cast<double>(gap - last) / static_cast<double>(i - last);
        }
        last = i;
    }
    return sums;
}

void measure_files(const std::string& folder)
{
    std::error_code failed;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        if (entry.path().extension() == ".csv") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    if (files.empty()) {
        std::printf("{\"bench\":\"forecast_real\",\"absent\":\"no series: give their folder as data=FOLDER\"}\n");
        return;
    }
    std::vector<double> mases;
    Figures all;
    double worst = 0;
    for (const auto& file : files) {
        const std::vector<double> hours = hours_of(file);
        if (hours.size() < 8 * kDay) {
            continue;
        }
        Figures figures;
        for (std::size_t back = 4; back > 0; --back) {
            RegularSeries series;
            series.values.assign(hours.begin(), hours.end() - static_cast<std::ptrdiff_t>(back * kDay));
            measure(figures, series, std::span(hours).subspan(series.values.size(), kDay));
        }
        print("forecast_real_series", file.stem().string(), figures);
        mases.push_back(figures.ours / 4);
        worst = std::max(worst, figures.ours / std::min(figures.day, figures.week));
        all.held += figures.held;
        all.asked += figures.asked;
        all.seconds += figures.seconds;
        all.count += figures.count;
    }
    std::sort(mases.begin(), mases.end());
    const double median = (mases[(mases.size() - 1) / 2] + mases[mases.size() / 2]) / 2;
    std::printf("{\"bench\":\"forecast_real\",\"series\":%zu,\"median_mase\":%.4f,\"worst_beside_naive\":%.4f,"
                "\"covered_percent\":%.2f,\"cpu_ms\":%.4f}\n",
        mases.size(), median, worst, 100 * all.held / all.asked, 1000 * all.seconds / static_cast<double>(all.count));
}

}
}

int main(int argc, char** argv)
{
    const watchfloor::BenchArguments arguments(argc, argv);
    const std::string part = arguments.text("part", "all");
    const auto wanted = [&](const char* name) { return part == "all" || part == name; };
    if (part == "openmetrics") {
        watchfloor::print_openmetrics();
    } else if (part == "score") {
        watchfloor::score(arguments.text("predictions"));
    }
    if (wanted("suite")) {
        watchfloor::measure_suite();
    }
    if (wanted("dates")) {
        watchfloor::measure_dates();
    }
    if (wanted("cost")) {
        watchfloor::measure_cost();
    }
    if (wanted("data")) {
        watchfloor::measure_files(arguments.text("data"));
    }
}
