// SPDX-License-Identifier: Apache-2.0
// How much of an entry whom is shown, by its kind and by what its incident is now.
#include "shared/domain/visibility/visibility.h"
#include "shared/wire/entries/entry_codec.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {
namespace {

const IncidentId kAdasIncident { "SEC-4" };
const IncidentId kBobsIncident { "SEC-7" };

Visibility on_wall_of(WallAudience audience)
{
    Visibility viewer;
    viewer.wall = audience;
    return viewer;
}

// What a room wall receives of an entry for staff, written out apart from the table it checks. Visitors receive none.
struct WallSight {
    std::string_view kind;
    Sight room;
};

std::vector<WallSight> wall_sights()
{
    constexpr Sight kWhole = Sight::Whole;
    constexpr Sight kFacts = Sight::WithoutText;
    constexpr Sight kStub = Sight::Stub;
    return {
        { "journal.opened", kWhole },
        { "user.set", kWhole },
        { "session.opened", kStub },
        { "session.closed", kStub },
        { "session.refused", kStub },
        { "token.set", kStub },
        { "walls.switched", kWhole },
        { "service.set", kWhole },
        { "service.contacts_set", kStub },
        { "source.set", kFacts },
        { "source.lost", kWhole },
        { "source.regained", kWhole },
        { "bridge.set", kWhole },
        { "bridge.access_set", kStub },
        { "change.recorded", kWhole },
        { "text.erased", kWhole },
        { "alert.fired", kFacts },
        { "alert.changed", kFacts },
        { "alert.resolved", kFacts },
        { "alert.acknowledged", kFacts },
        { "incident.logged", kWhole },
        { "incident.reporter_named", kStub },
        { "incident.acknowledged", kWhole },
        { "incident.moved", kWhole },
        { "incident.classified", kWhole },
        { "incident.severity_set", kWhole },
        { "incident.headline_set", kWhole },
        { "incident.major_moved", kWhole },
        { "incident.duty_moved", kWhole },
        { "incident.task_set", kWhole },
        { "incident.noted", kWhole },
        { "incident.update_published", kWhole },
        { "incident.update_offered", kStub },
        { "incident.alert_linked", kWhole },
        { "incident.reference_added", kStub },
        { "incident.members_set", kStub },
        { "incident.alarm_raised", kWhole },
        { "capacity.defined", kWhole },
        { "capacity.crossed", kWhole },
        { "capacity.decided", kStub },
        { "capacity.plan_signed", kStub },
        { "samples.sealed", kWhole },
        { "asset.set", kWhole },
        { "work_order.set", kWhole },
        { "window.set", kWhole },
        { "wall.fitted", kWhole },
        { "wall.pages_set", kWhole },
    };
}

EntryHead head_of_kind(std::string_view kind, Audience audience = Audience::Staff, std::string subject = "")
{
    EntryHead head;
    head.kind = kind;
    head.audience = audience;
    head.subject = std::move(subject);
    return head;
}

TEST(SightTest, WallsGetWhatTheirTableSays)
{
    const Visibility room = on_wall_of(WallAudience::Room);
    const Visibility visitor = on_wall_of(WallAudience::Visitor);
    std::set<std::string_view> named;
    for (const WallSight& expected : wall_sights()) {
        named.insert(expected.kind);
        const EntryHead head = head_of_kind(expected.kind);
        EXPECT_EQ(sight_of(room, head, "fit", WallAudience::Room), expected.room) << expected.kind;
        for (const Audience audience : { Audience::Staff, Audience::Published, Audience::Restricted }) {
            const EntryHead any = head_of_kind(expected.kind, audience);
            EXPECT_EQ(sight_of(visitor, any, "fit", WallAudience::Room), Sight::Stub) << expected.kind;
            EXPECT_EQ(sight_of(room, any, "fit", WallAudience::Visitor), Sight::Stub) << expected.kind;
            EXPECT_EQ(sight_of(visitor, any, "fit", WallAudience::Visitor), Sight::Stub) << expected.kind;
        }
        const Sight unfit = expected.room == Sight::Whole ? Sight::WithoutText : expected.room;
        EXPECT_EQ(sight_of(room, head, "at 10.0.0.7", WallAudience::Room), unfit) << expected.kind;
        const EntryHead restricted = head_of_kind(expected.kind, Audience::Restricted);
        EXPECT_EQ(sight_of(room, restricted, "fit", WallAudience::Room), Sight::Stub) << expected.kind;
        const EntryHead published = head_of_kind(expected.kind, Audience::Published);
        EXPECT_EQ(sight_of(room, published, "fit", WallAudience::Room), expected.room) << expected.kind;
    }
    const auto kinds = known_kinds();
    EXPECT_EQ(named, std::set<std::string_view>(kinds.begin(), kinds.end()));
    EXPECT_EQ(sight_of(room, head_of_kind("of.later"), "", WallAudience::Room), Sight::Stub);
}

// Every kind of which a field is visitors' tells them to load anew; what is behind closed doors never does.
TEST(SightTest, VisitorsLoadAnewAfterWhatTheyMayKnow)
{
    const std::set<std::string_view> changes { "incident.classified", "incident.logged", "incident.major_moved",
        "incident.moved", "incident.severity_set", "incident.update_published", "service.set", "wall.fitted" };
    for (const std::string_view kind : known_kinds()) {
        EXPECT_EQ(changes_what_visitors_know(head_of_kind(kind)), changes.contains(kind)) << kind;
        EXPECT_EQ(changes_what_visitors_know(head_of_kind(kind, Audience::Published)), changes.contains(kind)) << kind;
        EXPECT_FALSE(changes_what_visitors_know(head_of_kind(kind, Audience::Restricted))) << kind;
    }
}

// An entry is of its incident as that is now, whatever it was when the entry was written.
TEST(SightTest, ARestrictionTakesThePastAlongAndOpeningGivesItBack)
{
    Visibility member;
    member.restricted = { kAdasIncident };
    Visibility reporter;
    reporter.staff = false;
    reporter.restricted = { kAdasIncident };
    const Visibility outsider;
    const Visibility room = on_wall_of(WallAudience::Room);
    for (const Audience written : { Audience::Staff, Audience::Restricted }) {
        const EntryHead head = head_of_kind("incident.noted", written, kAdasIncident.text);
        for (const bool restricted : { true, false }) {
            State state;
            state.incidents.set(kAdasIncident, { .restricted = restricted });
            EXPECT_EQ(is_restricted(state, kAdasIncident, written), restricted);
            EXPECT_EQ(entry_sight(member, state, head, ""), Sight::Whole);
            EXPECT_EQ(entry_sight(outsider, state, head, ""), restricted ? Sight::Stub : Sight::Whole);
            EXPECT_EQ(entry_sight(room, state, head, ""), restricted ? Sight::Stub : Sight::Whole);
            EXPECT_EQ(entry_sight(reporter, state, head, ""), Sight::Stub);
        }
        // Of what nobody knows any more, what was written counts.
        const bool shown = written == Audience::Staff;
        EXPECT_EQ(entry_sight(outsider, State {}, head, ""), shown ? Sight::Whole : Sight::Stub);
    }
    State state;
    state.incidents.set(kAdasIncident, {});
    const EntryHead told = head_of_kind("incident.update_published", Audience::Published, kAdasIncident.text);
    EXPECT_EQ(entry_sight(reporter, state, told, ""), Sight::Whole) << "what was published stays so";
}

TEST(SightTest, WhatCustomersWereToldBeforeARestrictionIsSaidAgainByItsOwnEntry)
{
    Incident incident;
    incident.id = kAdasIncident;
    incident.updates
        = { { .audience = UpdateAudience::Customers, .text = "x", .published_at = { 2'000 }, .inside = true } };
    State state;
    state.incidents.set(kAdasIncident, incident);
    Visibility reporter;
    reporter.staff = false;
    EntryHead told = head_of_kind("incident.update_published", Audience::Published, kAdasIncident.text);
    for (const std::int64_t at : { 1'000, 2'000, 2'001 }) {
        told.recorded_at = { at };
        const bool away = at <= 2'000;
        EXPECT_EQ(entry_sight(reporter, state, told, ""), away ? Sight::Stub : Sight::Whole) << at;
        EXPECT_EQ(entry_sight(Visibility {}, state, told, ""), Sight::Whole) << at;
    }
}

TEST(SightTest, PeopleGetWhatTheirRoleAndMembershipAllow)
{
    Visibility staff;
    staff.restricted = { kAdasIncident, kBobsIncident };
    Visibility reporter;
    reporter.staff = false;
    reporter.restricted = { kAdasIncident };
    Visibility auditor;
    auditor.reads_everything = true;
    for (const WallSight& one : wall_sights()) {
        const bool register_of_all = one.kind == "service.set" || one.kind == "journal.opened";
        for (const Audience audience : { Audience::Staff, Audience::Restricted, Audience::Published }) {
            const EntryHead others = head_of_kind(one.kind, audience, "SEC-5");
            const EntryHead own = head_of_kind(one.kind, audience, kBobsIncident.text);
            const bool hidden = audience == Audience::Restricted;
            EXPECT_EQ(sight_of(staff, others, "10.0.0.7", WallAudience::Visitor), hidden ? Sight::Stub : Sight::Whole);
            EXPECT_EQ(sight_of(staff, own, "10.0.0.7", WallAudience::Visitor), Sight::Whole);
            EXPECT_EQ(sight_of(auditor, others, "10.0.0.7", WallAudience::Visitor), Sight::Whole);
            const bool update = one.kind == "incident.update_published" && audience == Audience::Published;
            EXPECT_EQ(
                sight_of(reporter, own, "", WallAudience::Room), register_of_all || update ? Sight::Whole : Sight::Stub)
                << one.kind << " " << to_string(audience);
        }
    }
}

}
}
