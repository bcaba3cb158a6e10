// SPDX-License-Identifier: Apache-2.0
#include "server/live/live_loop.h"

#include "server/live/dead_peers.h"
#include "server/live/live_cursor.h"
#include "server/live/sse_frames.h"

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace watchfloor {

namespace {

constexpr int kEventsPerTurn = 256;

// A browser that loses the server comes back within this, spread so that they do not come together.
constexpr int kRetryFromMillis = 1'000;
constexpr int kRetryToMillis = 4'000;

// A viewer may have read a state that is published here a moment later.
constexpr std::int64_t kAheadGraceMillis = 1'000;

constexpr std::string_view kSightChanged = "visibility_changed";

constexpr std::string_view kFullAnswer = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n"
                                         "Content-Length: 0\r\nConnection: close\r\n\r\n";

std::int64_t monotonic_now()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void set_option(int socket, int level, int name, int value)
{
    ::setsockopt(socket, level, name, &value, sizeof(value));
}

void prepare_socket(int socket, int send_buffer_bytes)
{
    set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    set_option(socket, SOL_SOCKET, SO_SNDBUF, send_buffer_bytes);
    set_option(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, 0); // all of that may wait: events are small
    notice_dead_peer(socket);
}

std::shared_ptr<const std::string> shared(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

}

LiveLoop::LiveLoop(LiveSource& source, const LiveHubOptions& options)
    : options_(options)
    , tick_millis_(std::max<std::int64_t>(options.clock_interval.count() / static_cast<std::int64_t>(kClockSlots), 5))
    , epoll_(::epoll_create1(EPOLL_CLOEXEC))
    , cache_(source, options.ring_bytes)
{
}

void LiveLoop::open_journal(std::string name, std::string id, std::uint64_t head)
{
    auto journal = std::make_unique<LiveJournal>(name, std::move(id), head, options_.ring_batches);
    journals_.emplace(std::move(name), std::move(journal));
}

void LiveLoop::advance(const std::string& name, std::uint64_t head)
{
    auto& journal = *journals_.find(name)->second;
    journal.advance(head);
    for (const auto& stream : streams_) {
        if (&stream->journal() == &journal && !stream->blocked() && !stream->has_turn_waiting) {
            stream->has_turn_waiting = true;
            waiting_turns_.push_back(stream.get());
        }
    }
}

void LiveLoop::broadcast(const std::string& journal, std::string frame, const std::function<bool(const Viewer&)>& wants)
{
    const auto bytes = shared(std::move(frame));
    for (std::size_t i = streams_.size(); i-- > 0;) {
        auto& stream = *streams_[i];
        if (stream.journal().name() == journal && (!wants || wants(stream.viewer())) && stream.offer(bytes)) {
            pump(stream);
        }
    }
}

void LiveLoop::proclaim(std::string frame, std::string bare, std::function<bool(const Viewer&)> outside)
{
    proclaimed_ = shared(std::move(frame));
    proclaimed_bare_ = shared(std::move(bare));
    outside_ = std::move(outside);
    for (std::size_t i = streams_.size(); i-- > 0;) {
        if (auto& stream = *streams_[i]; tell(stream)) {
            pump(stream);
        }
    }
}

// False where there is nothing to tell, or the viewer is behind and is told later, with the clock.
bool LiveLoop::tell(ViewerStream& stream) const
{
    const auto& fitting = outside_ && outside_(stream.viewer()) ? proclaimed_bare_ : proclaimed_;
    if (!fitting || stream.told == fitting || !stream.offer(fitting)) {
        return false;
    }
    stream.told = fitting;
    return true;
}

bool LiveLoop::has_room_for(const Viewer& comer)
{
    const auto site = sites_.find(comer.site);
    const Share share = site != sites_.end() ? site->second : Share {};
    const bool may = share.viewers < options_.max_viewers_of_site
        && (!comer.kept_track_of || share.walls < options_.max_walls_of_site);
    return may && (streams_.size() < options_.max_viewers || displace_one(share.viewers));
}

// Never so that the comer's site has the most afterwards: two would drive each other out for ever.
bool LiveLoop::displace_one(std::size_t viewers_of_comers_site)
{
    const auto most = std::max_element(
        sites_.begin(), sites_.end(), [](const auto& a, const auto& b) { return a.second.viewers < b.second.viewers; });
    if (most == sites_.end() || most->second.viewers <= viewers_of_comers_site + 1) {
        return false;
    }
    ViewerStream* newest = nullptr;
    for (const auto& stream : streams_) {
        const bool is_of_it = stream->viewer().site == most->first;
        if (is_of_it && (newest == nullptr || stream->attached_at >= newest->attached_at)) {
            newest = stream.get();
        }
    }
    newest->end();
    close(*newest);
    return true;
}

void LiveLoop::enter_site(const Viewer& viewer)
{
    Share& share = sites_[viewer.site];
    ++share.viewers;
    share.walls += viewer.kept_track_of ? 1U : 0U;
}

void LiveLoop::leave_site(const Viewer& viewer)
{
    const auto site = sites_.find(viewer.site);
    site->second.walls -= viewer.kept_track_of ? 1U : 0U;
    if (--site->second.viewers == 0) {
        sites_.erase(site);
    }
}

void LiveLoop::attach(Channel channel, Viewer viewer, std::uint64_t head)
{
    const auto journal = journals_.find(viewer.journal);
    if (journal == journals_.end() || !has_room_for(viewer)) {
        const iovec answer { const_cast<char*>(kFullAnswer.data()), kFullAnswer.size() };
        channel.send(&answer, 1);
        return;
    }
    advance(viewer.journal, head);
    prepare_socket(channel.number(), options_.send_buffer_bytes);
    const auto key = keys_.acquire(viewer.visibility_key);
    auto owned = std::make_unique<ViewerStream>(std::move(channel), std::move(viewer), *journal->second, key);
    auto& stream = *owned;
    stream.index = streams_.size();
    stream.attached_at = monotonic_now();
    // The emptiest slot keeps the groups even whoever comes and goes.
    const auto slot = std::min_element(
        slots_.begin(), slots_.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    stream.clock_slot = static_cast<std::size_t>(slot - slots_.begin());
    stream.index_in_slot = slot->size();
    slot->push_back(&stream);
    streams_.push_back(std::move(owned));
    enter_site(stream.viewer());
    if (stream.viewer().kept_track_of) {
        attendance_.came(stream.viewer().session_id);
    }
    counters_.attached.fetch_add(1, std::memory_order_relaxed);
    counters_.viewers.store(streams_.size(), std::memory_order_relaxed);

    epoll_event event {};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &stream;
    ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, stream.socket_number(), &event);
    std::uniform_int_distribution<int> retry { kRetryFromMillis, kRetryToMillis };
    stream.begin_with(shared(sse_response_head(std::chrono::milliseconds { retry(random_) })));
    stream.offer(clock_frame(stream.journal(), id_for(stream, stream.cursor())));
    tell(stream);
    judge_cursor(stream, stream.attached_at);
    if (stream.ending() || stream.cursor() > stream.journal().head()) {
        watch(stream);
    }
    pump(stream);
}

void LiveLoop::resync(const std::function<bool(const Viewer&)>& predicate)
{
    cache_.forget();
    for (std::size_t i = streams_.size(); i-- > 0;) {
        if (predicate(streams_[i]->viewer())) {
            send_resync(*streams_[i], kSightChanged);
            pump(*streams_[i]);
        }
    }
}

void LiveLoop::disconnect(std::string_view session_id)
{
    for (std::size_t i = streams_.size(); i-- > 0;) {
        if (streams_[i]->viewer().session_id == session_id) {
            counters_.closed_revoked.fetch_add(1, std::memory_order_relaxed);
            end_session(*streams_[i]);
        }
    }
}

// Who takes nothing is not waited for.
void LiveLoop::end_session(ViewerStream& stream)
{
    send_resync(stream, "session_ended");
    stream.pump(cache_, monotonic_now());
    stream.end();
    close(stream);
}

void LiveLoop::turn(int wake_descriptor)
{
    if (next_tick_ == 0) {
        epoll_event wake {};
        wake.events = EPOLLIN;
        ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, wake_descriptor, &wake);
        next_tick_ = monotonic_now() + tick_millis_;
    }
    std::array<epoll_event, kEventsPerTurn> events;
    const int count = ::epoll_wait(epoll_.number(), events.data(), kEventsPerTurn, wait_millis(monotonic_now()));
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        if (event.data.ptr != nullptr) {
            on_event(*static_cast<ViewerStream*>(event.data.ptr), event.events);
        }
    }
    pump_waiting_turns();
    const auto now = monotonic_now();
    if (now >= next_tick_) {
        tick(now);
    }
    counters_.renders.store(cache_.renders(), std::memory_order_relaxed);
    closed_.clear();
}

