// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/entries/entry_codec.h"

#include "shared/domain/decision/decision.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/json/canonical_reader.h"
#include "tests/shared/wire/filled.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

EntrySalts salts_of(std::uint8_t byte)
{
    EntrySalts salts;
    for (std::size_t i = 0; i < salts.size(); ++i) {
        salts[i].fill(static_cast<std::uint8_t>(byte + i));
    }
    return salts;
}

EntryHead head_of(std::uint64_t seq)
{
    EntryHead head;
    head.seq = seq;
    head.journal = JournalId { "main" };
    head.recorded_at = Timestamp { 1'767'322'800'123 };
    head.occurred_at = Timestamp { 1'767'322'700'000 };
    head.actor = UserId { "ada" };
    head.duty = Duty::Scribe;
    head.subject = "INC-42";
    head.audience = Audience::Restricted;
    head.seen_seq = 9'007'199'254'740'993;
    return head;
}

// The same bytes again mean that no field was lost on the way.
void expect_same_bytes(const SealedEntry& before, const Entry& entry)
{
    const SealedEntry after = seal_entry(
        entry.head, entry.payload, { before.head->salt, before.facts->salt, before.text->salt }, Digest {});
    EXPECT_EQ(after.head->bytes, before.head->bytes);
    EXPECT_EQ(after.facts->bytes, before.facts->bytes);
    EXPECT_EQ(after.text->bytes, before.text->bytes);
    EXPECT_EQ(after.hash, before.hash);
}

SealedEntry sample_entry()
{
    NoteAdded note;
    note.incident = IncidentId { "INC-42" };
    note.note = "restarted \"db1\"";
    return seal_entry(head_of(7), note, salts_of(1), Digest {});
}

void replace(std::string& text, std::string_view what, std::string_view with)
{
    const std::size_t at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what << " in " << text;
    text.replace(at, what.size(), with);
}

}

TEST(EntryCodecTest, EveryKindComesBackWhole)
{
    std::uint64_t seq = 0;
    for (const auto& payloads : { filled_payloads(1), filled_payloads(100), default_payloads() }) {
        for (const Payload& payload : payloads) {
            const SealedEntry sealed = seal_entry(head_of(++seq), payload, salts_of(3), Digest {});
            SCOPED_TRACE(sealed.head->bytes + sealed.facts->bytes + sealed.text->bytes);
            EXPECT_TRUE(is_canonical(sealed.head->bytes));
            EXPECT_TRUE(is_canonical(sealed.facts->bytes));
            EXPECT_TRUE(is_canonical(sealed.text->bytes));
            const auto entry = decode_entry(sealed);
            ASSERT_TRUE(entry.ok()) << entry.error().message;
            EXPECT_EQ(entry.value().payload.index(), payload.index());
            EXPECT_TRUE(entry.value().text_present);
            expect_same_bytes(sealed, entry.value());
        }
    }
}

TEST(EntryCodecTest, ZeroesComeBackWhereTheDefaultIsAnotherNumber)
{
    CapacityDefined defined;
    defined.resource.id = ResourceId { "db1/disk" };
    defined.resource.warn_percent = 0;
    const auto entry = decode_entry(seal_entry(head_of(1), defined, salts_of(1), Digest {}));
    ASSERT_TRUE(entry.ok()) << entry.error().message;
    EXPECT_EQ(std::get<CapacityDefined>(entry.value().payload).resource.warn_percent, 0);
    EXPECT_EQ(std::get<CapacityDefined>(entry.value().payload).resource.critical_percent, 90);
}

TEST(EntryCodecTest, WritesThePartsAsTheJournalWillKeepThem)
{
    const SealedEntry entry = sample_entry();
    EXPECT_EQ(entry.head->bytes,
        R"({"actor":"ada","audience":"restricted","duty":"scribe","journal":"main","kind":"incident.noted",)"
        R"("occurred_at":"2026-01-02T02:58:20.000Z","recorded_at":"2026-01-02T03:00:00.123Z",)"
        R"("seen_seq":"9007199254740993","seq":7,"subject":"INC-42","version":1})");
    EXPECT_EQ(entry.facts->bytes, R"({"incident":"INC-42","note_kind":"observation"})");
    EXPECT_EQ(entry.text->bytes, R"({"note":"restarted \"db1\""})");
    EXPECT_TRUE(verifies(entry, Digest {}));
}

TEST(EntryCodecTest, KeepsFieldsSortedWhereTheyAreNotDeclaredSorted)
{
    TaskSet set;
    set.incident = IncidentId { "INC-1" };
    set.task.id = TaskId { "T-1" };
    set.task.containment = true;
    const SealedEntry entry = seal_entry(head_of(1), set, salts_of(1), Digest {});
    EXPECT_EQ(entry.facts->bytes, R"({"containment":true,"id":"T-1","incident":"INC-1","state":"open"})");
    const auto decoded = decode_entry(entry);
    ASSERT_TRUE(decoded.ok()) << decoded.error().message;
    EXPECT_TRUE(std::get<TaskSet>(decoded.value().payload).task.containment);
}

