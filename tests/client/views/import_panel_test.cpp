// SPDX-License-Identifier: Apache-2.0
// A planner imports a list of assets on screen.
#include "client/views/import_panel.h"

#include "client/platform/files.h"
#include "shared/wire/error_codec.h"
#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

constexpr const char* kThreeLines = "name,site,criticality\nUPS,Hall A,high\nFan,Hall B,huge\nPump,Hall C,low\n";

class ImportPanelTest : public MaintenanceOnScreen {
protected:
    void begin(const Actor& person)
    {
        open(person);
        press(Role::Button, tr(Text::ImportOpen));
    }

    void choose(const char* text)
    {
        offer_file({ "assets.csv", text });
        draw();
    }

    void answer_to(std::size_t send, int status, const std::string& body)
    {
        ASSERT_LT(send, sent_.size());
        HttpResponse response;
        response.status = status;
        response.body = body;
        sent_[send].done(response);
        draw();
    }
};

TEST_F(ImportPanelTest, SaysOfEachLineWhatItWouldDoBeforeAnythingIsSent)
{
    begin(console_.room.planner);
    ASSERT_EQ(dialog(), tr(Text::ImportAssets));
    commit();
    EXPECT_TRUE(sent_.empty()) << "there is no list yet";
    choose(kThreeLines);
    EXPECT_TRUE(shows(tr(Text::ImportCounts, "2", "0", "1")));
    EXPECT_TRUE(shows("Line 3: fan"));
    EXPECT_TRUE(shows("Write “Criticality” as one of: low, medium, high, critical."));
    EXPECT_TRUE(sent_.empty());
}

TEST_F(ImportPanelTest, SendsWhatIsNewOrChangedAndSaysWhatBecameOfEach)
{
    begin(console_.room.planner);
    choose(kThreeLines);
    commit();
    ASSERT_EQ(sent_.size(), 2U);
    EXPECT_EQ(sent_[0].path, "/api/v1/assets");
    EXPECT_EQ(sent_[0].body, R"({"criticality":"high","id":"ups","name":"UPS","site":"Hall A"})");
    ASSERT_TRUE(sent_[0].batch);
    EXPECT_EQ(sent_[0].batch, sent_[1].batch) << "one after the other, and told of together";
    EXPECT_TRUE(shows(tr(Text::ImportProgress, "0", "2")));
    commit();
    EXPECT_EQ(sent_.size(), 2U) << "once only";
    answer_to(0, 201, "{}");
    EXPECT_TRUE(shows(tr(Text::ImportProgress, "1", "2")));
    answer_to(1, 409, error_to_json({ ErrorCode::Conflict, "Somebody was quicker." }));
    EXPECT_TRUE(shows(tr(Text::ImportProgress, "2", "2")));
    EXPECT_TRUE(shows("Somebody was quicker."));
}

TEST_F(ImportPanelTest, WhatOthersArePartsOfIsSentFirst)
{
    begin(console_.room.planner);
    choose("name,parent\nMotor,pump\nPump,\n");
    EXPECT_TRUE(shows(tr(Text::ImportCounts, "2", "0", "0")));
    commit();
    ASSERT_EQ(sent_.size(), 2U);
    EXPECT_EQ(sent_[0].about, "pump");
    EXPECT_EQ(sent_[1].about, "motor");
    answer_to(0, 409, error_to_json({ ErrorCode::Conflict, "Somebody was quicker." }));
    EXPECT_TRUE(shows("Line 3: pump")) << "the answer is of its own line";
    EXPECT_TRUE(shows("Somebody was quicker."));
}

TEST_F(ImportPanelTest, WhatIsKnownAlreadyIsNotSentAgain)
{
    console_.room.done(
        SetAsset { { .id = AssetId { "ups" }, .name = "UPS", .site = "Hall A", .criticality = Criticality::High } },
        console_.room.planner);
    begin(console_.room.planner);
    choose("name,site,criticality\nUPS,Hall A,high\n");
    EXPECT_TRUE(shows(tr(Text::ImportSame, "1")));
    commit();
    EXPECT_TRUE(sent_.empty());
    choose("name,site\nUPS,Hall B\n");
    EXPECT_TRUE(shows(tr(Text::ImportCounts, "0", "1", "0")));
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].body, R"({"id":"ups","site":"Hall B"})");
}

TEST_F(ImportPanelTest, AListThatCannotBeReadIsRefusedAsAWhole)
{
    begin(console_.room.planner);
    choose("name,site\n\"UPS,Hall A\n");
    EXPECT_TRUE(shows("Line 2: close the quotation mark"));
    commit();
    EXPECT_TRUE(sent_.empty());
    choose("name,colour\nUPS,red\n");
    EXPECT_TRUE(shows(tr(Text::ImportLeftOut, "colour")));
}

TEST_F(ImportPanelTest, WhoMayNotIsToldWhy)
{
    open(console_.room.resolver);
    const MirrorItem* offer = mirror().find(Role::Button, tr(Text::ImportOpen));
    ASSERT_NE(offer, nullptr);
    EXPECT_TRUE(offer->disabled);
}

}
}
