// SPDX-License-Identifier: Apache-2.0
#include "server/live/live_hub.h"

#include "server/live/live_loop.h"
#include "server/live/sse_frames.h"
#include "shared/core/result.h"

#include <map>
#include <mutex>
#include <sys/eventfd.h>
#include <thread>
#include <vector>

namespace watchfloor {

// The lock guards what is handed to the thread; it is held for a few instructions, never while
// anything is rendered or sent.
class LiveHub::Engine {
public:
    Engine(LiveSource& source, const LiveHubOptions& options)
        : loop_(source, options), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), thread_([this] { run(); })
    {
        VERIFY(wake_.valid());
    }

    ~Engine() { stop(); }

    void post(std::function<void(LiveLoop&)> command)
    {
        const std::lock_guard lock { mutex_ };
        if (stopping_) {
            return;
        }
        commands_.push_back(std::move(command));
        wake();
    }

    // Where nobody views, the thread looks when it is woken for something else.
    void publish(std::string_view journal, std::uint64_t to_seq)
    {
        const std::lock_guard lock { mutex_ };
        const auto head = heads_.find(journal);
        VERIFY(head != heads_.end());
        if (to_seq > head->second.seq) {
            head->second = { to_seq, true };
            if (followed_) {
                wake();
            }
        }
    }

    // Who comes is met by the head of now, of which nobody was told while nobody viewed.
    void attach(const std::shared_ptr<Channel>& channel, Viewer viewer)
    {
        post([this, channel, viewer = std::move(viewer)](
                 LiveLoop& loop) { loop.attach(std::move(*channel), viewer, head_of(viewer.journal)); });
    }

    void open_journal(std::string name, std::string id, std::uint64_t head)
    {
        {
            const std::lock_guard lock { mutex_ };
            heads_.emplace(name, Head { head, false });
        }
        post([name = std::move(name), id = std::move(id), head](
                 LiveLoop& loop) mutable { loop.open_journal(std::move(name), std::move(id), head); });
    }

    void stop()
    {
        {
            const std::lock_guard lock { mutex_ };
            stopping_ = true;
            wake();
        }
        if (thread_.joinable()) {
            thread_.join();
        }
    }

    LiveCounters& counters() { return loop_.counters(); }
    const Attendance& attendance() const { return loop_.attendance(); }

private:
    struct Head {
        std::uint64_t seq = 0;
        bool moved = false;
    };

    void wake()
    {
        if (!awake_) {
            awake_ = true;
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = ::write(wake_.number(), &one, sizeof(one));
        }
    }

    std::uint64_t head_of(std::string_view journal)
    {
        const std::lock_guard lock { mutex_ };
        const auto head = heads_.find(journal);
        return head != heads_.end() ? head->second.seq : 0;
    }

    void run()
    {
        while (take_handed_over()) {
            loop_.turn(wake_.number());
        }
        loop_.end_all();
    }

    // However many batches were published meanwhile, the viewers get them in one go.
    bool take_handed_over()
    {
        std::vector<std::function<void(LiveLoop&)>> commands;
        std::vector<std::pair<std::string, std::uint64_t>> moved;
        bool stopping = false;
        {
            const std::lock_guard lock { mutex_ };
            commands.swap(commands_);
            for (auto& [name, head] : heads_) {
                if (std::exchange(head.moved, false)) {
                    moved.emplace_back(name, head.seq);
                }
            }
            if (std::exchange(awake_, false)) {
                std::uint64_t count = 0;
                [[maybe_unused]] const auto got = ::read(wake_.number(), &count, sizeof(count));
            }
            followed_ = !commands.empty() || loop_.views();
            stopping = stopping_;
        }
        for (const auto& command : commands) {
            command(loop_);
        }
        for (const auto& [name, head] : moved) {
            loop_.advance(name, head);
        }
        return !stopping;
    }

    LiveLoop loop_;
    std::mutex mutex_;
    std::vector<std::function<void(LiveLoop&)>> commands_;
    std::map<std::string, Head, std::less<>> heads_;
    bool awake_ = false;
    bool followed_ = false; // somebody views, or is about to
    bool stopping_ = false;
    Descriptor wake_;
    std::thread thread_; // last: it uses all of the above
};

LiveHub::LiveHub(LiveSource& source, LiveHubOptions options) : engine_(std::make_unique<Engine>(source, options)) { }

LiveHub::~LiveHub() = default;

void LiveHub::open_journal(std::string journal, std::string journal_id, std::uint64_t head_seq)
{
    engine_->open_journal(std::move(journal), std::move(journal_id), head_seq);
}

void LiveHub::publish(std::string_view journal, std::uint64_t from_seq, std::uint64_t to_seq)
{
    VERIFY(from_seq <= to_seq);
    engine_->publish(journal, to_seq);
}

void LiveHub::broadcast(
    std::string_view journal, std::string_view event, std::string_view data, std::function<bool(const Viewer&)> wants)
{
    engine_->post([journal = std::string { journal }, frame = sse_event(event, data), wants = std::move(wants)](
                      LiveLoop& loop) { loop.broadcast(journal, frame, wants); });
}

void LiveHub::proclaim(std::string_view event, std::string_view data)
{
    proclaim(event, data, data, {});
}

void LiveHub::proclaim(
    std::string_view event, std::string_view data, std::string_view bare, std::function<bool(const Viewer&)> outside)
{
    engine_->post([frame = sse_event(event, data), bare_frame = sse_event(event, bare), outside = std::move(outside)](
                      LiveLoop& loop) { loop.proclaim(frame, bare_frame, outside); });
}

void LiveHub::attach(Channel channel, Viewer viewer)
{
    // A command must be copyable; the channel is closed if the hub never runs it.
    engine_->attach(std::make_shared<Channel>(std::move(channel)), std::move(viewer));
}

void LiveHub::resync(std::function<bool(const Viewer&)> predicate)
{
    engine_->post([predicate = std::move(predicate)](LiveLoop& loop) { loop.resync(predicate); });
}

void LiveHub::disconnect(std::string_view session_id)
{
    engine_->post([session = std::string { session_id }](LiveLoop& loop) { loop.disconnect(session); });
}

void LiveHub::stop()
{
    engine_->stop();
}

std::size_t LiveHub::viewer_count() const
{
    return engine_->counters().viewers.load(std::memory_order_relaxed);
}

bool LiveHub::watches(const std::string& session_id) const
{
    return engine_->attendance().present(session_id);
}

LiveMetrics LiveHub::metrics() const
{
    const auto& counters = engine_->counters();
    LiveMetrics metrics;
    metrics.viewers = counters.viewers.load(std::memory_order_relaxed);
    metrics.attached = counters.attached.load(std::memory_order_relaxed);
    metrics.closed_slow = counters.closed_slow.load(std::memory_order_relaxed);
    metrics.closed_revoked = counters.closed_revoked.load(std::memory_order_relaxed);
    metrics.resyncs = counters.resyncs.load(std::memory_order_relaxed);
    metrics.bytes = counters.bytes.load(std::memory_order_relaxed);
    metrics.renders = counters.renders.load(std::memory_order_relaxed);
    metrics.lag_entries = counters.lag_entries.load(std::memory_order_relaxed);
    return metrics;
}

}
