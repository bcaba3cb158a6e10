// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/entries/record_wire.h"

#include "shared/wire/entries/entry_codec.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

SealedEntry sealed_headline(std::uint64_t seq, const Digest& previous)
{
    EntryHead head;
    head.seq = seq;
    head.journal = JournalId { "main" };
    head.subject = "INC-1";
    HeadlineSet headline;
    headline.incident = IncidentId { "INC-1" };
    headline.headline = "Headline " + std::to_string(seq);
    return seal_entry(head, headline, EntrySalts {}, previous);
}

// Entries 7, 8 and 12 of a journal that ends at 20.
class RecordWireTest : public testing::Test {
protected:
    RecordWireTest()
    {
        Digest before {};
        before.fill(9);
        for (const std::uint64_t seq : { 7U, 8U, 12U }) {
            if (seq == 12) {
                before.fill(5);
            }
            const SealedEntry entry = sealed_headline(seq, before);
            record_.page.links.push_back(
                { record_.page.links.empty() ? 0 : record_.page.links.back().seq, before, seq });
            lines_.push_back(entry_to_wire(entry, Sight::Whole));
            before = entry.hash;
        }
        record_.page.journal = JournalId { "main" };
        record_.page.head_seq = 20;
        record_.page.head_hash.fill(3);
        record_.names = { { "u-1", "Ada" } };
        record_.saved_at = Timestamp { 1'764'000'000'000 };
        record_.subject = "INC-1";
    }

    std::string text() const { return record_to_wire(record_, lines_); }

    SavedRecord record_ {};
    std::vector<std::string> lines_ {};
};

TEST_F(RecordWireTest, WhatWasSavedHoldsAndTellsWhatLiesBetween)
{
    const RecordReport report = check_record(text());
    EXPECT_EQ(report.defect, "");
    EXPECT_EQ(report.record.page.entries.size(), 3U);
    EXPECT_EQ(report.record.page.head_seq, 20U);
    EXPECT_EQ(report.record.names.at(0).name, "Ada");
    EXPECT_EQ(report.record.subject, "INC-1");
    EXPECT_EQ(report.gaps, 1U);
    EXPECT_EQ(report.erased, 0U);
}

TEST_F(RecordWireTest, AFlippedWordIsNamedByItsEntry)
{
    std::string flipped = text();
    flipped.replace(flipped.find("Headline 8"), 10, "Headline 9");
    EXPECT_EQ(check_record(flipped).defect, "entry 8 is not what was sealed");
}

TEST_F(RecordWireTest, ADroppedEntryIsNamed)
{
    lines_.erase(lines_.begin() + 1);
    EXPECT_EQ(check_record(text()).defect,
        "entry 8 belongs where entry 12 stands: it is missing, or their order was changed");
}

TEST_F(RecordWireTest, ADroppedEntryIsNamedAlsoWhereItsLinkWentWithIt)
{
    lines_.erase(lines_.begin() + 1);
    record_.page.links.erase(record_.page.links.begin() + 1);
    EXPECT_EQ(check_record(text()).defect, "entry 12 does not follow what the record says that it follows");
}

TEST_F(RecordWireTest, AnotherOrderIsNamed)
{
    std::swap(lines_[0], lines_[1]);
    EXPECT_EQ(
        check_record(text()).defect, "entry 7 belongs where entry 8 stands: it is missing, or their order was changed");
}

TEST_F(RecordWireTest, WhatWasCutOffIsNamed)
{
    lines_.pop_back();
    EXPECT_EQ(check_record(text()).defect, "entry 12 is missing, and so is all that followed it");
    const std::string whole = text();
    for (const std::size_t kept : { std::size_t { 0 }, std::size_t { 40 }, whole.size() / 2, whole.size() - 1 }) {
        EXPECT_NE(check_record(std::string_view { whole }.substr(0, kept)).defect, "") << kept;
    }
}

TEST_F(RecordWireTest, WhatStandsBesideTheEntriesIsSealedWithThem)
{
    for (const auto& [was, becomes] : { std::pair { "Ada", "Ben" }, std::pair { "\"seq\":20", "\"seq\":21" } }) {
        std::string altered = text();
        altered.replace(altered.find(was), std::string_view { was }.size(), becomes);
        EXPECT_NE(check_record(altered).defect, "") << was;
    }
    std::string other = text();
    other.replace(other.rfind("INC-1"), 5, "INC-2");
    EXPECT_EQ(check_record(other).defect, "entry 7 is not of INC-2");
}

TEST_F(RecordWireTest, AChainThatDoesNotGoOnIsNamed)
{
    record_.page.links[1].before.fill(1);
    EXPECT_EQ(check_record(text()).defect, "entry 8 does not continue the chain of entry 7");
}

}
}
