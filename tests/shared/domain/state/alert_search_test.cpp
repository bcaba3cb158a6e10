// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/state/alert_search.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(AlertSearchTest, FindsWordsWhereverPeopleKnowAnAlertBy)
{
    State state;
    state.services.set(
        ServiceId { "shop" }, { .id = ServiceId { "shop" }, .name = "checkout", .public_name = "Online shop" });
    Alert alert { .id = AlertId { "a" }, .name = "DiskFull", .service = ServiceId { "shop" } };
    alert.labels = { { "instance", "db1.example.org:9100" } };
    alert.annotations = { { "summary", "95 % are used" } };
    for (const char* words : { "diskfull", "CHECKOUT", "online shop", "shop", "DB1.", "95 %", "" }) {
        EXPECT_TRUE(alert_matches(state, alert, words)) << words;
    }
    // Names of labels are no words of the alert.
    for (const char* words : { "instance", "db2", "disk full" }) {
        EXPECT_FALSE(alert_matches(state, alert, words)) << words;
    }
}

TEST(AlertSearchTest, FindsServicesThatAreNotKnownByTheirId)
{
    Alert alert;
    alert.service = ServiceId { "Gone-1" };
    EXPECT_TRUE(alert_matches(State {}, alert, "gone-1"));
    EXPECT_FALSE(alert_matches(State {}, alert, "gone-2"));
    EXPECT_TRUE(contains_folded("AZ", "az"));
    EXPECT_FALSE(contains_folded("@[", "`{")) << "only letters have two cases";
    EXPECT_TRUE(contains_folded("xab", "ab"));
    EXPECT_FALSE(contains_folded("xa", "ab"));
}

TEST(AlertSearchTest, LettersBeyondEnglishAreTakenAsTheyAre)
{
    EXPECT_TRUE(contains_folded("Größe", "größe"));
    EXPECT_FALSE(contains_folded("GRÖSSE", "größe"));
    EXPECT_TRUE(contains_folded("a", ""));
    EXPECT_FALSE(contains_folded("", "a"));
}

}
}