TEST(EntryCodecTest, TextThatIsGoneLeavesDefaults)
{
    SealedEntry entry = sample_entry();
    entry.text.reset();
    const auto decoded = decode_entry(entry);
    ASSERT_TRUE(decoded.ok()) << decoded.error().message;
    EXPECT_FALSE(decoded.value().text_present);
    EXPECT_EQ(std::get<NoteAdded>(decoded.value().payload).note, "");
    EXPECT_EQ(std::get<NoteAdded>(decoded.value().payload).incident.text, "INC-42");
}

TEST(EntryCodecTest, NewerKindsAndVersionsNeedAnUpdate)
{
    for (const auto& [what, with] : std::vector<std::pair<std::string, std::string>> {
             { R"("incident.noted")", R"("incident.sung")" }, { R"("version":1)", R"("version":2)" } }) {
        SealedEntry entry = sample_entry();
        replace(entry.head->bytes, what, with);
        const auto decoded = decode_entry(entry);
        ASSERT_FALSE(decoded.ok());
        EXPECT_EQ(decoded.error().code, ErrorCode::Unsupported);
        EXPECT_NE(decoded.error().message.find("Update needed"), std::string::npos);
    }
}

TEST(EntryCodecTest, RefusesAnythingButItsOwnBytes)
{
    struct Damage {
        std::optional<SealedPart> SealedEntry::*part;
        std::string_view what;
        std::string_view with;
    };
    const std::vector<Damage> damages {
        { &SealedEntry::facts, R"({"incident")", R"({ "incident")" },
        { &SealedEntry::facts, R"("INC-42")", R"("INC-42","incident":"INC-43")" },
        { &SealedEntry::facts, R"("observation")", R"("rumour")" },
        { &SealedEntry::facts, R"("observation")", R"(7)" },
        { &SealedEntry::facts, R"(,"note_kind":"observation")", "" },
        { &SealedEntry::facts, R"("observation"})", R"("observation","supersedes":1.5})" },
        { &SealedEntry::facts, R"("observation"})", R"("observation","supersedes":-1})" },
        { &SealedEntry::facts, R"("observation"})", R"("observation","supersedes":"12"})" },
        { &SealedEntry::facts, R"("observation"})", R"("observation"}x)" },
        { &SealedEntry::facts, R"("observation"})", R"("observation")" },
        { &SealedEntry::text, R"("restarted)", R"("\u0041)" },
        { &SealedEntry::text, R"("restarted)", "\"\xFF" },
        { &SealedEntry::text, R"("restarted)", "\"\n" },
        { &SealedEntry::head, R"("seq":7)", R"("seq":8)" },
        { &SealedEntry::head, R"("seq":7)", R"("seq":6)" },
        { &SealedEntry::head, R"("version":1)", R"("version":0)" },
        { &SealedEntry::head, R"("version":1)", R"("version":-1)" },
        { &SealedEntry::head, "2026-01-02T02", "2026-02-30T02" },
        { &SealedEntry::head, "2026-01-02T02", "0000-01-02T02" },
        { &SealedEntry::head, "00.123Z", "00.123z" },
        { &SealedEntry::head, R"("seen_seq":"9007199254740993")", R"("seen_seq":9007199254740993)" },
    };
    for (const Damage& damage : damages) {
        SealedEntry entry = sample_entry();
        replace((entry.*damage.part)->bytes, damage.what, damage.with);
        const auto decoded = decode_entry(entry);
        ASSERT_FALSE(decoded.ok()) << damage.with;
        EXPECT_EQ(decoded.error().code, ErrorCode::Malformed) << damage.with;
        EXPECT_NE(decoded.error().message.find("Entry 7"), std::string::npos) << decoded.error().message;
    }
}

// Whatever wrote them is newer than this program, which is to say so.
TEST(EntryCodecTest, FieldsThatAreNotKnownAskForAnUpdate)
{
    SealedEntry more = sample_entry();
    replace(more.facts->bytes, R"("observation"})", R"("observation","z":1})");
    EXPECT_EQ(decode_entry(more).error().code, ErrorCode::Unsupported);
    // One that stands before a field that is always written does not make that one a missing field.
    SealedEntry before = sample_entry();
    replace(before.facts->bytes, R"(,"note_kind")", R"(,"more":1,"note_kind")");
    EXPECT_EQ(decode_entry(before).error().code, ErrorCode::Unsupported);
    SealedEntry other = sample_entry();
    replace(other.text->bytes, R"({"note")", R"({"mote")");
    const Error error = decode_entry(other).error();
    EXPECT_EQ(error.code, ErrorCode::Unsupported);
    EXPECT_NE(error.message.find("Update needed: the field 'mote'"), std::string::npos) << error.message;
}

