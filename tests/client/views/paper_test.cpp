// SPDX-License-Identifier: Apache-2.0
// What is printed of a screen.
#include "client/views/paper.h"

#include "client/platform/picture.h"
#include "client/views/capacity/capacity_view.h"
#include "client/views/maintenance/maintenance_view.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

bool is_on_paper(const std::string& html, std::string_view words)
{
    return html.find(words) != std::string::npos;
}

class PaperTest : public IncidentViewTest {
protected:
    std::uint64_t note(const std::string& text, std::uint64_t supersedes = 0)
    {
        AddNote command;
        command.incident = id_;
        command.kind = NoteKind::Observation;
        command.text = text;
        command.supersedes = supersedes;
        console_.done(command, console_.room.resolver);
        draw();
        return console_.room.state.seq;
    }

    std::string paper() { return view_->paper(console_.input()); }
};

TEST_F(PaperTest, OfAnIncidentHoldsItsHeadEveryEntryInFullAndItsAlerts)
{
    const std::string lengthy(2'000, 'w');
    for (int i = 0; i < 60; ++i) {
        note("entry number " + std::to_string(i));
    }
    note(lengthy);
    const std::string html = paper();
    EXPECT_TRUE(is_on_paper(html, id_.text + "  Shop is down"));
    EXPECT_TRUE(is_on_paper(html, "entry number 0<")) << "what is scrolled out of sight too";
    EXPECT_TRUE(is_on_paper(html, "entry number 59<"));
    EXPECT_TRUE(is_on_paper(html, lengthy));
    EXPECT_TRUE(is_on_paper(html, "Observation"));
    EXPECT_TRUE(is_on_paper(html, "<td>Down</td>") || is_on_paper(html, "<td>Down ")) << html;
    EXPECT_TRUE(
        is_on_paper(html, "Journal main up to entry " + std::to_string(console_.room.state.seq) + ", whose hash is "))
        << html.substr(html.find("<footer>"));
    EXPECT_FALSE(is_on_paper(html, "Ctrl+"));
}

TEST_F(PaperTest, ACorrectionAndWhatItCorrectsNameEachOther)
{
    const auto first = note("restarted db1");
    const auto second = note("restarted db2", first);
    const std::string html = paper();
    EXPECT_TRUE(is_on_paper(html, "[corrected by #" + std::to_string(second) + "] restarted db1"));
    EXPECT_TRUE(is_on_paper(html, "[corrects #" + std::to_string(first) + "] restarted db2"));
}

TEST_F(PaperTest, WhatSomebodyWroteIsNoMarkup)
{
    note("</td><script>alert(1)</script><img src=x onerror=\"alert(2)\">");
    const std::string html = paper();
    EXPECT_FALSE(is_on_paper(html, "<script"));
    EXPECT_FALSE(is_on_paper(html, "<img"));
    EXPECT_TRUE(
        is_on_paper(html, "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(2)&quot;&gt;"));
}

TEST_F(PaperTest, OfMaintenanceHoldsEveryRowAndItsPicture)
{
    view_ = make_maintenance_view();
    draw();
    const std::string html = paper();
    EXPECT_TRUE(is_on_paper(html, "<body data-picture>"));
    EXPECT_TRUE(is_on_paper(html, "<h1>Maintenance</h1>"));
    EXPECT_TRUE(is_on_paper(html, tr(Text::MaintenanceNone)));
    EXPECT_GT(offered_part().height, 0.0F) << "the schedule";
}

TEST_F(PaperTest, OfCapacityHoldsATable)
{
    view_ = make_capacity_view();
    draw();
    EXPECT_TRUE(is_on_paper(paper(), tr(Text::CapacityEmpty)));
}

}
}
