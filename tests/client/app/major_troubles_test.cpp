// SPDX-License-Identifier: Apache-2.0
#include "client/app/major_troubles.h"

#include "client/keys/keymap.h"
#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(MajorTroublesTest, AKeyIsNamedToThoseWhoMayPressIt)
{
    State state;
    Incident major;
    major.id = IncidentId { "INC-1" };
    major.major = MajorState::Declared;
    major.started_at = kMorning;
    TargetClock update;
    update.kind = ClockKind::NextUpdate;
    update.due_at = kMorning;
    major.clocks = { update };
    state.incidents.set(major.id, major);
    const std::string press = ": press " + keys_of(Action::Update);
    const auto overdue
        = [&](bool may_update) { return major_troubles(state, kMorning + minutes { 2 }, may_update).back(); };
    EXPECT_NE(overdue(true).find(press), std::string::npos) << overdue(true);
    EXPECT_EQ(overdue(false).find("press"), std::string::npos) << overdue(false);
    EXPECT_NE(overdue(false).find("OVERDUE on INC-1 by 02:00"), std::string::npos) << overdue(false);
}

}
}
