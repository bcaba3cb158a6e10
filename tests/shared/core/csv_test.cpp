// SPDX-License-Identifier: Apache-2.0
#include "shared/core/csv.h"

#include <gtest/gtest.h>

#include <utility>

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

}
}
