// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/live/attendance.h"
#include "server/live/viewer_stream.h"

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace watchfloor {

struct LiveCounters {
    std::atomic<std::uint64_t> viewers { 0 };
    std::atomic<std::uint64_t> attached { 0 };
    std::atomic<std::uint64_t> closed_slow { 0 };
    std::atomic<std::uint64_t> closed_revoked { 0 };
    std::atomic<std::uint64_t> resyncs { 0 };
    std::atomic<std::uint64_t> bytes { 0 };
    std::atomic<std::uint64_t> renders { 0 };
    std::atomic<std::uint64_t> lag_entries { 0 };
};

// The hub's state and what it does with it. Everything here runs on the hub's thread; only the
// counters and the attendance are read by others.
class LiveLoop {
public:
    LiveLoop(LiveSource& source, const LiveHubOptions& options);

    void open_journal(std::string name, std::string id, std::uint64_t head);
    void advance(const std::string& name, std::uint64_t head);
    void broadcast(const std::string& journal, std::string frame, const std::function<bool(const Viewer&)>& wants);
    void proclaim(std::string frame, std::string bare, std::function<bool(const Viewer&)> outside);
    // `head`: of the viewer's journal, as of now.
    void attach(Channel channel, Viewer viewer, std::uint64_t head);
    void resync(const std::function<bool(const Viewer&)>& predicate);
    void disconnect(std::string_view session_id);

    // Waits for sockets, the wake-up or the next tick, and serves the viewers.
    void turn(int wake_descriptor);
    void end_all();

    bool views() const { return !streams_.empty(); }
    LiveCounters& counters() { return counters_; }
    const Attendance& attendance() const { return attendance_; }

private:
    // The clock goes out in this many groups, so that 5,000 viewers are not woken in one burst.
    static constexpr std::size_t kClockSlots = 20;

    void pump(ViewerStream& stream);
    void pump_waiting_turns();
    void on_event(ViewerStream& stream, std::uint32_t events);
    void tick(std::int64_t now);
    void send_clocks(const std::vector<ViewerStream*>& slot);
    bool tell(ViewerStream& stream) const;
    void watch(ViewerStream& stream);
    void look_after(ViewerStream& stream, std::int64_t now);
    void end_session(ViewerStream& stream);
    bool has_room_for(const Viewer& comer);
    bool displace_one(std::size_t viewers_of_comers_site);
    void enter_site(const Viewer& viewer);
    void leave_site(const Viewer& viewer);
    void send_resync(ViewerStream& stream, std::string_view reason);
    void judge_cursor(ViewerStream& stream, std::int64_t now);
    void close(ViewerStream& stream);
    int wait_millis(std::int64_t now) const;
    std::int64_t utc_millis() const;

    // Where this viewer would go on behind `seq`, in as many words as it came with.
    static std::string id_for(const ViewerStream& stream, std::uint64_t seq);

    // The frame of this moment; without an id it is shared by the viewers of a journal, however far each has come.
    std::shared_ptr<const std::string> clock_frame(const LiveJournal& journal, std::string_view id = {}) const;

    const LiveHubOptions options_;
    const std::int64_t tick_millis_;
    Descriptor epoll_;
    FrameCache cache_;
    VisibilityKeys keys_;
    std::map<std::string, std::unique_ptr<LiveJournal>, std::less<>> journals_;
    struct Share {
        std::size_t viewers = 0;
        std::size_t walls = 0;
    };

    std::map<std::string, Share> sites_; // of those from where anybody views
    std::vector<std::unique_ptr<ViewerStream>> streams_;
    std::vector<std::unique_ptr<ViewerStream>> closed_; // kept until no event of this turn can name them
    std::vector<ViewerStream*> waiting_turns_;
    std::array<std::vector<ViewerStream*>, kClockSlots> slots_;
    std::vector<ViewerStream*> watched_; // those that every tick looks at: an idle viewer costs it nothing
    std::shared_ptr<const std::string> proclaimed_ {};      // null: nothing yet
    std::shared_ptr<const std::string> proclaimed_bare_ {}; // to those outside
    std::function<bool(const Viewer&)> outside_ {};         // empty: nobody is
    std::mt19937 random_ { std::random_device {}() };
    std::int64_t next_tick_ = 0;
    std::size_t tick_number_ = 0;
    LiveCounters counters_;
    Attendance attendance_;
};

}
