// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/entries/entry_wire.h"

#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/json/canonical_reader.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

SealedEntry headline_entry()
{
    EntryHead head;
    head.seq = 7;
    head.journal = JournalId { "main" };
    HeadlineSet headline;
    headline.incident = IncidentId { "INC-42" };
    headline.headline = "Back\\slash \"quoted\"";
    EntrySalts salts;
    salts[0].fill(1);
    salts[1].fill(2);
    salts[2].fill(3);
    return seal_entry(head, headline, salts, Digest {});
}

void expect_equal(const SealedEntry& a, const SealedEntry& b)
{
    const auto same = [](const std::optional<SealedPart>& x, const std::optional<SealedPart>& y) {
        return x.has_value() == y.has_value() && (!x || (x->bytes == y->bytes && x->salt == y->salt));
    };
    EXPECT_EQ(a.seq, b.seq);
    EXPECT_TRUE(same(a.head, b.head));
    EXPECT_TRUE(same(a.facts, b.facts));
    EXPECT_TRUE(same(a.text, b.text));
    EXPECT_EQ(a.head_digest, b.head_digest);
    EXPECT_EQ(a.facts_digest, b.facts_digest);
    EXPECT_EQ(a.text_digest, b.text_digest);
    EXPECT_EQ(a.hash, b.hash);
}

}

TEST(EntryWireTest, AWholeEntryComesBackEqualAndVerifies)
{
    const SealedEntry entry = headline_entry();
    const std::string wire = entry_to_wire(entry, Sight::Whole);
    EXPECT_TRUE(is_canonical(wire)) << wire;
    EXPECT_EQ(wire.find('\n'), std::string::npos);
    const auto back = entry_from_wire(wire);
    ASSERT_TRUE(back.ok()) << back.error().message;
    expect_equal(back.value(), entry);
    EXPECT_TRUE(verifies(back.value(), Digest {}));
}

TEST(EntryWireTest, WithoutTextNeitherTextNorItsSaltLeave)
{
    SealedEntry expected = headline_entry();
    const std::string wire = entry_to_wire(expected, Sight::WithoutText);
    EXPECT_EQ(wire.find("quoted"), std::string::npos);
    EXPECT_EQ(wire.find("text_salt"), std::string::npos);
    expected.text.reset();
    const auto back = entry_from_wire(wire);
    ASSERT_TRUE(back.ok()) << back.error().message;
    expect_equal(back.value(), expected);
    EXPECT_TRUE(verifies(back.value(), Digest {}));
}

TEST(EntryWireTest, NarrowedFactsHaveNoSaltToGuessTheOthersBy)
{
    MajorMoved moved;
    moved.incident = IncidentId { "INC-1" };
    moved.criterion = "revenue, \"all\" of it}";
    moved.to = MajorState::Declared;
    moved.fill_later = { "a,\"b]", "c\\" };
    EntryHead head;
    head.seq = 7;
    head.journal = JournalId { "main" };
    EntrySalts salts;
    salts[1].fill(2);
    const SealedEntry sealed = seal_entry(head, moved, salts, Digest {});
    const SealedEntry narrowed = with_facts(sealed, { "incident", "fill_later", "to", "of_later" });
    const std::string wire = entry_to_wire(narrowed, Sight::WithoutText);
    EXPECT_EQ(wire.find("revenue"), std::string::npos) << wire;
    EXPECT_EQ(wire.find("facts_salt"), std::string::npos) << wire;
    const auto back = entry_from_wire(wire);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_TRUE(back.value().facts_narrowed);
    EXPECT_TRUE(verifies(back.value(), Digest {}));
    EXPECT_EQ(entry_to_wire(back.value(), Sight::WithoutText), wire);
    const auto decoded = decode_entry(back.value());
    ASSERT_TRUE(decoded.ok()) << decoded.error().message;
    const auto* seen = std::get_if<MajorMoved>(&decoded.value().payload);
    ASSERT_NE(seen, nullptr);
    EXPECT_EQ(seen->incident, moved.incident);
    EXPECT_EQ(seen->fill_later, moved.fill_later);
    EXPECT_EQ(seen->to, MajorState::Declared);
    EXPECT_EQ(seen->criterion, "");
    EXPECT_EQ(with_facts(sealed, {}).facts->bytes, "{}");
}

