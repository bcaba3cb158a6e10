// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

TEST(ClassifyIncidentTest, ComputesThePriorityAndRetargets)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.pass(minutes { 10 });
    const Decision decision
        = room.done(ClassifyIncident { .incident = id, .impact = Level::High, .urgency = Level::Medium }, room.desk);
    EXPECT_EQ(entries_of<IncidentClassified>(decision).at(0).matrix_version, 1);
    EXPECT_EQ(room.incident(id).priority, Priority::P2);
    EXPECT_EQ(room.incident(id).clock(ClockKind::Resolve)->due_at, kMorning + hours { 8 });
    EXPECT_EQ(room.incident(id).clock(ClockKind::Respond)->due_at, kMorning + minutes { 30 });
}

TEST(ClassifyIncidentTest, ProposesAMajorWhenItBecomesP1)
{
    Room room;
    const IncidentId id = room.log_incident();
    const ClassifyIncident p1 { .incident = id, .impact = Level::High, .urgency = Level::High };
    EXPECT_EQ(kinds_of(room.done(p1, room.desk)), (Texts { "incident.classified", "incident.major_moved" }));
    EXPECT_EQ(kinds_of(room.done(p1, room.desk)), (Texts { "incident.classified" }));
}

TEST(ClassifyIncidentTest, KeepsTheTermsOfADeclaredMajor)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(ClassifyIncident { .incident = id, .impact = Level::Low, .urgency = Level::Low }, room.desk);
    EXPECT_EQ(room.incident(id).priority, Priority::P5);
    EXPECT_EQ(room.incident(id).clock(ClockKind::Resolve)->due_at, kMorning + hours { 4 });
}

TEST(ClassifyIncidentTest, FillsInWhatADeclarationSkipped)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(
        ClassifyIncident {
            .incident = id, .category = "network", .impact = Level::High, .personal_data = PersonalData::No },
        room.desk);
    EXPECT_EQ(room.incident(id).fill_later, (Texts { "security_relevant", "urgency" }));
}

TEST(ClassifyIncidentTest, LeavesStoppedClocksOfResolvedIncidentsAlone)
{
    Room room;
    const IncidentId id = room.investigated();
    room.done(room.resolution(id), room.resolver);
    const auto before = room.incident(id).clocks.size();
    room.done(ClassifyIncident { .incident = id, .impact = Level::High, .urgency = Level::High }, room.desk);
    EXPECT_EQ(room.incident(id).clocks.size(), before);
    EXPECT_TRUE(room.incident(id).clock(ClockKind::NextUpdate)->stopped_at.has_value());
    EXPECT_EQ(room.incident(id).major, MajorState::None);
}

TEST(ClassifyIncidentTest, SeverityAndHeadlineAreEntriesOfTheirOwn)
{
    Room room;
    const IncidentId id = room.declared();
    const ClassifyIncident command {
        .incident = id, .severity = IncidentSeverity::Sev2, .headline = "Failing over; next decision 10:30"
    };
    EXPECT_EQ(room.refused(command, room.colleague).code, ErrorCode::Forbidden);
    EXPECT_EQ(
        kinds_of(room.done(command, room.resolver)), (Texts { "incident.severity_set", "incident.headline_set" }));
    room.done(MoveDuty { .incident = id, .act = DutyRequest::Take, .duty = Duty::Scribe }, room.desk);
    room.done(ClassifyIncident { .incident = id, .headline = "Restored" }, room.desk);
    EXPECT_EQ(room.incident(id).headline, "Restored");
}

TEST(ClassifyIncidentTest, RefusesBadInput)
{
    Room room;
    const IncidentId id = room.log_incident();
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id }, room.desk).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id, .category = "" }, room.desk).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id, .headline = std::string(81, 'h') }, room.desk).code,
        ErrorCode::Malformed);
    EXPECT_EQ(
        room.refused(ClassifyIncident { .incident = id, .services = std::vector<ServiceId> { ServiceId { "x" } } },
                room.desk)
            .code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id, .version = 1, .category = "x" }, room.desk).code,
        ErrorCode::Conflict);
}

}
}