void LiveLoop::end_all()
{
    while (!streams_.empty()) {
        auto& stream = *streams_.back();
        stream.pump(cache_, monotonic_now());
        stream.end();
        close(stream);
    }
    closed_.clear();
}

void LiveLoop::pump(ViewerStream& stream)
{
    if (stream.socket_number() < 0) {
        return;
    }
    auto progress = stream.pump(cache_, monotonic_now());
    if (progress == ViewerStream::Progress::Stale) {
        send_resync(stream, kSightChanged);
        progress = stream.pump(cache_, monotonic_now());
    }
    counters_.bytes.fetch_add(stream.take_sent_bytes(), std::memory_order_relaxed);
    switch (progress) {
    case ViewerStream::Progress::Idle:
    case ViewerStream::Progress::Stale:
        return;
    case ViewerStream::Progress::Blocked:
        watch(stream);
        return;
    case ViewerStream::Progress::More:
        if (!stream.has_turn_waiting) {
            stream.has_turn_waiting = true;
            waiting_turns_.push_back(&stream);
        }
        return;
    case ViewerStream::Progress::Finished:
        stream.end();
        close(stream);
        return;
    case ViewerStream::Progress::Lost:
        close(stream);
        return;
    }
}

void LiveLoop::pump_waiting_turns()
{
    std::vector<ViewerStream*> turns;
    turns.swap(waiting_turns_);
    for (auto* stream : turns) {
        stream->has_turn_waiting = false;
    }
    for (auto* stream : turns) {
        pump(*stream);
    }
}