TEST(EntryWireTest, AStubHoldsSeqAndDigestsOnly)
{
    SealedEntry expected = headline_entry();
    const std::string wire = entry_to_wire(expected, Sight::Stub);
    EXPECT_EQ(wire.find("salt"), std::string::npos);
    EXPECT_EQ(wire.find("INC-42"), std::string::npos);
    expected.head.reset();
    expected.facts.reset();
    expected.text.reset();
    const auto back = entry_from_wire(wire);
    ASSERT_TRUE(back.ok()) << back.error().message;
    expect_equal(back.value(), expected);
    EXPECT_TRUE(verifies(back.value(), Digest {}));
}

TEST(EntryWireTest, ErasedTextIsSentAsErased)
{
    SealedEntry entry = headline_entry();
    entry.text.reset();
    const auto back = entry_from_wire(entry_to_wire(entry, Sight::Whole));
    ASSERT_TRUE(back.ok());
    EXPECT_FALSE(back.value().text.has_value());
}

TEST(EntryWireTest, RefusesWhatItWouldNotWrite)
{
    const std::string whole = entry_to_wire(headline_entry(), Sight::Whole);
    const std::vector<std::pair<std::string, std::string>> damages {
        { "\"seq\":7", "\"seq\":0" },
        { "\"seq\":7", "\"seq\":\"7\"" },
        { "\"seq\":7", "\"seq\":-7" },
        { "\"seq\":7,", "" },
        { "\"facts_salt\":\"02", "\"facts_salt\":\"0G" },
        { "\"facts_salt\":\"0202", "\"facts_salt\":\"02" },
        { "\"hash\":\"", "\"hash\":\"ab" },
        { ",\"head_salt\":\"01010101010101010101010101010101\"", "" },
        { "\"hash\":", "\"extra\":1,\"hash\":" },
        { "{\"facts\"", "{ \"facts\"" },
        { "{\"facts\"", "[\"facts\"" },
    };
    for (const auto& [what, with] : damages) {
        std::string wire = whole;
        ASSERT_NE(wire.find(what), std::string::npos) << what << wire;
        wire.replace(wire.find(what), what.size(), with);
        EXPECT_FALSE(entry_from_wire(wire).ok()) << wire;
    }
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(entry_from_wire(std::string_view(whole).substr(0, length)).ok());
    }
    EXPECT_FALSE(entry_from_wire(whole + " ").ok());
}

TEST(EntryWireTest, RefusesPartsThatDoNotStandAlone)
{
    SealedEntry without_facts = headline_entry();
    without_facts.facts.reset();
    EXPECT_FALSE(entry_from_wire(entry_to_wire(without_facts, Sight::Whole)).ok());
    SealedEntry without_head = headline_entry();
    without_head.head.reset();
    EXPECT_FALSE(entry_from_wire(entry_to_wire(without_head, Sight::Whole)).ok());
    without_head.facts.reset();
    EXPECT_FALSE(entry_from_wire(entry_to_wire(without_head, Sight::Whole)).ok()) << "text alone";
}

TEST(EntryWireTest, PagesComeBackEqual)
{
    const SealedEntry entry = headline_entry();
    const std::vector<std::string> wires { entry_to_wire(entry, Sight::Whole), entry_to_wire(entry, Sight::Stub) };
    const std::string page = page_to_wire(JournalId { "main" }, 9, entry.hash, wires);
    EXPECT_TRUE(is_canonical(page)) << page;
    const auto back = page_from_wire(page);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back.value().journal.text, "main");
    EXPECT_EQ(back.value().head_seq, 9U);
    EXPECT_EQ(back.value().head_hash, entry.hash);
    ASSERT_EQ(back.value().entries.size(), 2U);
    expect_equal(back.value().entries[0], entry);
    EXPECT_FALSE(back.value().entries[1].head.has_value());
}

TEST(EntryWireTest, AnEmptyPageComesBack)
{
    const auto back = page_from_wire(page_to_wire(JournalId { "drill-1" }, 0, Digest {}, {}));
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_TRUE(back.value().entries.empty());
}

}