TEST(EntryCodecTest, RefusesStubsAndHeadsWithoutFacts)
{
    SealedEntry entry = sample_entry();
    entry.facts.reset();
    EXPECT_FALSE(decode_entry(entry).ok());
    entry.head.reset();
    EXPECT_FALSE(decode_entry(entry).ok());
}

TEST(EntryCodecTest, OlderVersionsAreBroughtUpStepByStep)
{
    SealedEntry entry = sample_entry();
    entry.head->bytes.replace(entry.head->bytes.find(R"("version":1)"), 11, R"("version":-1)");
    entry.facts->bytes = R"({"about":"INC-42"})";
    entry.text->bytes = R"({"say":"hello"})";
    const Upcast upcasts[] = {
        { "incident.moved", -1, [](EntryParts& parts) { parts.facts = {}; } },
        { "incident.noted", 0, [](EntryParts& parts) { parts.facts.set("note_kind", JsonValue::text("decision")); } },
        { "incident.noted", -1,
            [](EntryParts& parts) {
                parts.facts.set("incident", *parts.facts.find("about"));
                parts.facts.erase("about");
                parts.text.set("note", *parts.text.find("say"));
                parts.text.erase("say");
            } },
        { "incident.moved", 0, [](EntryParts& parts) { parts.facts = {}; } },
    };
    const auto decoded = decode_entry(entry, upcasts);
    ASSERT_TRUE(decoded.ok()) << decoded.error().message;
    const auto& note = std::get<NoteAdded>(decoded.value().payload);
    EXPECT_EQ(note.incident.text, "INC-42");
    EXPECT_EQ(note.note_kind, NoteKind::Decision);
    EXPECT_EQ(note.note, "hello");
    EXPECT_EQ(decode_entry(entry).error().code, ErrorCode::Malformed) << "no upcast for it";
}

TEST(EntryCodecTest, AVersionThatOnlyAddsFieldsIsReadAsItIs)
{
    AlertFired fired;
    fired.alert.id = AlertId { "a1" };
    fired.alert.labels = { { "alertname", "DiskFull" } };
    EntryHead head;
    head.seq = 7;
    head.journal = JournalId { "main" };
    SealedEntry entry = seal_entry(head, fired, EntrySalts {}, Digest {});
    replace(entry.head->bytes, R"("version":2)", R"("version":1)");
    const auto decoded = decode_entry(entry);
    ASSERT_TRUE(decoded.ok()) << decoded.error().message;
    EXPECT_EQ(std::get<AlertFired>(decoded.value().payload).alert.labels, fired.alert.labels);
    EXPECT_TRUE(std::get<AlertFired>(decoded.value().payload).alert.links.empty());
    EXPECT_EQ(decode_entry(entry, {}).error().code, ErrorCode::Malformed) << "no upcast for it";
    const Upcast none[] = { { AlertFired::kind, 0 } };
    EXPECT_EQ(decode_entry(entry, none).error().code, ErrorCode::Malformed) << "nor for another version";
    replace(entry.head->bytes, R"("version":1)", R"("version":0)");
    const Upcast mixed[] = { { AlertFired::kind, 1 },
        { AlertFired::kind, 0, [](EntryParts& parts) { parts.facts.set("name", JsonValue::text("Disk")); } } };
    const auto older = decode_entry(entry, mixed);
    ASSERT_TRUE(older.ok()) << older.error().message;
    EXPECT_EQ(std::get<AlertFired>(older.value().payload).alert.name, "Disk");
}

TEST(PayloadTest, IsWhatItWasAssignedWhateverItHeldBefore)
{
    HeadlineSet headline;
    headline.headline = "a text too long to lie in the payload itself";
    const Payload said = headline;
    Payload copy = AlertFired {};
    copy = said;
    EXPECT_EQ(std::get<HeadlineSet>(copy).headline, headline.headline);
    const Payload& itself = copy;
    copy = itself;
    EXPECT_EQ(std::get<HeadlineSet>(copy).headline, headline.headline);
    Payload moved = headline;
    moved = std::move(copy);
    EXPECT_EQ(std::get<HeadlineSet>(moved).headline, headline.headline);
    EXPECT_EQ(std::get<HeadlineSet>(said).headline, headline.headline);
    moved = SignedOut { UserId { "ada" } };
    EXPECT_EQ(kind_of(moved), SignedOut::kind);
}

}