void LiveLoop::on_event(ViewerStream& stream, std::uint32_t events)
{
    if (stream.socket_number() < 0) {
        return;
    }
    const bool gone = (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0;
    if (gone || ((events & EPOLLIN) != 0 && !stream.discard_input())) {
        close(stream);
        return;
    }
    if ((events & EPOLLOUT) != 0 && stream.blocked()) {
        pump(stream);
    }
}

void LiveLoop::tick(std::int64_t now)
{
    next_tick_ = now + tick_millis_;
    send_clocks(slots_[tick_number_++ % kClockSlots]);
    std::uint64_t lag = 0;
    std::vector<ViewerStream*> watched;
    watched.swap(watched_);
    for (auto* stream : watched) {
        stream->watched = false;
    }
    for (auto* stream : watched) {
        const auto head = stream->journal().head();
        lag = std::max(lag, head > stream->cursor() ? head - stream->cursor() : 0);
        look_after(*stream, now);
    }
    counters_.lag_entries.store(lag, std::memory_order_relaxed);
}

// One frame for all of a journal; from the end, because who is found dead leaves the slot.
void LiveLoop::send_clocks(const std::vector<ViewerStream*>& slot)
{
    const LiveJournal* journal = nullptr;
    std::shared_ptr<const std::string> frame;
    for (std::size_t i = slot.size(); i-- > 0;) {
        ViewerStream& stream = *slot[i];
        if (journal != &stream.journal()) {
            journal = &stream.journal();
            frame = clock_frame(*journal);
        }
        if (stream.offer(frame)) {
            tell(stream);
            pump(stream);
        }
    }
}

void LiveLoop::watch(ViewerStream& stream)
{
    if (!stream.watched) {
        stream.watched = true;
        watched_.push_back(&stream);
    }
}

// Ends who takes nothing, says its last words again, and forgets who is well.
void LiveLoop::look_after(ViewerStream& stream, std::int64_t now)
{
    if (stream.socket_number() < 0) {
        return;
    }
    if (stream.blocked() && now - stream.blocked_since() >= options_.stall_limit.count()) {
        counters_.closed_slow.fetch_add(1, std::memory_order_relaxed);
        close(stream);
        return;
    }
    judge_cursor(stream, now);
    if (stream.blocked() || stream.ending() || stream.cursor() > stream.journal().head()) {
        watch(stream);
    }
    if (stream.ending()) {
        pump(stream);
    }
}

// Only a cursor of this journal, not beyond what exists, can be continued.
void LiveLoop::judge_cursor(ViewerStream& stream, std::int64_t now)
{
    const auto& viewer = stream.viewer();
    if (!viewer.journal_id.empty() && viewer.journal_id != stream.journal().id()) {
        send_resync(stream, "other_journal");
    } else if (viewer.sees_otherwise) {
        send_resync(stream, kSightChanged);
    } else if (stream.cursor() > stream.journal().head() && now - stream.attached_at >= kAheadGraceMillis) {
        send_resync(stream, "cursor_ahead");
    }
}

void LiveLoop::send_resync(ViewerStream& stream, std::string_view reason)
{
    if (stream.ending()) {
        return;
    }
    counters_.resyncs.fetch_add(1, std::memory_order_relaxed);
    const auto& journal = stream.journal();
    const std::string data = resync_data(reason, journal.head(), journal.id());
    stream.end_with(shared(sse_event("resync", data, id_for(stream, journal.head()))));
}

// A browser comes back to the same address for ever: what that said and is no longer so, the id says anew, or it would
// be sent away again and again.
std::string LiveLoop::id_for(const ViewerStream& stream, std::uint64_t seq)
{
    const auto& viewer = stream.viewer();
    return cursor_text({ seq, viewer.journal_id.empty() ? "" : stream.journal().id(), viewer.sight });
}

std::shared_ptr<const std::string> LiveLoop::clock_frame(const LiveJournal& journal, std::string_view id) const
{
    return shared(sse_event("clock", clock_data(utc_millis(), journal.head(), journal.id()), id));
}

void LiveLoop::close(ViewerStream& stream)
{
    stream.close_channel();
    leave_site(stream.viewer());
    if (stream.viewer().kept_track_of) {
        attendance_.left(stream.viewer().session_id);
    }
    keys_.release(stream.viewer().visibility_key);
    std::erase(waiting_turns_, &stream);
    if (stream.watched) {
        std::erase(watched_, &stream);
    }
    auto& slot = slots_[stream.clock_slot];
    slot[stream.index_in_slot] = slot.back();
    slot[stream.index_in_slot]->index_in_slot = stream.index_in_slot;
    slot.pop_back();
    const auto index = stream.index;
    closed_.push_back(std::move(streams_[index]));
    if (index + 1 != streams_.size()) {
        streams_[index] = std::move(streams_.back());
        streams_[index]->index = index;
    }
    streams_.pop_back();
    counters_.viewers.store(streams_.size(), std::memory_order_relaxed);
}

int LiveLoop::wait_millis(std::int64_t now) const
{
    if (!waiting_turns_.empty()) {
        return 0;
    }
    if (streams_.empty()) {
        return -1;
    }
    return static_cast<int>(std::max<std::int64_t>(next_tick_ - now, 0));
}

std::int64_t LiveLoop::utc_millis() const
{
    if (options_.utc_millis) {
        return options_.utc_millis();
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}
