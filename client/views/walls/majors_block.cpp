// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/majors_block.h"

#include "client/language/text.h"
#include "client/views/walls/majors_layout.h"
#include "client/views/walls/majors_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace watchfloor {
namespace {

// How much of what is left the block takes: the wall's upper third, where that is enough for everything in the sizes
// of the order; else as long as everything fits, and at most.
constexpr float kThirdShare = 0.42F;
constexpr float kCommonShare = 0.58F;
constexpr float kTwoShare = 0.6F;
constexpr float kTableShare = 0.66F;
constexpr float kStandingTableShare = 0.75F; // on a panel that stands, whose pages have lines enough

// The pages keep a line.
float most_height(float room)
{
    return std::max(room * 0.5F, room - grid(10));
}

// How large things stand: the sizes of the order of sizes times `scale`, and never less than can be read.
struct BlockSizes {
    float scale = 1;
    int lines = 2;       // a long text may take
    bool joined = false; // people follow each other without a break
    float words = 1;     // of people and headline alone, which come last in the order

    float of_words() const { return of(kFigureMinutes * words, kLeastMinutes); }
    float of(float minutes, float least) const { return std::max(wall_letters(least), wall_letters(minutes) * scale); }
};

std::string since_words(const WallMajor& major)
{
    return tr(Text::WallSince, major.since) + "   " + major.state;
}

std::string headline_words(const WallMajor& major)
{
    const bool numbered = !major.headline.empty() && !major.number.empty();
    return numbered ? major.number + ": " + major.headline : matter_words(major);
}

FittedText clock_figure(const std::string& words, float width, const BlockSizes& sizes, Face face)
{
    return fit_text(words,
        { .width = width,
            .lines = sizes.lines,
            .largest = sizes.of(kTitleMinutes, kFigureMinutes),
            .least = wall_letters(kLeastMinutes),
            .face = face });
}

// Mark and service: beside each other where that leaves the service half of the width, else the service below, and
// since when beside the mark. Returns whether since when is said already.
bool add_service(WallLayout& block, const WallMajor& major, float width, const BlockSizes& sizes)
{
    const float size = sizes.of(kHeadlineMinutes, kTitleMinutes);
    const float beside = rank_mark_size(major.mark, size).x + piece_gap();
    const bool wide = width - beside >= width * 0.5F && width >= 12 * size;
    block.add_mark({ 0, 0 }, major.mark, size);
    const TextRoom room { .width = wide ? width - beside : width,
        .lines = sizes.lines,
        .largest = size,
        .least = wall_letters(kLeastMinutes),
        .face = Face::Medium };
    if (wide) {
        block.add({ beside, 0 }, fit_text(major.service, room), major.service);
        return false;
    }
    FittedText since = fit_text(since_words(major),
        { .width = width - beside,
            .lines = 2,
            .largest = sizes.of(kFigureMinutes, kLeastMinutes),
            .least = wall_letters(kLeastMinutes) });
    const bool said = !since.cut && since.height() <= size * 1.4F;
    if (said) {
        const float middle = std::max(0.0F, (size - since.height()) / 2);
        block.add({ beside, middle }, std::move(since), since_words(major));
    }
    const float top = block.height + line_gap();
    block.add({ 0, top }, fit_text(major.service, room), major.service);
    return said;
}

// Since when and the next update: in one line where both fit.
void add_clocks(WallLayout& block, const WallMajor& major, float width, const BlockSizes& sizes, bool since_said)
{
    float top = block.height + line_gap();
    float left = 0;
    FittedText update = clock_figure(major.update, width, sizes, Face::Medium);
    const float shape = major.update_overdue ? update.size + grid(2) : 0;
    if (!since_said) {
        FittedText since = clock_figure(since_words(major), width, sizes, Face::Regular);
        const float wanted = since.width + piece_gap() + shape + update.width;
        const bool one_line = wanted <= width && since.lines.size() == 1 && update.lines.size() <= 1;
        left = one_line ? since.width + piece_gap() : 0;
        const float below = top + since.height() + line_gap();
        block.add({ 0, top }, std::move(since), since_words(major));
        top = one_line ? top : below;
    }
    if (major.update.empty()) {
        return;
    }
    if (left == 0 && shape > 0) {
        update = clock_figure(major.update, width - shape, sizes, Face::Medium);
    }
    if (shape > 0) {
        block.add_marked({ left, top }, Severity::Critical, grid(2), std::move(update), major.update);
    } else {
        block.add({ left, top }, std::move(update), major.update);
    }
}

// Who leads and where they talk, as many in a line as fit.
void add_people(WallLayout& block, const WallMajor& major, float width, const BlockSizes& sizes)
{
    std::vector<std::string> people;
    if (!major.commander.empty()) {
        people.push_back(tr(Text::WallCommander, major.commander));
    }
    if (!major.communications.empty()) {
        people.push_back(tr(Text::WallCommunications, major.communications));
    }
    if (!major.bridge.empty()) {
        people.push_back(tr(Text::WallBridge, major.bridge));
    }
    if (sizes.joined && people.size() > 1) {
        std::string all = people.front();
        for (const std::string& words : std::span(people).subspan(1)) {
            all += "   " + words;
        }
        people = { all };
    }
    float left = 0;
    float top = block.height + line_gap();
    float bottom = top;
    for (const std::string& words : people) {
        FittedText text = fit_text(words,
            { .width = width,
                .lines = sizes.joined ? 5 : sizes.lines,
                .largest = sizes.of_words(),
                .least = wall_letters(kLeastMinutes) });
        if (left > 0 && left + text.width > width) {
            left = 0;
            top = bottom + line_gap();
        }
        bottom = std::max(bottom, top + text.height());
        const float next = left + text.width + piece_gap();
        block.add({ left, top }, std::move(text), words);
        left = next;
    }
}

// What customers were told, as large as it has room for, and cut only where the least letters do not fit either.
void add_told(WallLayout& block, const WallMajor& major, float width, float room, const BlockSizes& sizes)
{
    if (!tells_customers(major)) {
        return;
    }
    if (!major.told.empty()) {
        block.add({ 0, block.height + line_gap() },
            fit_text(major.told, { .width = width, .largest = sizes.of_words(), .least = wall_letters(kLeastMinutes) }),
            major.told, Colour::Secondary);
    }
    const float top = block.height + line_gap();
    constexpr std::array kMinutes { kHeadlineMinutes, 36.0F, 31.0F, kTitleMinutes, kFigureMinutes, 19.0F,
        kLeastMinutes };
    FittedText text;
    for (const float minutes : kMinutes) {
        const float size = wall_letters(minutes);
        const int lines = std::max(1, static_cast<int>((room - top) / size));
        text = fit_text(major.published, { .width = width, .lines = lines, .largest = size, .least = size });
        if (!text.cut && top + text.height() <= room) {
            break;
        }
    }
    block.add({ 0, top }, std::move(text), major.published);
}

WallLayout lay_out_block(const WallMajor& major, float width, const BlockSizes& sizes)
{
    WallLayout block;
    const bool since_said = add_service(block, major, width, sizes);
    add_clocks(block, major, width, sizes, since_said);
    add_people(block, major, width, sizes);
    if (const std::string words = headline_words(major); !words.empty() && !tells_customers(major)) {
        block.add({ 0, block.height + line_gap() },
            fit_text(words,
                { .width = width,
                    .lines = std::max(2, sizes.lines + 1),
                    .largest = sizes.of_words(),
                    .least = wall_letters(kLeastMinutes) }),
            words);
    }
    return block;
}

// How high such blocks may get with what customers were told: beside each other as high as all; one below the other
// what the rest leaves is shared by how much each has to say.
std::vector<float> heights_of_blocks(
    std::span<const WallMajor> majors, std::span<const WallLayout> blocks, float left, bool stands)
{
    std::vector<float> heights(majors.size(), left);
    if (!stands) {
        return heights;
    }
    std::size_t all = 0;
    for (std::size_t i = 0; i < majors.size(); ++i) {
        left -= blocks[i].height;
        all += tells_customers(majors[i]) ? majors[i].published.size() : 0;
    }
    for (std::size_t i = 0; i < majors.size(); ++i) {
        const auto own = static_cast<float>(tells_customers(majors[i]) ? majors[i].published.size() : 0);
        heights[i] = blocks[i].height + left * own / static_cast<float>(std::max<std::size_t>(1, all));
    }
    return heights;
}

// Beside each other, or one below the other on a panel that stands; what customers were told fills up to `most`.
WallLayout lay_out_blocks(std::span<const WallMajor> majors, ImVec2 room, float most, const BlockSizes& sizes)
{
    const bool stands = room.x < room.y;
    const float between = grid(stands ? 3.0F : 6.0F);
    const auto count = static_cast<float>(majors.size());
    const float column = stands ? room.x : (room.x - between * (count - 1)) / count;
    std::vector<WallLayout> each;
    for (const WallMajor& major : majors) {
        each.push_back(lay_out_block(major, column, sizes));
    }
    const std::vector<float> heights
        = heights_of_blocks(majors, each, stands ? most - between * (count - 1) : most, stands);
    WallLayout blocks;
    ImVec2 at {};
    for (std::size_t i = 0; i < majors.size(); ++i) {
        add_told(each[i], majors[i], column, heights[i], sizes);
        blocks.take(std::move(each[i]), at);
        at = stands ? ImVec2 { 0, blocks.height + between } : ImVec2 { at.x + column + between, 0 };
    }
    return blocks;
}

constexpr std::array kThirdSizes { BlockSizes {}, BlockSizes { .words = 0.93F }, BlockSizes { .words = 0.86F },
    BlockSizes { .words = 0.79F }, BlockSizes { .words = 0.73F } };

constexpr std::array kBlockSizes { BlockSizes { 1 }, BlockSizes { 0.92F }, BlockSizes { 0.84F }, BlockSizes { 0.76F },
    BlockSizes { 0.68F }, BlockSizes { 0.6F }, BlockSizes { 0.5F }, BlockSizes { 0.4F, 1 },
    BlockSizes { 0.4F, 2, true }, BlockSizes { 0.4F } };

}

