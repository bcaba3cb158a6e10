// SPDX-License-Identifier: Apache-2.0
#include "server/http/http_server.h"

#include "server/http/connection_service.h"
#include "server/http/limits.h"
#include "server/http/listener.h"

#include <algorithm>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <thread>

namespace watchfloor {

namespace {

constexpr int kSpareWorkers = 4;
constexpr std::chrono::milliseconds kWatchInterval { 250 };
constexpr int kAcceptsPerRound = 256;

void signal(const Descriptor& event)
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(event.number(), &one, sizeof(one));
}

}

// Threads: one accepts and watches deadlines, the others wait in the epoll set and serve.
class HttpServer::Engine {
public:
    explicit Engine(HttpServerOptions options)
        : context_(std::move(options))
        , table_(context_.options.max_connections)
        , epoll_(::epoll_create1(EPOLL_CLOEXEC))
        , wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , service_(context_, table_, epoll_.number())
    {
        VERIFY(epoll_.valid() && wake_.valid());
    }

    ~Engine() { stop(std::chrono::milliseconds { 0 }); }

    ExchangeContext& context() { return context_; }

    Result<void> start()
    {
        const auto& options = context_.options;
        const auto& quotas = options.quotas;
        context_.places.offer(QuotaClass::Api, quotas.api);
        context_.places.offer(QuotaClass::Intake, quotas.intake);
        context_.places.offer(QuotaClass::SignIn, quotas.sign_in);
        // Who begins a stream is handed on at once: nobody waits inside, however many come back in the same moment.
        context_.places.offer(QuotaClass::Live, Places::kUnbounded);
        context_.places.offer(QuotaClass::Reading, quotas.reading);
        ASSIGN_OR_RETURN(context_.trusted_peers, PeerList::parse(options.trusted_peers));
        ASSIGN_OR_RETURN(context_.names, HostNames::of(options.names, options.address));
        ASSIGN_OR_RETURN(auto listener, Listener::open(options.address, options.port));
        listener_.emplace(std::move(listener));
        epoll_event wake {};
        wake.events = EPOLLIN;
        ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, wake_.number(), &wake);
        const int workers = quotas.api + quotas.intake + quotas.sign_in + quotas.live + quotas.reading + kSpareWorkers;
        for (int i = 0; i < workers; ++i) {
            workers_.emplace_back([this] { work(); });
        }
        acceptor_ = std::thread { [this] { accept_and_watch(); } };
        return {};
    }

    void stop(std::chrono::milliseconds grace)
    {
        if (context_.stopping.exchange(true)) {
            return;
        }
        signal(accept_wake_);
        if (acceptor_.joinable()) {
            acceptor_.join();
        }
        finish_running(grace);
        table_.shut_down_all();
        finished_.store(true);
        signal(wake_);
        for (auto& worker : workers_) {
            worker.join();
        }
        workers_.clear();
        service_.drop_replies();
    }

    std::uint16_t port() const { return listener_ ? listener_->port() : context_.options.port; }

    HttpMetrics metrics() const
    {
        HttpMetrics metrics;
        metrics.connections = table_.size();
        metrics.accepted = accepted_.load();
        metrics.accept_failures = accept_failures_.load();
        metrics.deadline_closes = deadline_closes_.load();
        metrics.displaced = table_.displaced();
        metrics.requests = service_.requests();
        metrics.quota_refusals = context_.places.refusals();
        metrics.unfinished_bodies = context_.unfinished.count();
        metrics.dropped_bodies = context_.unfinished.dropped();
        metrics.by_status_class = service_.by_status_class();
        metrics.running = context_.places.running();
        return metrics;
    }

