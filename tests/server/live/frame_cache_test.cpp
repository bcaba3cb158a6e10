// SPDX-License-Identifier: Apache-2.0
#include "server/live/frame_cache.h"

#include "server/live/sse_frames.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

// Renders "<journal>/<key> <from>-<to>", and counts.
class NamingSource final : public LiveSource {
public:
    LiveFrames render(std::string_view journal, std::uint64_t from, std::uint64_t to, std::string_view key) override
    {
        ++renders;
        if (broken) {
            return {};
        }
        return { std::make_shared<const std::string>(std::string { journal } + "/" + std::string { key } + " "
                     + std::to_string(from) + "-" + std::to_string(to)),
            sight_changed_at };
    }

    bool broken = false;
    int renders = 0;
    std::uint64_t sight_changed_at = 0;
};

// The ends of the slices that somebody after `seq` gets, up to the head.
std::vector<std::uint64_t> ends_after(const LiveJournal& journal, std::uint64_t seq)
{
    std::vector<std::uint64_t> ends;
    while (seq < journal.head()) {
        seq = journal.slice_end(seq);
        ends.push_back(seq);
    }
    return ends;
}

using Ends = std::vector<std::uint64_t>;

TEST(LiveJournalTest, SlicesEndWithTheirBatchesAndNeverGrowTooLarge)
{
    LiveJournal journal { "main", "id", 10, 8 };
    journal.advance(12);
    journal.advance(13);
    journal.advance(13 + 2 * kLiveSliceEntries + 5);
    EXPECT_EQ(journal.head(), 13 + 2 * kLiveSliceEntries + 5);
    const Ends batches { 12, 13, 13 + kLiveSliceEntries, 13 + 2 * kLiveSliceEntries, 13 + 2 * kLiveSliceEntries + 5 };
    EXPECT_EQ(ends_after(journal, 10), batches);
    EXPECT_EQ(ends_after(journal, 11), batches) << "the rest of a batch";
    EXPECT_EQ(ends_after(journal, 12), Ends(batches.begin() + 1, batches.end()));
    journal.advance(5);
    EXPECT_EQ(journal.head(), batches.back()) << "it never goes back";
}

