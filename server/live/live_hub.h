// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/tls/channel.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace watchfloor {

// Entries as frames, shared by all who see alike.
struct LiveFrames {
    LiveFrames(std::shared_ptr<const std::string> bytes = {}, std::uint64_t changed_at = 0)
        : text(std::move(bytes)), sight_changed_at(changed_at)
    {
    }

    std::shared_ptr<const std::string> text;
    // The last of these entries that changed what such viewers see of what was before it; 0: none did.
    std::uint64_t sight_changed_at;
};

// Turns entries into frames. Called on the hub's thread only.
class LiveSource {
public:
    virtual ~LiveSource() = default;

    // The frames "id: <seq>\nevent: entry\ndata: …\n\n" of the entries from `from_seq` to `to_seq`,
    // both included, as the visibility key may see them now (stubs for the rest). At most
    // kLiveSliceEntries at once. Without text if the journal cannot be read: the viewer is closed and
    // comes back by itself.
    virtual LiveFrames render(
        std::string_view journal, std::uint64_t from_seq, std::uint64_t to_seq, std::string_view visibility_key)
        = 0;
};

inline constexpr std::uint64_t kLiveSliceEntries = 256;

struct Viewer {
    std::string journal = "main";
    std::string journal_id {}; // of the viewer's cursor; empty: it has none, any journal fits
    std::string visibility_key {};
    std::uint64_t after = 0;     // the last seq it has
    bool sees_otherwise = false; // than when it loaded what it has
    std::string sight {};        // the mark of what it may see; empty: it did not say how it saw
    std::string session_id {};
    std::string peer {};
    std::string site {};                       // whose share of the places it takes: of all who come from about there
    std::shared_ptr<const void> attendance {}; // let go when the stream ends; null: nobody is meant
    bool kept_track_of = false;                // LiveHub::watches tells of its session: a wall's
};

struct LiveMetrics {
    std::uint64_t viewers = 0;
    std::uint64_t attached = 0;
    std::uint64_t closed_slow = 0; // no progress within the stall limit
    std::uint64_t closed_revoked = 0;
    std::uint64_t resyncs = 0;
    std::uint64_t bytes = 0;
    std::uint64_t renders = 0;
    std::uint64_t lag_entries = 0; // of the viewer furthest behind
};

struct LiveHubOptions {
    std::chrono::milliseconds clock_interval { 5'000 };
    std::chrono::milliseconds stall_limit { 9'000 };
    std::size_t ring_batches = 512;            // per journal: where the latest batches begin and end
    std::size_t ring_bytes = 16 * 1024 * 1024; // rendered frames kept, of all journals and keys
    int send_buffer_bytes = 128 * 1024;        // in the kernel, per viewer
    std::size_t max_viewers = 8192;
    std::size_t max_viewers_of_site = 6144;      // a whole company behind one address, and never all there are
    std::size_t max_walls_of_site = 256;         // of those that are kept track of
    std::function<std::int64_t()> utc_millis {}; // empty: the system clock
};

// Fan-out by Server-Sent Events: one epoll thread, a cursor per viewer, frames rendered once per
// visibility key. All methods are safe from any thread, return at once and never wait for a viewer.
class LiveHub {
public:
    LiveHub(LiveSource& source, LiveHubOptions options);
    ~LiveHub(); // stops

    // Makes a journal known, with its genesis id and the seq it stands at. Before its first use.
    void open_journal(std::string journal, std::string journal_id, std::uint64_t head_seq);

    // The entries from_seq … to_seq are durable. Called by the sequencer, in order, O(1).
    void publish(std::string_view journal, std::uint64_t from_seq, std::uint64_t to_seq);

    // An event without an id (`sample`) for the viewers `wants` picks (null: all of the journal).
    // A viewer whose socket is full misses it: the next one replaces it. `wants` runs on the hub's thread.
    void broadcast(std::string_view journal, std::string_view event, std::string_view data,
        std::function<bool(const Viewer&)> wants = {});

    // An event without an id for the viewers of all journals, now and whenever one attaches, until
    // another replaces it. A viewer whose socket is full gets what stands by then with a later clock. Whom `outside`
    // picks, on the hub's thread, is told `bare` instead.
    void proclaim(std::string_view event, std::string_view data);
    void proclaim(std::string_view event, std::string_view data, std::string_view bare,
        std::function<bool(const Viewer&)> outside);

    // Takes the channel: writes the answer's head, `clock` (with the cursor as its id: who loses the stream before the
    // first entry resumes from there), what is proclaimed, what the viewer has not seen, and all that follows. A cursor
    // beyond the head (for more than a second: a state may be read a moment before it is published here), or of another
    // journal, gets `resync` and the end; so does who comes to an entry that changed what they may see of what they hold.
    // Who begins at 0 holds nothing yet. Without a place the answer is 503; where all are taken, the newest viewer of the
    // site that has most makes room for who is of one that has fewer, so that no site keeps another out.
    void attach(Channel channel, Viewer viewer);

    // Somebody's sight changed: forgets every frame rendered so far, tells these viewers to drop what they have and
    // load afresh (`event: resync`), then closes. Called before the entry that changed what they may see is published:
    // nothing later reaches them. Whom only the entry itself concerns (LiveFrames::sight_changed_at) need not be named.
    void resync(std::function<bool(const Viewer&)> predicate);

    // Tells every stream of the session that it is over and closes it at once: nothing rendered later reaches it.
    void disconnect(std::string_view session_id);

    // Ends all streams cleanly. Later calls are ignored.
    void stop();

    std::size_t viewer_count() const;
    LiveMetrics metrics() const;
    // Whether a stream of this session is open, of those that are kept track of.
    bool watches(const std::string& session_id) const;

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}