WallLayout lay_out_majors(
    const std::vector<WallMajor>& majors, ImVec2 room, MajorsPart part, std::size_t turn, float page_height)
{
    if (majors.empty()) {
        return {};
    }
    const bool whole = part == MajorsPart::Whole;
    const float most = whole ? room.y : most_height(room.y);
    const std::size_t listed = majors.size() > kMajorsInTable ? kMajorsListed : majors.size();
    const ListLength length { majors.size(), whole ? kMajorsListed : listed };
    const float share = room.y * (room.x < room.y ? kStandingTableShare : kTableShare);
    const float table = whole ? room.y : std::max(share, std::min(most, room.y - page_height));
    if (majors.size() <= 2) {
        const float common = whole ? most : room.y * (majors.size() == 1 ? kCommonShare : kTwoShare);
        const float third = whole ? 0 : room.y * kThirdShare;
        const auto within = [&](std::span<const BlockSizes> sizes, float usual, float height) {
            return best_of<BlockSizes>(
                sizes, usual, height, [&](const BlockSizes& one) { return lay_out_blocks(majors, room, height, one); });
        };
        WallLayout blocks = within(kThirdSizes, third, third);
        // What customers were told takes what it may have: it is offered the common share before the most.
        const bool told = std::any_of(majors.begin(), majors.end(), tells_customers);
        if (told && (blocks.height > third || blocks.cut())) {
            blocks = within(kBlockSizes, common, common);
        }
        if (blocks.height > (told ? common : third) || blocks.cut()) {
            blocks = within(kBlockSizes, common, most);
        }
        if (blocks.height <= room.y) {
            return blocks;
        }
    }
    return lay_out_list_that_fits(majors, length, { room.x, table, most, whole ? room.y : 0 }, turn);
}

}