private:
    void work()
    {
        while (!finished_.load(std::memory_order_relaxed)) {
            epoll_event event {};
            if (::epoll_wait(epoll_.number(), &event, 1, -1) != 1 || event.data.ptr == nullptr) {
                continue;
            }
            if (event.data.ptr == service_.replies_event()) {
                service_.send_replies();
            } else {
                service_.on_ready(*static_cast<Connection*>(event.data.ptr));
            }
        }
    }

    void accept_and_watch()
    {
        auto watch_at = monotonic_millis() + kWatchInterval.count();
        while (!context_.stopping.load()) {
            const auto now = monotonic_millis();
            if (now >= watch_at) {
                watch(now);
                watch_at = now + kWatchInterval.count();
            }
            // While descriptors are used up the listener is not asked: it would answer at once.
            const bool paused = now < paused_until_;
            std::array<pollfd, 2> waiting { pollfd { accept_wake_.number(), POLLIN, 0 },
                pollfd { paused ? -1 : listener_->number(), POLLIN, 0 } };
            const auto until = paused ? std::min(watch_at, paused_until_) : watch_at;
            ::poll(waiting.data(), waiting.size(), static_cast<int>(std::max<std::int64_t>(until - now, 0)));
            if (waiting[1].revents != 0) {
                accept_waiting();
            }
        }
        listener_->close();
    }

    void accept_waiting()
    {
        for (int i = 0; i < kAcceptsPerRound; ++i) {
            auto failure = AcceptFailure::None;
            auto accepted = listener_->accept(failure);
            if (accepted) {
                accepted_.fetch_add(1, std::memory_order_relaxed);
                admit(std::move(*accepted));
                continue;
            }
            if (failure == AcceptFailure::NothingWaiting) {
                return;
            }
            on_accept_failure(failure);
            if (failure != AcceptFailure::Transient) {
                return;
            }
        }
    }

    void admit(AcceptedSocket accepted)
    {
        const auto* tls = context_.options.tls;
        Channel channel
            = tls != nullptr ? tls->accept(std::move(accepted.socket)) : Channel { std::move(accepted.socket) };
        auto* connection = channel.valid() ? table_.add(std::move(channel), std::move(accepted.peer)) : nullptr;
        if (connection != nullptr) {
            service_.admit(*connection);
        }
    }

    void on_accept_failure(AcceptFailure failure)
    {
        accept_failures_.fetch_add(1, std::memory_order_relaxed);
        if (failure == AcceptFailure::OutOfResources) {
            paused_until_ = monotonic_millis() + kAcceptPause.count();
            pressure_until_ = monotonic_millis() + kPressureTime.count();
        }
        if (failure == AcceptFailure::Broken && !listener_->reopen().ok()) {
            paused_until_ = monotonic_millis() + kAcceptPause.count();
        }
        if (context_.options.log != nullptr) {
            context_.options.log->write(LogLevel::Warning, "accept_failed",
                { { "out_of_descriptors", failure == AcceptFailure::OutOfResources },
                    { "connections", static_cast<std::int64_t>(table_.size()) } });
        }
    }

    void watch(std::int64_t now)
    {
        const bool pressure = table_.crowded() || now < pressure_until_;
        deadline_closes_.fetch_add(
            table_.end_late(now, context_.options.deadlines.idle, pressure), std::memory_order_relaxed);
    }

    // Running requests may finish; those that are idle or half-sent have nothing to lose.
    void finish_running(std::chrono::milliseconds grace)
    {
        table_.shut_down_idle();
        const auto until = monotonic_millis() + grace.count();
        while (table_.size() > 0 && monotonic_millis() < until) {
            pollfd nothing { accept_wake_.number(), 0, 0 };
            ::poll(&nothing, 1, kStopPollMillis);
            table_.end_late(monotonic_millis(), context_.options.deadlines.idle, false);
        }
    }

    static constexpr std::chrono::milliseconds kAcceptPause { 100 };
    static constexpr std::chrono::milliseconds kPressureTime { 10'000 };
    static constexpr int kStopPollMillis = 10;

    ExchangeContext context_;
    ConnectionTable table_;
    Descriptor epoll_;
    Descriptor wake_;
    Descriptor accept_wake_ { ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) };
    ConnectionService service_;
    std::optional<Listener> listener_;
    std::thread acceptor_;
    std::vector<std::thread> workers_;
    std::int64_t paused_until_ = 0;   // the acceptor's
    std::int64_t pressure_until_ = 0; // the acceptor's
    std::atomic<bool> finished_ { false };
    std::atomic<std::uint64_t> accepted_ { 0 };
    std::atomic<std::uint64_t> accept_failures_ { 0 };
    std::atomic<std::uint64_t> deadline_closes_ { 0 };
};

HttpServer::HttpServer(HttpServerOptions options) : engine_(std::make_unique<Engine>(std::move(options))) { }
HttpServer::~HttpServer() = default;

void HttpServer::route(Method method, std::string pattern, RouteOptions options, Handler handler)
{
    engine_->context().router.add(method, std::move(pattern), std::move(options), std::move(handler));
}

void HttpServer::set_guard(Guard guard)
{
    engine_->context().guard = std::move(guard);
}

void HttpServer::set_fallback(Handler handler)
{
    engine_->context().fallback = std::move(handler);
}

Result<void> HttpServer::start()
{
    return engine_->start();
}

void HttpServer::stop(std::chrono::milliseconds grace)
{
    engine_->stop(grace);
}

std::uint16_t HttpServer::port() const
{
    return engine_->port();
}

const std::vector<std::unique_ptr<Route>>& HttpServer::routes() const
{
    return engine_->context().router.routes();
}

HttpMetrics HttpServer::metrics() const
{
    return engine_->metrics();
}

}
