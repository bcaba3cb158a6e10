// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/capacity_cards.h"

#include "client/language/text.h"
#include "shared/core/sorting.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

constexpr double kMilli = 1000.0;

}

std::string starved_words(const CapacityResource& resource, const std::vector<SourceCounts>& sources)
{
    const auto counts = std::find_if(
        sources.begin(), sources.end(), [&](const SourceCounts& one) { return one.source == resource.source; });
    return counts == sources.end() || counts->failure.empty()
        ? std::string()
        : tr(Text::SourceFails, counts->source.text, counts->failure);
}

Colour bar_colour(Severity severity)
{
    return severity == Severity::Normal ? Colour::Secondary : severity_colour(severity);
}

Millis curve_span(const CapacityResource& resource, Millis wanted)
{
    constexpr std::int64_t kReadings = 24;
    constexpr Millis kMost = std::chrono::hours { 31 * 24 };
    return std::max(wanted, std::min(kMost, Millis { resource.cadence_seconds * 1000 * kReadings }));
}

bool measures_this_host(const State& state, const CapacityResource& resource)
{
    const Source* source = state.sources.find(resource.source);
    return source != nullptr && source->kind == SourceKind::Host;
}

ChartUnit chart_unit(std::string_view unit)
{
    return unit == "percent"         ? ChartUnit::Percent
        : unit == "bytes"            ? ChartUnit::Bytes
        : unit == "bytes_per_second" ? ChartUnit::BytesPerSecond
        : unit == "per_second"       ? ChartUnit::PerSecond
        : unit == "seconds"          ? ChartUnit::Seconds
                                     : ChartUnit::Plain;
}

namespace {

// How far apart the oldest samples lie: three of four are no further.
Millis step_of(const SampleSeries& samples)
{
    constexpr std::size_t kLooked = 64;
    std::vector<Millis> steps;
    for (std::size_t i = 1; i < std::min(samples.size(), kLooked); ++i) {
        if (std::isfinite(samples.at(i - 1).value) && std::isfinite(samples.at(i).value)) {
            steps.push_back(samples.at(i).at - samples.at(i - 1).at);
        }
    }
    if (steps.empty()) {
        return {};
    }
    const auto upper = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() * 3 / 4);
    std::nth_element(steps.begin(), upper, steps.end());
    return *upper;
}

}

ChartSeries chart_series(const CapacityResource& resource, const SampleSeries& samples)
{
    ChartSeries series;
    series.name = resource.name;
    series.samples = &samples;
    series.unit = chart_unit(resource.unit);
    const double usable = static_cast<double>(resource.usable_milli()) / kMilli;
    if (usable > 0) {
        series.warning = usable * static_cast<double>(resource.warn_percent) / 100.0;
        series.critical = usable * static_cast<double>(resource.critical_percent) / 100.0;
        series.ceiling = usable;
    }
    series.floor = 0;
    // A long look is stored in longer steps; real gaps are marked in the samples.
    series.max_gap = std::max({ Millis { 60'000 }, Millis { resource.cadence_seconds * 3'000 }, 2 * step_of(samples) });
    return series;
}

namespace {

// A unit of the site's own, such as gigabytes or connections, is written out; the others are in the figure.
std::string words_of_unit(const CapacityResource& resource)
{
    return chart_unit(resource.unit) == ChartUnit::Plain ? resource.unit : std::string();
}

// "1,000" beside a unit that is a word, "1k" where the figure has the only room.
std::string figure(double value, const CapacityResource& resource)
{
    constexpr double written_out = 1e5;
    const double whole = std::round(value);
    if (!words_of_unit(resource).empty() && whole >= 1000 && whole < written_out) {
        return format_count(static_cast<std::uint64_t>(whole));
    }
    return format_value(value, chart_unit(resource.unit));
}

}

std::string amount_words(const CapacityResource& resource, double value)
{
    const std::string words = words_of_unit(resource);
    return figure(value, resource) + (words.empty() ? words : " " + words);
}

namespace {

std::int64_t threshold_of(const CapacityResource& resource, CapacityLevel level)
{
    return level == CapacityLevel::Critical ? resource.critical_percent : resource.warn_percent;
}

// The level that the reading alone would give.
CapacityLevel level_of(const CapacityResource& resource, const SamplePoint& reading)
{
    const auto permille = utilisation_permille(resource, static_cast<double>(reading.value_milli) / kMilli);
    return permille ? capacity_level(resource, *permille, CapacityLevel::Normal) : CapacityLevel::Normal;
}

}

