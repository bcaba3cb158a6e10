// SPDX-License-Identifier: Apache-2.0
#include "shared/core/csv.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

std::string csv_line_of(std::initializer_list<std::string_view> cells)
{
    std::string csv;
    add_csv_line(csv, cells);
    return csv;
}

TEST(CsvTest, ALineEndsWithBothBreaksAndFollowsTheOneBefore)
{
    std::string csv = "a\r\n";
    add_csv_line(csv, { "one", "", "3" });
    EXPECT_EQ(csv, "a\r\none,,3\r\n");
    EXPECT_EQ(csv_line_of({ "" }), "\r\n");
    EXPECT_EQ(csv_line_of({ "", "" }), ",\r\n");
}

TEST(CsvTest, QuotesWhatWouldBeReadOtherwise)
{
    EXPECT_EQ(csv_line_of({ "plain words; of one cell", "x" }), "plain words; of one cell,x\r\n");
    EXPECT_EQ(csv_line_of({ "a, b" }), "\"a, b\"\r\n");
    EXPECT_EQ(csv_line_of({ "said \"stop\"" }), "\"said \"\"stop\"\"\"\r\n");
    EXPECT_EQ(csv_line_of({ "two\nlines" }), "\"two\nlines\"\r\n");
    EXPECT_EQ(csv_line_of({ "two\r\nlines", "x" }), "\"two\r\nlines\",x\r\n");
    EXPECT_EQ(csv_line_of({ "\"" }), "\"\"\"\"\r\n");
}

TEST(CsvTest, NothingIsAFormula)
{
    for (const auto& [cell, written] : std::initializer_list<std::pair<std::string_view, std::string_view>> {
             { "=1+1", "'=1+1\r\n" }, { "+49 30 1", "'+49 30 1\r\n" }, { "-1", "'-1\r\n" },
             { "@SUM(A1)", "'@SUM(A1)\r\n" }, { "\t=1", "'\t=1\r\n" }, { "\r=1", "\"'\r=1\"\r\n" },
             { "=A1,B1", "\"'=A1,B1\"\r\n" }, { "=\"x\"", "\"'=\"\"x\"\"\"\r\n" } }) {
        EXPECT_EQ(csv_line_of({ cell }), written) << cell;
    }
    EXPECT_EQ(csv_line_of({ "1=1", "a-b", "x@y" }), "1=1,a-b,x@y\r\n") << "only where it begins so";
}

using Cells = std::vector<std::string>;

std::vector<CsvRow> rows_of(std::string_view text)
{
    auto rows = read_csv(text, 100);
    EXPECT_TRUE(rows.ok()) << text;
    return rows.ok() ? std::move(rows).value() : std::vector<CsvRow> {};
}

TEST(ReadCsvTest, ReadsWhatSpreadsheetsWrite)
{
    const auto rows = rows_of("\xEF\xBB\xBFname,site\r\n\"UPS, large\",\"said \"\"A\"\"\"\r\n\r\n,\r\nFan,\n");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].cells, (Cells { "name", "site" }));
    EXPECT_EQ(rows[1].cells, (Cells { "UPS, large", "said \"A\"" }));
    EXPECT_EQ(rows[2].cells, (Cells { "Fan", "" }));
    EXPECT_EQ(rows[2].line, 5U);
    EXPECT_EQ(rows_of("a;b\n1,5;2\n")[1].cells, (Cells { "1,5", "2" }));
    EXPECT_EQ(rows_of("a\tb\n1\t2")[1].cells, (Cells { "1", "2" }));
    EXPECT_EQ(rows_of("a,b\r1,2")[1].line, 2U);
    EXPECT_TRUE(rows_of("").empty());
}

TEST(ReadCsvTest, ALineBreakInQuotesBelongsToItsCellAndCounts)
{
    const auto rows = rows_of("a,b\n\"x\ny\",1\nlast,2\n");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].cells[0], "x\ny");
    EXPECT_EQ(rows[2].line, 4U);
}

TEST(ReadCsvTest, WhatBeginsLikeAFormulaIsTextAndReadAsItWas)
{
    for (const std::string_view text : { "=1+1", "+49 30", "-1", "@x", "'quoted", "=\"a\",b" }) {
        std::string csv;
        add_csv_line(csv, { text, "x" });
        ASSERT_EQ(rows_of(csv).size(), 1U) << text;
        EXPECT_EQ(rows_of(csv)[0].cells, (Cells { std::string(text), "x" }));
    }
}

TEST(ReadCsvTest, RefusesWithTheLineWhatCannotBeRead)
{
    const auto refusal = [](std::string_view text) {
        const auto rows = read_csv(text, 3);
        return rows.ok() ? std::string {} : rows.error().message;
    };
    EXPECT_EQ(refusal("a,b\n\"x,1\n"), "Line 2: close the quotation mark that begins a cell there.");
    EXPECT_EQ(refusal("a,b\n\"x\"y,1\n"), "Line 2: write a quotation mark within a cell twice.");
    EXPECT_EQ(refusal("a\nb\nc\nd\n"), "Give at most 3 lines at once: split this list.");
    EXPECT_EQ(refusal("a\nb\nc\n"), "");
}

}
}
