// SPDX-License-Identifier: Apache-2.0
// The board as a table in a file.
#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/board/board_view.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <optional>

namespace watchfloor {
namespace {

TEST(BoardCsvTest, HoldsIncidentsAndAlertsOfTheFilterWithInstants)
{
    ConsoleRoom console;
    console.done(LogIncident { .title = "=Shop is down", .services = { ServiceId { "shop" } } }, console.room.desk);
    console.fire("Slow", "mail", "warning");
    const std::string csv = board_csv(console.room.state, board_rows(console.room.state, console.room.now, {}));
    EXPECT_EQ(
        csv.rfind("kind,number,name,services,severity,state,since,text,person\r\nincident,INC-1,'=Shop is down,", 0),
        0U)
        << csv;
    EXPECT_NE(csv.find(",Slow,mail,"), std::string::npos) << csv;
    EXPECT_NE(csv.find(",2026-03-02T09:00:00.000Z,Slow on mail,\r\n"), std::string::npos) << csv;
    const std::string filtered
        = board_csv(console.room.state, board_rows(console.room.state, console.room.now, "mail"));
    EXPECT_EQ(filtered.find("incident,"), std::string::npos) << filtered;
    EXPECT_NE(filtered.find("alert,"), std::string::npos) << filtered;
}

TEST(BoardCsvTest, SaysHowManyItDoesNotHold)
{
    ConsoleRoom console;
    console.fire("Down", "shop");
    console.room.state.firing += 7; // more than the working set holds
    console.open(console.room.resolver);
    const auto view = make_board_view();
    HeadlessUi ui { { 1280, 800 } };
    std::optional<SaveRows> saved;
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
    ui.draw(
        [&] {
            for (Intent& intent : view->draw(console.input())) {
                const auto* rows = std::get_if<SaveRows>(&intent);
                saved = rows != nullptr ? std::optional { *rows } : saved;
            }
        },
        3);
    ASSERT_TRUE(saved);
    EXPECT_EQ(saved->rows, 1U);
    EXPECT_EQ(saved->left_out, 7U);
}

TEST(BoardCsvTest, OneKeySavesItAndSaysWhereThereIsNothing)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    const auto view = make_board_view();
    HeadlessUi ui { { 1280, 800 } };
    Intents intents;
    const auto press = [&] {
        intents.clear();
        HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_E);
        ui.draw(
            [&] {
                for (Intent& intent : view->draw(console.input())) {
                    intents.push_back(std::move(intent));
                }
            },
            3);
    };
    press();
    ASSERT_EQ(intents.size(), 1U);
    ASSERT_NE(std::get_if<Say>(&intents[0]), nullptr);
    EXPECT_EQ(std::get<Say>(intents[0]).text, tr(Text::SaidRowsNone));
    console.fire("Down", "shop");
    press();
    ASSERT_EQ(intents.size(), 1U);
    ASSERT_NE(std::get_if<SaveRows>(&intents[0]), nullptr);
    EXPECT_EQ(std::get<SaveRows>(intents[0]).rows, 1U);
}

}
}