std::string level_words(
    const CapacityResource& resource, const std::optional<SamplePoint>& latest, const SiteZone& zone)
{
    const CapacityLevel reading = latest ? level_of(resource, *latest) : CapacityLevel::Normal;
    if (reading > resource.level) {
        return level_waits(resource) ? tr(Text::CapacityLevelSoon, severity_code(level_severity(reading)),
                   std::to_string(threshold_of(resource, reading)))
                                     : std::string {};
    }
    if (resource.level == CapacityLevel::Normal || !resource.level_since) {
        return {};
    }
    const auto code = severity_code(level_severity(resource.level));
    const int offset = zone.offset_at(*resource.level_since);
    const bool long_ago = latest && latest->at - *resource.level_since > std::chrono::hours { 12 };
    const std::string since = long_ago ? format_date_and_clock(*resource.level_since, offset)
                                       : format_clock(*resource.level_since, offset).substr(0, 5);
    if (!latest) {
        return tr(Text::CapacityLevelUnread, code, since);
    }
    const std::int64_t ends = threshold_of(resource, resource.level) - kLevelHysteresisPermille / 10;
    return tr(level_waits(resource) ? Text::CapacityLevelMinute : Text::CapacityLevelBelow, code, since,
        std::to_string(ends));
}

DataAge data_age(const CapacityResource& resource, const std::optional<SamplePoint>& latest, Timestamp now)
{
    return { latest ? (now - latest->at).count() : 0, resource.cadence_seconds * 1000, latest.has_value() };
}

CapacityCard capacity_card(
    const CapacityResource& resource, const std::optional<SamplePoint>& latest, Timestamp now, const SiteZone& zone)
{
    CapacityCard card;
    card.id = resource.id;
    card.name = resource.name.empty() ? resource.id.text : resource.name;
    card.unit = chart_unit(resource.unit);
    // Of what was never measured nothing is known, least of all that it is well.
    const bool unknown = !latest && !resource.level_since && resource.level == CapacityLevel::Normal;
    card.severity = unknown ? Severity::Unknown : level_severity(resource.level);
    card.level = level_words(resource, latest, zone);
    card.age = data_age(resource, latest, now);
    const double usable = static_cast<double>(resource.usable_milli()) / kMilli;
    // A level without readings (an exercise has none) was reported by what crossed its threshold.
    card.value = latest ? figure(static_cast<double>(latest->value_milli) / kMilli, resource)
        : resource.level != CapacityLevel::Normal
        ? tr(Text::CapacityOver, std::to_string(threshold_of(resource, resource.level)))
        : std::string(tr(unknown ? Text::CapacityNoData : Text::ChartNoData));
    if (usable > 0) {
        card.of
            = card.unit == ChartUnit::Percent ? std::string() : tr(Text::CapacityOf, amount_words(resource, usable));
        card.thresholds = tr(
            Text::CapacityThresholds, std::to_string(resource.warn_percent), std::to_string(resource.critical_percent));
    } else {
        card.of = latest ? words_of_unit(resource) : std::string();
        card.thresholds = tr(Text::CapacityUndefined);
    }
    if (latest && usable > 0) {
        const double value = static_cast<double>(latest->value_milli) / kMilli;
        card.share = value / usable;
        card.headroom = tr(Text::CapacityHeadroom, amount_words(resource, std::max(0.0, usable - value)));
    } else {
        card.headroom = usable > 0 ? std::string() : std::string(tr(Text::CapacityUndefined));
    }
    return card;
}

namespace {

// What is not known to fill up comes last.
Millis fills_in(const CapacityCard& card)
{
    return card.limit ? card.limit->early : Millis::max();
}

}

std::vector<CapacityCard> capacity_cards(const ViewInput& input)
{
    std::vector<CapacityCard> cards;
    input.state.resources.for_each([&](const ResourceId& id, const CapacityResource& resource) {
        cards.push_back(capacity_card(resource, input.replica.samples().latest(id), input.as_of(), input.zone));
        cards.back().limit = time_to_limit(input, resource);
    });
    sort_stably(cards, [](const CapacityCard& a, const CapacityCard& b) {
        const double left = a.share.value_or(-1);
        const double right = b.share.value_or(-1);
        return a.severity != b.severity  ? a.severity < b.severity
            : fills_in(a) != fills_in(b) ? fills_in(a) < fills_in(b)
            : left != right              ? left > right
                                         : a.name < b.name;
    });
    return cards;
}

}
