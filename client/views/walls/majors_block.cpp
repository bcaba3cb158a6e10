// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/majors_block.h"

#include "client/language/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
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

float line_gap()
{
    return grid(0.75F);
}

float piece_gap()
{
    return grid(4);
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

// What visitors read of it was published.
const std::string& matter_words(const WallMajor& major)
{
    return major.headline.empty() ? major.published : major.headline;
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

WallLayout lay_out_block(const WallMajor& major, float width, const BlockSizes& sizes)
{
    WallLayout block;
    const bool since_said = add_service(block, major, width, sizes);
    add_clocks(block, major, width, sizes, since_said);
    add_people(block, major, width, sizes);
    if (const std::string words = headline_words(major); !words.empty()) {
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

// Beside each other, or one below the other on a panel that stands.
WallLayout lay_out_blocks(std::span<const WallMajor> majors, ImVec2 room, const BlockSizes& sizes)
{
    const bool stands = room.x < room.y;
    const float between = grid(stands ? 3.0F : 6.0F);
    const auto count = static_cast<float>(majors.size());
    const float column = stands ? room.x : (room.x - between * (count - 1)) / count;
    WallLayout blocks;
    ImVec2 at {};
    for (const WallMajor& major : majors) {
        blocks.take(lay_out_block(major, column, sizes), at);
        at = stands ? ImVec2 { 0, blocks.height + between } : ImVec2 { at.x + column + between, 0 };
    }
    return blocks;
}

// The sizes of a table's figures and of its names, in arc minutes.
struct TableSizes {
    float figures = kFigureMinutes;
    float names = kFigureMinutes;
    int lines = 1; // that a service may take
};

constexpr std::array kTableSizes { TableSizes { 27.5F, 22 }, TableSizes { 22, 20 }, TableSizes { 22, 16 },
    TableSizes { 19, 16 }, TableSizes { 16, 16 }, TableSizes { 16, 16, 2 } };

struct TableColumns {
    float mark = 0;
    float since = 0;
    float due = 0;
    float names = 0;      // what the others leave in the first line
    float facts = 0;      // state, number and commander, in the second line
    float second = 0;     // all of the second line
    bool stacked = false; // too little: the figures stand below the names
    bool beside = false;  // the headline stands beside the facts
};

// How many lines a headline may take beside the facts, one more below them, and whether it is rather cut than anything made smaller for it.
struct HeadlineRoom {
    int lines = 2;
    bool gives_way = false;
};

constexpr std::array kHeadlineRooms { HeadlineRoom {}, HeadlineRoom { 2, true }, HeadlineRoom { 1, true } };

// State, number and commander, as far as this audience may know them.
std::string fact_words(const WallMajor& major)
{
    std::string words = major.state;
    for (const std::string& more : { major.number, major.commander }) {
        words += more.empty() ? more : "   " + more;
    }
    return words;
}

float due_width(const WallMajor& major, float size)
{
    return major.due.empty() ? 0 : wall_line_width(major.due, size, Face::Medium) + (major.update_overdue ? size : 0);
}

TableColumns table_columns(std::span<const WallMajor> majors, float width, const TableSizes& sizes)
{
    constexpr float kLettersBeside = 20;
    const float figures = wall_letters(sizes.figures);
    const float names = wall_letters(sizes.names);
    TableColumns columns;
    for (const WallMajor& major : majors) {
        columns.mark = std::max(columns.mark, rank_mark_size(major.mark, figures).x);
        columns.since = std::max(columns.since, wall_line_width(tr(Text::WallSince, major.since), figures));
        columns.due = std::max(columns.due, due_width(major, figures));
        columns.facts = std::max(columns.facts, wall_line_width(fact_words(major), names));
    }
    columns.second = width - columns.mark - piece_gap();
    columns.names = columns.second - columns.since - columns.due - 2 * piece_gap();
    columns.stacked = columns.names < 10 * names;
    columns.names = columns.stacked ? columns.second : columns.names;
    columns.beside = columns.second - columns.facts - piece_gap() >= kLettersBeside * wall_letters(kLeastMinutes) / 2;
    return columns;
}

void add_due(WallLayout& row, const WallMajor& major, ImVec2 at, float width, float size)
{
    if (major.due.empty()) {
        return;
    }
    FittedText due = fit_text(major.due,
        { .width = std::max(1.0F, width - (major.update_overdue ? size : 0)),
            .largest = size,
            .least = wall_letters(kLeastMinutes),
            .face = Face::Medium });
    if (major.update_overdue) {
        row.add_marked(at, Severity::Critical, 0, std::move(due), major.update);
    } else {
        row.add(at, std::move(due), major.update);
    }
}

// Below the service, in columns of their own: where both do not fit as they are, each gets its share, the same in all
// rows.
void add_clocks_below(
    WallLayout& row, const WallMajor& major, ImVec2 at, const TableColumns& columns, const TableSizes& sizes)
{
    const float figures = wall_letters(sizes.figures);
    const std::string since = tr(Text::WallSince, major.since);
    const float room = columns.names - piece_gap();
    const float share = columns.since + columns.due <= room ? 1 : room / (columns.since + columns.due);
    const float beside = columns.since * share + piece_gap();
    row.add(at,
        fit_text(since, { .width = columns.since * share, .largest = figures, .least = wall_letters(kLeastMinutes) }),
        since);
    add_due(row, major, { at.x + beside, at.y }, columns.names - beside, figures);
}

// How it stands and who has it, then what is known and done.
void add_matter(WallLayout& row, const WallMajor& major, ImVec2 at, const TableColumns& columns,
    const TableSizes& sizes, HeadlineRoom headline)
{
    const float names = wall_letters(sizes.names);
    const float least = wall_letters(kLeastMinutes);
    const std::string facts = fact_words(major);
    row.add(at,
        fit_text(facts,
            { .width = columns.beside ? columns.facts : columns.second,
                .lines = sizes.lines,
                .largest = names,
                .least = least }),
        facts);
    const std::string& words = matter_words(major);
    if (words.empty()) {
        return;
    }
    const float indent = columns.beside ? columns.facts + piece_gap() : 0;
    const float top = columns.beside ? at.y : row.height + line_gap() / 2;
    const FittedText text = fit_text(words,
        { .width = columns.second - indent,
            .lines = headline.lines + (columns.beside ? 0 : 1),
            .largest = names,
            .least = least });
    row.add({ at.x + indent, top }, text, words).gives_way = headline.gives_way;
}

// The service with since when and the next update; below them what else is to be said of it.
WallLayout lay_out_row(
    const WallMajor& major, const TableColumns& columns, const TableSizes& sizes, HeadlineRoom headline)
{
    const float figures = wall_letters(sizes.figures);
    const float least = wall_letters(kLeastMinutes);
    WallLayout row;
    row.add_mark({ 0, 0 }, major.mark, figures);
    const float left = columns.mark + piece_gap();
    row.add({ left, 0 },
        fit_text(major.service,
            { .width = columns.names, .lines = sizes.lines, .largest = figures, .least = least, .face = Face::Medium }),
        major.service);
    if (columns.stacked) {
        add_clocks_below(row, major, { left, row.height + line_gap() / 2 }, columns, sizes);
    } else {
        const std::string since = tr(Text::WallSince, major.since);
        const float right = left + columns.names + piece_gap();
        row.add({ right, 0 }, fit_text(since, { .width = columns.since, .largest = figures, .least = least }), since);
        add_due(row, major, { right + columns.since + piece_gap(), 0 }, columns.due, figures);
    }
    add_matter(row, major, { left, row.height + line_gap() / 2 }, columns, sizes, headline);
    return row;
}

WallLayout lay_out_table(const std::vector<WallMajor>& majors, std::size_t listed, float width, const TableSizes& sizes,
    HeadlineRoom headline)
{
    const std::span shown = std::span(majors).first(listed);
    const TableColumns columns = table_columns(shown, width, sizes);
    WallLayout table;
    float top = 0;
    for (const WallMajor& major : shown) {
        table.take(lay_out_row(major, columns, sizes, headline), { 0, top });
        top = table.height + line_gap() * 1.5F;
    }
    if (listed < majors.size()) {
        std::vector<Rank> left_out;
        for (const WallMajor& major : std::span(majors).subspan(listed)) {
            left_out.push_back(major.mark);
        }
        const std::string words = tr(Text::WallLeftOut, std::to_string(left_out.size()), counts_by_rank(left_out));
        table.add({ 0, top },
            fit_text(words,
                { .width = width, .largest = wall_letters(sizes.figures), .least = wall_letters(kLeastMinutes) }),
            words);
    }
    return table;
}

// The largest that shows all there is in its common share of the room; else the smallest that shows it in the most it
// may take, the last of the choices first; else the lowest, cut.
template<typename Sizes>
WallLayout best_of(
    std::span<const Sizes> choices, float common, float most, const std::function<WallLayout(const Sizes&)>& lay_out)
{
    for (const Sizes& sizes : choices) {
        WallLayout layout = lay_out(sizes);
        if (layout.height <= common && !layout.cut()) {
            return layout;
        }
    }
    WallLayout lowest;
    for (auto sizes = choices.rbegin(); sizes != choices.rend(); ++sizes) {
        WallLayout layout = lay_out(*sizes);
        if (layout.height <= most && !layout.cut()) {
            return layout;
        }
        if (lowest.pieces.empty() || layout.height < lowest.height) {
            lowest = std::move(layout);
        }
    }
    return lowest;
}

constexpr std::array kThirdSizes { BlockSizes {}, BlockSizes { .words = 0.93F }, BlockSizes { .words = 0.86F },
    BlockSizes { .words = 0.79F }, BlockSizes { .words = 0.73F } };

constexpr std::array kBlockSizes { BlockSizes { 1 }, BlockSizes { 0.92F }, BlockSizes { 0.84F }, BlockSizes { 0.76F },
    BlockSizes { 0.68F }, BlockSizes { 0.6F }, BlockSizes { 0.5F }, BlockSizes { 0.4F, 1 },
    BlockSizes { 0.4F, 2, true }, BlockSizes { 0.4F } };

WallLayout lay_out_list(const std::vector<WallMajor>& majors, std::size_t listed, float width, float common, float most)
{
    WallLayout list;
    for (const HeadlineRoom headline : kHeadlineRooms) {
        list = best_of<TableSizes>(kTableSizes, common, most,
            [&](const TableSizes& sizes) { return lay_out_table(majors, listed, width, sizes, headline); });
        if (list.height <= most && !list.cut()) {
            break;
        }
    }
    return list;
}

// How many of them a list shows: as many as fit, the worst one at least; the rest is counted by severity. Up to `firm` it
// is cut rather than shorter.
struct ListLength {
    std::size_t most = 0;
    std::size_t firm = 0;
};

WallLayout lay_out_list_that_fits(
    const std::vector<WallMajor>& majors, ListLength length, float width, float common, float most)
{
    // None takes less than two lines: more than that need not be tried.
    const auto bound = static_cast<std::size_t>(std::max(1.0F, most / (2 * wall_letters(kLeastMinutes))));
    for (std::size_t listed = std::min(length.most, bound);; --listed) {
        WallLayout layout = lay_out_list(majors, listed, width, common, most);
        const bool fits = layout.height <= most && (listed <= length.firm || !layout.cut());
        if (listed == 1 || fits) {
            return layout;
        }
    }
}

}

WallLayout lay_out_majors(const std::vector<WallMajor>& majors, ImVec2 room, MajorsPart part)
{
    if (majors.empty()) {
        return {};
    }
    const bool whole = part == MajorsPart::Whole;
    const float most = whole ? room.y : most_height(room.y);
    const std::size_t listed = majors.size() > kMajorsInTable ? kMajorsListed : majors.size();
    const ListLength length { whole ? majors.size() : listed, whole ? kMajorsListed : listed };
    const float table = whole ? room.y : room.y * (room.x < room.y ? kStandingTableShare : kTableShare);
    if (majors.size() <= 2) {
        const float common = whole ? most : room.y * (majors.size() == 1 ? kCommonShare : kTwoShare);
        const float third = whole ? 0 : room.y * kThirdShare;
        const auto lay_out = [&](const BlockSizes& sizes) { return lay_out_blocks(majors, room, sizes); };
        WallLayout blocks = best_of<BlockSizes>(kThirdSizes, third, third, lay_out);
        if (blocks.height > third || blocks.cut()) {
            blocks = best_of<BlockSizes>(kBlockSizes, common, most, lay_out);
        }
        if (blocks.height <= room.y) {
            return blocks;
        }
    }
    return lay_out_list_that_fits(majors, length, room.x, table, most);
}

}
