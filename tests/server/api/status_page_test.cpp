// SPDX-License-Identifier: Apache-2.0
#include "server/api/status_page.h"

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

TEST(StatusPageTest, SaysNothingOfARestrictedIncident)
{
    const std::string page = status_page(with_major(true), { 1'772'442'000'000 });
    EXPECT_NE(page.find("<strong>operational</strong>"), std::string::npos);
    EXPECT_EQ(page.find("working"), std::string::npos);
}

}
}
