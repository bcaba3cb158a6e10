// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/visibility/published.h"

#include "shared/domain/visibility/visibility.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace watchfloor {
namespace {

constexpr Timestamp kPublishedNow { 1'772'442'000'000 };
constexpr Millis kWeek = std::chrono::hours { 7 * 24 };

StatusUpdate told_customers(std::string text, Timestamp at = kPublishedNow)
{
    return { .audience = UpdateAudience::Customers,
        .text = std::move(text),
        .published_at = at,
        .published_by = UserId { "ada" } };
}

class PublishedTest : public testing::Test {
public:
    PublishedTest()
    {
        const auto add = [&](const char* id, const char* public_name) {
            state.services.set(
                ServiceId { id }, { .id = ServiceId { id }, .name = "Our name", .public_name = public_name });
        };
        add("shop", "Online shop");
        add("shop-db", "Online shop");
        add("mail", "Mail");
        add("hr", "");
    }

    Incident incident(const char* id, std::vector<StatusUpdate> updates) const
    {
        Incident made;
        made.id = IncidentId { id };
        made.title = "Our title";
        made.state = IncidentState::Investigating;
        made.services = { ServiceId { "shop" }, ServiceId { "shop-db" }, ServiceId { "mail" } };
        made.updates = std::move(updates);
        return made;
    }

    void set(const Incident& made) { state.incidents.set(made.id, made); }

    std::vector<std::string> texts(PublishedOn where = PublishedOn::StatusPage) const
    {
        std::vector<std::string> found;
        for (const PublishedLine& line : published_lines(state, kPublishedNow, where)) {
            found.push_back(line.text);
        }
        return found;
    }

    State state {};
};

using PublishedWords = std::vector<std::string>;

TEST_F(PublishedTest, TellsOfWhatServicesByTheirPublicNamesOnce)
{
    set(incident("INC-1", { told_customers("We look into it.") }));
    const auto lines = published_lines(state, kPublishedNow, PublishedOn::StatusPage);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].services, (PublishedWords { "Mail", "Online shop" }));
    EXPECT_EQ(lines[0].at, kPublishedNow);
    EXPECT_FALSE(lines[0].over || lines[0].declared || lines[0].restored_at);
}

TEST_F(PublishedTest, ForgetsWhatIsOverAfterAWeek)
{
    Incident ended = incident("INC-1", { told_customers("It was repaired.") });
    ended.state = IncidentState::Closed;
    ended.restored_at = kPublishedNow - kWeek - Millis { 5 };
    ended.closed_at = kPublishedNow - kWeek;
    set(ended);
    const auto lines = published_lines(state, kPublishedNow, PublishedOn::StatusPage);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_TRUE(lines[0].over);
    EXPECT_EQ(lines[0].restored_at, ended.restored_at);
    EXPECT_TRUE(published_lines(state, kPublishedNow + Millis { 1 }, PublishedOn::StatusPage).empty());
}

TEST_F(PublishedTest, LeavesOutWhatIsNotForOutside)
{
    Incident restricted = incident("INC-1", { told_customers("restricted") });
    restricted.restricted = true;
    set(restricted);
    Incident cancelled = incident("INC-2", { told_customers("cancelled") });
    cancelled.state = IncidentState::Cancelled;
    set(cancelled);
    Incident within = incident("INC-3", { told_customers("kept within") });
    within.updates.front().inside = true;
    set(within);
    set(incident("INC-4", { { .audience = UpdateAudience::Internal, .text = "internal" } }));
    set(incident("INC-5", { told_customers("") })); // erased
    EXPECT_EQ(texts(), PublishedWords {});
}

TEST_F(PublishedTest, TheNewestStandsFirst)
{
    set(incident("INC-1", { told_customers("older", kPublishedNow - Millis { 1 }) }));
    set(incident("INC-2", { told_customers("newest") }));
    set(incident("INC-3", { told_customers("as new") }));
    EXPECT_EQ(texts(), (PublishedWords { "newest", "as new", "older" }));
}

// One function of the fold: what a visitors' wall holds of it says what the status page says.
TEST_F(PublishedTest, AVisitorsWallReadsWhatTheStatusPageHas)
{
    Incident major = incident("INC-1", { told_customers("We work on it.\nMore at noon."), { .text = "internal" } });
    major.major = MajorState::Declared;
    set(major);
    set(incident("INC-2", { told_customers("Mail is slow.", kPublishedNow - Millis { 7 }) }));
    Incident ended = incident("INC-3", { told_customers("It is over.", kPublishedNow - Millis { 9 }) });
    ended.state = IncidentState::Closed;
    ended.restored_at = kPublishedNow - Millis { 8 };
    ended.closed_at = kPublishedNow - Millis { 6 };
    set(ended);
    Incident nameless = incident("INC-4", { told_customers("Something else fails.") });
    nameless.services = { ServiceId { "hr" } };
    set(nameless);
    Incident cancelled = incident("INC-5", { told_customers("A mistake.") });
    cancelled.state = IncidentState::Cancelled;
    set(cancelled);
    Incident restricted = incident("INC-6", { told_customers("Told to members.") });
    restricted.restricted = true;
    set(restricted);
    const State seen = project(state, { .wall = WallAudience::Visitor });
    const auto page = published_lines(state, kPublishedNow, PublishedOn::StatusPage);
    const auto wall = published_lines(seen, kPublishedNow, PublishedOn::Wall);
    ASSERT_EQ(page.size(), 4U);
    ASSERT_EQ(wall.size(), page.size());
    for (std::size_t i = 0; i < page.size(); ++i) {
        EXPECT_EQ(wall[i].incident, page[i].incident);
        EXPECT_EQ(wall[i].at, page[i].at);
        EXPECT_EQ(wall[i].services, page[i].services);
        EXPECT_EQ(wall[i].text, page[i].text);
        EXPECT_EQ(wall[i].restored_at, page[i].restored_at);
        EXPECT_EQ(wall[i].over, page[i].over);
        EXPECT_EQ(wall[i].declared, page[i].declared);
    }
}

TEST_F(PublishedTest, AWallSaysThatSomethingWasPublishedWithoutTheWordsItMayNotShow)
{
    state.services.set(
        ServiceId { "gate" }, { .id = ServiceId { "gate" }, .name = "Our name", .public_name = "Gateway 10.0.0.7" });
    Incident told = incident("INC-1", { told_customers("10.11.12.13 does not answer.") });
    told.services.push_back(ServiceId { "gate" });
    set(told);
    EXPECT_EQ(texts(), PublishedWords { "10.11.12.13 does not answer." });
    const State seen = project(state, { .wall = WallAudience::Visitor });
    for (const State& held : { state, seen }) { // a wall that a person opened holds the whole
        const auto lines = published_lines(held, kPublishedNow, PublishedOn::Wall);
        ASSERT_EQ(lines.size(), 1U);
        EXPECT_EQ(lines[0].text, "");
        EXPECT_EQ(lines[0].services, (PublishedWords { "Mail", "Online shop" }));
    }
}

}
}
