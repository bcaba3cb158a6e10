// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline_fold/timeline_items.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(ConcernsServiceTest, ItsOwnAndWhatIsOfAnIncidentThatAffectsIt)
{
    const ServiceId shop { "shop" };
    State state;
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.services = { shop };
    state.incidents.set(incident.id, incident);
    TimelineSubject change;
    change.services = { ServiceId { "mail" }, shop };
    EXPECT_TRUE(concerns_service(change, shop, state));
    EXPECT_FALSE(concerns_service(change, ServiceId { "pay" }, state));
    TimelineSubject note;
    note.incident = IncidentId { "INC-1" };
    EXPECT_TRUE(concerns_service(note, shop, state));
    EXPECT_FALSE(concerns_service(note, ServiceId { "mail" }, state));
    TimelineSubject alert;
    alert.incident = IncidentId { "INC-1" };
    alert.alert = AlertId { "a1" };
    alert.services = { ServiceId { "mail" } };
    EXPECT_FALSE(concerns_service(alert, shop, state)) << "linked, and of another service";
    EXPECT_TRUE(concerns_service(alert, ServiceId { "mail" }, state));
    note.incident = IncidentId { "INC-2" };
    note.services = { shop };
    EXPECT_TRUE(concerns_service(note, shop, state)) << "the first entry of one that is not held says it";
}

}
}
