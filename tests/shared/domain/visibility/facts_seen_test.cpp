// SPDX-License-Identifier: Apache-2.0
// Which facts of an entry a wall is sent: of every kind there is.
#include "shared/domain/visibility/visibility.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/json/json_reader.h"
#include "tests/shared/wire/filled.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace watchfloor {
namespace {

using FactNames = std::set<std::string>;

const std::string kFactsSubject = "INC-1";

FactNames names_of_facts(const SealedEntry& entry)
{
    FactNames names;
    const auto facts = read_json(entry.facts->bytes);
    EXPECT_TRUE(facts.ok()) << entry.facts->bytes;
    if (facts.ok()) {
        for (const auto& member : facts.value().members) {
            names.insert(member.first);
        }
    }
    return names;
}

SealedEntry sealed_with(const Payload& payload)
{
    EntryHead head;
    head.seq = 1;
    head.journal = JournalId { "main" };
    head.subject = kFactsSubject;
    return seal_entry(head, payload, EntrySalts {}, Digest {});
}

// The entry as such a wall is sent it, or nothing where that is a stub.
std::optional<SealedEntry> sent_to(const Visibility& viewer, WallAudience walls, const SealedEntry& entry)
{
    const EntryHead head = decode_head(entry).value();
    if (sight_of(viewer, head, "fit", walls) == Sight::Stub) {
        return std::nullopt;
    }
    const auto names = facts_seen(viewer, head.kind, walls);
    const auto wire = entry_from_wire(entry_to_wire(names ? with_facts(entry, *names) : entry, Sight::WithoutText));
    EXPECT_TRUE(wire.ok()) << wire.error().message;
    return wire.ok() ? std::optional { wire.value() } : std::nullopt;
}

TEST(FactsSeenTest, VisitorsReceiveNone)
{
    const Visibility visitor { .wall = WallAudience::Visitor, .staff = false };
    const Visibility switched { .wall = WallAudience::Room, .staff = false };
    for (const Payload& payload : filled_payloads(3)) {
        const SealedEntry entry = sealed_with(payload);
        EXPECT_FALSE(sent_to(visitor, WallAudience::Room, entry)) << kind_of(payload);
        EXPECT_FALSE(sent_to(switched, WallAudience::Visitor, entry)) << kind_of(payload);
    }
}

TEST(FactsSeenTest, ARoomReceivesAllButWhatAnIncidentKeepsOffWalls)
{
    const Visibility room { .wall = WallAudience::Room, .staff = false };
    for (const Payload& payload : filled_payloads(5)) {
        const std::string kind { kind_of(payload) };
        const SealedEntry entry = sealed_with(payload);
        const auto sent = sent_to(room, WallAudience::Room, entry);
        if (sent && kind != "incident.logged") {
            EXPECT_EQ(sent->facts->bytes, entry.facts->bytes) << kind;
            EXPECT_FALSE(sent->facts_narrowed) << kind;
        }
        if (sent && kind == "incident.logged") {
            const FactNames names = names_of_facts(*sent);
            EXPECT_TRUE(names.contains("category"));
            EXPECT_FALSE(names.contains("members"));
            EXPECT_FALSE(names.contains("external_references"));
        }
    }
}

TEST(FactsSeenTest, PeopleReceiveThemWhole)
{
    for (const Visibility& viewer : { Visibility {}, Visibility { .staff = false } }) {
        for (const Payload& payload : filled_payloads(7)) {
            EXPECT_EQ(facts_seen(viewer, kind_of(payload), WallAudience::Visitor), std::nullopt);
        }
    }
}

}
}
