// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/forecast_words.h"

#include "client/language/text.h"
#include "client/views/capacity/capacity_cards.h"
#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {
namespace {

constexpr double kMilliOfUnit = 1000.0;

double in_units(std::int64_t milli)
{
    return static_cast<double>(milli) / kMilliOfUnit;
}

std::string_view method_words(ForecastMethod method)
{
    static constexpr std::array kWords { Text::MethodNaiveDay, Text::MethodNaiveWeek, Text::MethodLinear,
        Text::MethodTrendDay, Text::MethodTrendWeek, Text::MethodHolt, Text::MethodWintersDay, Text::MethodWintersWeek,
        Text::MethodCombination };
    static_assert(kWords.size() == EnumTexts<ForecastMethod>::texts.size());
    return tr(kWords[static_cast<std::size_t>(method)]);
}

std::string permille_words(std::int64_t permille)
{
    return format_value(static_cast<double>(permille) / 10, ChartUnit::Percent);
}

std::string why_none(const ForecastAnswer& forecast)
{
    if (forecast.verdict == ForecastVerdict::NoBetterThanNaive) {
        return std::string(tr(forecast.shape == SeriesShape::Constant  ? Text::ForecastConstant
                : forecast.method == ForecastMethod::SeasonalNaiveWeek ? Text::ForecastNaiveWeek
                                                                       : Text::ForecastNaiveDay));
    }
    if (forecast.days == 0) {
        return std::string(tr(Text::ForecastUnmeasured));
    }
    return forecast.days < forecast.days_needed
        ? tr(Text::ForecastFew, std::to_string(forecast.days), std::to_string(forecast.days_needed))
        : std::string(tr(Text::ForecastMissing));
}

std::string day_words(Timestamp at, const SiteZone& zone)
{
    return format_date(at, zone.offset_at(at));
}

std::string one_limit(const ForecastLimit& limit, Timestamp now, const SiteZone& zone)
{
    const std::string percent = std::to_string(limit.percent);
    if (limit.reached) {
        return tr(Text::LimitReached, percent);
    }
    if (!limit.early) {
        return tr(Text::LimitFar, percent);
    }
    const std::string early = ahead_words(*limit.early - now, false);
    if (!limit.late) {
        return tr(Text::LimitAfter, percent, early, day_words(*limit.early, zone));
    }
    return tr(Text::LimitBetween, percent, early, ahead_words(*limit.late - now, true)) + ", "
        + tr(Text::LimitDates, day_words(*limit.early, zone), day_words(*limit.late, zone));
}

}

std::vector<ForecastAt> forecast_points(
    const ForecastAnswer& forecast, const std::optional<SamplePoint>& latest, Timestamp until)
{
    const Millis half { forecast.window.step_seconds * 500 };
    std::vector<ForecastAt> points;
    for (const ForecastPoint& point : forecast.points) {
        const Timestamp at = point.at + half;
        if (at > until) {
            break;
        }
        if (!latest || at > latest->at) {
            points.push_back(
                { at, in_units(point.low_milli), in_units(point.value_milli), in_units(point.high_milli) });
        }
    }
    if (latest && !points.empty()) {
        const double now = in_units(latest->value_milli);
        points.insert(points.begin(), { latest->at, now, now, now });
    }
    return points;
}

std::string forecast_words(const ForecastAnswer& forecast)
{
    if (forecast.verdict != ForecastVerdict::Foretold || !forecast.method) {
        return why_none(forecast);
    }
    std::string words = tr(Text::ForecastMade, method_words(*forecast.method),
        tr(Text::ForecastWindow, format_count(forecast.window.samples), std::to_string(forecast.days)));
    if (!forecast.mase.empty()) {
        words += "; " + tr(Text::ForecastMase, forecast.mase);
    }
    words += "; " + tr(Text::ForecastBand, std::to_string(forecast.band_percent));
    if (forecast.covered_permille) {
        words += ", " + tr(Text::ForecastHeld, permille_words(*forecast.covered_permille));
    }
    return words;
}

std::vector<std::string> forecast_limits(
    const CapacityResource& resource, const ForecastAnswer& forecast, Timestamp now, const SiteZone& zone)
{
    std::vector<std::string> lines;
    const bool foretold = forecast.verdict == ForecastVerdict::Foretold;
    for (const ForecastLimit& limit : forecast.limits) {
        if (!foretold && !limit.reached && !limit.planned) {
            continue;
        }
        lines.push_back(one_limit(limit, now, zone));
        lines.back() += limit.planned ? ", " + std::string(tr(Text::LimitPlanned)) : "";
        if (limit.act_by && limit.percent == 100 && resource.lead_time_days + resource.margin_days > 0) {
            lines.back() += "; "
                + tr(*limit.act_by < now ? Text::LimitActLate : Text::LimitActBy, day_words(*limit.act_by, zone));
        }
    }
    return lines;
}

std::vector<CapacityFigure> capacity_figures(const CapacityResource& resource, const std::optional<SamplePoint>& latest,
    const std::optional<SeriesFigures>& figures, const std::optional<ForecastAnswer>& forecast)
{
    std::vector<CapacityFigure> all;
    const auto add = [&](Text name, std::string value, Text formula) {
        all.push_back({ std::string(tr(name)), std::move(value), std::string(tr(formula)) });
    };
    const auto amount = [&](std::int64_t milli) { return amount_words(resource, in_units(milli)); };
    if (latest) {
        add(Text::FigureNow, amount(latest->value_milli), Text::FormulaNow);
    }
    if (figures) {
        add(Text::FigurePeak, amount(figures->max_milli), Text::FormulaPeak);
        if (figures->p95_milli) {
            add(Text::FigureP95, amount(*figures->p95_milli), Text::FormulaP95);
        }
        if (figures->node_loss_milli) {
            add(Text::FigureNodeLoss, amount(*figures->node_loss_milli), Text::FormulaNodeLoss);
        }
        if (figures->site_loss_milli) {
            add(Text::FigureSiteLoss, amount(*figures->site_loss_milli), Text::FormulaSiteLoss);
        }
        add(Text::FigureMean, amount(figures->mean_milli), Text::FormulaMean);
        add(Text::FigureCount, format_count(figures->count), Text::FormulaCount);
        if (figures->gap_permille) {
            add(Text::FigureGaps, permille_words(*figures->gap_permille), Text::FormulaGaps);
        }
    }
    if (latest && resource.usable_milli() > 0) {
        const double used = in_units(latest->value_milli) / in_units(resource.usable_milli());
        add(Text::FigureUse, permille_words(std::llround(used * 1000)), Text::FormulaUse);
        add(Text::FigureHeadroom, amount(std::max<std::int64_t>(0, resource.usable_milli() - latest->value_milli)),
            Text::FormulaHeadroom);
    }
    if (forecast && forecast->verdict != ForecastVerdict::InsufficientData) {
        const auto trend = forecast->trend_milli_per_day;
        add(Text::FigureTrend,
            trend ? tr(Text::FigurePerDay, (*trend > 0 ? "+" : "") + amount(*trend))
                  : std::string(tr(Text::FigureNoTrend)),
            Text::FormulaTrend);
    }
    for (const ForecastLimit& limit : forecast ? forecast->limits : std::vector<ForecastLimit> {}) {
        if (limit.percent == 100 && limit.act_by) {
            add(Text::FigureActBy, write_day(*limit.act_by), Text::FormulaActBy);
        }
    }
    return all;
}

}
