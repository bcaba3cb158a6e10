// SPDX-License-Identifier: Apache-2.0
#include "client/views/severity_counts.h"

#include "client/language/text.h"
#include "shared/core/words.h"

#include <algorithm>
#include <numeric>

namespace watchfloor {

void count_severity(SeverityCounts& counts, Severity severity, std::size_t more)
{
    counts[static_cast<std::size_t>(severity)] += more;
}

std::size_t counted(const SeverityCounts& counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::size_t { 0 });
}

std::string severity_split(const SeverityCounts& counts)
{
    std::string words;
    for (const Severity severity : kSeverities) {
        if (const std::size_t count = counts[static_cast<std::size_t>(severity)]; count > 0) {
            add_words(words, std::string(severity_code(severity)) + " " + format_count(count));
        }
    }
    return words;
}

std::string as_known(std::string figure, bool whole)
{
    return whole ? figure : figure == "0" ? std::string(tr(Text::FigureUnknown)) : tr(Text::FigureAtLeast, figure);
}

std::string load_words(std::size_t per_ten_minutes, bool whole)
{
    constexpr std::size_t kFollowed = 2; // 12 an hour (EEMUA 191)
    return tr(
        Text::LoadRate, as_known(format_count(per_ten_minutes), whole), format_count(per_ten_minutes / kFollowed));
}

std::string firing_words(const SeverityCounts& held, std::size_t all)
{
    const std::size_t unseen = all - std::min(all, counted(held));
    std::string words = severity_split(held);
    if (unseen > 0) {
        words += (words.empty() ? "" : ", ") + tr(Text::WallCutUnseen, format_count(unseen));
    }
    return tr(Text::LoadFires, words);
}

std::string cut_words(const SeverityCounts& cut, std::size_t unseen)
{
    const std::size_t known = counted(cut);
    if (known + unseen == 0) {
        return {};
    }
    if (unseen == 0) {
        return tr(Text::WallLeftOut, format_count(known), severity_split(cut));
    }
    const std::string less = tr(Text::WallCutUnseen, format_count(unseen));
    return known == 0 ? tr(Text::WallMore, less)
                      : tr(Text::WallLeftOut, format_count(known + unseen), severity_split(cut) + ", " + less);
}

}
