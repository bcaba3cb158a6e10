// SPDX-License-Identifier: Apache-2.0
// Which alerts of a source are heartbeats: added and taken off the list on the sources screen.
#include "client/views/sources/heartbeat_rules_panel.h"

#include "client/views/sources/sources_view.h"
#include "shared/domain/decide/heartbeats.h"
#include "shared/wire/command_codec.h"
#include "tests/support/view_on_screen.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

TEST(HeartbeatRuleWordsTest, LabelsAreReadAsTheyAreTypedAndShown)
{
    EXPECT_EQ(write_labels({ { "cluster", "north" }, { "tier", "1" } }), "cluster=north, tier=1");
    EXPECT_EQ(write_labels({}), "");
    EXPECT_EQ(read_labels(""), Labels {});
    EXPECT_EQ(read_labels("  "), Labels {});
    EXPECT_EQ(read_labels("cluster=north"), (Labels { { "cluster", "north" } }));
    EXPECT_EQ(read_labels(" cluster = north , tier=\"1\" ,"), (Labels { { "cluster", "north" }, { "tier", "1" } }));
    for (const char* text : { "cluster", "=north", "cluster=", "a=1,a=2", "a=1,,b", "a=\"\"" }) {
        EXPECT_EQ(read_labels(text), std::nullopt) << text;
    }
}

TEST(HeartbeatRuleWordsTest, ARuleSaysItsLabelsItsIntervalAndThatItIsRetired)
{
    HeartbeatRule rule { .name = "Watchdog", .match = { { "cluster", "north" } }, .interval_seconds = 14'400 };
    EXPECT_EQ(heartbeat_rule_words(rule), "Watchdog{cluster=\"north\"}, every 4h");
    rule.interval_seconds = 0;
    rule.retired = true;
    EXPECT_EQ(heartbeat_rule_words(rule),
        "Watchdog{cluster=\"north\"}, as often as it is learnt to come, not expected any more");
}

TEST(HeartbeatRuleWordsTest, WhatIsUsualInTheFormatStaysUntilSomebodyTakesItOff)
{
    Source source { .id = SourceId { "am" }, .kind = SourceKind::Alertmanager };
    const HeartbeatRule beat { .name = "Pulse" };
    const Source more = with_heartbeat_rule(source, beat);
    ASSERT_TRUE(more.heartbeats);
    ASSERT_EQ(more.heartbeats->size(), 3U);
    EXPECT_EQ(more.heartbeats->back(), beat);
    const Source fewer = without_heartbeat_rule(source, { .name = "DeadMansSwitch" });
    ASSERT_TRUE(fewer.heartbeats);
    EXPECT_EQ(*fewer.heartbeats, (std::vector<HeartbeatRule> { { .name = "Watchdog" } }));
    source.kind = SourceKind::Zabbix;
    EXPECT_EQ(*with_heartbeat_rule(source, beat).heartbeats, (std::vector<HeartbeatRule> { beat }))
        << "no alert of Zabbix was a heartbeat before";
}

class HeartbeatRulesTest : public ViewOnScreen {
protected:
    HeartbeatRulesTest() : ViewOnScreen(make_sources_view(), { 1280, 720 }) { }

    void open(const Actor& person)
    {
        console_.open(person);
        draw();
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Row && item.label.starts_with("prometheus, "); });
        ASSERT_NE(row, mirror().items().end());
        mirror().activate(row->id);
        draw();
    }

    void type(std::string_view field, const char* text)
    {
        press(Role::TextField, field);
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    void press(Role role, std::string_view words)
    {
        const MirrorItem* found = mirror().find(role, words);
        ASSERT_NE(found, nullptr) << words;
        mirror().activate(found->id);
        draw();
    }

    static std::string dialog()
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Dialog; });
        return at == mirror().items().end() ? std::string {} : at->label;
    }

    std::vector<HeartbeatRule> asked() const
    {
        const auto command
            = sent_.empty() ? Result<SetSource> { Error {} } : decode_command<SetSource>(sent_.back().body);
        return command.ok() ? command.value().source.heartbeats.value_or(std::vector<HeartbeatRule> {})
                            : std::vector<HeartbeatRule> {};
    }
};

TEST_F(HeartbeatRulesTest, OneIsAddedByKeyboardAndTheUsualOnesStay)
{
    open(console_.room.administrator);
    EXPECT_EQ(dialog(), "Heartbeats of prometheus");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty()) << "it has no name yet";
    type("Name of the alert", "Pulse");
    type("Labels it has", "cluster=north");
    type("Comes every", "5m");
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/sources");
    ASSERT_EQ(asked().size(), 3U) << sent_[0].body;
    EXPECT_EQ(asked().back(),
        (HeartbeatRule { .name = "Pulse", .match = { { "cluster", "north" } }, .interval_seconds = 300 }));
    EXPECT_EQ(decode_command<SetSource>(sent_[0].body).value().source.domain, "site") << "the rest of the source stays";
    EXPECT_EQ(dialog(), "");
}

TEST_F(HeartbeatRulesTest, WhatCannotBeReadIsNotAdded)
{
    open(console_.room.administrator);
    type("Name of the alert", "Pulse");
    type("Labels it has", "north");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty());
    EXPECT_EQ(dialog(), "Heartbeats of prometheus");
}

TEST_F(HeartbeatRulesTest, OneIsTakenOffTheListOnceThatWasAsked)
{
    Source source = *console_.room.state.sources.find(SourceId { "prometheus" });
    source.heartbeats = { { .name = "Pulse" }, { .name = "Watchdog" } };
    console_.done(SetSource { source }, console_.room.administrator);
    open(console_.room.administrator);
    press(Role::Button, "Remove Pulse, as often as it is learnt to come…");
    EXPECT_TRUE(sent_.empty());
    EXPECT_EQ(dialog(), "Remove Pulse?");
    press_key(ImGuiKey_Escape);
    EXPECT_EQ(dialog(), "Heartbeats of prometheus") << "back to the list";
    press(Role::Button, "Remove Pulse, as often as it is learnt to come…");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked(), (std::vector<HeartbeatRule> { { .name = "Watchdog" } }));
    EXPECT_EQ(dialog(), "");
}

TEST_F(HeartbeatRulesTest, WhoMayNotEditSourcesReadsTheList)
{
    open(console_.room.resolver);
    const MirrorItem* remove = mirror().find(Role::Button, "Remove Watchdog, as often as it is learnt to come…");
    ASSERT_NE(remove, nullptr);
    EXPECT_TRUE(remove->disabled);
    type("Name of the alert", "Pulse");
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty());
}

}
}
