// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/sample_series.h"

#include <cmath>

namespace watchfloor {

SeriesReduction SampleSeries::reduce(Timestamp from, Timestamp to, std::size_t column_count, Millis max_gap) const
{
    SeriesReduction reduction;
    reduction.columns.resize(column_count);
    if (empty() || to <= from || column_count == 0) {
        return reduction;
    }
    const double width = static_cast<double>((to - from).count()) / static_cast<double>(column_count);
    std::size_t begin = lower_bound(from.millis);
    std::optional<std::size_t> previous
        = begin > 0 && std::isfinite(values_[begin - 1]) ? std::optional { begin - 1 } : std::nullopt;
    const auto leading = previous;
    Range total;
    bool led_in = false;
    for (std::size_t number = 0; number < column_count; ++number) {
        const auto offset = static_cast<std::int64_t>(std::ceil(width * static_cast<double>(number + 1)));
        const bool last_column = number + 1 == column_count;
        const std::size_t end = lower_bound(last_column ? to.millis : from.millis + offset, begin);
        const auto first = next_finite(begin, end);
        if (first) {
            SeriesColumn& column = reduction.columns[number];
            const std::size_t last = *previous_finite(begin, end);
            const Range values = range(*first, last + 1);
            column = { values.min, values.max, at(*first), at(last), true, false };
            column.joined = previous && joined(*previous, *first, max_gap);
            led_in = led_in || (column.joined && previous == leading);
            total.add(values);
            previous = last;
        }
        begin = end;
    }
    reduction.finite = total.finite();
    reduction.min = reduction.finite ? total.min : 0;
    reduction.max = reduction.finite ? total.max : 0;
    if (previous && begin < size() && std::isfinite(values_[begin]) && joined(*previous, begin, max_gap)) {
        reduction.after = at(begin);
        led_in = led_in || previous == leading;
    }
    if (led_in) {
        reduction.before = at(*leading);
    }
    return reduction;
}

}
