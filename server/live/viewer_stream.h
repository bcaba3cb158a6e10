// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/live/frame_cache.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace watchfloor {

// One viewer's channel and how far it has come. Holds references to shared frames, never copies.
// The hub's thread only.
class ViewerStream {
public:
    enum class Progress {
        Idle,     // everything is in the kernel
        Blocked,  // the kernel's buffer is full: wait for the socket
        More,     // had its turn; there is more to render
        Stale,    // came to an entry that changed what it may see of what it holds
        Finished, // said all it had to say and wants to be closed
        Lost,     // the peer is gone, or its journal cannot be read
    };

    ViewerStream(Channel channel, Viewer viewer, LiveJournal& journal, std::uint64_t key_number);

    // The answer's head: whatever happens later, it goes out first.
    void begin_with(std::shared_ptr<const std::string> head);

    // Queues something outside the order of entries; false if the viewer is behind and misses it.
    bool offer(std::shared_ptr<const std::string> frame);

    // The last words: what the viewer has not got stays unsent, and the stream ends.
    void end_with(std::shared_ptr<const std::string> frame);

    // Sends what there is for as long as the socket takes it and the turn lasts.
    Progress pump(FrameCache& cache, std::int64_t now);

    // Throws away what the peer sends; false if it hung up or talks too much.
    bool discard_input();

    const Viewer& viewer() const { return viewer_; }
    LiveJournal& journal() const { return *journal_; }
    std::uint64_t key_number() const { return key_number_; }
    std::uint64_t cursor() const { return cursor_; }
    int socket_number() const { return channel_.number(); }
    bool blocked() const { return blocked_since_ != 0; }
    bool ending() const { return ending_; }
    std::int64_t blocked_since() const { return blocked_since_; }
    void end() { channel_.end(); }
    void close_channel() { channel_.close(); }
    std::uint64_t take_sent_bytes() { return std::exchange(sent_bytes_, 0); }

    // The hub's bookkeeping.
    std::size_t index = 0;
    std::int64_t attached_at = 0;
    std::size_t clock_slot = 0;
    std::size_t index_in_slot = 0;
    std::shared_ptr<const std::string> told {}; // of what is proclaimed
    bool has_turn_waiting = false;
    bool watched = false; // blocked, ending, or ahead of its journal

private:
    enum class Gathered { Enough, Stale, Unreadable };
    Gathered gather(FrameCache& cache, int& renders_left);
    ssize_t send_pending();
    void advance(std::size_t sent);

    Channel channel_;
    Viewer viewer_;
    LiveJournal* journal_;
    const std::uint64_t key_number_;
    std::uint64_t cursor_;
    // Changes of sight up to here are older than all it holds.
    const std::uint64_t settled_;
    std::vector<std::shared_ptr<const std::string>> pending_;
    std::size_t pending_bytes_ = 0;
    std::size_t offset_ = 0;    // sent of the first pending frame
    std::size_t must_send_ = 0; // so many pending frames stay, even before last words
    std::int64_t blocked_since_ = 0;
    std::size_t discarded_ = 0;
    std::uint64_t sent_bytes_ = 0;
    bool ending_ = false;
};

}