TEST(LiveJournalTest, WhoIsFarBehindSharesAlignedSlicesUpToTheRing)
{
    LiveJournal journal { "main", "id", 1'000, 2 };
    EXPECT_EQ(ends_after(journal, 3), (Ends { 256, 512, 768, 1'000 })) << "nothing happened yet";
    EXPECT_EQ(ends_after(journal, 256), (Ends { 512, 768, 1'000 }));
    EXPECT_EQ(ends_after(journal, 255), (Ends { 256, 512, 768, 1'000 }));
    journal.advance(1'001);
    EXPECT_EQ(ends_after(journal, 700), (Ends { 768, 1'000, 1'001 }));
    journal.advance(1'010);
    journal.advance(1'020);
    // The ring holds two batches: what came before is one stretch again.
    EXPECT_EQ(ends_after(journal, 900), (Ends { 1'001, 1'010, 1'020 }));
    journal.advance(1'030);
    EXPECT_EQ(ends_after(journal, 1'001), (Ends { 1'010, 1'020, 1'030 }));
}

TEST(VisibilityKeysTest, AKeyKeepsItsNumberWhileSomebodyUsesIt)
{
    VisibilityKeys keys;
    const auto room = keys.acquire("room");
    const auto visitor = keys.acquire("visitor");
    EXPECT_NE(room, visitor);
    EXPECT_EQ(keys.acquire("room"), room);
    keys.release("room");
    EXPECT_EQ(keys.acquire("room"), room) << "one of two left";
    keys.release("room");
    keys.release("room");
    keys.release("unknown");
    // Frames of the old number may lie in the cache still.
    EXPECT_NE(keys.acquire("room"), room);
    EXPECT_EQ(keys.acquire("visitor"), visitor);
}

class FrameCacheTest : public testing::Test {
protected:
    FrameCacheTest() { journal_.advance(10); }

    NamingSource source_;
    LiveJournal journal_ { "main", "id", 5, 8 };
};

TEST_F(FrameCacheTest, RendersASliceOncePerJournalAndKey)
{
    FrameCache cache { source_, 1'000'000 };
    LiveJournal other { "drill-1", "id-2", 5, 8 };
    other.advance(10);
    const auto first = cache.slice_after(journal_, 5, 1, "room");
    EXPECT_EQ(*first.frames, "main/room 6-10");
    EXPECT_EQ(first.to_seq, 10U);
    EXPECT_TRUE(first.rendered);
    const auto again = cache.slice_after(journal_, 5, 1, "room");
    EXPECT_EQ(again.frames, first.frames);
    EXPECT_EQ(again.to_seq, 10U);
    EXPECT_FALSE(again.rendered);
    EXPECT_EQ(*cache.slice_after(journal_, 5, 2, "visitor").frames, "main/visitor 6-10");
    EXPECT_EQ(*cache.slice_after(other, 5, 1, "room").frames, "drill-1/room 6-10");
    EXPECT_EQ(*cache.slice_after(journal_, 7, 1, "room").frames, "main/room 8-10");
    EXPECT_EQ(cache.renders(), 4U);
    EXPECT_EQ(source_.renders, 4);
}

TEST_F(FrameCacheTest, KeepsNothingOfWhatCouldNotBeRead)
{
    FrameCache cache { source_, 1'000'000 };
    source_.broken = true;
    EXPECT_EQ(cache.slice_after(journal_, 5, 1, "room").frames, nullptr);
    source_.broken = false;
    EXPECT_EQ(*cache.slice_after(journal_, 5, 1, "room").frames, "main/room 6-10");
}

TEST_F(FrameCacheTest, SaysOfWhatItKeptTooWhereSightChanged)
{
    FrameCache cache { source_, 1'000'000 };
    source_.sight_changed_at = 8;
    EXPECT_EQ(cache.slice_after(journal_, 5, 1, "room").sight_changed_at, 8U);
    source_.sight_changed_at = 0;
    EXPECT_EQ(cache.slice_after(journal_, 5, 1, "room").sight_changed_at, 8U);
    EXPECT_EQ(source_.renders, 1);
}

TEST_F(FrameCacheTest, ForgetsAllAndBeginsAnew)
{
    constexpr std::size_t kEach = 14 + 256;
    FrameCache cache { source_, 2 * kEach };
    cache.slice_after(journal_, 5, 1, "room");
    cache.slice_after(journal_, 5, 2, "room");
    cache.forget();
    EXPECT_TRUE(cache.slice_after(journal_, 5, 1, "room").rendered);
    EXPECT_TRUE(cache.slice_after(journal_, 5, 2, "room").rendered);
    EXPECT_FALSE(cache.slice_after(journal_, 5, 1, "room").rendered) << "there is room for two again";
}

TEST_F(FrameCacheTest, DropsTheOldestBeyondItsBytes)
{
    // Each of these takes its 14 bytes and what a slice costs beside them; there is room for two.
    constexpr std::size_t kEach = 14 + 256;
    FrameCache cache { source_, 2 * kEach };
    for (const std::uint64_t key : { 1U, 2U }) {
        cache.slice_after(journal_, 5, key, "room");
    }
    EXPECT_FALSE(cache.slice_after(journal_, 5, 1, "room").rendered);
    EXPECT_FALSE(cache.slice_after(journal_, 5, 2, "room").rendered);
    EXPECT_TRUE(cache.slice_after(journal_, 5, 3, "room").rendered);
    EXPECT_FALSE(cache.slice_after(journal_, 5, 3, "room").rendered);
    EXPECT_FALSE(cache.slice_after(journal_, 5, 2, "room").rendered);
    EXPECT_TRUE(cache.slice_after(journal_, 5, 1, "room").rendered) << "it was the oldest";
    EXPECT_TRUE(cache.slice_after(journal_, 5, 2, "room").rendered) << "and then this one";
    FrameCache tiny { source_, 1 };
    EXPECT_TRUE(tiny.slice_after(journal_, 5, 1, "room").rendered);
    EXPECT_FALSE(tiny.slice_after(journal_, 5, 1, "room").rendered) << "the newest stays, however large";
}

TEST(SseFramesTest, NoTextCanEndItsFrameOrBeginAnother)
{
    EXPECT_EQ(sse_event("a", ""), "event: a\ndata: \n\n");
    EXPECT_EQ(
        sse_event("a", "x\n\nid: 9\r\ny\r"), "event: a\ndata: x\ndata: \ndata: id: 9\ndata: \ndata: y\ndata: \n\n");
    EXPECT_EQ(sse_event("a", "x", "7"), "id: 7\nevent: a\ndata: x\n\n");
    EXPECT_EQ(resync_data("a\"b", 7, "j\"k"), "{\"reason\":\"a\\\"b\",\"head\":7,\"journal\":\"j\\\"k\"}");
}

}
}
