// SPDX-License-Identifier: Apache-2.0
// Three majors or more: a line or two for each, the worst in their places, the others in turns.
#include "client/views/walls/majors_table.h"

#include "client/language/text.h"
#include "client/views/walls/majors_layout.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace watchfloor {
namespace {

// The sizes of a table's figures and of its names, in arc minutes.
struct TableSizes {
    float figures = kFigureMinutes;
    float names = kFigureMinutes;
    int lines = 1;      // that a service may take
    bool brief = false; // the first line alone
};

constexpr std::array kTableSizes { TableSizes { 44, 33 }, TableSizes { 36, 27.5F }, TableSizes { 33, 24 },
    TableSizes { 27.5F, 22 }, TableSizes { 22, 20 }, TableSizes { 22, 16 }, TableSizes { 19, 16 },
    TableSizes { 16, 16 }, TableSizes { 16, 16, 2 } };

// Where the worst would not all stay otherwise.
constexpr std::array kBriefSizes { TableSizes { 22, 16, 1, true }, TableSizes { 19, 16, 1, true },
    TableSizes { 16, 16, 1, true } };

struct TableColumns {
    float mark = 0;
    float since = 0;
    float due = 0;
    float names = 0;      // what the others leave in the first line
    float facts = 0;      // state, number and commander, in the second line
    float second = 0;     // all of the second line
    bool stacked = false; // too little: the figures stand below the names
    float whole = 0;      // all of the row
    bool beside = false;  // the headline stands beside the facts
};

// How many lines a headline may take beside the facts, one more below them, and whether it is rather cut than anything made smaller for it.
struct HeadlineRoom {
    int lines = 2;
    bool gives_way = false;
};

constexpr std::array kHeadlineRooms { HeadlineRoom {}, HeadlineRoom { 2, true }, HeadlineRoom { 1, true } };
// What customers were told is read whole as long as there is room for it, and else as much of it as there is room for.
constexpr std::array kToldRooms { HeadlineRoom { 12 }, HeadlineRoom { 8, true }, HeadlineRoom { 6, true },
    HeadlineRoom { 4, true }, HeadlineRoom { 3, true }, HeadlineRoom { 2, true }, HeadlineRoom { 1, true } };

bool any_told(std::span<const WallMajor> majors)
{
    return std::any_of(majors.begin(), majors.end(), tells_customers);
}

// State, number and commander, as far as this audience may know them.
std::string fact_words(const WallMajor& major)
{
    std::string words = major.state;
    for (const std::string& more :
        { major.number, major.commander, tells_customers(major) ? major.told : std::string() }) {
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
    constexpr float kToldShare = 0.55F; // what customers were told does not stand in a narrow column
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
    const float beside = columns.second - columns.facts - piece_gap();
    columns.beside = beside >= kLettersBeside * wall_letters(kLeastMinutes) / 2
        && (!any_told(majors) || beside >= columns.second * kToldShare);
    columns.whole = width;
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
    const bool from_edge = tells_customers(major) && !columns.beside;
    const float left = from_edge ? 0 : columns.beside ? at.x + columns.facts + piece_gap() : at.x;
    const float top = columns.beside ? at.y : row.height + line_gap() / 2;
    const FittedText text = fit_text(words,
        { .width = columns.whole - left,
            .lines = headline.lines + (columns.beside ? 0 : 1),
            .largest = names,
            .least = least });
    row.add({ left, top }, text, words).gives_way = headline.gives_way;
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
    const std::string name
        = sizes.brief && !major.number.empty() ? major.service + "   " + major.number : major.service;
    row.add({ left, 0 },
        fit_text(name,
            { .width = columns.names, .lines = sizes.lines, .largest = figures, .least = least, .face = Face::Medium }),
        name);
    if (columns.stacked) {
        add_clocks_below(row, major, { left, row.height + line_gap() / 2 }, columns, sizes);
    } else {
        const std::string since = tr(Text::WallSince, major.since);
        const float right = left + columns.names + piece_gap();
        row.add({ right, 0 }, fit_text(since, { .width = columns.since, .largest = figures, .least = least }), since);
        add_due(row, major, { right + columns.since + piece_gap(), 0 }, columns.due, figures);
    }
    if (!sizes.brief) {
        add_matter(row, major, { left, row.height + line_gap() / 2 }, columns, sizes, headline);
    }
    return row;
}

// The rows of all majors in such sizes, whichever of them are listed now: what takes turns moves nothing else.
std::vector<WallLayout> lay_out_rows(
    const std::vector<WallMajor>& majors, float width, const TableSizes& sizes, HeadlineRoom headline)
{
    const TableColumns columns = table_columns(majors, width, sizes);
    std::vector<WallLayout> rows;
    for (const WallMajor& major : majors) {
        rows.push_back(lay_out_row(major, columns, sizes, headline));
    }
    return rows;
}

// Which of them such a list shows on each of its turns: the worst stay, the others take turns in what is left.
struct ListTurns {
    std::size_t fixed = 0;
    std::size_t turning = 0; // places for the others
    std::size_t count = 1;

    std::size_t first(std::size_t turn, std::size_t majors) const
    {
        return std::min(fixed + turn % count * turning, majors - turning);
    }
};

std::size_t worst_of_all(const std::vector<WallMajor>& majors)
{
    return static_cast<std::size_t>(
        std::count_if(majors.begin(), majors.end(), [](const WallMajor& major) { return major.mark == Rank::Sev1; }));
}

ListTurns list_turns(const std::vector<WallMajor>& majors, std::size_t listed)
{
    if (listed >= majors.size()) {
        return { majors.size(), 0, 1 };
    }
    const std::size_t worst = worst_of_all(majors);
    ListTurns turns;
    turns.fixed = std::min(listed - 1, worst < listed ? std::max<std::size_t>(1, worst) : 1);
    turns.turning = listed - turns.fixed;
    turns.count = (majors.size() - turns.fixed + turns.turning - 1) / turns.turning;
    return turns;
}

// How many take turns, of which ranks, and whether any of them owes an update: that nobody is told of by looking.
struct LeftOut {
    std::vector<Rank> ranks {};
    std::size_t overdue = 0;
};

void add_left_out(WallLayout& table, const LeftOut& left_out, float top, float width, const TableSizes& sizes)
{
    std::string words = tr(Text::WallLeftOut, std::to_string(left_out.ranks.size()), counts_by_rank(left_out.ranks));
    if (left_out.overdue > 0) {
        words += ", " + tr(Text::WallLeftOutOverdue, std::to_string(left_out.overdue));
    }
    table.add({ 0, top },
        fit_text(
            words, { .width = width, .largest = wall_letters(sizes.figures), .least = wall_letters(kLeastMinutes) }),
        words);
}

struct ListPlace {
    std::size_t listed = 0;
    std::size_t turn = 0;
};

// Each row as high as any that takes its turn there.
WallLayout lay_out_table(const std::vector<WallMajor>& majors, ListPlace place, ListRoom room, const TableSizes& sizes,
    HeadlineRoom headline)
{
    std::vector<WallLayout> rows = lay_out_rows(majors, room.width, sizes, headline);
    const ListTurns turns = list_turns(majors, place.listed);
    const std::size_t first = turns.first(place.turn, majors.size());
    float highest = 0;
    bool cut = false;
    for (std::size_t i = turns.fixed; i < rows.size(); ++i) {
        highest = std::max(highest, rows[i].height);
        cut = cut || rows[i].cut();
    }
    WallLayout table;
    table.turns = turns.count;
    table.cut_on_a_turn = cut;
    float needed = turns.count > 1 ? wall_letters(sizes.figures) : 0;
    for (std::size_t i = 0; i < turns.fixed; ++i) {
        needed += rows[i].height;
    }
    needed += highest * static_cast<float>(turns.turning);
    const auto gaps = static_cast<float>(turns.fixed + turns.turning - (turns.count > 1 ? 0 : 1));
    const float gap = std::max(line_gap() * 1.5F, (room.fill - 1 - needed) / std::max(1.0F, gaps));
    LeftOut left_out;
    float top = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i >= turns.fixed && (i < first || i >= first + turns.turning)) {
            left_out.ranks.push_back(majors[i].mark);
            left_out.overdue += majors[i].update_overdue ? 1U : 0U;
            continue;
        }
        const float height = i < turns.fixed ? rows[i].height : highest;
        table.take(std::move(rows[i]), { 0, top });
        table.height = std::max(table.height, top + height);
        top = table.height + gap;
    }
    if (!left_out.ranks.empty()) {
        add_left_out(table, left_out, top, room.width, sizes);
    }
    return table;
}

