// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/published_lines.h"

#include "client/language/text.h"
#include "client/views/incident_order.h"
#include "client/views/public_names.h"
#include "client/views/walls/majors_layout.h"
#include "client/views/walls/wall_type.h"
#include "client/widgets/controls/layout.h"
#include "shared/core/words.h"
#include "shared/domain/visibility/published.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr int kPublishedTextLines = 4;

// "14:03", and of another day "Fri 21 Nov, 14:03:27".
std::string published_when(Timestamp at, const ViewInput& input)
{
    constexpr Millis kHalfDay = std::chrono::hours { 12 };
    const Timestamp now = input.as_of();
    return now < at + kHalfDay ? site_time(at, input.zone).substr(0, 5)
                               : past_date_and_clock(at, now, input.zone.offset_at(at));
}

std::string published_standing(const PublishedLine& line, const ViewInput& input)
{
    if (line.over) {
        return line.restored_at ? tr(Text::WallPublishedOver, published_when(*line.restored_at, input))
                                : std::string(tr(Text::WallPublishedEnded));
    }
    return line.restored_at ? tr(Text::WallPublishedWatched, published_when(*line.restored_at, input))
                            : announced_words(line.at, input);
}

WallLayout lay_out_published(const WallPublished& line, float width)
{
    const float size = type_scale().size(Type::Body);
    const float least = std::min(size, wall_letters(kLeastMinutes));
    const auto fitted = [&](const std::string& words, int lines, Face face) {
        return fit_text(words, { .width = width, .lines = lines, .largest = size, .least = least, .face = face });
    };
    WallLayout layout;
    layout.add({ 0, 0 }, fitted(line.about, 2, Face::Medium), line.about);
    layout.add({ 0, layout.height }, fitted(line.standing, 2, Face::Regular), line.standing, Colour::Secondary);
    if (!line.text.empty()) {
        layout.add({ 0, layout.height }, fitted(line.text, kPublishedTextLines, Face::Regular), line.text,
            line.over ? Colour::Secondary : Colour::Text);
    }
    return layout;
}

}

std::string announced_words(Timestamp at, const ViewInput& input)
{
    return tr(Text::WallPublishedAt, published_when(at, input));
}

std::vector<WallPublished> wall_published(const ViewInput& input)
{
    std::vector<WallPublished> published;
    for (const PublishedLine& line : published_lines(input.state, input.as_of(), PublishedOn::Wall)) {
        if (line.declared) {
            continue;
        }
        WallPublished one;
        one.about = line.services.empty() ? services_for_visitors(input.state, {}) : joined(line.services);
        one.standing = published_standing(line, input);
        one.text = line.text.empty() ? std::string(tr(Text::WallPublishedElsewhere)) : line.text;
        one.over = line.over;
        published.push_back(std::move(one));
    }
    std::stable_partition(published.begin(), published.end(), [](const WallPublished& one) { return !one.over; });
    return published;
}

void draw_published(const std::vector<WallPublished>& published)
{
    const float width = available_width();
    const float room = available_height();
    const float gap = 2 * line_gap();
    const float line = type_scale().size(Type::Body);
    WallLayout layout;
    std::size_t shown = 0;
    for (const WallPublished& one : published) {
        WallLayout next = lay_out_published(one, width);
        const float top = shown == 0 ? 0 : layout.height + gap;
        const float count = shown + 1 < published.size() ? gap + line : 0; // of those that have no room
        if (shown > 0 && top + next.height + count > room) {
            break;
        }
        layout.take(std::move(next), { 0, top });
        ++shown;
    }
    if (shown < published.size()) {
        const std::string more = tr(Text::WallMore, std::to_string(published.size() - shown));
        layout.add({ 0, layout.height + gap }, fit_text(more, { .width = width, .largest = line, .least = line }), more,
            Colour::Secondary);
    }
    draw_layout(layout);
}

}
