// SPDX-License-Identifier: Apache-2.0
#include "server/app/live_renderer.h"

#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const IncidentId kRestrictedSince { "INC-5" };
const IncidentId kStillOpen { "INC-6" };
const IncidentId kLongGone { "INC-7" };

// As alerts were recorded that came back while their incident was open.
SealedEntry came_back_to(const IncidentId& incident)
{
    AlertFired fired;
    fired.alert.id = AlertId { "0123" };
    fired.alert.name = "DiskFull";
    fired.alert.service = ServiceId { "shop" };
    fired.alert.incident = incident;
    EntryHead head;
    head.seq = 9;
    head.journal = JournalId { "main" };
    head.subject = "0123";
    EntrySalts salts;
    salts[1].fill(7);
    return seal_entry(head, fired, salts, Digest {});
}

State state_with_both()
{
    State state;
    Incident restricted;
    restricted.id = kRestrictedSince;
    restricted.restricted = true;
    state.incidents.set(kRestrictedSince, restricted);
    Incident open;
    open.id = kStillOpen;
    state.incidents.set(kStillOpen, open);
    return state;
}

TEST(LiveRendererTest, AnAlertOfBeforeDoesNotNameAnIncidentThatWasRestrictedSince)
{
    const State state = state_with_both();
    const Visibility room { .wall = WallAudience::Room, .staff = false };
    for (const Visibility& viewer : { Visibility {}, Visibility { .restricted = { kStillOpen } }, room }) {
        const std::string hidden = render_entry(came_back_to(kRestrictedSince), viewer, state);
        EXPECT_EQ(hidden.find("INC-5"), std::string::npos) << hidden;
        const auto back = entry_from_wire(hidden);
        ASSERT_TRUE(back.ok()) << back.error().message;
        EXPECT_TRUE(back.value().facts_narrowed);
        EXPECT_TRUE(verifies(back.value(), Digest {}));
        const auto decoded = decode_entry(back.value());
        ASSERT_TRUE(decoded.ok()) << decoded.error().message;
        const Alert& alert = std::get<AlertFired>(decoded.value().payload).alert;
        EXPECT_EQ(alert.incident, IncidentId {});
        EXPECT_EQ(alert.name, "DiskFull");
        EXPECT_EQ(alert.service, ServiceId { "shop" });
        EXPECT_EQ(render_entry(came_back_to(kLongGone), viewer, state).find("INC-7"), std::string::npos);
    }
}

TEST(LiveRendererTest, WhoMaySeeTheIncidentGetsTheAlertAsItWasRecorded)
{
    const State state = state_with_both();
    const Visibility member { .restricted = { kRestrictedSince } };
    const Visibility auditor { .reads_everything = true };
    for (const Visibility& viewer : { member, auditor }) {
        const SealedEntry entry = came_back_to(kRestrictedSince);
        EXPECT_EQ(render_entry(entry, viewer, state), entry_to_wire(entry, Sight::Whole));
    }
    const SealedEntry gone = came_back_to(kLongGone);
    EXPECT_EQ(render_entry(gone, auditor, state), entry_to_wire(gone, Sight::Whole));
    const SealedEntry open = came_back_to(kStillOpen);
    EXPECT_EQ(render_entry(open, Visibility {}, state), entry_to_wire(open, Sight::Whole));
}

}
}
