// SPDX-License-Identifier: Apache-2.0
#include "client/replica/entry_texts.h"

#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

#include <set>

namespace watchfloor {
namespace {

constexpr std::uint64_t kPage = 200;

class EntryTextsTest : public testing::Test {
protected:
    EntryTextsTest()
    {
        transport_.answer = [this](const HttpRequest& request) { return page(request); };
    }

    // As the server answers: what comes after a seq, stubs where this viewer may not look.
    HttpResponse page(const HttpRequest& request) const
    {
        const auto number = [&](const std::string& name) {
            return static_cast<std::uint64_t>(std::stoul(request.path.substr(request.path.find(name) + name.size())));
        };
        std::vector<std::string> lines;
        const std::uint64_t first = number("&after=") + 1;
        for (std::uint64_t seq = first; seq < first + number("&limit=") && seq <= head_; ++seq) {
            lines.push_back(line(seq));
        }
        return { .status = status_, .body = page_to_wire(JournalId { "main" }, head_, Digest {}, lines) };
    }

    std::string line(std::uint64_t seq) const
    {
        Entry entry;
        entry.head.seq = seq;
        entry.payload = ServiceSet { { .id = ServiceId { std::to_string(seq) } } };
        const SealedEntry sealed = seal_entry(entry.head, entry.payload, EntrySalts {}, Digest {});
        return entry_to_wire(sealed, hidden_.contains(seq) ? Sight::Stub : Sight::Whole);
    }

    // A frame that draws these, and what the server answers.
    void frame(std::initializer_list<std::uint64_t> drawn)
    {
        for (const std::uint64_t seq : drawn) {
            texts_.find(seq);
        }
        texts_.update("main");
        transport_.poll();
    }

    int status_ = 200;
    std::uint64_t head_ = 1'000;
    std::set<std::uint64_t> hidden_ {};
    FakeTransport transport_;
    EntryTexts texts_ { transport_ };
};

TEST_F(EntryTextsTest, AsksForAPageFromTheFirstThatIsWanted)
{
    frame({ 300, 250, 400 });
    ASSERT_EQ(transport_.sent.size(), 1U);
    EXPECT_EQ(transport_.sent[0].path, "/api/v1/journal?journal=main&after=249&limit=200");
    for (const std::uint64_t seq : { 250U, 300U, 400U, 449U }) {
        const Entry* entry = texts_.find(seq);
        ASSERT_NE(entry, nullptr) << seq;
        EXPECT_EQ(entry->head.seq, seq);
    }
    EXPECT_EQ(texts_.find(249), nullptr);
    EXPECT_EQ(texts_.find(450), nullptr);
}

TEST_F(EntryTextsTest, OnlyOneRequestIsOnItsWay)
{
    texts_.find(10);
    texts_.update("main");
    texts_.find(900);
    texts_.update("main");
    EXPECT_EQ(transport_.sent.size(), 1U);
    transport_.poll();
    texts_.update("main");
    ASSERT_EQ(transport_.sent.size(), 2U) << "what the first page did not hold is still wanted";
    EXPECT_EQ(transport_.sent[1].path, "/api/v1/journal?journal=main&after=899&limit=200");
}

TEST_F(EntryTextsTest, WhatIsNotThereIsAskedForOnce)
{
    hidden_ = { 7 };
    for (int i = 0; i < 3; ++i) {
        frame({ 7 });
    }
    EXPECT_EQ(texts_.find(7), nullptr);
    EXPECT_EQ(transport_.sent.size(), 1U);
}

// A page settles all of its stretch, and nothing beyond.
TEST_F(EntryTextsTest, APageSettlesItsLastAndNotTheOneAfterIt)
{
    hidden_ = { kPage, kPage + 1 };
    frame({ 1, kPage, kPage + 1 });
    texts_.update("main");
    ASSERT_EQ(transport_.sent.size(), 2U);
    EXPECT_EQ(transport_.sent[1].path, "/api/v1/journal?journal=main&after=200&limit=200");
}

TEST_F(EntryTextsTest, WhatFailedIsAskedForAgainWhenItIsDrawnAgain)
{
    status_ = 503;
    frame({ 7 });
    texts_.update("main");
    EXPECT_EQ(transport_.sent.size(), 1U) << "nobody draws it";
    status_ = 200;
    frame({ 7 });
    EXPECT_EQ(transport_.sent.size(), 2U);
    EXPECT_NE(texts_.find(7), nullptr);
}

TEST_F(EntryTextsTest, AnotherJournalBeginsWithNothing)
{
    hidden_ = { 7 };
    frame({ 7, 8 });
    texts_.find(500);
    texts_.update("main");
    texts_.clear();
    hidden_.clear();
    transport_.poll();
    EXPECT_EQ(texts_.find(500), nullptr) << "its answer was for the journal before";
    EXPECT_EQ(texts_.find(8), nullptr);
    frame({ 7 });
    EXPECT_NE(texts_.find(7), nullptr);
}

}
}