WallLayout lay_out_list(
    const std::vector<WallMajor>& majors, ListPlace place, std::span<const TableSizes> choices, ListRoom room)
{
    WallLayout list;
    const std::span<const HeadlineRoom> rooms
        = any_told(majors) ? std::span<const HeadlineRoom>(kToldRooms) : std::span<const HeadlineRoom>(kHeadlineRooms);
    for (const HeadlineRoom headline : rooms) {
        list = best_of<TableSizes>(choices, room.common, room.most,
            [&](const TableSizes& sizes) { return lay_out_table(majors, place, room, sizes, headline); });
        if (list.height <= room.most && !list.cut()) {
            break;
        }
    }
    return list;
}

// Nothing where not even one fits.
std::optional<WallLayout> longest_list(const std::vector<WallMajor>& majors, ListLength length, ListRoom room,
    std::size_t turn, std::span<const TableSizes> choices, std::size_t least)
{
    // None takes less than its lines in the least letters: more than that need not be tried.
    const float line = wall_letters(kLeastMinutes) * (choices.front().brief ? 1.0F : 2.0F) + line_gap();
    const auto bound = [&](float height) { return static_cast<std::size_t>(std::max(1.0F, height / line)); };
    const std::size_t begin = std::max(std::min(length.firm, bound(room.most)), bound(room.common));
    for (std::size_t listed = std::min(length.most, begin); listed >= least; --listed) {
        const bool firm = listed <= length.firm;
        WallLayout layout = lay_out_list(majors, { listed, turn }, choices, room);
        if (layout.height <= (firm ? room.most : room.common) && (firm || !layout.cut())) {
            return layout;
        }
    }
    return std::nullopt;
}

}

WallLayout lay_out_list_that_fits(
    const std::vector<WallMajor>& majors, ListLength length, ListRoom room, std::size_t turn)
{
    // Where the worst would not all stay the lines get shorter; where that does not help either, all take turns.
    const std::size_t least = std::min(majors.size(), worst_of_all(majors) + 1);
    if (auto list = longest_list(majors, length, room, turn, kTableSizes, least)) {
        return *std::move(list);
    }
    if (auto brief = longest_list(majors, { majors.size(), majors.size() }, room, turn, kBriefSizes, least)) {
        return *std::move(brief);
    }
    if (auto list = longest_list(majors, length, room, turn, kTableSizes, 1)) {
        return *std::move(list);
    }
    return lay_out_list(majors, { 1, turn }, kTableSizes, room);
}

}
