// SPDX-License-Identifier: Apache-2.0
#include "server/api/status_page.h"

#include <functional>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

State with_major(bool restricted)
{
    State state;
    Service shop;
    shop.id = ServiceId { "shop" };
    shop.name = "internal-name";
    shop.public_name = "Shop <b>";
    state.services.set(shop.id, shop);
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.title = "Internal title";
    incident.restricted = restricted;
    incident.services = { shop.id };
    incident.state = IncidentState::Investigating;
    incident.major = MajorState::Declared;
    incident.updates = { { UpdateAudience::Customers, "We are <working> on it", { 1'772'442'000'000 }, {} },
        { UpdateAudience::Internal, "Internal words", { 1'772'442'000'000 }, {} } };
    state.incidents.set(incident.id, incident);
    return state;
}

TEST(StatusPageTest, ShowsPublicNamesAndPublishedUpdatesEscaped)
{
    const std::string page = status_page(with_major(false), { 1'772'442'000'000 });
    EXPECT_NE(page.find("Shop &lt;b&gt;: <strong>disrupted</strong>"), std::string::npos);
    EXPECT_NE(page.find("We are &lt;working&gt; on it"), std::string::npos);
    for (const char* internal : { "internal-name", "Internal", "INC-1" }) {
        EXPECT_EQ(page.find(internal), std::string::npos) << internal;
    }
}

constexpr Timestamp kNow { 1'772'442'000'000 };

State changed(const std::function<void(Incident&)>& change)
{
    State state = with_major(false);
    state.incidents.update(IncidentId { "INC-1" }, change);
    return state;
}

bool says(const State& state, std::string_view words, Timestamp now = kNow)
{
    return status_page(state, now).find(words) != std::string::npos;
}

TEST(StatusPageTest, IsNeverBetterThanWhatWasPublished)
{
    EXPECT_TRUE(says(changed([](Incident& i) { i.major = MajorState::None; }), "<strong>disrupted</strong>"))
        << "customers were told of it, declared or not";
    EXPECT_TRUE(says(changed([](Incident& i) { i.services.clear(); }), "Other services: <strong>disrupted</strong>"));
    const State silent = changed([](Incident& i) {
        i.services.clear();
        i.updates.clear();
    });
    EXPECT_FALSE(says(silent, "Other services")) << "nothing was said of what has no public name";
}

TEST(StatusPageTest, DoesNotSayAgainWhatARestrictionTookAway)
{
    const State opened = changed([](Incident& incident) {
        incident.major = MajorState::None;
        incident.updates.front().inside = true;
    });
    EXPECT_FALSE(says(opened, "working"));
    EXPECT_TRUE(says(opened, "Shop &lt;b&gt;: <strong>operational</strong>"));
}

TEST(StatusPageTest, NamesAServiceOnceThatSeveralOfOursAre)
{
    State state = with_major(false);
    Service twin = *state.services.find(ServiceId { "shop" });
    twin.id = ServiceId { "shop-db" };
    state.services.set(twin.id, twin);
    state.incidents.update(IncidentId { "INC-1" }, [&](Incident& i) { i.services.push_back(twin.id); });
    EXPECT_TRUE(says(state, "<h3>Shop &lt;b&gt;, <time"));
}

TEST(StatusPageTest, KeepsLineBreaks)
{
    const State state
        = changed([](Incident& i) { i.updates.front().text = "Checkout fails.\nWe <work> on it.\n\nMore soon."; });
    EXPECT_TRUE(says(state, "Checkout fails.<br>\nWe &lt;work&gt; on it.<br>\n<br>\nMore soon."));
}

TEST(StatusPageTest, SaysOfWhichServiceAnUpdateIsAndThatItIsOver)
{
    EXPECT_TRUE(says(with_major(false), "<h3>Shop &lt;b&gt;, <time datetime=\"2026-03-02T09:00:00.000Z\">"));
    const auto restore = [](Incident& i) { i.restored_at = kNow; };
    EXPECT_TRUE(says(changed(restore), "Shop &lt;b&gt;: <strong>restored, being watched</strong>"));
    EXPECT_TRUE(says(changed(restore), "<strong>Restored, being watched</strong> since <time"));
    const State closed = changed([&](Incident& i) {
        restore(i);
        i.state = IncidentState::Closed;
        i.closed_at = kNow;
    });
    EXPECT_TRUE(says(closed, "Shop &lt;b&gt;: <strong>operational</strong>"));
    EXPECT_TRUE(says(closed, "<strong>Over</strong> since <time"));
    EXPECT_TRUE(says(closed, "working", kNow + std::chrono::hours { 7 * 24 }));
    EXPECT_FALSE(says(closed, "working", kNow + std::chrono::hours { 7 * 24 } + Millis { 1 }));
}

TEST(StatusPageTest, SaysOfARestrictedMajorThatItsServiceIsDisturbedAndNoMore)
{
    State state = with_major(true);
    EXPECT_TRUE(says(state, "Shop &lt;b&gt;: <strong>disrupted</strong>"));
    EXPECT_TRUE(says(state, "There are no current updates."));
    for (const char* words : { "working", "Internal", "INC-1" }) {
        EXPECT_FALSE(says(state, words)) << words;
    }
    const auto with = [&](const std::function<void(Incident&)>& change) {
        State changed = state;
        changed.incidents.update(IncidentId { "INC-1" }, change);
        return changed;
    };
    EXPECT_TRUE(says(with([](Incident& i) { i.restored_at = kNow; }), "<strong>restored, being watched</strong>"));
    EXPECT_TRUE(says(with([](Incident& i) { i.major = MajorState::None; }), "<strong>operational</strong>"))
        << "what was not declared disturbs nobody outside";
    EXPECT_FALSE(says(with([](Incident& i) { i.services.clear(); }), "Other services"));
}

}
}
